//! Threads beside the conversation, in their smallest form: they answer what is written to them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Protocol, Session};
use crate::config::AgentStep;
use crate::time::Time;

/// A call has at most so many threads.
const MOST_THREADS: usize = 100;

/// The threads of a call but the one with the user.
#[derive(Default)]
pub(super) struct Threads {
    /// By id, with what each answered last.
    open: BTreeMap<String, Option<String>>,
}

impl Threads {
    /// `KNOWN_PARAM_THREAD_STATES`. A thread answers at once and is idle otherwise.
    pub(super) fn states(&self) -> Value {
        let states = self.open.iter().map(|(id, last)| {
            let mut state = json!({"state": "IDLE"});
            if let Some(last) = last {
                state["lastResponse"] = json!(last);
            }
            (id.clone(), state)
        });
        Value::Object(states.collect::<Map<_, _>>())
    }
}

impl<P: Protocol> Session<'_, P> {
    pub(super) fn spawn_thread(&mut self, message: &Value, now: Time) {
        let text = |name: &str| message.get(name).and_then(Value::as_str);
        let id = text("newThreadId").unwrap_or_default();
        let parent = text("parentThreadId").unwrap_or("UI");
        let exists = self.threads.open.contains_key(id);
        let replaces = text("ifExists") == Some("replace");
        let problem = if id.is_empty() || id == "UI" {
            Some("newThreadId is not the id of a new thread")
        } else if parent != "UI" && !self.threads.open.contains_key(parent) {
            Some("the parent thread does not exist")
        } else if exists && !replaces {
            Some("the thread exists already")
        } else if !exists && self.threads.open.len() >= MOST_THREADS {
            Some("there are too many threads")
        } else {
            None
        };
        if let Some(reason) = problem {
            let message = json!({"type": "thread_rejected", "threadId": id, "reason": reason});
            return self.send(&message);
        }
        if exists {
            self.terminated(id, "replaced");
        }
        self.threads.open.insert(id.to_owned(), None);
        self.send(&json!({"type": "thread_spawned", "threadId": id}));
        for more in message["additionalMessages"]
            .as_array()
            .into_iter()
            .flatten()
        {
            self.message_thread(id, more, now);
        }
    }

    /// A message for a thread: what is written is answered, unless that has time.
    pub(super) fn message_thread(&mut self, id: &str, message: &Value, now: Time) {
        if !self.threads.open.contains_key(id) {
            let text = "a message is for a thread that does not exist";
            return self.event("warning", "thread_comms.non_existent_thread", text, now);
        }
        let text = |name: &str| message.get(name).and_then(Value::as_str);
        let (said, calls) = match text("type") {
            Some("forced_agent_message") => {
                let calls = message["toolCalls"].as_array().cloned();
                let said = text("content").unwrap_or_default().to_owned();
                (said, calls.unwrap_or_default())
            }
            Some("user_text_message") if text("urgency") != Some("later") => {
                self.thread_answer(text("text").unwrap_or_default())
            }
            _ => return,
        };
        for delta in said.split_inclusive(' ') {
            self.send(&json!({"type": "side_generation_delta", "threadId": id, "delta": delta}));
        }
        self.send(&json!({
            "type": "side_generation_completed", "threadId": id, "text": said, "toolCalls": calls,
        }));
        self.event("info", "side_generation.completed", id, now);
        self.threads.open.insert(id.to_owned(), Some(said));
    }

    /// What a thread answers, and which tools it would call.
    fn thread_answer(&self, text: &str) -> (String, Vec<Value>) {
        let script = &self.shared.config.ultravox.agent;
        let steps = AgentStep::read(text).filter(|_| script.commands);
        let Some(steps) = steps else {
            let reply = script.replies.first().cloned();
            return (reply.unwrap_or_default(), Vec::new());
        };
        let mut said = Vec::new();
        let mut calls = Vec::new();
        for step in steps {
            match step {
                AgentStep::Say(text) => said.push(text),
                AgentStep::Call { name, arguments } => calls.push(json!({
                    "id": uuid::Uuid::new_v4(), "name": name, "arguments": arguments,
                })),
                _ => {}
            }
        }
        (said.join(" "), calls)
    }

    pub(super) fn end_threads(&mut self, reason: &str) {
        for id in std::mem::take(&mut self.threads.open).into_keys() {
            self.terminated(&id, reason);
        }
    }

    fn terminated(&mut self, id: &str, reason: &str) {
        self.send(&json!({"type": "thread_terminated", "threadId": id, "reason": reason}));
    }
}
