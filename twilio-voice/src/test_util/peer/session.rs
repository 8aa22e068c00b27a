//! A session that goes on, and what the server said in it.

use std::{fmt, time::Duration};

use futures_util::SinkExt as _;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::Message;

use super::{Came, PeerError, RelayPeer, Warning, Wire, has_only, relay::Step};

/// What a server said in a session.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct RelayHeard {
    /// All messages of the documented form, in order.
    pub messages: Vec<Value>,
    /// Messages of another form. The number is that of a malformed or invalid message of a stream, for lack of one that
    /// is documented for ConversationRelay.
    pub warnings: Vec<Warning>,
    /// Whether the server closed the websocket first.
    pub closed: bool,
    /// The code the server closed with. `None` if it gave none.
    pub close_code: Option<u16>,
}

impl RelayHeard {
    /// The messages of one type, e.g. `language`.
    #[must_use]
    pub fn messages_of(&self, kind: &str) -> Vec<&Value> {
        let of_kind = |message: &&Value| message["type"] == kind;
        self.messages.iter().filter(of_kind).collect()
    }

    /// What was to be said: the tokens of each text put together, also of one that has no last token.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let (mut texts, mut begun) = (Vec::new(), None::<String>);
        for message in self.messages_of("text") {
            let text = begun.get_or_insert_default();
            text.push_str(message["token"].as_str().unwrap_or_default());
            if message["last"] == true {
                texts.extend(begun.take());
            }
        }
        texts.extend(begun);
        texts
    }

    /// Where the files are that were to be played.
    #[must_use]
    pub fn plays(&self) -> Vec<&str> {
        self.texts_in("play", "source")
    }

    /// The keys that were to be pressed.
    #[must_use]
    pub fn digits(&self) -> String {
        self.texts_in("sendDigits", "digits").concat()
    }

    fn texts_in(&self, kind: &str, field: &str) -> Vec<&str> {
        let messages = self.messages_of(kind).into_iter();
        messages
            .filter_map(|message| message[field].as_str())
            .collect()
    }

    /// Whether the server ended the session.
    #[must_use]
    pub fn ended(&self) -> bool {
        !self.messages_of("end").is_empty()
    }

    /// What the server gave at the end for the `action` of `<Connect>`. `None` if it gave nothing, or did not end.
    #[must_use]
    pub fn handoff_data(&self) -> Option<&str> {
        self.texts_in("end", "handoffData").pop()
    }

    /// How many whole texts came.
    fn whole_texts(&self) -> usize {
        let last = |message: &&&Value| message["last"] == true;
        self.messages_of("text").iter().filter(last).count()
    }

    fn take(&mut self, came: Came) {
        let mut warn = |code, problem| self.warnings.push(Warning { code, problem });
        let Came::Text(text) = came else {
            return warn(31_950, "a frame that is no text");
        };
        let Ok(message) = serde_json::from_str::<Value>(&text) else {
            return warn(31_950, "no JSON");
        };
        if is_documented(&message) {
            self.messages.push(message);
        } else {
            warn(
                31_951,
                "an unknown type, or a field that is missing, wrong or one too many",
            );
        }
    }
}

fn is_documented(message: &Value) -> bool {
    let is = |field: &str, right: fn(&Value) -> bool| message.get(field).is_none_or(right);
    let flags = is("interruptible", Value::is_boolean) && is("preemptible", Value::is_boolean);
    match message["type"].as_str() {
        Some("text") => {
            let fields = [
                "type",
                "token",
                "last",
                "lang?",
                "interruptible?",
                "preemptible?",
            ];
            has_only(message, &fields)
                && is("token", Value::is_string)
                && is("last", Value::is_boolean)
                && is("lang", Value::is_string)
                && flags
        }
        Some("play") => {
            let fields = ["type", "source", "loop?", "interruptible?", "preemptible?"];
            has_only(message, &fields)
                && is("source", Value::is_string)
                && is("loop", Value::is_u64)
                && flags
        }
        Some("sendDigits") => {
            has_only(message, &["type", "digits"]) && is("digits", Value::is_string)
        }
        Some("language") => {
            has_only(message, &["type", "ttsLanguage?", "transcriptionLanguage?"])
                && is("ttsLanguage", Value::is_string)
                && is("transcriptionLanguage", Value::is_string)
        }
        Some("end") => {
            has_only(message, &["type", "handoffData?"]) && is("handoffData", Value::is_string)
        }
        _ => false,
    }
}

impl fmt::Debug for RelayHeard {
    /// Not what was said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<_> = self
            .messages
            .iter()
            .filter_map(|message| message["type"].as_str())
            .collect();
        f.debug_struct("RelayHeard")
            .field("messages", &kinds)
            .field("warnings", &self.warnings)
            .field("closed", &self.closed)
            .field("close_code", &self.close_code)
            .finish_non_exhaustive()
    }
}

struct Session {
    wire: Wire,
    patience: Duration,
    heard: RelayHeard,
}

pub(super) async fn run(peer: RelayPeer) -> Result<RelayHeard, PeerError> {
    let RelayPeer {
        settings,
        mut setup,
        steps,
    } = peer;
    setup["accountSid"] = settings.account.as_str().into();
    setup["callSid"] = settings.call.as_str().into();
    setup["customParameters"] = settings.parameters();
    let mut session = Session {
        wire: settings.connect().await?,
        patience: settings.patience,
        heard: RelayHeard::default(),
    };
    session.wire.send(&setup).await?;
    let (mut texts, mut seen) = (0, 0);
    for step in steps {
        session.wire.step += 1;
        match step {
            Step::Send(text) => {
                let sent = session.wire.socket.send(Message::text(text)).await;
                sent.map_err(super::connection)?;
            }
            Step::Text => {
                texts += 1;
                let is_done = |heard: &RelayHeard| heard.whole_texts() >= texts;
                session.wait("a text", is_done).await?;
            }
            Step::Message(kind) => {
                let is_done = |heard: &RelayHeard| {
                    let mut rest = heard.messages[seen..].iter();
                    let found = rest.position(|message| message["type"] == kind);
                    found.inspect(|at| seen += at + 1).is_some()
                };
                session
                    .wait(&format!("a message `{kind}`"), is_done)
                    .await?;
            }
            Step::Pause(time) => session.pause(time).await?,
            Step::Close => {
                session.leave_open().await?;
                session.heard.closed = true;
                session.heard.close_code = session.wire.closed.flatten();
                return Ok(session.heard);
            }
            Step::Break => return Ok(session.heard),
        }
    }
    session.wire.step += 1;
    session.heard.closed = session.wire.closed.is_some();
    let Session {
        wire,
        heard,
        patience,
    } = &mut session;
    wire.close(*patience, |came| heard.take(came)).await?;
    Ok(session.heard)
}

impl Session {
    async fn wait(
        &mut self,
        wanted: &str,
        mut is_done: impl FnMut(&RelayHeard) -> bool,
    ) -> Result<(), PeerError> {
        let until = Instant::now() + self.patience;
        while !is_done(&self.heard) {
            let came = timeout_at(until, self.wire.next()).await;
            match came.map_err(|_| self.wire.waited(wanted))?? {
                Came::Closed => {
                    return Err(PeerError::Left {
                        step: self.wire.step,
                    });
                }
                came => self.heard.take(came),
            }
        }
        Ok(())
    }

    async fn pause(&mut self, time: Duration) -> Result<(), PeerError> {
        let until = Instant::now() + time;
        while let Ok(came) = timeout_at(until, self.wire.next()).await {
            match came? {
                Came::Closed => {
                    return Err(PeerError::Left {
                        step: self.wire.step,
                    });
                }
                came => self.heard.take(came),
            }
        }
        Ok(())
    }

    /// Listens until the server closes.
    async fn leave_open(&mut self) -> Result<(), PeerError> {
        let until = Instant::now() + self.patience;
        loop {
            let came = timeout_at(until, self.wire.next()).await;
            match came.map_err(|_| self.wire.waited("the server to close"))?? {
                Came::Closed => return Ok(()),
                came => self.heard.take(came),
            }
        }
    }
}
