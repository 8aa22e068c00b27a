//! What the agent does, on the socket and in the list of messages.

use serde_json::json;

use super::{Protocol, Session};
use crate::time::Time;
use crate::ultravox::agent::{Act, Said};

impl<P: Protocol> Session<'_, P> {
    pub(super) fn perform(&mut self, act: Act, now: Time) {
        match act {
            Act::State(state) => self.send(&json!({"type": "state", "state": state})),
            Act::Clear => {
                self.counted.clears += 1;
                self.out.extend(self.protocol.clear());
                if let Some(link) = &self.link {
                    link.data(&json!({"type": "playback_clear_buffer"}));
                }
            }
            Act::Voice(begun) => {
                let kind = if begun {
                    "user_started_speaking"
                } else {
                    "user_stopped_speaking"
                };
                self.send(&json!({"type": kind}));
            }
            Act::HangUp => self.end("agent_hangup"),
            Act::Overloaded => {
                let text = "too much waits to be said and done: a message is dropped";
                self.event("warning", "agent.overloaded", text, now);
            }
            Act::Call(wanted) => self.call_tools(wanted, now),
            Act::Said(said) => self.said(&said, now),
        }
    }

    fn said(&mut self, said: &Said, now: Time) {
        let mut message = json!({
            "type": "transcript",
            "role": if said.agent { "agent" } else { "user" },
            "medium": if said.voice { "voice" } else { "text" },
            "text": said.text,
            "final": said.done,
            "ordinal": said.ordinal,
        });
        if said.is_delta {
            message["text"] = json!("");
            message["delta"] = json!(said.text);
        }
        self.send(&message);
        if !said.done || said.noted {
            return;
        }
        let role = if said.agent {
            "MESSAGE_ROLE_AGENT"
        } else {
            "MESSAGE_ROLE_USER"
        };
        let medium = if said.voice {
            "MESSAGE_MEDIUM_VOICE"
        } else {
            "MESSAGE_MEDIUM_TEXT"
        };
        let since = said.since.unwrap_or(now);
        self.call(|call| call.say_since(role, &said.text, medium, since, now));
    }
}
