//! The messages of a call that is going on, in both directions.
//!
//! They are the same on the websocket of a session and on a data connection, and need neither a websocket nor a runtime:
//! [`ServerMessage::from_slice`] reads what came in a text frame, [`ClientMessage::to_json`] writes what goes out in one.
//!
//! ```
//! use ultravox_client::{
//!     calls::UserTextMessage,
//!     session::message::{AgentState, ClientMessage, ServerMessage},
//! };
//!
//! # fn main() -> Result<(), ultravox_client::Error> {
//! let message = ServerMessage::from_slice(br#"{"type": "state", "state": "listening"}"#)?;
//! assert!(matches!(message, ServerMessage::State(AgentState::Listening)));
//!
//! let message = ClientMessage::from(UserTextMessage::new("Hello?"));
//! assert_eq!(message.to_json(), r#"{"type":"user_text_message","text":"Hello?"}"#);
//! # Ok(())
//! # }
//! ```
//!
//! See [Ultravox Docs/Data messages](https://docs.ultravox.ai/apps/datamessages).

#[macro_use]
mod word;

mod client;
mod read;
mod server;
mod thread;
mod tool;
mod transcript;

pub use self::{
    client::{ClientMessage, InputTextMessage, Ping, SetOutputMedium},
    server::{AgentState, CallStarted, DebugMessage, Pong, RoomInfo, ServerMessage},
    thread::{
        IfExists, SendToThread, SideGenerationCompleted, SideGenerationDelta, SpawnThread,
        ThreadLimits, ThreadSpawned, ThreadStopped, ToolFilter,
    },
    tool::{AgentReaction, ResponseType, ToolErrorType, ToolInvocation, ToolResult},
    transcript::{OutputMedium, Role, TranscriptUpdate},
};
