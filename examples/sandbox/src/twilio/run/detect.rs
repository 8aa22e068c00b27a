//! What happens between the answer and the first instruction.

use std::sync::Arc;
use std::time::Duration;

use super::{Leave, Runner};
use crate::config::AnsweredBy;
use crate::shared::Shared;
use crate::twilio::call::Status;
use crate::twilio::callbacks::{self, owned};
use crate::twilio::extras::Detection;

/// What a machine says takes so long.
const MESSAGE: Duration = Duration::from_secs(4);

impl Runner {
    /// Presses the keys and finds out who has answered. What the first request is told of it.
    pub(super) async fn begin(&mut self) -> Result<Vec<(String, String)>, Leave> {
        let found = {
            let world = self.shared.lock();
            let call = world.state.twilio.calls.get(&self.number);
            let call = call.filter(|call| call.status == Status::InProgress);
            call.map(|call| (call.order.extras.clone(), call.callee.answered_by))
        };
        let Some((extras, answered_by)) = found else {
            return Ok(Vec::new());
        };
        if let Some(time) = extras.keys {
            self.wait(time).await?;
        }
        let Some(detection) = extras.detection else {
            return Ok(Vec::new());
        };
        let decision = self.shared.config.twilio.detection_delay;
        let (time, result) = decide(&detection, answered_by, decision);
        if let Some(target) = detection.callback {
            let (shared, number) = (Arc::clone(&self.shared), self.number);
            self.shared.spawn(async move {
                shared.clock.sleep(time).await;
                let params = params(result, time);
                if let Some(token) = note(&shared, number, result) {
                    let ids = ids(&shared, number);
                    let params = ids.into_iter().chain(params).collect();
                    callbacks::send(&shared, number, &token, target, "amd", params).await;
                }
            });
            return Ok(Vec::new());
        }
        self.wait(time).await?;
        note(&self.shared, self.number, result);
        Ok(params(result, time))
    }
}

fn params(result: &str, time: Duration) -> Vec<(String, String)> {
    let millis = time.as_millis().to_string();
    owned(&[
        ("AnsweredBy", result),
        ("MachineDetectionDuration", &millis),
    ])
}

fn ids(shared: &Arc<Shared>, number: u64) -> Vec<(String, String)> {
    let world = shared.lock();
    let call = world.state.twilio.calls.get(&number);
    call.map(|call| owned(&[("AccountSid", &call.account), ("CallSid", &call.sid)]))
        .unwrap_or_default()
}

/// Shows the result in the call. The token of its account, unless the call is over.
fn note(shared: &Arc<Shared>, number: u64, result: &'static str) -> Option<String> {
    let mut world = shared.lock();
    let call = world.state.twilio.calls.get_mut(&number)?;
    if !call.status.is_live() {
        return None;
    }
    call.answered_by = Some(result);
    let account = call.account.clone();
    Some(world.twilio_token(&account))
}

/// How long the decision takes, and what it is.
fn decide(
    detection: &Detection,
    answered_by: AnsweredBy,
    decision: Duration,
) -> (Duration, &'static str) {
    let (time, result) = match answered_by {
        AnsweredBy::Human => (decision, "human"),
        AnsweredBy::Fax => (decision, "fax"),
        AnsweredBy::Unknown => (detection.longest, "unknown"),
        AnsweredBy::Machine if detection.to_the_end => (decision + MESSAGE, "machine_end_beep"),
        AnsweredBy::Machine => (decision, "machine_start"),
    };
    if time > detection.longest {
        return (detection.longest, "unknown");
    }
    (time, result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_machine_is_waited_for() {
        let second = Duration::from_secs(1);
        let decided = |to_the_end, longest, who| {
            let detection = Detection {
                to_the_end,
                longest: Duration::from_secs(longest),
                callback: None,
            };
            decide(&detection, who, second)
        };
        assert_eq!(decided(true, 30, AnsweredBy::Human), (second, "human"));
        assert_eq!(
            decided(false, 30, AnsweredBy::Machine),
            (second, "machine_start")
        );
        let end = (second * 5, "machine_end_beep");
        assert_eq!(decided(true, 30, AnsweredBy::Machine), end);
        assert_eq!(
            decided(true, 3, AnsweredBy::Machine),
            (second * 3, "unknown")
        );
        assert_eq!(
            decided(true, 3, AnsweredBy::Unknown),
            (second * 3, "unknown")
        );
    }
}
