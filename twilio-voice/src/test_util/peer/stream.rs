//! A caller whose audio a server gets.

use std::time::Duration;

use super::{PeerError, Settings, StreamHeard, sound::Sound, talk};
use crate::{AccountSid, CallSid, StreamSid, media::FRAME};

/// Twilio's side of a media stream under `<Connect>`: connects to a server under test, and does step by step what a
/// caller does.
///
/// ```no_run
/// use std::time::Duration;
///
/// use twilio_voice::test_util::{Sound, StreamPeer};
///
/// # async fn test() -> Result<(), Box<dyn std::error::Error>> {
/// let heard = StreamPeer::new("ws://127.0.0.1:8080/media")
///     .auth_token("the auth token")
///     .public_url("wss://voice.example.com/media")
///     .parameter("order", "4711")
///     .wait_for_sound(Duration::from_secs(1))
///     .wait_for_mark("greeting")
///     .say(Sound::read("tests/a-large-pizza.wav")?)
///     .press("1#")
///     .wait_for_mark("answer")
///     .run()
///     .await?;
/// heard.assert_marks(&["greeting", "answer"]);
/// assert!(heard.warnings.is_empty());
/// heard.write_wav("call.wav")?;
/// # Ok(())
/// # }
/// ```
///
/// It says `connected` and `start`, then sends a message of audio every 20 ms, of silence if there is nothing to say, and
/// when the steps are done `stop`. What the server sends is played at the same pace: a mark is sent back when the sound
/// before it was played, at once if there is none, or when a `clear` drops that sound. What Twilio would warn of is noted.
///
/// A server that closes the websocket before the steps are done is an error, unless a step waits for it.
#[derive(Clone, Debug)]
#[must_use = "nothing happens until `run` is called"]
pub struct StreamPeer {
    pub(super) settings: Settings,
    pub(super) stream: StreamSid,
    pub(super) pace: Duration,
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Say(Sound),
    Press(char),
    Mark(String),
    Sound(usize),
    Clear,
    Close,
    Break,
    Text(String),
}

impl StreamPeer {
    /// Connects to `url`, e.g. `ws://127.0.0.1:8080/media`, with a call that nobody else has.
    ///
    /// # Panics
    ///
    /// Never: SIDs that are made up can be read.
    pub fn new(url: impl Into<String>) -> Self {
        let stream = super::super::resources::new_sid("MZ").parse();
        Self {
            settings: Settings::new(url.into()),
            stream: stream.expect("what is made here is a SID"),
            pace: FRAME,
            steps: Vec::new(),
        }
    }

    /// Signs the handshake with this auth token. Without it there is no signature.
    pub fn auth_token(mut self, token: impl Into<String>) -> Self {
        self.settings.token = Some(token.into());
        self
    }

    /// The URL in the TwiML, e.g. `wss://voice.example.com/media`: what is signed, if the server believes to be there.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.settings.public_url = Some(url.into());
        self
    }

    /// The account of the call; that of [`MockTwilio`](crate::test_util::MockTwilio) by default.
    pub fn account(mut self, account: AccountSid) -> Self {
        self.settings.account = account;
        self
    }

    /// The call the stream belongs to.
    pub fn call(mut self, call: CallSid) -> Self {
        self.settings.call = call;
        self
    }

    /// The stream.
    pub fn stream(mut self, stream: StreamSid) -> Self {
        self.stream = stream;
        self
    }

    /// Adds a parameter, as `<Parameter>` in the TwiML does.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.parameters.push((name.into(), value.into()));
        self
    }

    /// How long each 20 ms of the call take; 20 ms by default. Shorter lets a test pass quicker; zero is as fast as the
    /// server reads. A server that plays by the clock does not play quicker for that.
    pub fn pace(mut self, pace: Duration) -> Self {
        self.pace = pace;
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

    /// Says this.
    pub fn say(self, sound: Sound) -> Self {
        self.step(Step::Say(sound))
    }

    /// Says nothing for so long.
    pub fn pause(self, time: Duration) -> Self {
        self.say(Sound::silence(time))
    }

    /// Presses keys, one after the other.
    pub fn press(mut self, keys: &str) -> Self {
        self.steps.extend(keys.chars().map(Step::Press));
        self
    }

    /// Waits until a mark of this name was sent back, whether its sound was heard or cleared. Those that were waited for
    /// are not counted again.
    pub fn wait_for_mark(self, name: impl Into<String>) -> Self {
        self.step(Step::Mark(name.into()))
    }

    /// Waits until something was heard for this much longer than earlier steps of this kind waited for, counted from the
    /// beginning of the stream: what was heard during other steps counts. To wait for an answer, wait for its mark.
    pub fn wait_for_sound(self, time: Duration) -> Self {
        self.step(Step::Sound(super::sound::samples(time)))
    }

    /// Waits until the server sends another `clear`.
    pub fn wait_for_clear(self) -> Self {
        self.step(Step::Clear)
    }

    /// Waits until the server closes the websocket. Nothing comes after it.
    pub fn wait_for_close(self) -> Self {
        self.step(Step::Close)
    }

    /// Breaks the connection without a word, as a network does. Nothing comes after it.
    pub fn break_connection(self) -> Self {
        self.step(Step::Break)
    }

    /// Sends a text that Twilio does not send, such as half a message.
    pub fn send_text(self, text: impl Into<String>) -> Self {
        self.step(Step::Text(text.into()))
    }

    /// Does all of it, and tells what was heard.
    ///
    /// # Errors
    ///
    /// [`PeerError`] if a step could not be done.
    pub async fn run(self) -> Result<StreamHeard, PeerError> {
        talk::run(self).await
    }
}
