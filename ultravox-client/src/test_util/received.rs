//! What a double received.

use std::{collections::BTreeMap, fmt, time::Duration};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    AgentId, CallId, Secret,
    calls::{Callbacks, Medium},
    duration,
    tools::SelectedTool,
};

/// A request as it arrived. `Debug` shows neither query nor body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The method, in capitals.
    pub method: String,
    /// The path, decoded, e.g. `/api/calls`.
    pub path: String,
    /// The operation, e.g. `GET /api/calls/{call_id}`. `None` if there is no such operation.
    pub operation: Option<&'static str>,
    /// The query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Headers with lower-case names, without the API key.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The status that was sent back. `None` if the connection was closed instead.
    pub status: Option<u16>,
}

impl Received {
    /// The first value of a query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The first value of a header; `name` in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// The body as JSON. `None` if it is none.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        self.parse()
    }

    /// The body as a value of any type. `None` if it does not fit.
    #[must_use]
    pub fn parse<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether the body is what `value` is written as, such as a [`CreateCall`](crate::calls::CreateCall).
    #[must_use]
    pub fn is(&self, value: &impl Serialize) -> bool {
        serde_json::to_value(value).is_ok_and(|value| self.json() == Some(value))
    }

    /// The id at place `index` of the path, from 0: the call of `/api/calls/{call_id}/stages` is 0.
    #[must_use]
    pub fn id<T: std::str::FromStr>(&self, index: usize) -> Option<T> {
        let pattern = super::route::Pattern::parse(self.operation?)?;
        let place = pattern.placeholders().nth(index)?;
        self.path.split('/').nth(place + 1)?.parse().ok()
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let pair = pairs.iter().find(|(key, _)| key == name)?;
    Some(&pair.1)
}

/// What a program asked for when it created a call, by itself or with an agent.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReceivedCall {
    /// The agent the call is to be created with. `None` if without one.
    #[serde(skip)]
    pub agent: Option<AgentId>,
    /// What the agent is told to be and do.
    pub system_prompt: Option<String>,
    /// The voice.
    pub voice: Option<String>,
    /// How the voice is to reach the call.
    pub medium: Option<Medium>,
    /// How long the call may last.
    #[serde(default, with = "duration::option")]
    pub max_duration: Option<Duration>,
    /// How long to wait for somebody to join.
    #[serde(default, with = "duration::option")]
    pub join_timeout: Option<Duration>,
    /// What is attached to the call.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub metadata: BTreeMap<String, String>,
    /// Tools the agent may use.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub selected_tools: Vec<SelectedTool>,
    /// Values for the template of the agent.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub template_context: serde_json::Map<String, Value>,
    /// Who is to be told when the call moves on.
    pub callbacks: Option<Callbacks>,
    /// Secrets that sign the data connection.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub shared_secrets: Vec<Secret>,
    /// The status that was sent back. `None` if the connection was closed instead.
    #[serde(skip)]
    pub status: Option<u16>,
}

impl ReceivedCall {
    pub(super) fn read(received: &Received) -> Option<Self> {
        let mut call: Self = received.parse()?;
        call.agent = received.id(0);
        call.status = received.status;
        Some(call)
    }
}

/// A message a program sent into a call by REST.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ReceivedMessage {
    /// The call.
    pub call: CallId,
    /// The type, e.g. `hang_up`. Empty if there was none.
    pub kind: String,
    /// The whole message.
    pub body: Value,
    /// The status that was sent back. `None` if the connection was closed instead.
    pub status: Option<u16>,
}

impl ReceivedMessage {
    pub(super) fn read(received: &Received) -> Option<Self> {
        let body = received.json()?;
        Some(Self {
            call: received.id(0)?,
            kind: body["type"].as_str().unwrap_or_default().to_owned(),
            body,
            status: received.status,
        })
    }
}
