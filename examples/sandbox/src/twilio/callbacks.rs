//! Parameters of webhooks, and the status callbacks of a call.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::call::{Call, Target};
use super::fetch;
use crate::control::Provider;
use crate::faults::{FaultKind, Target as Match, millis};
use crate::shared::{Shared, World};
use crate::time::Time;

/// Parameters of every request about a call.
pub(super) fn base(call: &Call, status: &str) -> Vec<(String, String)> {
    let mut params = vec![
        ("AccountSid", call.account.as_str()),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", &call.sid),
        ("CallStatus", status),
        ("Called", &call.order.to),
        ("Caller", &call.order.from),
        ("Direction", call.direction),
        ("From", &call.order.from),
        ("To", &call.order.to),
    ];
    if let Some(parent) = &call.parent_sid {
        params.push(("ParentCallSid", parent));
    }
    owned(&params)
}

pub(super) fn owned(params: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    params.iter().map(pair).collect()
}

fn progress(
    call: &Call,
    event: &str,
    status: &str,
    sequence: u32,
    at: Time,
) -> Vec<(String, String)> {
    let mut params = base(call, status);
    let sequence = sequence.to_string();
    let timestamp = at.rfc2822();
    params.extend(owned(&[
        ("CallbackSource", "call-progress-events"),
        ("SequenceNumber", &sequence),
        ("Timestamp", &timestamp),
    ]));
    if event == "completed" {
        let seconds = call.duration().unwrap_or(0);
        let minutes = seconds.div_ceil(60).to_string();
        let sip = match status {
            "completed" => "200",
            "busy" => "486",
            "failed" => "404",
            _ => "487",
        };
        params.extend(owned(&[
            ("CallDuration", &seconds.to_string()),
            ("Duration", &minutes),
            ("SipResponseCode", sip),
        ]));
        params.extend(call.recorded.iter().cloned());
    }
    params
}

impl World<'_> {
    /// The token that signs requests to the application of `account`.
    pub(super) fn twilio_token(&self, account: &str) -> String {
        let configured = &self.shared.config.twilio.accounts;
        match configured.iter().find(|known| known.sid == account) {
            Some(known) => known.auth_token.expose().to_owned(),
            None => self
                .state
                .twilio
                .tokens
                .get(account)
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// Sends the callback of `event` if it was asked for.
    pub(super) fn twilio_callback(
        &mut self,
        number: u64,
        event: &'static str,
        status: &str,
        at: Time,
    ) {
        let Some(call) = self.state.twilio.calls.get_mut(&number) else {
            return;
        };
        // Every step has its number, whether it is reported or not.
        let sequence = call.sequence;
        call.sequence += 1;
        let Some(target) = call.order.status_callback.clone() else {
            return;
        };
        if !call.order.events.iter().any(|wanted| wanted == event) {
            return;
        }
        let params = progress(call, event, status, sequence, at);
        let (done, next) = oneshot::channel();
        let previous = call.last_callback.replace(next);
        let account = call.account.clone();
        let token = self.twilio_token(&account);
        let shared = Arc::clone(self.shared);
        self.shared.spawn(async move {
            // Callbacks of one call are sent in their order; faults change that.
            if let Some(previous) = previous {
                let _ = previous.await;
            }
            send(&shared, number, &token, target, event, params).await;
            drop(done);
        });
    }
}

/// Sends a callback, unless a fault hinders it.
pub(super) async fn send(
    shared: &Arc<Shared>,
    number: u64,
    token: &str,
    target: Target,
    event: &str,
    params: Vec<(String, String)>,
) {
    let path = Match {
        webhook: true,
        provider: Provider::Twilio,
        method: if target.post { "POST" } else { "GET" },
        path: &target.url,
        operation: event,
    };
    match shared.faults.hit(&path) {
        Some(FaultKind::WebhookMissing) => return,
        Some(FaultKind::WebhookReorder { ms }) => {
            let (later, token) = (Arc::clone(shared), token.to_owned());
            shared.spawn(async move {
                tokio::time::sleep(millis(ms)).await;
                attempt(&later, number, &token, &target, &params).await;
            });
            return;
        }
        Some(FaultKind::WebhookDuplicate) => {
            attempt(shared, number, token, &target, &params).await;
        }
        _ => {}
    }
    attempt(shared, number, token, &target, &params).await;
}

async fn attempt(
    shared: &Arc<Shared>,
    number: u64,
    token: &str,
    target: &Target,
    params: &[(String, String)],
) {
    if let Err(failure) = fetch::request(shared, token, target, params).await {
        let text = match failure.code {
            11_200 => "15003 the status callback was not answered with 2xx".to_owned(),
            code => format!("{code} the status callback could not be delivered"),
        };
        if let Some(call) = shared.lock().state.twilio.calls.get_mut(&number) {
            call.warn(&text);
        }
    }
}
