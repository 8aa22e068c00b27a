//! TwiML: what Twilio shall do with a call.
//!
//! A document is a [`Response`] into which verbs are pushed. What may stand where is checked by the compiler: each
//! parent takes only what implements its trait ([`ResponseVerb`], [`ConnectNoun`], …).
//!
//! ```
//! use twilio_voice::twiml::{Connect, Hangup, Response, Say, Stream};
//!
//! let document = Response::new()
//!     .push(Say::new("One moment, please.").voice("Polly.Joanna-Neural"))
//!     .push(Connect::new(Stream::new("wss://example.com/media")))
//!     .push(Hangup::new());
//! assert_eq!(
//!     document.to_xml(),
//!     concat!(
//!         r#"<?xml version="1.0" encoding="UTF-8"?><Response>"#,
//!         r#"<Say voice="Polly.Joanna-Neural">One moment, please.</Say>"#,
//!         r#"<Connect><Stream url="wss://example.com/media"/></Connect><Hangup/></Response>"#,
//!     ),
//! );
//! ```
//!
//! - Attributes stand in the order in which they were first set; one that is not set is not written, so Twilio's
//!   defaults apply. The text is the one Twilio's library for Node writes for the same document.
//! - Text and values are always escaped. XML has no way to carry some control characters: each is written as U+FFFD,
//!   so that the rest of the document is still heard, and [`Response::check`] tells. The REST client checks before it
//!   sends; a webhook handler decides for itself.
//! - What Twilio added after this version is reached with `attr` on every element and with [`RawElement`].
//! - `Debug` shows neither attributes nor text, for a stream URL may carry a secret.

mod connect;
mod element;
mod error;
mod hangup;
mod parameter;
mod pause;
mod raw;
mod response;
mod say;
mod stream;

pub use connect::{Connect, ConnectNoun};
pub use error::TwimlError;
pub use hangup::{Hangup, HangupNoun};
pub use parameter::Parameter;
pub use pause::Pause;
pub use raw::RawElement;
pub use response::{Response, ResponseVerb};
pub use say::{Say, SayContent};
pub use stream::{Stream, StreamNoun, StreamTrack};

/// Keeps the traits of the parents ours.
mod sealed {
    pub trait Node {
        fn into_element(self) -> super::element::Element;
    }
}
