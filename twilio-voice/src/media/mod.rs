//! Media Streams: the audio of a call over a websocket, both ways.
//!
//! # From the call to talking back
//!
//! **The call is connected by TwiML**, which our server gives when Twilio asks what to do with a call. Only under `<Connect>`
//! can we talk back; a stream under `<Start>` listens. Nothing stands behind `<Connect>`, so that the call ends with the
//! websocket. The token proves later that this very TwiML asked for the stream:
//!
//! ```
//! use std::time::SystemTime;
//! use twilio_voice::{
//!     CallSid,
//!     media::StreamTokens,
//!     twiml::{Connect, Response, Stream},
//! };
//!
//! fn answer(tokens: &StreamTokens, call: &CallSid) -> Response {
//!     let stream = Stream::new("wss://example.com/media")
//!         .push(tokens.parameter(call, SystemTime::now()));
//!     Response::new().push(Connect::new(stream))
//! }
//! ```
//!
//! **Twilio opens a websocket** and says `connected`, then `start`, then audio fifty times a second, and `stop` at the end.
//! [`MediaStream`] reads these texts and checks their order; it works with any websocket. What is to be heard is put in a
//! [`Player`], which says when to send it:
//!
//! ```
//! use std::time::{Instant, SystemTime};
//! use twilio_voice::media::{
//!     FRAME_SAMPLES, Inbound, MarkEcho, MediaStream, Player, Step, StreamTokens,
//! };
//!
//! struct Talk {
//!     stream: MediaStream,
//!     player: Player,
//!     tokens: StreamTokens,
//! }
//!
//! impl Talk {
//!     /// For each text that comes. An error of the token means: close the websocket.
//!     fn hear(&mut self, text: &str) -> Result<(), Box<dyn std::error::Error>> {
//!         match self.stream.read(text)? {
//!             Inbound::Start(start) => {
//!                 self.tokens.check(&start, SystemTime::now())?;
//!                 self.player.pcm(&[0; 1_600])?;
//!                 self.player.mark("greeting")?;
//!             }
//!             Inbound::Media(media) => {
//!                 let mut buffer = [0; 5 * FRAME_SAMPLES];
//!                 let samples = media.pcm(&mut buffer)?;
//!                 // The other side's voice goes to whoever understands it.
//!                 # let _ = samples;
//!             }
//!             Inbound::Mark(mark) if self.player.on_mark(&mark.name) == MarkEcho::Played => {
//!                 println!("{} was heard", mark.name);
//!             }
//!             _ => {}
//!         }
//!         Ok(())
//!     }
//!
//!     /// The other side broke in: what is not heard yet is given up, here and at Twilio.
//!     fn break_in(&mut self) {
//!         if let Some(cleared) = self.player.interrupt(Instant::now()) {
//!             println!("it was heard for {:?}; cut off: {:?}", cleared.played, cleared.marks);
//!         }
//!     }
//!
//!     /// Sends what is due, and tells when to come again. `None`: when there is something to play.
//!     fn speak(&mut self, mut send: impl FnMut(String)) -> Option<Instant> {
//!         loop {
//!             match self.player.poll(Instant::now()) {
//!                 Step::Send(message) => {
//!                     let mut text = String::new();
//!                     self.stream.write(message, &mut text).ok()?;
//!                     send(text);
//!                 }
//!                 Step::Wait(until) => return Some(until),
//!                 Step::Idle => return None,
//!             }
//!         }
//!     }
//! }
//! # let mut talk = Talk { stream: MediaStream::new(), player: Player::default(), tokens: StreamTokens::new([1; 32])? };
//! # assert!(talk.hear("{}").is_err());
//! # talk.break_in();
//! # assert_eq!(talk.speak(|_| ()), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With the feature `axum`, `MediaSocket` does all of this on a websocket of axum.
//!
//! # What is known to have been heard
//!
//! Twilio plays what it gets, one after the other. A [mark](Player::mark) comes back when the audio before it was played, but
//! also when it was dropped by a `clear`: the message is the same. [`Player::on_mark`] knows which it was.
//! [`Player::acknowledged`] is what was played for certain, [`Player::played`] what was played by the clock; a conversation
//! that goes on after the other side broke in should go on from there, and not from what was sent.
//!
//! # Pace
//!
//! Audio often comes faster than it is heard, and Twilio takes it: about ten minutes of it, then it drops the rest (warning
//! 31931). The [`Player`] sends it as it is heard, [200 ms](Pacing::lead) ahead. What waits is bounded by
//! [`Pacing::max_queue`]; what does not fit is refused, never dropped in silence.
//!
//! # The end
//!
//! The stream ends when the call does, when it gets new TwiML, or when we close the websocket. The documents of Twilio
//! contradict each other on the last; in practice the call goes on with what stands behind `<Connect>`, and is hung up if
//! nothing does. Twilio does not connect again when the connection breaks. A websocket that is over does not say that the call
//! is, nor is it over if our process ends: give calls a `time_limit`.

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
