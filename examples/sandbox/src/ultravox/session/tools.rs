//! Calling tools, and what their answers change.

use std::sync::Arc;

use serde_json::{Value, json};

use super::messages::From;
use super::{Protocol, Session};
use crate::time::Time;
use crate::ultravox::agent::{Line, Reaction, Wanted};
use crate::ultravox::call::{Call, ToSession};
use crate::ultravox::tools::{self, After, BuiltIn, Kind, Known, Outcome, Tool, Work};

/// The model gets at most so many characters of a result to speak about.
const SPOKEN: usize = 200;

/// One call of a tool, until all that were made together have answered.
pub(super) struct Running {
    name: String,
    invocation: String,
    tool: Option<Arc<Tool>>,
    deadline: Time,
    outcome: Option<Outcome>,
}

impl<P: Protocol> Session<'_, P> {
    pub(super) fn call_tools(&mut self, wanted: Vec<Wanted>, now: Time) {
        for wanted in wanted {
            self.call_tool(wanted, now);
        }
        self.settle(now);
    }

    fn call_tool(&mut self, wanted: Wanted, now: Time) {
        let invocation = wanted.id.clone();
        let invocation = invocation.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        let name = &wanted.name;
        let tool = self.call(|call| {
            let arguments = Value::Object(wanted.arguments.clone());
            let message = json!({
                "role": "MESSAGE_ROLE_TOOL_CALL",
                "text": arguments.to_string(),
                "invocationId": invocation,
                "toolName": name,
            });
            call.note(message, now);
            call.stage().tools.get(name).cloned()
        });
        let tool = tool.flatten();
        self.send(&json!({
            "type": "invoking_tool", "toolName": name, "invocationId": invocation,
        }));
        let outcome = match (&wanted.known, &tool) {
            (Some(known), _) => Some(Outcome::from_message(known)),
            (None, None) => Some(Outcome::failure("the call has no such tool")),
            (None, Some(tool)) => {
                let asked = self.ask(tool, &invocation, &wanted);
                let fixed = tool.static_response.as_ref().map(Outcome::result);
                // What the tool itself answers does not matter then.
                fixed.or(asked)
            }
        };
        let timeout = tool.as_ref().map(|tool| tool.timeout).unwrap_or_default();
        self.running.push(Running {
            name: wanted.name,
            invocation,
            tool,
            deadline: now.plus(timeout),
            outcome,
        });
    }

    /// Asks the tool; the outcome, if it is known at once.
    fn ask(&mut self, tool: &Tool, invocation: &str, wanted: &Wanted) -> Option<Outcome> {
        let rate = self.protocol.rate();
        let threads = self.threads.states();
        let filled = self
            .call(|call| tool.fill(&wanted.arguments, |known| fact(call, known, rate, &threads)))?;
        let parameters = match filled {
            Ok(parameters) => parameters,
            Err(name) => {
                let text = format!("the model left out the parameter {name}");
                return Some(Outcome::failure(text));
            }
        };
        let target = match &tool.work {
            Work::Http(target) => target,
            other => {
                let object = parameters.into_iter().map(|(name, _, value)| (name, value));
                let object = Value::Object(object.collect());
                return self.ask_here(other, &tool.name, invocation, object);
            }
        };
        let request = match target.request(self.shared, parameters) {
            Ok(request) => request,
            Err(problem) => return Some(Outcome::failure(problem)),
        };
        let (shared, sender) = (Arc::clone(self.shared), self.sender.clone());
        let invocation = invocation.to_owned();
        self.shared.spawn(async move {
            let outcome = tools::ask(shared, request).await;
            if let Some(sender) = sender.upgrade() {
                let answer = ToSession::Answered {
                    invocation,
                    outcome,
                };
                // Nobody listens any more if the call is over.
                drop(sender.send(answer).await);
            }
        });
        None
    }

    /// Asks a tool that is not reached over HTTP.
    fn ask_here(
        &mut self,
        work: &Work,
        name: &str,
        invocation: &str,
        parameters: Value,
    ) -> Option<Outcome> {
        let kind = match work {
            Work::BuiltIn(built_in) => return Some(self.built_in(*built_in, &parameters)),
            Work::DataConnection if self.link.is_none() => {
                return Some(Outcome::failure("the call has no data connection"));
            }
            Work::DataConnection => "data_connection_tool_invocation",
            Work::Client | Work::Http(_) => "client_tool_invocation",
        };
        self.send(&json!({
            "type": kind,
            "toolName": name,
            "invocationId": invocation,
            "parameters": parameters,
        }));
        None
    }

    fn built_in(&self, tool: BuiltIn, parameters: &Value) -> Outcome {
        let text = |name: &str| parameters[name].as_str().unwrap_or_default();
        match tool {
            BuiltIn::HangUp | BuiltIn::LeaveVoicemail => {
                let strict = parameters["strict"] != false;
                let mut body = serde_json::Map::new();
                body.insert("strict".to_owned(), json!(strict));
                body.insert("message".to_owned(), json!(text("message")));
                Outcome::hang_up(text("result"), body)
            }
            BuiltIn::QueryCorpus => {
                let world = self.shared.lock();
                let most = parameters["max_results"].as_u64().unwrap_or(5).clamp(1, 20);
                let least = parameters["minimum_score"].as_f64().unwrap_or(0.0);
                let state = &world.state.ultravox;
                let call = state.calls.get(&self.number);
                let account = call.map_or("", |call| call.account.as_str());
                let found = state
                    .corpora
                    .query(account, text("corpus_id"), text("query"), most);
                match found {
                    None => Outcome::failure("there is no such corpus"),
                    Some(mut results) => {
                        results.retain(|result| result["score"].as_f64() >= Some(least));
                        Outcome::result(Value::Array(results).to_string())
                    }
                }
            }
            BuiltIn::PlayDtmfSounds => {
                let fits = |digit: char| digit.is_ascii_digit() || "*#ABCD".contains(digit);
                if text("digits").chars().all(fits) {
                    Outcome::result("OK")
                } else {
                    Outcome::failure("digits are 0-9, *, #, A-D")
                }
            }
            BuiltIn::ColdTransfer | BuiltIn::WarmTransfer => {
                Outcome::failure("the sandbox does not transfer calls")
            }
        }
    }

    /// Whether this client, or this data connection, is to answer the invocation.
    pub(super) fn awaits(&self, invocation: &str, linked: bool) -> bool {
        self.running.iter().any(|it| {
            let work = it.tool.as_ref().map(|tool| &tool.work);
            let fits = match work {
                Some(Work::Client) => !linked,
                Some(Work::DataConnection) => linked,
                _ => false,
            };
            fits && it.invocation == invocation && it.outcome.is_none()
        })
    }

    /// A tool has answered; too late, if nobody waits for it.
    pub(super) fn answered(&mut self, invocation: &str, outcome: Outcome, now: Time) {
        let mut running = self.running.iter_mut();
        let asked = running.find(|it| it.invocation == invocation && it.outcome.is_none());
        if let Some(asked) = asked {
            asked.outcome = Some(outcome);
            self.settle(now);
        }
    }

    /// Gives up on tools that took too long.
    pub(super) fn check_tools(&mut self, now: Time) {
        for it in &mut self.running {
            if it.outcome.is_none() && now >= it.deadline {
                it.outcome = Some(Outcome::failure("the tool did not answer in time"));
            }
        }
        self.settle(now);
    }

    /// Goes on when every tool has answered.
    fn settle(&mut self, now: Time) {
        let waits = self.running.iter().any(|it| it.outcome.is_none());
        if self.running.is_empty() || waits {
            return;
        }
        let mut spoken = Vec::new();
        let mut once = Vec::new();
        let mut farewell = None;
        for it in std::mem::take(&mut self.running) {
            let after = it.tool.as_ref().map_or(After::Speaks, |tool| tool.reaction);
            let outcome = it.outcome.unwrap_or_else(|| Outcome::result(""));
            let (reaction, line) = self.apply(&it.name, &it.invocation, outcome, after, now);
            match reaction {
                Reaction::Speaks(text) => spoken.push(text),
                Reaction::SpeaksOnce(text) => once.push(text),
                Reaction::Listens => {}
                Reaction::HangUp(_) => farewell = line,
            }
        }
        let reaction = match farewell {
            Some(line) => Reaction::HangUp(line),
            None if !spoken.is_empty() => {
                spoken.extend(once);
                Reaction::Speaks(spoken.join(" "))
            }
            None if !once.is_empty() => Reaction::SpeaksOnce(once.join(" ")),
            None => Reaction::Listens,
        };
        self.agent.tools_done(reaction, now);
    }

    /// Notes one answer and does what it asks for.
    fn apply(
        &mut self,
        name: &str,
        invocation: &str,
        mut outcome: Outcome,
        after: After,
        now: Time,
    ) -> (Reaction, Option<Line>) {
        if let Some(remark) = &outcome.remark {
            let text = format!("{name}: {remark}");
            self.event("warning", "tool.answer", &text, now);
        }
        let object = outcome.object();
        let mut next = None;
        if outcome.kind == Kind::NewStage {
            let wanted = object.clone().ok_or_else(|| "not a JSON object".to_owned());
            let world = self.shared.lock();
            match wanted.and_then(|body| world.ultravox_next_stage(self.number, body)) {
                Ok(stage) => {
                    outcome.text.clone_from(&stage.text);
                    next = Some(stage);
                }
                Err(problem) => outcome = Outcome::failure(format!("new stage: {problem}")),
            }
        }
        let mut to_thread = None;
        if outcome.kind == Kind::SendToThread {
            match &object {
                Some(body) => {
                    let text = body.get("callingThreadResultText").and_then(Value::as_str);
                    text.unwrap_or_default().clone_into(&mut outcome.text);
                    to_thread = body.get("dataMessage").cloned();
                }
                None => outcome = Outcome::failure("send to thread: not a JSON object"),
            }
        }
        self.note(name, invocation, &outcome, now);
        if let Some(stage) = next {
            for ignored in &stage.ignored {
                let text = format!("{ignored} cannot be changed by a stage");
                self.event("warning", "stage.ignored", &text, now);
            }
            self.call(|call| call.enter(stage, now));
            self.end_threads("the stage has changed");
        }
        if let Some(message) = to_thread {
            self.message(&message, From::Tool, now);
        }
        if outcome.kind == Kind::HangUp && outcome.failure.is_none() {
            let body = object.unwrap_or_default();
            let text = body.get("message").and_then(Value::as_str);
            let mut line = Line::new(text.unwrap_or_default());
            line.hang_up = Some(body.get("strict") != Some(&json!(false)));
            return (Reaction::HangUp(line.clone()), Some(line));
        }
        (self.reaction(name, &outcome, after), None)
    }

    fn note(&mut self, name: &str, invocation: &str, outcome: &Outcome, now: Time) {
        let mut message = outcome.json(name, invocation);
        let how = self.shared.config.ultravox.state_update;
        let change = outcome.state.clone();
        self.call(|call| {
            if let Some(change) = change {
                message["callState"] = call.update_state(change, how);
            }
            call.note(message, now);
        });
        if let Some(details) = &outcome.failure {
            let text = format!("{name}: {details}");
            self.event("error", "tool.failed", &text, now);
        }
        self.send(&json!({
            "type": "tool_used", "toolName": name, "invocationId": invocation,
        }));
    }

    fn reaction(&self, name: &str, outcome: &Outcome, after: After) -> Reaction {
        let script = &self.shared.config.ultravox.agent;
        let text = if outcome.failure.is_some() {
            script.tool_failure_reply.replace("{name}", name)
        } else {
            let result: String = outcome.text.chars().take(SPOKEN).collect();
            let text = script.tool_reply.replace("{name}", name);
            text.replace("{result}", &result)
        };
        match outcome.reaction.unwrap_or(after) {
            After::Speaks => Reaction::Speaks(text),
            After::SpeaksOnce => Reaction::SpeaksOnce(text),
            After::Listens => Reaction::Listens,
        }
    }
}

/// What the provider knows.
fn fact(call: &Call, known: Known, rate: u32, threads: &Value) -> Value {
    match known {
        Known::CallId => json!(call.id),
        Known::History => call.history(),
        Known::OutputRate => json!(rate),
        Known::State => Value::Object(call.state.clone()),
        Known::StageId => json!(call.stage().id),
        Known::ThreadId => json!("UI"),
        Known::ThreadStates => threads.clone(),
        Known::Metadata => json!(call.new.metadata),
    }
}
