//! Data messages of the client, of the data connection and of the REST interface.

use serde_json::{Value, json};

use super::{Protocol, Session};
use crate::time::Time;
use crate::ultravox::agent::{Line, Urgency, Wanted};
use crate::ultravox::tools::Outcome;

/// So many tools are called at the same time; more that one message asks for are not.
const MOST_TOOLS: usize = 100;

/// Who sent a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum From {
    Client,
    Link,
    /// What the user writes is a message of the call already.
    Rest,
    /// A tool.
    Tool,
}

impl<P: Protocol> Session<'_, P> {
    pub(super) fn message(&mut self, message: &Value, from: From, now: Time) {
        let text = |name: &str| message.get(name).and_then(Value::as_str);
        let kind = text("type").unwrap_or_default();
        let thread = text("threadId").filter(|thread| *thread != "UI");
        match kind {
            "ping" => {
                let pong = json!({"type": "pong", "timestamp": message.get("timestamp")});
                match (from, &self.link) {
                    (From::Link, Some(link)) => link.data(&pong),
                    _ => self.out.extend(self.protocol.data(&pong)),
                }
            }
            "user_text_message" | "forced_agent_message" if thread.is_some() => {
                self.message_thread(thread.unwrap_or_default(), message, now);
            }
            "user_text_message" => {
                let urgency = Urgency::read(text("urgency"));
                self.written(text("text").unwrap_or_default(), urgency, from, now);
            }
            "input_text_message" => {
                let later = message.get("deferResponse") == Some(&json!(true));
                let urgency = if later {
                    Urgency::Later
                } else {
                    Urgency::Immediate
                };
                self.written(text("text").unwrap_or_default(), urgency, from, now);
            }
            "forced_agent_message" => self.force(message, now),
            "set_output_medium" => self.agent.set_text_only(text("medium") == Some("text")),
            "client_tool_result" if from == From::Client => self.result(message, false, now),
            "data_connection_tool_result" if from == From::Link => {
                self.result(message, true, now);
            }
            "hang_up" => {
                let farewell = text("message");
                self.shared.lock().ultravox_hang_up(self.number, farewell);
            }
            "spawn_thread" => self.spawn_thread(message, now),
            // Unknown messages are ignored, as those that only someone else may send.
            _ => {
                let kind: String = kind.chars().take(40).collect();
                let text = format!("a message of type {kind:?} is ignored");
                self.event("debug", "message.ignored", &text, now);
            }
        }
    }

    fn written(&mut self, text: &str, urgency: Urgency, from: From, now: Time) {
        if from != From::Rest {
            self.call(|call| call.say("MESSAGE_ROLE_USER", text, "MESSAGE_MEDIUM_TEXT", now));
        }
        self.agent.read(text, urgency, now);
    }

    /// The agent is told what to say and to do.
    fn force(&mut self, message: &Value, now: Time) {
        let mut line = Line::new(message["content"].as_str().unwrap_or_default());
        line.uninterruptible = message["uninterruptible"] == true;
        let urgency = match Urgency::read(message["urgency"].as_str()) {
            Urgency::Immediate => Urgency::Immediate,
            _ => Urgency::Soon,
        };
        self.agent.say(line, urgency, now);
        let known = message["knownToolResults"].as_array();
        let tools = message["toolCalls"].as_array().into_iter().flatten();
        let tools: Vec<_> = tools
            .take(MOST_TOOLS)
            .map(|call| {
                let id = call["id"].as_str();
                let mut known = known.into_iter().flatten();
                Wanted {
                    name: call["name"].as_str().unwrap_or_default().to_owned(),
                    arguments: call["arguments"].as_object().cloned().unwrap_or_default(),
                    id: id.map(str::to_owned),
                    known: id.and_then(|id| known.find(|it| it["invocationId"] == id).cloned()),
                }
            })
            .collect();
        if !tools.is_empty() {
            self.agent.call(tools);
        }
    }

    /// A tool of the client, or of the data connection, has answered.
    fn result(&mut self, message: &Value, linked: bool, now: Time) {
        let invocation = message["invocationId"].as_str().unwrap_or_default();
        if self.awaits(invocation, linked) {
            self.answered(invocation, Outcome::from_message(message), now);
        } else {
            let text = "a tool result came too late, or was not asked for";
            self.event("warning", "tool.unexpected_result", text, now);
        }
    }
}
