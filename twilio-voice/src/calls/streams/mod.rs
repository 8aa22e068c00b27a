//! Streams: the sound of a call, sent to a websocket.
//!
//! See [Twilio Docs/Stream resource](https://www.twilio.com/docs/voice/api/stream-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;

pub use create::CreateStream;
#[cfg(feature = "rest")]
pub use handle::Streams;
pub use model::{Stream, StreamRef, StreamStatus};
