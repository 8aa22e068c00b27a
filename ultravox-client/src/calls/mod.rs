//! Calls: place, find, watch, end and erase them.
//!
//! A call has no endpoint that ends it. [`Calls::hang_up`] asks a *joined* call to end and returns when Ultravox has
//! taken note; the call is over when [`Call::state`] says so. A call that nobody joined ends by itself when its join
//! timeout has passed.

mod callbacks;
mod create;
mod create_for_agent;
mod data_connection;
mod data_message;
mod deleted;
mod dtmf;
mod event;
#[cfg(feature = "rest")]
pub(crate) mod filter;
mod first_speaker;
#[cfg(feature = "rest")]
mod handle;
mod join_url;
#[cfg(feature = "rest")]
mod list;
mod medium;
mod message;
mod model;
#[cfg(feature = "rest")]
mod recording;
mod settings;
mod stage;
mod tool;

pub use self::{
    callbacks::{Callback, Callbacks},
    create::CreateCall,
    create_for_agent::{CreateAgentCall, ToolOverrides},
    data_connection::{ChannelMode, DataConnection, DataConnectionAudio, EnabledDataMessages},
    data_message::{
        DataMessage, ForcedAgentMessage, ForcedToolCall, HangUp, KnownToolResult, Placement,
        Urgency, UserTextMessage,
    },
    deleted::DeletedCall,
    dtmf::{DtmfHandling, DtmfMessage},
    event::{CallEvent, Severity},
    first_speaker::{
        AgentGreeting, FallbackGreeting, FirstSpeaker, FirstSpeakerSettings, UserGreeting,
    },
    join_url::JoinUrl,
    medium::{
        ExotelMedium, Medium, OutgoingCall, ServerWebSocketMedium, SipCall, SipMedium,
        TelephonyMedium, WebRtcMedium,
    },
    message::{Message, MessageRole, MessagesMode, Timespan},
    model::{BillingStatus, Call, CallAgent, CallState, EndReason, SipDetails, SipTermination},
    settings::{EndBehavior, MessageMedium, RetentionPolicy, TimedMessage, VadSettings},
    stage::CallStage,
    tool::{CallTool, CallToolDefinition, CallToolImplementation, HttpCallTool},
};
#[cfg(feature = "rest")]
pub use self::{
    deleted::{DeletedCalls, ListDeletedCalls},
    event::ListEvents,
    filter::DayOrTime,
    handle::Calls,
    list::{ListAgentCalls, ListCalls},
    message::{ListMessages, ListStageMessages},
    stage::ListStages,
};
