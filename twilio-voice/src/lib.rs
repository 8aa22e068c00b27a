//! Unofficial typed client of [Twilio Programmable Voice](https://www.twilio.com/docs/voice): calls over REST, TwiML,
//! webhooks, and the audio and the words of calls over websockets. Not made or supported by Twilio.
//!
//! A call is placed with what is to be heard, and ends when a side hangs up or is asked to:
//!
#![cfg_attr(feature = "rest", doc = "```no_run")]
#![cfg_attr(not(feature = "rest"), doc = "```text")]
//! use std::time::Duration;
//! use twilio_voice::{
//!     Client, Credential,
//!     calls::CreateCall,
//!     twiml::{Connect, Response, Say, Stream},
//! };
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let account = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
//! let client = Client::builder(account, Credential::auth_token("your auth token")).build()?;
//!
//! let document = Response::new()
//!     .push(Say::new("Hello."))
//!     .push(Connect::new(Stream::new("wss://example.com/media")));
//! let call = CreateCall::new("+15005550001", "+15005550006", document).time_limit(Duration::from_secs(600));
//! let call = client.calls().create(&call).await?;
//! client.calls().end(&call.sid).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # From zero to an answered call
//!
//! Placing a call, as above, needs an account and a number of its own, and no server. To be called, a number has a voice
//! URL: Twilio asks it what to do with each call, and the answer is a [`twiml::Response`]. Whether it was Twilio who asked
//! is told by a signature of the URL *as Twilio knows it*, so a server behind a proxy or a tunnel states its
//! [`webhook::PublicOrigin`]; when a signature does not match, [`webhook::Preflight`] tells which part of the URL is
//! different. With the feature `axum`, [handlers](mod@axum) take what is checked and answer with TwiML. A call that is to be
//! talked with goes on with a websocket: [audio](media), or [words](relay). [Tests](test_util) need neither an account nor a
//! network. The examples of this crate show each step, and run offline.
//!
//! # Main types
//!
//! - [`Client`] signs in and sends. It has one method for each resource, such as [`calls`](Client::calls), whose handle
//!   has the verbs: `create get list update end delete`.
//! - Requests are values, such as [`CreateCall`](calls::CreateCall): they can be stored, cloned and read. Setters never
//!   fail; what is not usable is told when the request is sent, before anything leaves.
//! - [`address`] has numbers, SIP addresses and clients that are checked early; [`AnsweringMachineDetection`] is one value
//!   for everything that dials; [`test_credentials`] has the numbers that Twilio keeps for tests.
//! - [`Page`] is a part of a list; every list can be had as a stream. [`Download`] is the sound of a recording, which
//!   arrives in parts.
//! - [`twiml::Response`] is a document for a call.
//! - [`webhook::Verifier`] tells whether a request is from Twilio, and [`webhook::Callback`] has what it says, as types.
//! - [`test_util::MockTwilio`] is a double of Twilio for the tests of your program.
//! - [`media::MediaStream`] and [`media::Player`] hear and speak in a call; [`relay::RelaySession`] does in text. With
//!   `axum`, [`media::MediaSocket`] and [`relay::RelaySocket`] do it on a websocket.
//! - [`Error`] has a variant for each stage, and answers [`Error::may_have_been_applied`]: after such an error of a
//!   create, a call may be running of which nobody has the id. Its [`ErrorCode`] tells what the number of an error means,
//!   and whether it helps to try again.
//!
//! # Resources
//!
//! | method of [`Client`] | what for |
//! |---|---|
//! | [`calls`](Client::calls), [`archived_calls`](Client::archived_calls) | place, find, change, end and erase [calls], and what belongs to one: recordings, streams, SIPREC, transcription, payments, messages, events |
//! | [`recordings`](Client::recordings), [`transcriptions`](Client::transcriptions) | [recordings], their sound, and what was [understood](transcriptions) |
//! | [`conferences`](Client::conferences) | [conferences] and who takes part |
//! | [`queues`](Client::queues) | [queues] and who waits |
//! | [`available_phone_numbers`](Client::available_phone_numbers), [`incoming_phone_numbers`](Client::incoming_phone_numbers), [`outgoing_caller_ids`](Client::outgoing_caller_ids) | numbers to [buy](available_phone_numbers), [own](incoming_phone_numbers) and [show](outgoing_caller_ids) |
//! | [`applications`](Client::applications) | [URLs that answer](applications), under one name |
//! | [`byoc_trunks`](Client::byoc_trunks), [`connection_policies`](Client::connection_policies), [`ip_records`](Client::ip_records), [`source_ip_mappings`](Client::source_ip_mappings) | carriers of one's own: [trunks](byoc_trunks), [where calls go](connection_policies), [where they come from](ip_records) |
//! | [`dialing_permissions`](Client::dialing_permissions) | which [countries](dialing_permissions) may be called |
//! | [`accounts`](Client::accounts), [`balance`](Client::balance), [`usage_records`](Client::usage_records), [`notifications`](Client::notifications), [`tokens`](Client::tokens) | the [account](accounts) and its subaccounts, what is left, what was [used](usage), what went [wrong](notifications), servers for WebRTC |
//!
//! # What is repeated
//!
//! GET, DELETE and the end of a call are sent again after connection failures, timeouts, 429 and 5xx. A create is sent
//! again only if it provably did not happen: no connection, or 429. Twilio has no key by which it would recognise a
//! call that is placed twice; [payments](calls::payments) have one, and are sent again. What is changed or deleted by a
//! name that another may have meanwhile is treated as a create. [`RetryPolicy`], three time limits and a budget that
//! all clones share bound it.
//!
//! # Logs
//!
//! Each request is a [`tracing`](https://docs.rs/tracing) span `twilio` with method, path template, status, number of
//! attempts, request id and duration. Credentials, numbers, queries and bodies are never logged.
//!
//! # Features
//!
//! | feature | default | |
//! |---|---|---|
//! | `rest` | yes | the client, on [reqwest](https://docs.rs/reqwest) |
//! | `ring` | yes | TLS by rustls with ring and the certificates of the system |
//! | `aws-lc` | | TLS by rustls with aws-lc, if `ring` is off |
//! | `native-tls` | | TLS of the system, if the other two are off |
//! | `models` | by `rest` | what is sent and answered, as values |
//! | `serde` | by `models` | identifiers and words of TwiML can be serialized |
//! | `e164` | | numbers as people write them, read with the data of libphonenumber |
//! | `webhook` | | what Twilio sends: signatures and types |
//! | `tower` | | the check of webhooks as a layer |
//! | `media` | | Media Streams: the audio of a call over a websocket |
//! | `relay` | | ConversationRelay: the words of a call over a websocket |
//! | `axum` | | extractors for webhooks, TwiML as an answer, and websockets for `media` and `relay` |
//! | `test-util` | | a double of Twilio for tests; best among the `[dev-dependencies]` |
//!
//! TwiML and identifiers need no feature. They, `models` and `webhook` need no network, and compile for `wasm32`; the
//! request values give their form with [`to_form`](calls::CreateCall::to_form).
//!
//! `ring` turns on rustls in reqwest without a default provider. A program that also builds a `reqwest::Client` of its
//! own and has chosen no TLS for it must install one first, or reqwest panics there:
//! `rustls::crypto::ring::default_provider().install_default()`. With `aws-lc` in place of `ring` there is nothing to do.
//!
//! # What it does not do
//!
//! - It does not end calls that are forgotten: a call runs until a side hangs up, [`end`](calls::Calls::end) is called,
//!   or the [`time_limit`](calls::CreateCall::time_limit) is over.
//! - It reads no environment variable: credentials, region and edge are given.
//! - It sends the credential to no host but those it is configured for, and follows a redirect only to the bytes of a
//!   [`Download`], without the credential.
//! - It neither understands nor makes speech: it carries the audio, or lets Twilio do it.
//! - It is no client SDK: it takes part in no call by WebRTC, and issues no access tokens.
//! - It has no blocking interface.

// What is said of a feature that is off leads nowhere.
#![cfg_attr(
    not(all(
        feature = "axum",
        feature = "media",
        feature = "relay",
        feature = "rest",
        feature = "test-util",
        feature = "webhook"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(feature = "models")]
mod answering_machine;
#[cfg(feature = "models")]
mod api_error;
#[cfg(feature = "rest")]
mod base_url;
#[cfg(feature = "rest")]
mod client;
#[cfg(feature = "rest")]
mod client_builder;
mod country_code;
#[cfg(feature = "rest")]
mod credential;
#[cfg(feature = "rest")]
mod download;
#[cfg(feature = "models")]
mod error;
mod error_code;
#[cfg(feature = "models")]
mod form;
mod id;
#[cfg(feature = "rest")]
mod list;
#[cfg(any(feature = "media", feature = "relay"))]
mod message;
#[cfg(feature = "models")]
mod page;
#[cfg(feature = "models")]
mod patch;
#[cfg(feature = "models")]
mod reference;
#[cfg(feature = "rest")]
mod request;
#[cfg(feature = "rest")]
mod retry;
#[cfg(feature = "models")]
mod settings;
#[cfg(any(feature = "models", feature = "webhook"))]
mod status;
#[cfg(feature = "rest")]
mod tls;
#[cfg(feature = "rest")]
mod transport;
#[cfg(feature = "models")]
mod transport_error;
mod wire;

#[cfg(feature = "models")]
pub mod accounts;
pub mod address;
#[cfg(feature = "models")]
pub mod applications;
#[cfg(feature = "rest")]
pub mod archived_calls;
#[cfg(feature = "models")]
pub mod available_phone_numbers;
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "models")]
pub mod balance;
#[cfg(feature = "models")]
pub mod byoc_trunks;
#[cfg(feature = "models")]
pub mod calls;
#[cfg(feature = "models")]
pub mod conferences;
#[cfg(feature = "models")]
pub mod connection_policies;
#[cfg(feature = "models")]
pub mod dialing_permissions;
#[cfg(feature = "models")]
pub mod incoming_phone_numbers;
#[cfg(feature = "models")]
pub mod ip_records;
#[cfg(feature = "media")]
pub mod media;
#[cfg(feature = "models")]
pub mod notifications;
#[cfg(feature = "models")]
pub mod outgoing_caller_ids;
#[cfg(feature = "models")]
pub mod queues;
#[cfg(feature = "models")]
pub mod recordings;
#[cfg(feature = "relay")]
pub mod relay;
#[cfg(feature = "models")]
pub mod source_ip_mappings;
#[cfg(feature = "models")]
pub mod test_credentials;
#[cfg(feature = "test-util")]
pub mod test_util;
#[cfg(feature = "models")]
pub mod tokens;
#[cfg(feature = "models")]
pub mod transcriptions;
pub mod twiml;
#[cfg(feature = "models")]
pub mod usage;
#[cfg(feature = "webhook")]
pub mod webhook;

#[cfg(any(feature = "models", feature = "webhook"))]
pub use secrecy::{ExposeSecret, SecretString};

#[cfg(all(
    doctest,
    feature = "axum",
    feature = "media",
    feature = "relay",
    feature = "test-util"
))]
#[doc = include_str!("../README.md")]
mod readme {}

#[cfg(feature = "models")]
pub use self::{
    answering_machine::AnsweringMachineDetection,
    api_error::ApiError,
    error::Error,
    page::{Cursor, Page},
    patch::Patch,
};
#[cfg(feature = "rest")]
pub use self::{
    client::Client, client_builder::ClientBuilder, credential::Credential, download::Download,
    retry::RetryPolicy,
};
pub use self::{
    country_code::{CountryCode, CountryCodeError},
    error_code::{ErrorCode, RetryAdvice},
    id::{
        AccountSid, AddOnConfigurationSid, AddOnPayloadSid, AddOnResultSid, AddOnSid, AddressSid,
        ApiKeySid, ApplicationSid, BundleSid, ByocTrunkSid, CallSid, ConferenceSid,
        ConnectionPolicySid, ConnectionPolicyTargetSid, GroupSid, IdentitySid, IpRecordSid,
        NotificationSid, PaymentSid, PhoneNumberSid, QueueSid, RealtimeTranscriptionSid,
        RecordingSid, RelaySessionSid, SidError, SidProblem, SipDomainSid, SiprecSid,
        SourceIpMappingSid, StreamSid, TranscriptionSid, TrunkSid, UserDefinedMessageSid,
        UserDefinedMessageSubscriptionSid,
    },
    wire::HttpMethod,
};
