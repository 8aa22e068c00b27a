//! Agents: store, find, change and delete them.
//!
//! An agent is a [`CallTemplate`] with a name. Calls are placed with it by
//! [`Calls::create_for_agent`](crate::calls::Calls::create_for_agent), which fills the placeholders `{{name}}` of its
//! texts and may override some settings.

mod create;
#[cfg(feature = "rest")]
mod handle;
#[cfg(feature = "rest")]
mod list;
mod model;
#[cfg(feature = "rest")]
mod telephony;
mod template;
mod usage;

pub use self::{
    create::{CreateAgent, UpdateAgent},
    model::{Agent, AgentStatistics},
    template::CallTemplate,
    usage::{AgentDailyUsage, AgentName, AgentUsage},
};
#[cfg(feature = "rest")]
pub use self::{
    handle::Agents, list::ListAgents, telephony::TelephonyRequest, usage::GetAgentUsage,
};
