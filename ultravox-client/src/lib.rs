//! Unofficial typed client of the [Ultravox Realtime API](https://docs.ultravox.ai).

mod api_error;
#[cfg(feature = "rest")]
mod client;
mod duration;
mod error;
mod id;
mod page;
#[cfg(feature = "rest")]
mod request;
#[cfg(feature = "rest")]
mod retry;
mod secret;
#[cfg(feature = "rest")]
mod tls;
#[cfg(feature = "rest")]
mod transport;
mod transport_error;

pub use secrecy::SecretString;

pub use self::{
    api_error::ApiError,
    error::Error,
    id::{AccountId, AgentId, CallId, CallStageId, CallToolId, ParseIdError, ToolId, VoiceId},
    page::{Cursor, Page},
    secret::Secret,
};
#[cfg(feature = "rest")]
pub use self::{
    client::{Client, ClientBuilder},
    retry::RetryPolicy,
};
