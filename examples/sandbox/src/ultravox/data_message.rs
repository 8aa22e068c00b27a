//! `send_data_message`: the only way to end a call from outside.

use serde_json::Value;

use super::call::ToSession;
use crate::shared::World;

/// Why a message was not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NotSent {
    /// No such call.
    NotFound,
    /// Not a message.
    Invalid(&'static str),
    /// Not joined yet, or over.
    NotActive,
}

impl World<'_> {
    pub(super) fn ultravox_message(
        &mut self,
        account: &str,
        id: &str,
        body: &Value,
    ) -> Result<(), NotSent> {
        let now = self.now;
        let (number, call) = self
            .state
            .ultravox
            .find(account, id)
            .ok_or(NotSent::NotFound)?;
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let kind = text("type").ok_or(NotSent::Invalid("type: This field is required."))?;
        let in_thread = text("threadId").filter(|thread| *thread != "UI");
        let active = call.joined.is_some() && call.is_live();
        match kind {
            "hang_up" => {
                if !self.ultravox_hang_up(number, text("message")) {
                    return Err(NotSent::NotActive);
                }
            }
            _ if !["user_text_message", "forced_agent_message"].contains(&kind) => {
                return Err(NotSent::Invalid("type: Unknown message type."));
            }
            _ if !active => return Err(NotSent::NotActive),
            "user_text_message" => {
                let said = text("text").ok_or(NotSent::Invalid("text: This field is required."))?;
                if in_thread.is_none() {
                    call.say("MESSAGE_ROLE_USER", said, "MESSAGE_MEDIUM_TEXT", now);
                }
                call.tell(ToSession::Message(body.clone()));
            }
            _ => {
                let said = text("content").unwrap_or_default();
                // With a socket it is a message when it was said, and as far as it was.
                if call.session.is_none() && in_thread.is_none() && !said.is_empty() {
                    call.say("MESSAGE_ROLE_AGENT", said, "MESSAGE_MEDIUM_VOICE", now);
                }
                call.tell(ToSession::Message(body.clone()));
            }
        }
        Ok(())
    }
}
