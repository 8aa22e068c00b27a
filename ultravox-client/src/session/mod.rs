//! A call that is going on: its messages, its audio, its tools.

mod audio;
#[cfg(feature = "session")]
mod connect;
mod core;
#[cfg(feature = "session")]
mod driver;
mod error;
mod event;
#[cfg(feature = "session")]
mod handle;
pub mod message;
mod options;
mod playback;
mod stats;
#[cfg(feature = "session")]
mod tls;
mod tools;
mod transcript;

#[cfg(feature = "session")]
pub use self::handle::{Session, SessionReceiver, SessionSender};

pub use self::{
    audio::{Pcm, Rates, SampleRate},
    core::{Core, Transmit},
    error::{CloseCode, CloseReason, SessionError},
    event::{Event, Latency, PlaybackCleared, ToolAnswered},
    options::SessionOptions,
    playback::{Playback, PlaybackReader, PlaybackStats, PlaybackWriter},
    stats::SessionStats,
    tools::{ToolAnswer, Tools},
    transcript::{Transcript, Transcripts},
};
