//! A caller whose words a server gets.

use std::time::Duration;

use serde_json::{Value, json};

use super::{PeerError, RelayHeard, Settings, session};
use crate::{AccountSid, CallSid};

/// Twilio's side of a session of ConversationRelay: connects to a server under test, and does step by step what a caller
/// does.
///
/// ```no_run
/// use twilio_voice::test_util::RelayPeer;
///
/// # async fn test() -> Result<(), Box<dyn std::error::Error>> {
/// let heard = RelayPeer::new("ws://127.0.0.1:8080/relay")
///     .auth_token("the auth token")
///     .public_url("wss://voice.example.com/relay")
///     .wait_for_text()
///     .prompt("A large pizza, please.")
///     .wait_for_end()
///     .run()
///     .await?;
/// assert_eq!(heard.texts(), ["Hello.", "Goodbye."]);
/// assert_eq!(heard.handoff_data(), Some("{\"size\":\"large\"}"));
/// # Ok(())
/// # }
/// ```
///
/// It says `setup` first, and closes the websocket when the steps are done, as if the caller had hung up, or after the
/// server's `end`. It neither speaks nor understands: words come as they are sent.
///
/// A server that closes the websocket before the steps are done is an error, unless a step waits for it.
#[derive(Clone, Debug)]
#[must_use = "nothing happens until `run` is called"]
pub struct RelayPeer {
    pub(super) settings: Settings,
    pub(super) setup: Value,
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Send(String),
    Message(&'static str),
    Text,
    Close,
    Break,
    Pause(Duration),
}

impl RelayPeer {
    /// Connects to `url`, e.g. `ws://127.0.0.1:8080/relay`, with a call that nobody else has.
    pub fn new(url: impl Into<String>) -> Self {
        let setup = json!({
            "type": "setup",
            "sessionId": super::super::resources::new_sid("VX"),
            "parentCallSid": "",
            "from": "+15005550001",
            "to": "+15005550006",
            "forwardedFrom": "",
            "callerName": "",
            "callType": "PSTN",
            "direction": "inbound",
            "callStatus": "RINGING",
        });
        Self {
            settings: Settings::new(url.into()),
            setup,
            steps: Vec::new(),
        }
    }

    /// Signs the handshake with this auth token. Without it there is no signature.
    pub fn auth_token(mut self, token: impl Into<String>) -> Self {
        self.settings.token = Some(token.into());
        self
    }

    /// The URL in the TwiML, e.g. `wss://voice.example.com/relay`: what is signed, if the server believes to be there.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.settings.public_url = Some(url.into());
        self
    }

    /// The account of the call; that of [`MockTwilio`](crate::test_util::MockTwilio) by default.
    pub fn account(mut self, account: AccountSid) -> Self {
        self.settings.account = account;
        self
    }

    /// The call the session belongs to.
    pub fn call(mut self, call: CallSid) -> Self {
        self.settings.call = call;
        self
    }

    /// Adds a parameter, as `<Parameter>` in the TwiML does.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.parameters.push((name.into(), value.into()));
        self
    }

    /// Says this in a field of `setup`, e.g. `from`.
    pub fn setup(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.setup[field] = value.into();
        self
    }

    /// How long the handshake, each step that waits, and the end may take; 10 s by default.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.settings.patience = patience;
        self
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Sends a message, such as one of `info`.
    pub fn send(self, message: impl Into<Value>) -> Self {
        self.step(Step::Send(message.into().to_string()))
    }

    /// Sends a text that Twilio does not send, such as half a message.
    pub fn send_text(self, text: impl Into<String>) -> Self {
        self.step(Step::Send(text.into()))
    }

    /// The caller says all of this, in English.
    pub fn prompt(self, text: &str) -> Self {
        self.send(json!({"type": "prompt", "voicePrompt": text, "lang": "en-US", "last": true}))
    }

    /// The caller has said this so far, as `partialPrompts` in the TwiML asks to be told.
    pub fn partial_prompt(self, text: &str) -> Self {
        self.send(json!({"type": "prompt", "voicePrompt": text, "lang": "en-US", "last": false}))
    }

    /// Presses keys, one after the other, as `dtmfDetection` in the TwiML asks to be told.
    pub fn press(mut self, keys: &str) -> Self {
        for key in keys.chars() {
            self = self.send(json!({"type": "dtmf", "digit": key.to_string()}));
        }
        self
    }

    /// The caller breaks in when `utterance` was said, after so long.
    pub fn interrupt(self, utterance: &str, after: Duration) -> Self {
        let milliseconds = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        self.send(json!({
            "type": "interrupt",
            "utteranceUntilInterrupt": utterance,
            "durationUntilInterruptMs": milliseconds,
        }))
    }

    /// Something went wrong at Twilio.
    pub fn error(self, description: &str) -> Self {
        self.send(json!({"type": "error", "description": description}))
    }

    /// Waits until another whole text came: up to a token that is the last of its text.
    pub fn wait_for_text(self) -> Self {
        self.step(Step::Text)
    }

    /// Waits until the server wants another file to be played.
    pub fn wait_for_play(self) -> Self {
        self.step(Step::Message("play"))
    }

    /// Waits until the server ends the session. Twilio closes the websocket then.
    pub fn wait_for_end(self) -> Self {
        self.step(Step::Message("end"))
    }

    /// Waits until the server closes the websocket. Nothing comes after it.
    pub fn wait_for_close(self) -> Self {
        self.step(Step::Close)
    }

    /// Does nothing for so long.
    pub fn pause(self, time: Duration) -> Self {
        self.step(Step::Pause(time))
    }

    /// Breaks the connection without a word, as a network does. Nothing comes after it.
    pub fn break_connection(self) -> Self {
        self.step(Step::Break)
    }

    /// Does all of it, and tells what the server said.
    ///
    /// # Errors
    ///
    /// [`PeerError`] if a step could not be done.
    pub async fn run(self) -> Result<RelayHeard, PeerError> {
        session::run(self).await
    }
}
