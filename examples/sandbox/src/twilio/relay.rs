//! The client of a ConversationRelay session: what the callee says, as text, on the application's
//! socket.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Url;
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::Message;

use super::callbacks::owned;
use super::life;
use super::stream::{Socket, dial};
use super::twiml::Relay;
use crate::config::CalleeInput;
use crate::shared::Shared;
use crate::time::Time;

/// Time to say one character.
const PER_CHARACTER: Duration = Duration::from_millis(60);
/// A file that is played lasts as long.
const FILE: Duration = Duration::from_secs(3);

/// What the callee hears.
#[derive(Default)]
struct Speech {
    text: String,
    start: Time,
    end: Time,
    /// The application has sent all of it.
    complete: bool,
    interruptible: bool,
}

struct Session {
    shared: Arc<Shared>,
    number: u64,
    wanted: Relay,
    socket: Socket,
    inputs: VecDeque<CalleeInput>,
    language: String,
    speech: Speech,
}

/// Why a session is over.
enum End {
    /// The application said so.
    Ended(Option<String>),
    /// The call is over, or does something else.
    Completed,
    /// Code and text of what went wrong.
    Failed(u32, &'static str),
}

/// Opens the session and carries it until one side ends it. A dropped `stop` ends it from here.
/// What the action of `<Connect>` is told.
pub(super) async fn run(
    shared: Arc<Shared>,
    number: u64,
    wanted: Relay,
    inputs: VecDeque<CalleeInput>,
    stop: oneshot::Receiver<()>,
) -> Vec<(String, String)> {
    let id = life::sid("VX");
    let start = shared.clock.now();
    let end = match open(&shared, number, &wanted).await {
        Err(()) => End::Failed(64_102, "the socket could not be opened"),
        Ok(socket) => {
            let mut session = Session {
                shared: Arc::clone(&shared),
                number,
                language: wanted.language.clone(),
                speech: Speech {
                    complete: true,
                    interruptible: wanted.greeting_interruptible,
                    ..Speech::default()
                },
                wanted,
                socket,
                inputs,
            };
            let end = session.carry(&id, stop).await;
            session.close().await;
            end
        }
    };
    let seconds = shared.clock.now().since(start).as_secs().to_string();
    let status = match &end {
        End::Ended(_) => "ended",
        End::Completed => "completed",
        End::Failed(..) => "failed",
    };
    let mut results = owned(&[
        ("SessionId", &id),
        ("SessionStatus", status),
        ("SessionDuration", &seconds),
    ]);
    match end {
        End::Ended(Some(data)) => results.extend(owned(&[("HandoffData", &data)])),
        End::Failed(code, text) => {
            warn(&shared, number, &format!("{code} {text}"));
            results.extend(owned(&[
                ("ErrorCode", &code.to_string()),
                ("ErrorMessage", text),
            ]));
        }
        End::Ended(None) | End::Completed => {}
    }
    results
}

async fn open(shared: &Arc<Shared>, number: u64, wanted: &Relay) -> Result<Socket, ()> {
    let url = Url::parse(&wanted.url).map_err(|_| ())?;
    let plain = shared.config.twilio.plain_sockets;
    if url.scheme() != "wss" && !(plain && url.scheme() == "ws") {
        return Err(());
    }
    dial(shared, number, &url).await.map_err(|_| ())
}

fn warn(shared: &Arc<Shared>, number: u64, text: &str) {
    if let Some(call) = shared.lock().state.twilio.calls.get_mut(&number) {
        call.warn(text);
    }
}

fn length(text: &str) -> Duration {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    PER_CHARACTER.saturating_mul(characters)
}

impl Session {
    async fn carry(&mut self, id: &str, mut stop: oneshot::Receiver<()>) -> End {
        let shared = Arc::clone(&self.shared);
        let setup = self.setup(id);
        if !self.send(setup).await {
            return End::Failed(64_105, "the socket was lost");
        }
        let greeting = self.wanted.greeting.clone();
        self.hear(&greeting, shared.clock.now());
        loop {
            let next = self.next_input();
            tokio::select! {
                _ = &mut stop => return End::Completed,
                () = async {
                    match next {
                        Some(time) => shared.clock.sleep_until(time).await,
                        None => std::future::pending().await,
                    }
                } => {
                    if !self.input(shared.clock.now()).await {
                        return End::Failed(64_105, "the socket was lost");
                    }
                }
                message = self.socket.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        if let Some(end) = self.receive(&text, shared.clock.now()).await {
                            return end;
                        }
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => {
                        return End::Failed(64_105, "the socket was closed");
                    }
                    Some(Ok(_)) => {}
                },
            }
        }
    }

    fn setup(&self, id: &str) -> Value {
        let world = self.shared.lock();
        let call = world.state.twilio.calls.get(&self.number);
        let parameters = self.wanted.parameters.iter().cloned();
        let parameters = parameters.map(|(name, value)| (name, json!(value)));
        json!({
            "type": "setup",
            "sessionId": id,
            "accountSid": call.map(|call| &call.account),
            "callSid": call.map(|call| &call.sid),
            "parentCallSid": call.and_then(|call| call.parent_sid.clone()).unwrap_or_default(),
            "from": call.map(|call| &call.order.from),
            "to": call.map(|call| &call.order.to),
            "forwardedFrom": "",
            "callerName": "",
            "callType": "PSTN",
            "direction": call.map(|call| call.direction),
            "callStatus": call.map(|call| call.status.name().to_uppercase()),
            "customParameters": Value::Object(parameters.collect::<Map<_, _>>()),
        })
    }

    /// When the callee does something next, if it is the callee's turn.
    fn next_input(&self) -> Option<Time> {
        let input = self.inputs.front()?;
        let speech = &self.speech;
        if input.interrupts && speech.interruptible && !speech.text.is_empty() {
            return Some(
                speech
                    .start
                    .plus(input.after)
                    .min(speech.end.plus(input.after)),
            );
        }
        speech.complete.then(|| speech.end.plus(input.after))
    }

    /// More of what the callee hears.
    fn hear(&mut self, text: &str, now: Time) {
        if self.speech.end < now {
            self.speech.text.clear();
            self.speech.start = now;
            self.speech.end = now;
        }
        self.speech.text.push_str(text);
        self.speech.end = self.speech.end.plus(length(text));
    }

    /// The callee speaks or presses keys. False if the socket is lost.
    async fn input(&mut self, now: Time) -> bool {
        let Some(input) = self.inputs.pop_front() else {
            return true;
        };
        let interrupted = now < self.speech.end;
        let spoken = self.spoken(now);
        let since = now.since(self.speech.start).as_millis();
        // Then it is the application's turn.
        self.speech = Speech {
            start: now,
            end: now,
            interruptible: self.wanted.interruptible,
            ..Speech::default()
        };
        if interrupted {
            let message = json!({
                "type": "interrupt",
                "utteranceUntilInterrupt": spoken,
                "durationUntilInterruptMs": u64::try_from(since).unwrap_or(u64::MAX),
            });
            if !self.send(message).await {
                return false;
            }
        }
        if let Some(digits) = input.digits.filter(|_| self.wanted.digits) {
            for digit in digits.chars() {
                let message = json!({"type": "dtmf", "digit": digit.to_string()});
                if !self.send(message).await {
                    return false;
                }
            }
        }
        let Some(words) = input.speech else {
            return true;
        };
        let prompt = |text: &str, last: bool| {
            json!({
                "type": "prompt", "voicePrompt": text, "lang": self.language, "last": last,
            })
        };
        let first = words.split_whitespace().next().unwrap_or_default();
        let part = (self.wanted.partial && first != words).then(|| prompt(first, false));
        let whole = prompt(&words, true);
        for message in part.into_iter().chain([whole]) {
            if !self.send(message).await {
                return false;
            }
        }
        true
    }

    /// What of the speech was heard until now.
    fn spoken(&self, now: Time) -> String {
        let heard = now.since(self.speech.start).as_secs_f64() / PER_CHARACTER.as_secs_f64();
        let text = self.speech.text.chars().take(heard as usize);
        text.collect::<String>().trim_end().to_owned()
    }

    /// Why the session is over, if the application says so.
    async fn receive(&mut self, text: &str, now: Time) -> Option<End> {
        let Ok(Value::Object(message)) = serde_json::from_str::<Value>(text) else {
            return self.complain("the message is not a JSON object").await;
        };
        let text = |name: &str| message.get(name).and_then(Value::as_str);
        match text("type").unwrap_or_default() {
            "text" => {
                let Some(token) = text("token") else {
                    return self.complain("token is missing").await;
                };
                let flag = |name: &str| message.get(name).and_then(Value::as_bool);
                self.hear(token, now);
                self.speech.complete = flag("last").unwrap_or(false);
                if let Some(interruptible) = flag("interruptible") {
                    self.speech.interruptible = interruptible;
                }
            }
            "play" if text("source").is_some() => {
                let times = message.get("loop").and_then(Value::as_u64).unwrap_or(1);
                self.hear("", now);
                // Endless is a day.
                let times = u32::try_from(if times == 0 { 28_800 } else { times });
                let length = FILE.saturating_mul(times.unwrap_or(u32::MAX));
                self.speech.end = self.speech.end.plus(length);
                self.speech.complete = true;
            }
            "language" => {
                if let Some(language) = text("transcriptionLanguage") {
                    language.clone_into(&mut self.language);
                }
            }
            "sendDigits" if text("digits").is_some() => {}
            "end" => return Some(End::Ended(text("handoffData").map(str::to_owned))),
            _ => return self.complain("the type of the message is unknown").await,
        }
        None
    }

    async fn complain(&mut self, description: &'static str) -> Option<End> {
        warn(&self.shared, self.number, &format!("64107 {description}"));
        let sent = self
            .send(json!({"type": "error", "description": description}))
            .await;
        (!sent).then_some(End::Failed(64_105, "the socket was lost"))
    }

    async fn send(&mut self, message: Value) -> bool {
        let sent = self.socket.send(Message::text(message.to_string()));
        let limit = Duration::from_secs(10);
        matches!(tokio::time::timeout(limit, sent).await, Ok(Ok(())))
    }

    /// Closes and waits until the other side has closed too, so that nothing sent is lost.
    async fn close(&mut self) {
        let goodbye = async {
            if self.socket.close(None).await.is_ok() {
                while let Some(Ok(_)) = self.socket.next().await {}
            }
        };
        drop(tokio::time::timeout(Duration::from_secs(1), goodbye).await);
    }
}
