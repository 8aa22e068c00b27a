//! What happens to calls without the program asking for it.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    MockTwilio,
    received::{ReceivedCall, ReceivedUpdate},
    resources::{Given, calls},
    state::{ACCOUNT, fields, now, text},
};
use crate::{
    CallSid, RecordingSid,
    calls::{AnsweredBy, Call, CallStatus},
    recordings::MediaFormat,
};

impl MockTwilio {
    /// Somebody calls one of our numbers: an inbound call that rings.
    pub fn receive_call(&self, from: &str, to: &str) -> CallSid {
        let given = json!({
            "from": from,
            "to": to,
            "direction": "inbound",
            "status": "ringing",
            "start_time": now(),
            "queue_time": null,
        });
        let call = calls::place(
            &mut self.shared.lock(),
            ACCOUNT,
            &Given::Fields(fields(given)),
        );
        let sid = text(&call, "sid").parse();
        sid.expect("the double makes SIDs that can be read")
    }

    /// The call as a program would get it now. `None` if there is none.
    #[must_use]
    pub fn call(&self, call: &CallSid) -> Option<Call> {
        let call = self.shared.lock().call(call.as_str())?.clone();
        serde_json::from_value(Value::Object(call)).ok()
    }

    /// Calls of every account that are not over, oldest first: what a program must not leave behind.
    #[must_use]
    pub fn live_calls(&self) -> Vec<CallSid> {
        let state = self.shared.lock();
        let live = state
            .everywhere("Calls")
            .filter(|call| calls::is_live(call));
        live.filter_map(|call| text(call, "sid").parse().ok())
            .collect()
    }

    /// The other side begins to ring.
    ///
    /// # Panics
    ///
    /// If there is no such call that is `queued`.
    pub fn ring(&self, call: &CallSid) {
        let mut state = self.shared.lock();
        let queued = state.call(call.as_str()).map(calls::status) == Some(CallStatus::Queued);
        assert!(queued, "no call {call} that is queued");
        let ringing = json!({"status": CallStatus::Ringing, "start_time": now()});
        calls::change(&mut state, call.as_str(), ringing);
    }

    /// The other side answers.
    ///
    /// # Panics
    ///
    /// If there is no such call that is `queued` or `ringing`.
    pub fn answer(&self, call: &CallSid) {
        let mut state = self.shared.lock();
        let status = state.call(call.as_str()).map(calls::status);
        let waits = matches!(status, Some(CallStatus::Queued | CallStatus::Ringing));
        assert!(waits, "no call {call} that waits for an answer");
        calls::answer(&mut state, call.as_str());
    }

    /// Tells who answered, as the detection of answering machines does.
    ///
    /// # Panics
    ///
    /// If there is no such call that is live.
    pub fn answered_by(&self, call: &CallSid, who: &AnsweredBy) {
        let changed = json!({ "answered_by": who });
        let known = calls::change(&mut self.shared.lock(), call.as_str(), changed);
        assert!(known, "no live call {call}");
    }

    /// An answered call ends after it has lasted `lasted`: a side hangs up, or a limit is over. Whole seconds, rounded up.
    ///
    /// # Panics
    ///
    /// If there is no such call that is `in-progress`.
    pub fn complete(&self, call: &CallSid, lasted: Duration) {
        let mut state = self.shared.lock();
        let status = state.call(call.as_str()).map(calls::status);
        let talks = status == Some(CallStatus::InProgress);
        assert!(talks, "no call {call} that is in progress");
        calls::end(
            &mut state,
            call.as_str(),
            &CallStatus::Completed,
            Some(lasted),
        );
    }

    /// The call ends with this status, such as [`CallStatus::Busy`].
    ///
    /// # Panics
    ///
    /// If there is no such call that is live, or the status is not final.
    pub fn end(&self, call: &CallSid, status: &CallStatus) {
        assert!(status.is_final(), "{status} is no end of a call");
        let ended = calls::end(&mut self.shared.lock(), call.as_str(), status, None);
        assert!(ended, "no live call {call} to be ended");
    }

    /// The call gets its price, as some time after its end: a signed amount such as `-0.0140`.
    ///
    /// # Panics
    ///
    /// If there is no such call.
    pub fn bill(&self, call: &CallSid, price: &str) {
        let mut state = self.shared.lock();
        let billed = state.call_mut(call.as_str());
        let billed = billed.unwrap_or_else(|| panic!("no call {call} to be billed"));
        billed.insert("price".to_owned(), price.into());
    }

    /// Lets calls go on that are asked to end: the request is answered with 200 and the call as it is, and
    /// [`end`](Self::end) ends them. Shows whether a program believes the 200 or looks.
    pub fn ignore_ends(&self, ignore: bool) {
        self.shared.lock().calls_go_on = ignore;
    }

    /// What becomes of a call that is asked to complete before anyone answered. Twilio documents that it ends and not
    /// how; [`CallStatus::Canceled`] at first.
    ///
    /// # Panics
    ///
    /// If the status is not final.
    pub fn unanswered_calls_end_as(&self, status: CallStatus) {
        assert!(status.is_final(), "{status} is no end of a call");
        self.shared.lock().unanswered = status;
    }

    /// What a recording sounds like, in the place of a second of silence.
    pub fn set_sound(
        &self,
        recording: &RecordingSid,
        format: &MediaFormat,
        bytes: impl Into<Vec<u8>>,
    ) {
        let kind = match format {
            MediaFormat::Mp3 => "audio/mpeg",
            _ => "audio/x-wav",
        };
        let file = (kind.to_owned(), bytes.into());
        self.shared
            .lock()
            .files
            .insert(format!("{recording}.{format}"), file);
    }

    /// The calls that a program asked for, oldest first, also those that were refused.
    #[must_use]
    pub fn created_calls(&self) -> Vec<ReceivedCall> {
        let creates = self.received("POST /Calls.json");
        creates.iter().map(ReceivedCall::read).collect()
    }

    /// The changes of calls that a program asked for, oldest first, also those that were refused.
    #[must_use]
    pub fn updated_calls(&self) -> Vec<ReceivedUpdate> {
        let updates = self.received("POST /Calls/{Sid}.json");
        updates.iter().filter_map(ReceivedUpdate::read).collect()
    }
}
