//! Tools from Rust types: their definitions, the requests they receive, their answers.
//!
//! The parameters of a tool are the fields of a struct. From it come the definition, with a JSON Schema for each
//! parameter, and the receiver that reads requests back into the struct. The schemas come from the crate
//! [`schemars`](https://docs.rs/schemars), version 1, which must be among your dependencies for `derive(JsonSchema)`.
//!
//! ```
//! use schemars::JsonSchema;
//! use serde::Deserialize;
//! use ultravox_client::{
//!     calls::CreateCall,
//!     tool::{ToolKey, ToolResponse, TypedTool},
//!     tools::{KnownValue, ParameterLocation},
//! };
//!
//! /// Finds an order of the caller.
//! #[derive(Deserialize, JsonSchema)]
//! struct FindOrder {
//!     /// The number on the receipt.
//!     number: u32,
//!     /// Which shop; the nearest if the caller does not say.
//!     shop: Option<String>,
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let tool = TypedTool::<FindOrder>::http("find_order", "GET", "https://example.com/orders/{number}")
//!     .automatic_at("x-call-id", ParameterLocation::Header, KnownValue::CallId)
//!     .key(ToolKey::bearer(["a long random token"]));
//!
//! // Where calls are created: the definition, and the token that requests will carry.
//! let call = CreateCall::new("You know all orders.").selected_tools([tool.select()?]);
//!
//! // Where the tool runs: what any HTTP server received.
//! let receiver = tool.receiver()?;
//! let request = http::Request::get("/orders/7?shop=Main%20Street")
//!     .header("authorization", "Bearer a long random token")
//!     .header("x-call-id", "3c90c3cc-0d44-4b50-8888-8dd25736052a")
//!     .body("")?;
//! let response = match receiver.read(&request) {
//!     Ok(call) => {
//!         assert_eq!(call.parameters.number, 7);
//!         assert_eq!(call.parameters.shop.as_deref(), Some("Main Street"));
//!         assert!(call.context.call_id.is_some());
//!         ToolResponse::text("It will be there in ten minutes.")
//!     }
//!     Err(error) => ToolResponse::from(&error),
//! };
//! assert_eq!(response.into_http().status(), 200);
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `axum` there is an extractor for the first, and a `ToolResponse` can be returned from a handler.
//!
//! # Who asks
//!
//! Requests to tools are not signed. A [`ToolKey`] is a secret that Ultravox adds to each request and that the receiver
//! checks; a tool without one must say [`without_key`](TypedTool::without_key). Give a key several tokens while you
//! exchange one.
//!
//! # Where parameters are
//!
//! In the JSON body, unless the method is `GET`, `HEAD` or `DELETE` (then in the query), the URL has a placeholder of
//! the same name (then in the path), or [`location`](TypedTool::location) says otherwise. Text from query, path and
//! headers becomes numbers and booleans where the type asks for them. Tools of the client and of data connections have
//! their parameters in the body only: [`Tools::typed`](crate::session::Tools::typed) runs them, or
//! [`read_invocation`](ToolReceiver::read_invocation) reads what one is used with.
//!
//! # What schemas say
//!
//! Fields that may be missing are not described as `null` as well. Types inside of others are written out in place, so
//! a type that contains itself cannot be a parameter. Numbers such as `3.0`, which JSON Schema counts as integers, are
//! read as `3`.
//!
//! # Answers
//!
//! A [`ToolResponse`] is text or JSON for the model, or ends the call, begins a [`NewStage`] or gives another thread a
//! message. To end the call, answer with [`hang_up`](ToolResponse::hang_up): after an ordinary answer the model speaks,
//! and may use the tool again.
//!
//! Without [`timeout`](TypedTool::timeout) a tool has 2.5 s, and 40 s at most, in which the conversation stands still.
//! A tool that takes longer has failed for the model while it goes on here: let it answer at once and send the outcome
//! into the call afterwards, as a [`UserTextMessage`](crate::calls::UserTextMessage).

mod client;
mod context;
mod error;
mod key;
mod kind;
mod path;
mod plan;
mod receiver;
mod response;
mod schema;
mod stage;
mod typed;

pub use self::{
    context::{ThreadPhase, ThreadState, ToolContext},
    error::ToolRequestError,
    key::ToolKey,
    receiver::{ToolCall, ToolReceiver},
    response::{
        AGENT_REACTION_HEADER, RESPONSE_TYPE_HEADER, ToolResponse, UPDATE_CALL_STATE_HEADER,
    },
    stage::NewStage,
    typed::TypedTool,
};
