//! ConversationRelay: the words of a call over a websocket. Twilio understands and speaks; text goes both ways.
//!
//! # From the call to the conversation
//!
//! A call is connected by TwiML, which our server gives when Twilio asks what to do with it:
//!
//! ```
//! use twilio_voice::twiml::{Connect, ConversationRelay, Parameter, Response};
//!
//! let relay = ConversationRelay::new("wss://example.com/relay")
//!     .welcome_greeting("Hello, how can I help?")
//!     .push(Parameter::new("agent", "front-desk"));
//! let document = Response::new().push(Connect::new(relay).action("/after-the-conversation"));
//! ```
//!
//! Twilio then opens a websocket. [`RelaySession`] reads and writes its messages; it works with any websocket:
//!
//! ```
//! use twilio_voice::relay::{Inbound, RelaySession, Text};
//!
//! /// What is to be sent for a text that came.
//! fn answer(session: &mut RelaySession, text: &str) -> Result<String, twilio_voice::relay::RelayError> {
//!     let mut out = String::new();
//!     match session.read(text)? {
//!         Inbound::Setup(setup) => println!("call {} begins", setup.call_sid),
//!         Inbound::Prompt(prompt) if prompt.last => {
//!             let text = Text::new(format!("You said: {}", prompt.voice_prompt)).last(true);
//!             session.write(&text.into(), &mut out)?;
//!         }
//!         // Only this much of our text was heard.
//!         Inbound::Interrupt(interrupt) => println!("{:?}", interrupt.duration_until_interrupt),
//!         _ => {}
//!     }
//!     Ok(out)
//! }
//! # let mut session = RelaySession::new();
//! # answer(&mut session, r#"{"type":"setup","sessionId":"VX00000000000000000000000000000000","accountSid":"AC00000000000000000000000000000000","callSid":"CA00000000000000000000000000000000"}"#)?;
//! # assert!(answer(&mut session, r#"{"type":"prompt","voicePrompt":"hi","last":true}"#)?.contains("You said: hi"));
//! # Ok::<(), twilio_voice::relay::RelayError>(())
//! ```
//!
//! With the feature `axum`, `RelaySocket` does it on a websocket of axum.
//!
//! # The end
//!
//! [`End`] ends the session and passes a text on; the call goes on with the `action` of `<Connect>`. A websocket that breaks
//! ends the session as well, unless
//! [`application_reconnect`](crate::twiml::ConversationRelay::application_reconnect) is on. Neither ends the call if something
//! stands behind `<Connect>`.
//!
//! Who may connect is shown by the signature of the handshake, or by a token of
//! [`StreamTokens`](crate::media::StreamTokens) among the parameters.

mod inbound;
mod outbound;
mod session;
#[cfg(feature = "axum")]
mod socket;

#[cfg(feature = "axum")]
pub use self::socket::{Event, RelaySocket, SendError};
pub use self::{
    inbound::{Dtmf, Inbound, Interrupt, Prompt, SessionError, Setup},
    outbound::{End, InvalidMessage, Language, Outbound, Play, SendDigits, Text},
    session::{MAX_MESSAGE_LEN, RelayError, RelaySession, RelayState},
};
pub use crate::message::MessageError;
#[cfg(feature = "axum")]
pub use crate::message::{Closed, SocketSettings};
