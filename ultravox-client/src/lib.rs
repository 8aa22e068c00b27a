//! Unofficial typed client of the [Ultravox Realtime API](https://docs.ultravox.ai).
//!
//! A call is created, somebody joins it at its join URL, and it ends. This creates one and asks it to end:
//!
//! ```no_run
//! # #[cfg(feature = "rest")]
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use ultravox_client::{
//!     Client,
//!     calls::{CallState, CreateCall, Medium},
//! };
//!
//! let client = Client::new(std::env::var("ULTRAVOX_API_KEY")?)?;
//! let request = CreateCall::new("You take orders for a pizza shop.")
//!     .medium(Medium::server_web_socket(48_000))
//!     .max_duration(Duration::from_secs(600));
//! let call = client.calls().create(&request).await?;
//!
//! // … `call.join_url` is where to join; a call that nobody joined refuses to hang up …
//!
//! client.calls().hang_up(&call.call_id).await?;
//! while client.calls().get(&call.call_id).await?.state() != CallState::Ended {
//!     tokio::time::sleep(Duration::from_secs(1)).await;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Where to begin
//!
//! - [`Client`] has one method per resource; each returns a handle whose methods talk to Ultravox.
//! - What is sent is a value, such as [`CreateCall`](calls::CreateCall): required settings are arguments of `new`,
//!   others are set one by one, and nothing is wrong until it is sent.
//! - Lists are fetched page by page or read as a stream: [`ListCalls`](calls::ListCalls).
//! - What comes back is a struct. Enums that Ultravox may extend have a variant `Other`; a missing field and `null` are
//!   the same; fields this version does not know are skipped.
//! - [`Error`] says at which stage a request failed, and whether it may have been applied all the same.
//!
//! Beyond requests, each with a feature of the same name:
//!
//! | | what for |
//! |---|---|
//! | [`session`] | a conversation: audio and messages over a websocket, tools of the client |
//! | [`webhook`] | what Ultravox sends when calls move on: signatures, events |
//! | [`tool`] | tools from Rust types: definitions, requests, answers |
//! | [`data_connection`] | the server that Ultravox opens a data connection to |
//! | [`axum`] | extractors of the three before |
//! | [`test_util`] | a double of Ultravox for the tests of your program |
//!
//! # Resources
//!
//! | method of [`Client`] | what for |
//! |---|---|
//! | [`calls`](Client::calls), [`deleted_calls`](Client::deleted_calls) | place, find, watch, end and erase [calls] |
//! | [`agents`](Client::agents) | stored [agents], and [batches](scheduled_batches) of calls placed with them |
//! | [`call_throttles`](Client::call_throttles) | how many calls may be created: [throttles](call_throttles) |
//! | [`tools`](Client::tools) | durable [tools] |
//! | [`voices`](Client::voices) | stored and cloned [voices] |
//! | [`corpora`](Client::corpora) | [corpora], their sources and documents |
//! | [`webhooks`](Client::webhooks) | who is told when calls move on: [webhooks] |
//! | [`sip`](Client::sip) | who may call in by [SIP](sip), and registrations |
//! | [`telephony_configs`](Client::telephony_configs) | [accounts](telephony_configs) at Twilio, Telnyx and Plivo |
//! | [`accounts`](Client::accounts) | the [account](accounts): limits, usage, bills, keys of voice companies |
//! | [`api_keys`](Client::api_keys) | [API keys](api_keys) |
//! | [`models`](Client::models), [`schema`](Client::schema) | names of [models], and the OpenAPI document |
//!
//! `create` adds, `update` changes what is set and leaves the rest, `replace` puts a whole value in the place of
//! another. In an update a field that may be empty is a [`Patch`]: leave, set, or clear.
//!
//! # Time limits and repetition
//!
//! [`ClientBuilder`] sets how long connecting, one attempt and a whole request may take. Failed requests are repeated
//! as [`RetryPolicy`] says, with growing random pauses or as long as Ultravox asks to wait, within the total timeout and
//! a budget that all clones of a client share. A request that creates something is repeated only if it provably did not
//! happen; everything else after any transient error.
//!
//! # Logs
//!
//! Each request is a [`tracing`](https://docs.rs/tracing) span `ultravox` with method, path template, status, number of
//! attempts, request id and duration. Keys, numbers, join URLs, queries and bodies are never logged.
//!
//! # Features
//!
//! - `rest` (default): the client. Without it only the models and requests are compiled, also to `wasm32`.
//! - `ring` (default): TLS by rustls with ring, trusting what the operating system trusts.
//! - `aws-lc`: TLS by rustls with aws-lc.
//! - `native-tls`: TLS by the library of the operating system.
//! - `session`: joins a call over a websocket and talks in it: [`session`](mod@session). Needs tokio, and a TLS feature for
//!   `wss://`. Turns on `realtime`.
//! - `realtime`: the messages of such calls, and a session without a socket; needs neither.
//! - `webhook`: checks and reads what Ultravox sends to webhooks; needs no other feature.
//! - `tool`: tools from Rust types: definitions, requests, answers. Turns on `realtime`.
//! - `data-connection`: the server that Ultravox opens a data connection to. Turns on `realtime` and `webhook`.
//! - `axum`: extractors for axum of webhooks, and with `tool` and `data-connection` of those.
//! - `test-util`: a double of Ultravox for tests; best among the `[dev-dependencies]`.
//!
//! If several are on, the first of `ring`, `aws-lc`, `native-tls` is used. Without any, `http://` works, and
//! [`ClientBuilder::http_client`] takes a client of yours.
//!
//! `ring` turns on rustls in reqwest without a default provider. A program that also builds a `reqwest::Client` of its
//! own and has chosen no TLS for it must install one first, or reqwest panics there:
//! `rustls::crypto::ring::default_provider().install_default()`. With `aws-lc` in place of `ring` there is nothing to do.
//! The same goes for a [`Client`] without a TLS feature where another crate turns on rustls in reqwest like that.
//!
//! # What it does not do
//!
//! - It does not end calls when a value is dropped or the program stops, except that a `Session` closes its websocket. A
//!   forgotten call runs, and costs, until its `max_duration`; a call nobody joined holds its place until its
//!   `join_timeout`.
//! - It cannot end a call that nobody joined: Ultravox offers no way to.
//! - It does not follow redirects with the API key, nor links to other hosts in lists.
//! - It does not speak WebRTC: hand the join URL to a client SDK of Ultravox in the browser.
//! - It does not block: there is no synchronous client.

// The documentation is written for the whole crate.
#![cfg_attr(
    not(all(
        feature = "axum",
        feature = "data-connection",
        feature = "session",
        feature = "test-util",
        feature = "tool"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

#[macro_use]
mod macros;

pub mod accounts;
pub mod agents;
mod api_error;
pub mod api_keys;
#[cfg(feature = "axum")]
pub mod axum;
pub mod call_throttles;
pub mod calls;
mod check;
#[cfg(feature = "rest")]
mod client;
pub mod corpora;
#[cfg(feature = "data-connection")]
pub mod data_connection;
#[cfg(feature = "rest")]
mod download;
mod duration;
mod error;
mod id;
mod key_prefix;
pub mod models;
#[cfg(feature = "rest")]
mod multipart;
mod ownership;
mod page;
mod patch;
#[cfg(feature = "rest")]
mod request;
#[cfg(feature = "rest")]
mod retry;
pub mod scheduled_batches;
#[cfg(feature = "rest")]
pub mod schema;
mod secret;
#[cfg(feature = "realtime")]
pub mod session;
pub mod sip;
pub mod telephony_configs;
#[cfg(feature = "test-util")]
pub mod test_util;
#[cfg(feature = "rest")]
mod tls;
#[cfg(feature = "tool")]
pub mod tool;
pub mod tools;
#[cfg(feature = "rest")]
mod transport;
mod transport_error;
mod upload;
pub mod voices;
#[cfg(feature = "webhook")]
pub mod webhook;
pub mod webhooks;
mod wire;

pub use secrecy::SecretString;

pub use self::{
    api_error::ApiError,
    error::Error,
    id::{
        AccountId, AgentId, ApiKeyPrefix, BatchId, CallId, CallStageId, CallToolId, CorpusId,
        DocumentId, ParseIdError, RevisionId, SipRegistrationId, SourceId, ThrottleId, ToolId,
        VoiceId, WebhookId,
    },
    key_prefix::KeyPrefix,
    ownership::Ownership,
    page::{Cursor, Page},
    patch::Patch,
    secret::Secret,
    upload::Upload,
};
#[cfg(feature = "rest")]
pub use self::{
    client::{Client, ClientBuilder},
    download::Download,
    retry::RetryPolicy,
};

/// The programs in the README compile.
#[cfg(all(
    doctest,
    any(feature = "ring", feature = "aws-lc", feature = "native-tls"),
    feature = "axum",
    feature = "session",
    feature = "test-util",
    feature = "tool"
))]
#[doc = include_str!("../README.md")]
struct Readme;
