//! A second socket that Ultravox opens to a server of yours.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Error, Secret, check};

/// A websocket of yours that Ultravox connects to, for messages and, if wanted, the audio of the call.
///
/// See [Ultravox Docs/Data connections](https://docs.ultravox.ai/apps/datamessages).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataConnection {
    /// URL of the websocket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub websocket_url: Option<String>,
    /// How audio is sent. `None` means it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_config: Option<DataConnectionAudio>,
    /// Which messages are sent. `None` means the defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_messages: Option<EnabledDataMessages>,
    /// Headers sent when connecting, such as an `Authorization`.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub headers: BTreeMap<String, Secret>,
}

impl DataConnection {
    /// Connects to `websocket_url`, which begins with `wss://`, or `ws://` while testing.
    #[must_use]
    pub fn new(websocket_url: impl Into<String>) -> Self {
        Self {
            websocket_url: Some(websocket_url.into()),
            ..Self::default()
        }
    }

    setters! {
        value audio_config: DataConnectionAudio;
        value data_messages: EnabledDataMessages;
        entry headers: Secret;
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        if let Some(url) = &self.websocket_url {
            check::url(&format!("{path}.websocket_url"), url, &["ws", "wss"])?;
        }
        let sample_rate = self
            .audio_config
            .as_ref()
            .and_then(|audio| audio.sample_rate);
        check::positive(&format!("{path}.audio_config.sample_rate"), sample_rate)
    }
}

/// Audio on a data connection.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataConnectionAudio {
    /// Sample rate in Hz. `None` means 16,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_rate: Option<u32>,
    /// How user and agent are put together. `None` means separated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_mode: Option<ChannelMode>,
}

impl DataConnectionAudio {
    /// Audio with default settings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        value sample_rate: u32;
        value channel_mode: ChannelMode;
    }
}

/// How user and agent are put together.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum ChannelMode {
    /// Both in one channel.
    #[serde(rename = "CHANNEL_MODE_MIXED")]
    Mixed,
    /// One channel each.
    #[serde(rename = "CHANNEL_MODE_SEPARATED")]
    Separated,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Which messages Ultravox sends during a call. `None` means the default of each.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct EnabledDataMessages {
    /// The answer to a ping. On by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pong: Option<bool>,
    /// The agent listens, thinks or speaks. On by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<bool>,
    /// What user and agent said. On by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript: Option<bool>,
    /// The client is to run a tool. On by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_tool_invocation: Option<bool>,
    /// The data connection is to run a tool. On by default for data connections only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_connection_tool_invocation: Option<bool>,
    /// Audio that was not played is to be dropped. On by default for websockets only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub playback_clear_buffer: Option<bool>,
    /// The call has started. On by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_started: Option<bool>,
    /// Texts for debugging. Off by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debug: Option<bool>,
    /// An event of the call was recorded. Off by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_event: Option<bool>,
    /// A tool was used. Off by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_used: Option<bool>,
    /// The user began to speak. Off by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_started_speaking: Option<bool>,
    /// The user stopped speaking. Off by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_stopped_speaking: Option<bool>,
    /// A tool is about to be used. Off by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoking_tool: Option<bool>,
}

impl EnabledDataMessages {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        value pong: bool;
        value state: bool;
        value transcript: bool;
        value client_tool_invocation: bool;
        value data_connection_tool_invocation: bool;
        value playback_clear_buffer: bool;
        value call_started: bool;
        value debug: bool;
        value call_event: bool;
        value tool_used: bool;
        value user_started_speaking: bool;
        value user_stopped_speaking: bool;
        value invoking_tool: bool;
    }
}
