//! SIP: who may call in, and where Ultravox registers itself.
//!
//! See [Ultravox Docs/SIP](https://docs.ultravox.ai/telephony/sip).

mod config;
mod create;
#[cfg(feature = "rest")]
mod handle;
mod registration;
#[cfg(feature = "rest")]
mod registrations;
mod update;

pub use self::{
    config::{AgentAllowance, FallbackHandler, SipConfig},
    create::CreateSipRegistration,
    registration::{SipRegistration, UpdateSipRegistration},
    update::UpdateSipConfig,
};
#[cfg(feature = "rest")]
pub use self::{
    handle::Sip,
    registrations::{ListSipRegistrations, SipRegistrations},
};
