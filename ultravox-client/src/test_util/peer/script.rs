//! What a peer does.

use std::time::Duration;

use serde_json::{Value, json};

/// What a [`RealtimePeer`](super::RealtimePeer) does, step by step.
#[derive(Clone, Debug)]
#[must_use]
pub struct Script {
    pub(super) steps: Vec<Step>,
    pub(super) patience: Duration,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            steps: Vec::new(),
            patience: Duration::from_secs(10),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Refuse(u16),
    Text(String),
    Binary(Vec<u8>),
    ExpectAudio(usize),
    ExpectMessage(String),
    ExpectClose,
    Pause(Duration),
    Close(u16, String),
    Break,
    Silence,
}

impl Script {
    /// Nothing yet: the peer listens until the client leaves.
    pub fn new() -> Self {
        Self::default()
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// How long the peer waits for somebody to join, for each thing it expects, and for the client to leave; 10 s by
    /// default.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Refuses the websocket with an HTTP status. Only as the first step; nothing comes after it.
    pub fn refuse(self, status: u16) -> Self {
        self.step(Step::Refuse(status))
    }

    /// Sends a message, such as `{"type": "state", "state": "thinking"}`.
    pub fn send(self, message: impl Into<Value>) -> Self {
        self.step(Step::Text(message.into().to_string()))
    }

    /// Sends a text frame that need not be JSON.
    pub fn send_text(self, text: impl Into<String>) -> Self {
        self.step(Step::Text(text.into()))
    }

    /// Sends audio of the agent in one frame.
    pub fn send_audio(self, samples: impl AsRef<[i16]>) -> Self {
        let samples = samples.as_ref().iter();
        self.send_bytes(
            samples
                .flat_map(|sample| sample.to_le_bytes())
                .collect::<Vec<_>>(),
        )
    }

    /// Sends a binary frame that need not be audio, such as half a sample.
    pub fn send_bytes(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.step(Step::Binary(bytes.into()))
    }

    /// Tells the state of the agent: `idle`, `listening`, `thinking` or `speaking`.
    pub fn state(self, state: &str) -> Self {
        self.send(json!({"type": "state", "state": state}))
    }

    /// Tells all that the agent said in utterance `ordinal`.
    pub fn agent_says(self, ordinal: u32, text: &str) -> Self {
        self.says("agent", ordinal, text)
    }

    /// Tells all that the user said in utterance `ordinal`.
    pub fn user_says(self, ordinal: u32, text: &str) -> Self {
        self.says("user", ordinal, text)
    }

    fn says(self, role: &str, ordinal: u32, text: &str) -> Self {
        self.send(json!({
            "type": "transcript", "role": role, "medium": "voice", "text": text, "final": true, "ordinal": ordinal,
        }))
    }

    /// Uses a tool of the client.
    pub fn invoke_tool(
        self,
        name: &str,
        invocation_id: &str,
        parameters: impl Into<Value>,
    ) -> Self {
        self.send(json!({
            "type": "client_tool_invocation",
            "toolName": name,
            "invocationId": invocation_id,
            "parameters": parameters.into(),
        }))
    }

    /// Tells the client to drop all audio it has not played.
    pub fn clear_playback(self) -> Self {
        self.send(json!({"type": "playback_clear_buffer"}))
    }

    /// Waits until this many more samples came.
    pub fn expect_audio(self, samples: usize) -> Self {
        self.step(Step::ExpectAudio(samples))
    }

    /// Waits for another message of this type. What comes before it is kept, and not waited for again.
    pub fn expect_message(self, kind: impl Into<String>) -> Self {
        self.step(Step::ExpectMessage(kind.into()))
    }

    /// Waits until the client closes.
    pub fn expect_close(self) -> Self {
        self.step(Step::ExpectClose)
    }

    /// Waits, and reads nothing meanwhile.
    pub fn pause(self, time: Duration) -> Self {
        self.step(Step::Pause(time))
    }

    /// Closes with this code: 1000 as at the end of a call, or another. Nothing comes after it.
    pub fn close(self, code: u16, reason: impl Into<String>) -> Self {
        self.step(Step::Close(code, reason.into()))
    }

    /// Breaks the connection without a word. Nothing comes after it.
    pub fn break_connection(self) -> Self {
        self.step(Step::Break)
    }

    /// Neither reads nor writes any more, as if the network were gone, until the peer is finished or dropped.
    pub fn go_silent(self) -> Self {
        self.step(Step::Silence)
    }
}
