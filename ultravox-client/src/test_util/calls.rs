//! What happens to calls without the program asking for it.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    MockUltravox,
    families::calls::{change, end, join},
    received::{ReceivedCall, ReceivedMessage},
    state::{is_set, text},
};
use crate::{
    CallId,
    calls::{Call, EndReason, Message},
    duration,
};

impl MockUltravox {
    /// The call as a program would get it now. `None` if there is none.
    #[must_use]
    pub fn call(&self, call: &CallId) -> Option<Call> {
        serde_json::from_value(self.call_json(call)?).ok()
    }

    pub(super) fn call_json(&self, call: &CallId) -> Option<Value> {
        let state = self.shared.lock();
        Some(
            state
                .find("calls", "callId", &call.to_string())?
                .clone()
                .into(),
        )
    }

    /// Calls that have not ended, oldest first: what a program must not leave behind.
    #[must_use]
    pub fn live_calls(&self) -> Vec<CallId> {
        let state = self.shared.lock();
        let live = state
            .list("calls")
            .iter()
            .filter(|call| !is_set(call, "ended"));
        live.filter_map(|call| text(call, "callId").parse().ok())
            .collect()
    }

    /// Somebody joins the call.
    ///
    /// # Panics
    ///
    /// If there is no such call, or it has ended.
    pub fn join(&self, call: &CallId) {
        let joined = join(&mut self.shared.lock(), &call.to_string());
        assert!(joined, "no live call {call} to be joined");
    }

    /// The call ends: the caller hangs up, time is up, nobody came.
    ///
    /// # Panics
    ///
    /// If there is no such call, or it has ended.
    pub fn end(&self, call: &CallId, reason: &EndReason) {
        let ended = end(
            &mut self.shared.lock(),
            &call.to_string(),
            &crate::wire::word(reason),
        );
        assert!(ended, "no live call {call} to be ended");
    }

    /// The call is billed for `time`, rounded up to 6 s, as Ultravox does some time after the end.
    ///
    /// # Panics
    ///
    /// If there is no such call.
    pub fn bill(&self, call: &CallId, time: Duration) {
        const STEP: u64 = 6;
        let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        let billed = Duration::from_secs(seconds.div_ceil(STEP) * STEP);
        let status = if billed.is_zero() {
            "BILLING_STATUS_FREE_ZERO_EFFECTIVE_DURATION"
        } else {
            "BILLING_STATUS_BILLED"
        };
        let fields = json!({"billedDuration": duration::format(billed), "billingStatus": status});
        let found = change(&mut self.shared.lock(), &call.to_string(), fields);
        assert!(found, "no call {call} to be billed");
    }

    /// Something is said in the last stage of the call; see [`Calls::messages`](crate::calls::Calls::messages).
    ///
    /// # Panics
    ///
    /// If there is no such call.
    pub fn say(&self, call: &CallId, message: &Message) {
        let stages = format!("calls/{call}/stages");
        let stage = {
            let state = self.shared.lock();
            let stage = state.list(&stages).last();
            stage.map(|stage| text(stage, "callStageId").to_owned())
        };
        let stage = stage.unwrap_or_else(|| panic!("no call {call} to say something in"));
        let mut fields = serde_json::to_value(message).unwrap_or_default();
        fields["callStageId"] = stage.into();
        self.insert(&format!("/api/calls/{call}/messages"), fields);
    }

    /// Lets calls go on that are asked to end: the request is answered with 204 as ever, and [`end`](Self::end) ends
    /// them. Shows whether a program believes the 204 or looks.
    pub fn ignore_hang_ups(&self, ignore: bool) {
        self.shared.lock().calls_go_on = ignore;
    }

    /// The calls that a program asked for, oldest first, also those that were refused.
    #[must_use]
    pub fn created_calls(&self) -> Vec<ReceivedCall> {
        let state = self.shared.lock();
        let creates = state.received.iter().filter(|received| {
            matches!(
                received.operation,
                Some("POST /api/calls" | "POST /api/agents/{agent_id}/calls")
            )
        });
        creates.filter_map(ReceivedCall::read).collect()
    }

    /// The messages that a program sent into calls by REST, oldest first, also those that were refused.
    #[must_use]
    pub fn messages(&self) -> Vec<ReceivedMessage> {
        let sent = self.received("POST /api/calls/{call_id}/send_data_message");
        sent.iter().filter_map(ReceivedMessage::read).collect()
    }
}
