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

mod agent;
mod application;
mod client;
mod conference;
mod connect;
mod conversation;
mod declare;
mod dial;
mod element;
mod enqueue;
mod error;
mod gather;
mod number;
mod parameter;
mod pause;
mod pay;
mod play;
mod prompt;
mod pronunciation;
mod queue;
mod raw;
mod record;
mod recording;
mod refer;
mod relay;
mod response;
mod say;
mod sim;
mod simple;
mod sip;
mod siprec;
mod ssml;
mod start;
mod stream;
mod transcription;
mod value;
mod whats_app;

pub use agent::{
    AiSession, Autopilot, ConversationRelaySession, Room, VirtualAgent, VirtualAgentNoun,
};
pub use application::{Application, ApplicationNoun, ApplicationSid};
pub use client::{Client, ClientNoun, Identity};
pub use conference::{
    Conference, ConferenceBeep, ConferenceEvent, ConferenceRecord, ConferenceRegion,
    JitterBufferSize,
};
pub use connect::{Connect, ConnectNoun};
pub use conversation::{Conversation, ConversationEvent, ConversationRecord};
pub use dial::{Dial, DialEvent, DialNoun, DialRecord};
pub use enqueue::{Enqueue, EnqueueNoun, Task};
pub use error::TwimlError;
pub use gather::{Gather, GatherInput, GatherTimeout, GatherVerb, SpeechModel};
pub use number::{DetectMachine, Number};
pub use parameter::{Config, Parameter};
pub use pause::Pause;
pub use pay::{
    BankAccountType, CardType, Pay, PayInput, PayNoun, PaymentMethod, PostalCode, TokenType,
};
pub use play::Play;
pub use prompt::{Prompt, PromptError, PromptFor, PromptVerb};
pub use pronunciation::{
    InterpretAs, Phoneme, PhonemeAlphabet, Pitch, Prosody, Rate, SayAs, Sub, Volume,
};
pub use queue::Queue;
pub use raw::RawElement;
pub use record::Record;
pub use recording::{Recording, RecordingChannels, RecordingEvent, RecordingTrack, Trim};
pub use refer::{Refer, ReferNoun, ReferSip};
pub use relay::{
    ConversationRelay, ConversationRelayNoun, InterruptSensitivity, Interruptible, Language,
    PromptDetail, SpeechTimeout, TextNormalization, TranscriptionProvider, TtsProvider,
};
pub use response::{Response, ResponseVerb};
pub use say::{Say, SayContent};
pub use sim::Sim;
pub use simple::{
    Echo, Hangup, HangupNoun, Leave, Redirect, Reject, RejectNoun, RejectReason, Sms,
};
pub use sip::{Header, Headers, HeadersNoun, Sip, SipNoun, Uri};
pub use siprec::{Siprec, SiprecNoun};
pub use ssml::{
    Break, BreakStrength, Emphasis, EmphasisLevel, Lang, Paragraph, ParagraphContent, Sentence,
    SentenceContent, Word, WordContent,
};
pub use start::{Start, StartNoun, Stop, StopNoun};
pub use stream::{Stream, StreamNoun, StreamTrack};
pub use transcription::{Transcription, TranscriptionEngine, TranscriptionNoun};
pub use whats_app::WhatsApp;

#[cfg(doctest)]
mod nesting;

/// Keeps the traits of the parents ours.
mod sealed {
    pub trait Node {
        fn into_element(self) -> super::element::Element;
    }
}
