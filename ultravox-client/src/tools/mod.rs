//! Tools an agent may use.
//!
//! A call selects tools as [`SelectedTool`]s: durable or built-in ones by id or name, or a [`ToolDefinition`] that
//! exists only for that call.

mod definition;
mod parameter;
mod security;
mod selected;

pub use self::{
    definition::{AgentReaction, HttpTool, StaticResponse, ToolDefinition, ToolImplementation},
    parameter::{
        AutomaticParameter, DynamicParameter, KnownValue, ParameterLocation, StaticParameter,
    },
    security::{
        CallTokenRequirement, HttpAuth, NamedKey, SecurityOptions, SecurityRequirement,
        SecurityRequirements, ToolRequirements,
    },
    selected::{SelectedTool, ToolSource},
};
