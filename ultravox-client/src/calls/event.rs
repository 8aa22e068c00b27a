//! The log of a call.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{CallId, CallStageId, duration};

/// An entry in the log of a call.
///
/// See [Ultravox Docs/List call events](https://docs.ultravox.ai/api-reference/calls/calls-events-list).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallEvent {
    /// The call.
    pub call_id: CallId,
    /// The stage of the call.
    pub call_stage_id: Option<CallStageId>,
    /// When it happened by the audio of the user, counted from the start of the call.
    #[serde(default, with = "duration::option")]
    pub call_timestamp: Option<Duration>,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// What kind of entry it is, e.g. `thread.failed`. The list of kinds is open.
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    /// The entry in words.
    pub text: Option<String>,
    /// More about it.
    pub extras: Option<Map<String, Value>>,
    /// When it happened by the clock, counted from the start of the call.
    #[serde(default, with = "duration::option")]
    pub wall_clock_timestamp: Option<Duration>,
}

/// How bad something is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// Of interest to developers.
    Debug,
    /// As it should be.
    Info,
    /// Something is odd.
    Warning,
    /// Something failed.
    Error,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

#[cfg(feature = "rest")]
mod list {
    use super::{CallEvent, Severity};
    use crate::{
        CallId, Client, Error, check,
        page::{Paging, list},
        request::Request,
        wire,
    };

    /// Lists the log of a call.
    #[derive(Clone, Debug)]
    #[must_use]
    pub struct ListEvents<'a> {
        client: &'a Client,
        call: CallId,
        minimum_severity: Option<Severity>,
        event_type: Option<String>,
        paging: Paging,
    }

    impl<'a> ListEvents<'a> {
        pub(in crate::calls) fn new(client: &'a Client, call: CallId) -> Self {
            Self {
                client,
                call,
                minimum_severity: None,
                event_type: None,
                paging: Paging::default(),
            }
        }

        /// Leaves out what is less bad; [`Severity::Info`] by default.
        pub fn minimum_severity(mut self, severity: Severity) -> Self {
            self.minimum_severity = Some(severity);
            self
        }

        /// Leaves out every other kind, e.g. all but `thread.failed`.
        pub fn event_type(mut self, event_type: impl Into<String>) -> Self {
            self.event_type = Some(event_type.into());
            self
        }

        fn request(&self) -> Result<Request, Error> {
            check::not_empty("event_type", self.event_type.as_deref())?;
            let request = Request::get("/api/calls/{call_id}/events", &[&self.call])
                .query_if(
                    "minimum_severity",
                    self.minimum_severity.as_ref().map(wire::word),
                )
                .query_if("type", self.event_type.as_ref());
            self.paging.apply(request)
        }
    }

    list!(ListEvents of CallEvent);
}

#[cfg(feature = "rest")]
pub use self::list::ListEvents;
