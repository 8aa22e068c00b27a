//! Unofficial typed client of the [Ultravox Realtime API](https://docs.ultravox.ai).

#[macro_use]
mod macros;

mod api_error;
pub mod calls;
mod check;
#[cfg(feature = "rest")]
mod client;
#[cfg(feature = "rest")]
mod download;
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
pub mod tools;
#[cfg(feature = "rest")]
mod transport;
mod transport_error;
pub mod voices;
mod wire;

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
    download::Download,
    retry::RetryPolicy,
};
