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

/// What the compiler refuses. The first is good, so that the others fail for what they say.
///
/// ```
/// use twilio_voice::twiml::{Connect, Hangup, Parameter, Pause, Response, Say, Stream};
///
/// let stream = Stream::new("wss://example.com").push(Parameter::new("a", "b"));
/// let verbs = Response::new().push(Say::new("a")).push(Pause::new()).push(Hangup::new());
/// drop(verbs.push(Connect::new(stream)));
/// ```
///
/// ```compile_fail,E0277
/// # use twilio_voice::twiml::{Response, Stream};
/// drop(Response::new().push(Stream::new("wss://example.com")));
/// ```
///
/// ```compile_fail,E0277
/// # use twilio_voice::twiml::{Parameter, Response};
/// drop(Response::new().push(Parameter::new("a", "b")));
/// ```
///
/// ```compile_fail,E0277
/// # use twilio_voice::twiml::Response;
/// drop(Response::new().push(Response::new()));
/// ```
///
/// ```compile_fail,E0277
/// # use twilio_voice::twiml::{Connect, Say};
/// drop(Connect::new(Say::new("a")));
/// ```
///
/// ```compile_fail,E0061
/// # use twilio_voice::twiml::Connect;
/// drop(Connect::new());
/// ```
///
/// ```compile_fail,E0277
/// # use twilio_voice::twiml::{Pause, Stream};
/// drop(Stream::new("wss://example.com").push(Pause::new()));
/// ```
///
/// ```compile_fail,E0277
/// # use twilio_voice::twiml::{Hangup, Say};
/// drop(Say::new("a").push(Hangup::new()));
/// ```
///
/// ```compile_fail,E0599
/// # use twilio_voice::twiml::Pause;
/// drop(Pause::new().push(Pause::new()));
/// ```
///
/// ```compile_fail,E0277
/// use twilio_voice::twiml::ResponseVerb;
/// struct Mine;
/// impl ResponseVerb for Mine {}
/// ```
#[cfg(doctest)]
mod nesting {}

/// Keeps the traits of the parents ours.
mod sealed {
    pub trait Node {
        fn into_element(self) -> super::element::Element;
    }
}
