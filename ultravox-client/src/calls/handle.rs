//! The endpoints of calls that have no options.

use super::{
    Call, CallStage, CallTool, DataMessage, ListAgentCalls, ListCalls, ListEvents, ListMessages,
    ListStageMessages, ListStages,
};
use crate::{AgentId, CallId, CallStageId, Client, Error, request::Request};

impl Client {
    /// Calls: place, find, watch, end and erase them.
    #[must_use]
    pub fn calls(&self) -> Calls<'_> {
        Calls { client: self }
    }
}

/// Calls: place, find, watch, end and erase them.
#[derive(Clone, Copy, Debug)]
pub struct Calls<'a> {
    pub(super) client: &'a Client,
}

impl<'a> Calls<'a> {
    /// Lists calls.
    pub fn list(&self) -> ListCalls<'a> {
        ListCalls::new(self.client)
    }

    /// Lists the calls of one agent.
    pub fn list_for_agent(&self, agent: &AgentId) -> ListAgentCalls<'a> {
        ListAgentCalls::new(self.client, *agent)
    }

    /// One call.
    ///
    /// See [Ultravox Docs/Get call](https://docs.ultravox.ai/api-reference/calls/calls-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if the call was deleted, never existed, or belongs to another account.
    pub async fn get(&self, call: &CallId) -> Result<Call, Error> {
        self.client
            .execute(&Request::get("/api/calls/{call_id}", &[call]))
            .await
    }

    /// Erases a call that has ended, with everything that was recorded of it. This cannot be undone, and it does
    /// **not** end a call: see [`hang_up`](Self::hang_up).
    ///
    /// If the answer of an attempt was lost and the next one finds no call, it counts as erased.
    ///
    /// See [Ultravox Docs/Delete call](https://docs.ultravox.ai/api-reference/calls/calls-delete).
    ///
    /// # Errors
    ///
    /// [`Error::Api`]; [`Error::is_still_active`] if the call has not ended.
    pub async fn delete(&self, call: &CallId) -> Result<(), Error> {
        self.client
            .execute_delete(&Request::delete("/api/calls/{call_id}", &[call]))
            .await
    }

    /// Asks a joined call to end, without a farewell. Safe to repeat.
    ///
    /// `Ok` says that Ultravox has taken note, not that the call is over.
    ///
    /// See [Ultravox Docs/Data messages](https://docs.ultravox.ai/apps/datamessages).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] with status 422 if nobody joined yet **or** the call is over already: [`get`](Self::get) tells
    /// which.
    pub async fn hang_up(&self, call: &CallId) -> Result<(), Error> {
        self.send_data_message(call, &DataMessage::hang_up()).await
    }

    /// Sends a message into a joined call.
    ///
    /// Repeated only if it provably did not arrive, because the user would hear it twice; a hang-up without a farewell
    /// is repeated after any transient error.
    ///
    /// See [Ultravox Docs/Data messages](https://docs.ultravox.ai/apps/datamessages).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] for a [`DataMessage::Other`] that is not an object with a `type`. [`Error::Api`] with
    /// status 422 if nobody joined yet or the call is over already.
    pub async fn send_data_message(
        &self,
        call: &CallId,
        message: &DataMessage,
    ) -> Result<(), Error> {
        self.client
            .execute_empty(&data_message_request(call, message)?)
            .await
    }

    /// Lists what was said and done in a call.
    pub fn messages(&self, call: &CallId) -> ListMessages<'a> {
        ListMessages::new(self.client, *call)
    }

    /// Lists the log of a call.
    pub fn events(&self, call: &CallId) -> ListEvents<'a> {
        ListEvents::new(self.client, *call)
    }

    /// The tools of a call's last stage.
    ///
    /// See [Ultravox Docs/List call tools](https://docs.ultravox.ai/api-reference/calls/calls-tools-list).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn tools(&self, call: &CallId) -> Result<Vec<CallTool>, Error> {
        self.client
            .execute(&Request::get("/api/calls/{call_id}/tools", &[call]))
            .await
    }

    /// Lists the stages of a call.
    pub fn stages(&self, call: &CallId) -> ListStages<'a> {
        ListStages::new(self.client, *call)
    }

    /// One stage of a call.
    ///
    /// See [Ultravox Docs/Get call stage](https://docs.ultravox.ai/api-reference/calls/calls-stages-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn stage(&self, call: &CallId, stage: &CallStageId) -> Result<CallStage, Error> {
        self.client
            .execute(&Request::get(
                "/api/calls/{call_id}/stages/{call_stage_id}",
                &[call, stage],
            ))
            .await
    }

    /// Lists what was said and done in one stage of a call.
    pub fn stage_messages(&self, call: &CallId, stage: &CallStageId) -> ListStageMessages<'a> {
        ListStageMessages::new(self.client, *call, *stage)
    }

    /// The tools of one stage of a call.
    ///
    /// See [Ultravox Docs/List call stage tools](https://docs.ultravox.ai/api-reference/calls/calls-stages-tools-list).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn stage_tools(
        &self,
        call: &CallId,
        stage: &CallStageId,
    ) -> Result<Vec<CallTool>, Error> {
        self.client
            .execute(&Request::get(
                "/api/calls/{call_id}/stages/{call_stage_id}/tools",
                &[call, stage],
            ))
            .await
    }
}

fn data_message_request(call: &CallId, message: &DataMessage) -> Result<Request, Error> {
    if let DataMessage::Other(value) = message
        && !value.get("type").is_some_and(serde_json::Value::is_string)
    {
        return Err(Error::invalid("message", "must be an object with a `type`"));
    }
    let request = Request::post("/api/calls/{call_id}/send_data_message", &[call], message)?;
    Ok(if message.is_idempotent() {
        request.idempotent()
    } else {
        request
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        calls::{CreateCall, HangUp},
        request::Class,
    };

    fn request(message: DataMessage) -> Result<Request, Error> {
        data_message_request(
            &"3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23".parse().unwrap(),
            &message,
        )
    }

    #[test]
    fn the_path_has_underscores() {
        let request = request(DataMessage::hang_up()).unwrap();
        assert_eq!(
            request.path,
            "/api/calls/3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23/send_data_message"
        );
        assert_eq!(request.body.as_deref(), Some(&br#"{"type":"hang_up"}"#[..]));
    }

    #[test]
    fn a_farewell_is_not_repeated() {
        assert_eq!(
            request(DataMessage::hang_up()).unwrap().class,
            Class::Idempotent
        );
        assert_eq!(
            request(HangUp::new().message("Bye").into()).unwrap().class,
            Class::Create
        );
    }

    #[test]
    fn what_talks_can_be_spawned() {
        fn spawnable<T: Send>(_: T) {}

        let client = Client::builder("key")
            .base_url("http://127.0.0.1:1")
            .build()
            .unwrap();
        let (calls, id) = (client.calls(), CallId::from(uuid::Uuid::nil()));
        spawnable(calls.create(&CreateCall::default()));
        spawnable(calls.hang_up(&id));
        spawnable(calls.recording(&id));
        spawnable(calls.list().send());
        spawnable(calls.list().stream());
    }

    #[test]
    fn an_unknown_message_needs_a_type() {
        assert!(request(DataMessage::Other(json!({"type": "dance"}))).is_ok());
        for value in [json!({}), json!({"type": 1}), json!("hang_up")] {
            assert!(
                request(DataMessage::Other(value))
                    .unwrap_err()
                    .to_string()
                    .contains("message: ")
            );
        }
    }
}
