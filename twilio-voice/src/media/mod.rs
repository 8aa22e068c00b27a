//! Media Streams: the audio of a call over a websocket, both ways.

mod inbound;
pub mod mulaw;
mod outbound;
mod payload;
mod player;
mod scan;
#[cfg(feature = "axum")]
mod socket;
mod stream;
mod token;

use std::time::Duration;

#[cfg(feature = "axum")]
pub use self::socket::{Audio, Event, MediaSender, MediaSocket, Reply, ReplyError};
pub use self::{
    inbound::{Connected, Dtmf, Encoding, Inbound, Mark, Media, MediaFormat, Start, Stop, Track},
    outbound::Outbound,
    payload::PayloadError,
    player::{Cleared, MarkEcho, Pacing, PlayError, Player, PlayerStats, Step, Turn},
    stream::{MAX_MESSAGE_LEN, MediaStream, StreamError, StreamState, StreamStats},
    token::{StreamTokens, TokenError, VerifiedToken},
};
pub use crate::message::MessageError;
#[cfg(feature = "axum")]
pub use crate::message::{Closed, SocketSettings};

/// Samples a second.
pub const SAMPLE_RATE: u32 = 8_000;

/// Samples in a usual message.
pub const FRAME_SAMPLES: usize = 160;

/// How long a usual message takes to be heard.
pub const FRAME: Duration = Duration::from_millis(20);
