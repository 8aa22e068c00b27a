//! Tools an agent may use.
//!
//! A call selects tools as [`SelectedTool`]s: durable or built-in ones by id or name, or a [`ToolDefinition`] that
//! exists only for that call.

mod create;
mod definition;
#[cfg(feature = "rest")]
mod handle;
#[cfg(feature = "rest")]
mod list;
mod model;
mod parameter;
mod security;
mod selected;

pub use self::{
    create::CreateTool,
    definition::{AgentReaction, HttpTool, StaticResponse, ToolDefinition, ToolImplementation},
    model::{Tool, ToolHistory},
    parameter::{
        AutomaticParameter, DynamicParameter, KnownValue, ParameterLocation, StaticParameter,
    },
    security::{
        CallTokenRequirement, HttpAuth, NamedKey, SecurityOptions, SecurityRequirement,
        SecurityRequirements, ToolRequirements,
    },
    selected::{SelectedTool, ToolSource},
};
#[cfg(feature = "rest")]
pub use self::{
    handle::Tools,
    list::{ListToolHistory, ListTools, ToolOrder},
};
