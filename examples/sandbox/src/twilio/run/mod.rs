//! Runs the TwiML of one call.

mod connect;
mod detect;
mod dial;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use super::call::{Instructions, Status, Target};
use super::callbacks::{base, owned};
use super::extras::RecordOrder;
use super::fetch;
use super::twiml::{self, Gather, Link, Record, Verb};
use crate::config::CalleeInput;
use crate::shared::{Shared, World};

/// What the task that runs a call is told.
pub(crate) enum ToRunner {
    /// The call is over.
    Ended,
    /// Go on with this.
    Redirect(Instructions),
    /// The dialled leg was answered, or is over.
    Child { answered: bool },
}

/// Why the present document is left.
enum Leave {
    /// The call is over.
    Over,
    /// The call is to be ended.
    Finish(Status, &'static str),
    /// Another document takes its place.
    Go(Instructions, Vec<(String, String)>),
}

struct Runner {
    shared: Arc<Shared>,
    number: u64,
    account: String,
    commands: mpsc::Receiver<ToRunner>,
    /// What the callee will say or key.
    inputs: VecDeque<CalleeInput>,
    /// Address of the present document.
    document: Option<Url>,
    /// Streams in the background, by name; dropped senders end them.
    streams: Vec<(Option<String>, oneshot::Sender<()>)>,
    background: JoinSet<()>,
}

/// Starts to run the instructions of the call.
pub(super) fn start(world: &mut World<'_>, number: u64) {
    let Some(call) = world.state.twilio.calls.get_mut(&number) else {
        return;
    };
    let (sender, commands) = mpsc::channel(16);
    call.runner = Some(sender);
    let instructions = call.order.instructions.clone();
    let runner = Runner {
        shared: Arc::clone(world.shared),
        number,
        account: call.account.clone(),
        commands,
        inputs: call.callee.inputs.clone().into(),
        document: None,
        streams: Vec::new(),
        background: JoinSet::new(),
    };
    world.shared.spawn(runner.run(instructions));
}

impl Runner {
    async fn run(mut self, mut instructions: Instructions) {
        let mut more = match self.begin().await {
            Ok(more) => more,
            Err(Leave::Go(next, params)) => {
                instructions = next;
                params
            }
            Err(Leave::Over | Leave::Finish(..)) => return,
        };
        loop {
            let left = match self.read(instructions, &more).await {
                Ok(verbs) => self.execute(verbs).await,
                Err(leave) => Err(leave),
            };
            match left {
                Err(Leave::Go(next, params)) => (instructions, more) = (next, params),
                Err(Leave::Over) => break,
                Err(Leave::Finish(status, cause)) => {
                    self.answer(status == Status::Completed);
                    self.end(status, cause);
                    break;
                }
                Ok(()) => {
                    self.end(Status::Completed, "twiml");
                    break;
                }
            }
        }
        // Streams in the background say goodbye before they are dropped.
        self.streams.clear();
        let goodbye = async { while self.background.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(Duration::from_secs(2), goodbye).await;
    }

    fn end(&self, status: Status, cause: &str) {
        let mut world = self.shared.lock();
        let now = world.now;
        world.twilio_end(self.number, status, cause, now);
    }

    fn warn(&self, text: &str) {
        if let Some(call) = self.shared.lock().state.twilio.calls.get_mut(&self.number) {
            call.warn(text);
        }
    }

    /// A call that comes in is answered by the first verb that is not a refusal.
    fn answer(&self, wanted: bool) {
        let mut world = self.shared.lock();
        let call = world.state.twilio.calls.get(&self.number);
        if wanted && call.is_some_and(|call| call.status == Status::Ringing) {
            let now = world.now;
            world.twilio_answer(self.number, now);
        }
    }

    async fn read(
        &mut self,
        instructions: Instructions,
        more: &[(String, String)],
    ) -> Result<Vec<Verb>, Leave> {
        let target = match instructions {
            Instructions::Bridge => return Ok(Vec::new()),
            Instructions::Twiml(text) => {
                self.document = None;
                return match twiml::parse(&text) {
                    Ok(verbs) => Ok(verbs),
                    Err(code) => Err(self.application_error(code)),
                };
            }
            Instructions::Url(target) => target,
        };
        let code = match self.fetch(&target, more).await? {
            Ok(verbs) => return Ok(verbs),
            Err(code) => code,
        };
        self.warn(&format!("{code} the instructions could not be read"));
        let fallback = {
            let world = self.shared.lock();
            let call = world.state.twilio.calls.get(&self.number);
            call.and_then(|call| call.order.fallback.clone())
        };
        let Some(fallback) = fallback.filter(|fallback| fallback.url != target.url) else {
            return Err(Leave::Finish(Status::Completed, "application-error"));
        };
        let failed = owned(&[("ErrorCode", &code.to_string()), ("ErrorUrl", &target.url)]);
        match self.fetch(&fallback, &failed).await? {
            Ok(verbs) => Ok(verbs),
            Err(code) => Err(self.application_error(code)),
        }
    }

    fn application_error(&self, code: u32) -> Leave {
        self.warn(&format!("{code} the instructions could not be run"));
        Leave::Finish(Status::Completed, "application-error")
    }

    /// Asks for a document. The inner error is the code of the debugger.
    async fn fetch(
        &mut self,
        target: &Target,
        more: &[(String, String)],
    ) -> Result<Result<Vec<Verb>, u32>, Leave> {
        let (token, mut params) = {
            let world = self.shared.lock();
            let Some(call) = world.state.twilio.calls.get(&self.number) else {
                return Err(Leave::Over);
            };
            (
                world.twilio_token(&self.account),
                base(call, call.status.name()),
            )
        };
        params.extend_from_slice(more);
        let shared = Arc::clone(&self.shared);
        let asked = fetch::request(&shared, &token, target, &params);
        let answer = tokio::select! {
            answer = asked => answer,
            leave = interrupted(&mut self.commands) => return Err(leave),
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => return Ok(Err(failure.code)),
        };
        self.document = Url::parse(&answer.url).ok();
        let Some(kind) = &answer.content_type else {
            return Ok(Err(12_300));
        };
        let kind = kind
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if answer.body.is_empty() {
            return Ok(Err(11_770));
        }
        let text = String::from_utf8_lossy(&answer.body);
        Ok(match kind.as_str() {
            "text/xml" | "application/xml" | "text/html" => twiml::parse(&text),
            "text/plain" => Ok(twiml::parse(&text).unwrap_or_else(|_| read_aloud(&text))),
            kind if kind.starts_with("audio/") => {
                let length = Duration::from_secs(3);
                Ok(vec![Verb::Sound { length, times: 1 }, Verb::Hangup])
            }
            _ => Err(12_300),
        })
    }

    async fn execute(&mut self, verbs: Vec<Verb>) -> Result<(), Leave> {
        for verb in verbs {
            self.answer(!matches!(verb, Verb::Reject { .. }));
            match verb {
                Verb::Sound { length, times } => self.sound(length, times).await?,
                Verb::Pause(length) => self.wait(length).await?,
                Verb::Hangup => return Err(Leave::Finish(Status::Completed, "twiml")),
                Verb::Redirect(link) => return Err(self.go(&link, Vec::new())),
                Verb::Reject { busy } => {
                    let status = if busy { Status::Busy } else { Status::NoAnswer };
                    return Err(Leave::Finish(status, "rejected"));
                }
                Verb::Connect { action, stream } => {
                    self.connect(&stream).await?;
                    if let Some(action) = action {
                        return Err(self.go(&action, Vec::new()));
                    }
                }
                Verb::Relay { action, relay } => {
                    let results = self.relay(relay, action.as_ref()).await?;
                    if let Some(action) = action {
                        return Err(self.go(&action, results));
                    }
                }
                Verb::Start(stream) => self.start_stream(stream),
                Verb::Stop(name) => self
                    .streams
                    .retain(|(known, _)| name.is_some() && *known != name),
                Verb::Gather(gather) => self.gather(gather).await?,
                Verb::Record(record) => return Err(self.record(record).await?),
                Verb::Dial(dial) => self.dial(dial).await?,
                Verb::NotSimulated(name) => self.warn(&format!("- <{name}> is not simulated")),
                Verb::Unknown(name) => self.warn(&format!("12200 unknown element <{name}>")),
            }
        }
        Ok(())
    }

    async fn sound(&mut self, length: Duration, times: u32) -> Result<(), Leave> {
        if times == 0 {
            return Err(interrupted(&mut self.commands).await);
        }
        self.wait(length.saturating_mul(times)).await
    }

    /// Waits, unless the call ends or is redirected.
    async fn wait(&mut self, length: Duration) -> Result<(), Leave> {
        let shared = Arc::clone(&self.shared);
        tokio::select! {
            () = shared.clock.sleep(length) => Ok(()),
            leave = interrupted(&mut self.commands) => Err(leave),
        }
    }

    fn resolve(&self, url: &str) -> String {
        match (&self.document, Url::parse(url)) {
            (Some(document), Err(_)) => document
                .join(url)
                .map_or_else(|_| url.to_owned(), String::from),
            _ => url.to_owned(),
        }
    }

    fn go(&self, link: &Link, more: Vec<(String, String)>) -> Leave {
        let url = self.resolve(&link.url);
        Leave::Go(
            Instructions::Url(Target {
                url,
                post: link.post,
            }),
            more,
        )
    }

    /// Without an action the present document is asked again.
    fn go_or_repeat(&self, action: Option<&Link>, more: Vec<(String, String)>) -> Leave {
        match (action, &self.document) {
            (Some(action), _) => self.go(action, more),
            (None, Some(document)) => {
                let url = document.to_string();
                Leave::Go(Instructions::Url(Target { url, post: true }), more)
            }
            (None, None) => self.application_error(11_100),
        }
    }

    async fn gather(&mut self, gather: Gather) -> Result<(), Leave> {
        for prompt in &gather.prompts {
            match prompt {
                Verb::Sound { length, times } => self.sound(*length, *times).await?,
                Verb::Pause(length) => self.wait(*length).await?,
                _ => self.warn("13320 wrong element in <Gather>"),
            }
        }
        let input = self.inputs.pop_front().unwrap_or_default();
        let digits = input.digits.filter(|_| gather.digits).map(|digits| {
            let most = gather.most_digits.unwrap_or(usize::MAX);
            let ends = |key: &char| gather.finish_on.contains(*key);
            let keyed: String = digits
                .chars()
                .take_while(|key| !ends(key))
                .take(most)
                .collect();
            let count = keyed.chars().count();
            // A key after the last digit that was wanted is not waited for.
            let finished = digits.chars().nth(count).filter(|_| count < most);
            (keyed, finished)
        });
        let speech = input.speech.filter(|_| gather.speech);
        let mut results = Vec::new();
        if let Some((digits, finished)) = digits {
            self.wait(input.after).await?;
            results.extend(owned(&[("Digits", &digits)]));
            if let Some(key) = finished {
                results.extend(owned(&[("FinishedOnKey", &key.to_string())]));
            }
        } else if let Some(words) = speech {
            self.wait(input.after).await?;
            results.extend(owned(&[("SpeechResult", &words), ("Confidence", "0.9")]));
        } else {
            self.wait(gather.timeout).await?;
            if !gather.action_on_empty {
                return Ok(());
            }
        }
        Err(self.go_or_repeat(gather.action.as_ref(), results))
    }

    async fn record(&mut self, record: Record) -> Result<Leave, Leave> {
        let order = RecordOrder {
            callback: record.callback.map(|link| Target {
                url: self.resolve(&link.url),
                post: link.post,
            }),
            events: record.events,
            dual: false,
            track: "both".to_owned(),
        };
        let sid = {
            let mut world = self.shared.lock();
            let now = world.now;
            world.twilio_record(self.number, "RecordVerb", order, now)
        };
        let sid = sid.unwrap_or_default();
        // A callee that says nothing is silent from the beginning.
        let silent = record.silence.min(record.longest);
        let (length, key) = match self.inputs.pop_front() {
            None => (silent, None),
            Some(input) => {
                let keys = input.digits.unwrap_or_default();
                let key = keys.chars().find(|key| record.finish_on.contains(*key));
                let length = match key {
                    Some(_) => input.after,
                    None => input.after.saturating_add(record.silence),
                };
                let key = key.filter(|_| length <= record.longest);
                (length.min(record.longest), key)
            }
        };
        let waited = self.wait(length).await;
        let mut results = {
            let mut world = self.shared.lock();
            let now = world.now;
            world.twilio_recorded(self.number, &sid, now)
        };
        match waited {
            Ok(()) => {}
            Err(Leave::Over) => {
                // The action is asked although the call is over.
                if let Some(action) = &record.action {
                    results.extend(owned(&[("Digits", "hangup")]));
                    self.report(action, results).await;
                }
                return Err(Leave::Over);
            }
            Err(leave) => return Err(leave),
        }
        if let Some(key) = key {
            results.extend(owned(&[("Digits", &key.to_string())]));
        }
        Ok(self.go_or_repeat(record.action.as_ref(), results))
    }
}

/// The next command that changes what the call does.
async fn interrupted(commands: &mut mpsc::Receiver<ToRunner>) -> Leave {
    loop {
        match commands.recv().await {
            Some(ToRunner::Child { .. }) => {}
            Some(ToRunner::Redirect(next)) => return Leave::Go(next, Vec::new()),
            Some(ToRunner::Ended) | None => return Leave::Over,
        }
    }
}

/// Plain text that is not TwiML is read aloud.
fn read_aloud(text: &str) -> Vec<Verb> {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let length = Duration::from_millis(60).saturating_mul(characters);
    vec![Verb::Sound { length, times: 1 }]
}
