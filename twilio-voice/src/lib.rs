//! Unofficial typed client of [Twilio Programmable Voice](https://www.twilio.com/docs/voice).

mod api_error;
#[cfg(feature = "rest")]
mod client;
mod error;
mod form;
mod id;
mod page;
#[cfg(feature = "rest")]
mod request;
#[cfg(feature = "rest")]
mod retry;
#[cfg(feature = "rest")]
mod tls;
#[cfg(feature = "rest")]
mod transport;
mod transport_error;
mod wire;

pub mod calls;
pub mod twiml;
#[cfg(feature = "webhook")]
pub mod webhook;

pub use secrecy::SecretString;

pub use self::{
    api_error::ApiError,
    error::Error,
    id::{
        AccountSid, ApiKeySid, ApplicationSid, ByocTrunkSid, CallSid, ConferenceSid, GroupSid,
        NotificationSid, PaymentSid, PhoneNumberSid, QueueSid, RealtimeTranscriptionSid,
        RecordingSid, SidError, SidProblem, SiprecSid, StreamSid, TranscriptionSid, TrunkSid,
        UserDefinedMessageSid, UserDefinedMessageSubscriptionSid,
    },
    page::{Cursor, Page},
    wire::HttpMethod,
};
#[cfg(feature = "rest")]
pub use self::{
    client::{Client, ClientBuilder, Credential},
    retry::RetryPolicy,
};
