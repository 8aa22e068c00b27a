//! The other end of a data connection: a websocket server that Ultravox connects to during a call.
//!
//! A call created with a [`DataConnection`](crate::calls::DataConnection) connects to its URL, sends the messages of
//! the call and, if asked, its audio, and takes messages back: texts, tool results, a hang-up. Nothing here opens a
//! socket, so it serves any websocket library; with the feature `axum` there is an extractor that does all of it.
//!
//! 1. When a websocket is opened, [`Handshake::verify`] checks that it is Ultravox, and for which call.
//! 2. A text frame is a [`ServerMessage`](crate::session::message::ServerMessage).
//! 3. A binary frame is audio: [`AudioFormat::read`] finds the samples of user and agent in it, without a copy.
//! 4. What is sent is the text of a [`ClientMessage`](crate::session::message::ClientMessage).
//!
//! [`Tools`](crate::session::Tools) runs tools of the data connection as it does those of a session, and their results
//! go out as `DataConnectionToolResult`.
//!
//! ```
//! use http::HeaderMap;
//! use ultravox_client::{
//!     calls::{DataConnection, DataConnectionAudio, HangUp},
//!     data_connection::{AudioFormat, AudioFrame, Handshake},
//!     session::message::{ClientMessage, ServerMessage, ToolResult},
//!     webhook::Verifier,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // What the call is created with, and the same settings where its data arrive.
//! let audio = DataConnectionAudio::new().sample_rate(8_000);
//! let format = AudioFormat::of(&audio)?;
//! let connection = DataConnection::new("wss://example.com/calls").audio_config(audio);
//! let secret = "one of the call's shared secrets";
//!
//! # let call = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
//! # let time = jiff::Timestamp::now().to_string();
//! # let signature = ultravox_client::webhook::sign_connection(secret, &call.parse()?, &time);
//! # let mut headers = HeaderMap::new();
//! # headers.insert("x-ultravox-call-id", call.parse()?);
//! # headers.insert("x-ultravox-signature-timestamp", time.parse()?);
//! # headers.insert("x-ultravox-signature", signature.parse()?);
//! // The headers of the request that opens a websocket:
//! let handshake = Handshake::verify(&headers, &Verifier::new([secret]))?;
//! println!("connected to {}", handshake.call());
//!
//! // A text frame:
//! let text = r#"{"type": "data_connection_tool_invocation", "toolName": "look_up", "invocationId": "i1"}"#;
//! if let ServerMessage::DataConnectionToolInvocation(tool) = ServerMessage::from_slice(text.as_bytes())? {
//!     let result = ToolResult::new(tool.invocation_id, "found");
//!     let answer = ClientMessage::DataConnectionToolResult(result).to_json();
//!     assert!(answer.contains("i1"));
//! }
//!
//! // A binary frame of user and agent, two bytes each in turn:
//! if let AudioFrame::Separated { user, agent } = format.read(&[1, 0, 2, 0, 3, 0, 4, 0])? {
//!     assert!(user.eq([1, 3]));
//!     assert!(agent.eq([2, 4]));
//! }
//!
//! let bye = ClientMessage::from(HangUp::new()).to_json();
//! # Ok(())
//! # }
//! ```
//!
//! # What to know
//!
//! - Without shared secrets a connection is not signed, and nobody can tell who opens it: give every call some.
//! - The signature covers the id of the call and the time, no more. Somebody who can read the headers can open a second
//!   connection within the tolerance of the [`Verifier`](crate::webhook::Verifier). Refuse a second one for a call.
//! - Closing the connection is not known to end the call. Send a hang-up for that.
//! - Bound the size of messages in your websocket library; messages are tens of KB at most.

mod audio;
mod handshake;

pub use self::{
    audio::{AudioError, AudioFormat, AudioFrame, Samples},
    handshake::{
        CALL_ID_HEADER, CONNECTION_SIGNATURE_HEADER, CONNECTION_TIMESTAMP_HEADER, Handshake,
    },
};
