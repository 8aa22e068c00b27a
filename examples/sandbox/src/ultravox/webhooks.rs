//! Webhooks: who gets them, how they are signed and sent.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::oneshot;

use crate::control::Provider;
use crate::faults::{FaultKind, Target, millis};
use crate::shared::{Shared, World};
use crate::time::Time;

/// Events that can be subscribed to.
pub(super) const EVENTS: [&str; 4] = ["call.started", "call.joined", "call.ended", "call.billed"];

/// A registered webhook.
#[derive(Clone)]
pub(crate) struct Webhook {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) agent_id: Option<String>,
    pub(super) created: Time,
    pub(super) url: String,
    pub(super) secrets: Vec<String>,
    pub(super) events: Vec<String>,
    /// When deliveries failed, and how; the latest ten.
    pub(super) failures: Vec<(Time, String)>,
}

impl Webhook {
    pub(super) fn json(&self) -> Value {
        let failures = self
            .failures
            .iter()
            .map(|(time, failure)| json!({"timestamp": time.rfc3339(), "failure": failure}));
        json!({
            "webhookId": self.id,
            "agentId": self.agent_id,
            "created": self.created.rfc3339(),
            "url": self.url,
            "secrets": self.secrets,
            "events": self.events,
            "status": if self.failures.is_empty() { "normal" } else { "unhealthy" },
            "lastStatusChange": self.failures.first().map(|(time, _)| time.rfc3339()),
            "recentFailures": failures.collect::<Vec<_>>(),
        })
    }
}

/// One delivery: the body and where it goes.
struct Delivery {
    url: String,
    secrets: Vec<String>,
    body: Bytes,
    event: &'static str,
    /// The registered webhook, to note failures.
    webhook: Option<String>,
}

/// Lower-case hex of the HMAC over the body and then the timestamp.
pub(crate) fn signature(secret: &str, body: &[u8], timestamp: &str) -> String {
    use std::fmt::Write;

    let mut text = String::with_capacity(64);
    // HMAC takes keys of every length.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) {
        mac.update(body);
        mac.update(timestamp.as_bytes());
        for byte in mac.finalize().into_bytes() {
            let _ = write!(text, "{byte:02x}");
        }
    }
    text
}

impl World<'_> {
    /// Sends `event` to everyone who wants to know.
    pub(super) fn ultravox_webhook(&mut self, number: u64, event: &'static str, at: Time) {
        let state = &mut self.state.ultravox;
        let Some(call) = state.calls.get_mut(&number) else {
            return;
        };
        let agent = call.new.agent.as_ref().map(|(id, _)| id);
        let registered = state.webhooks.values().filter(|hook| {
            hook.account == call.account
                && hook.events.iter().any(|wanted| wanted == event)
                && (hook.agent_id.is_none() || hook.agent_id.as_ref() == agent)
        });
        let mut targets: Vec<_> = registered
            .map(|hook| {
                (
                    hook.url.clone(),
                    hook.secrets.clone(),
                    Some(hook.id.clone()),
                )
            })
            .collect();
        let own = call
            .new
            .callbacks
            .iter()
            .filter(|callback| callback.event == event);
        targets.extend(own.map(|it| (it.url.clone(), it.secrets.clone(), None)));
        if targets.is_empty() {
            return;
        }
        let body = json!({"event": event, "call": call.json(&self.shared.url)});
        let body = Bytes::from(body.to_string());
        let (done, next) = oneshot::channel();
        let previous = call.last_webhook.replace(next);
        let shared = Arc::clone(self.shared);
        let deliveries: Vec<_> = targets
            .into_iter()
            .map(|(url, secrets, webhook)| Delivery {
                url,
                secrets,
                body: body.clone(),
                event,
                webhook,
            })
            .collect();
        let sent_at = at;
        self.shared.spawn(async move {
            // First attempts of one call keep their order; retries do not hold up later events.
            if let Some(previous) = previous {
                let _ = previous.await;
            }
            for delivery in deliveries {
                first_attempt(&shared, delivery, sent_at).await;
            }
            drop(done);
        });
    }
}

async fn first_attempt(shared: &Arc<Shared>, delivery: Delivery, at: Time) {
    let target = Target {
        webhook: true,
        provider: Provider::Ultravox,
        method: "POST",
        path: &delivery.url,
        operation: delivery.event,
    };
    match shared.faults.hit(&target) {
        Some(FaultKind::WebhookMissing) => return,
        Some(FaultKind::WebhookReorder { ms }) => {
            let later = Arc::clone(shared);
            shared.spawn(async move {
                tokio::time::sleep(millis(ms)).await;
                deliver(&later, delivery).await;
            });
            return;
        }
        Some(FaultKind::WebhookDuplicate) => {
            send(shared, &delivery).await.ok();
        }
        _ => {}
    }
    if let Err(failure) = send(shared, &delivery).await {
        note_failure(shared, &delivery, failure, at);
        let later = Arc::clone(shared);
        shared.spawn(async move { retry(&later, delivery).await });
    }
}

async fn deliver(shared: &Arc<Shared>, delivery: Delivery) {
    if send(shared, &delivery).await.is_err() {
        retry(shared, delivery).await;
    }
}

async fn retry(shared: &Arc<Shared>, delivery: Delivery) {
    let config = &shared.config.ultravox;
    let mut wait = config.webhook_first_retry;
    for _ in 0..config.webhook_retries {
        shared.clock.sleep(wait).await;
        match send(shared, &delivery).await {
            Ok(()) => return,
            Err(failure) => note_failure(shared, &delivery, failure, shared.clock.now()),
        }
        wait = wait.saturating_mul(2);
    }
}

fn note_failure(shared: &Arc<Shared>, delivery: &Delivery, failure: String, at: Time) {
    if let Some(id) = &delivery.webhook
        && let Some(hook) = shared.lock().state.ultravox.webhooks.get_mut(id)
    {
        hook.failures.push((at, failure));
        if hook.failures.len() > 10 {
            hook.failures.remove(0);
        }
    }
}

async fn send(shared: &Shared, delivery: &Delivery) -> Result<(), String> {
    let _place = shared.outgoing().await;
    // Each attempt is stamped anew.
    let timestamp = shared.clock.now().rfc3339();
    let signatures: Vec<_> = delivery
        .secrets
        .iter()
        .map(|secret| signature(secret, &delivery.body, &timestamp))
        .collect();
    let place = shared.local(&delivery.url);
    let place = place.ok_or_else(|| "not an address of this machine".to_owned())?;
    let answer = shared
        .http
        .post(place)
        .timeout(Duration::from_secs(15))
        .header("Content-Type", "application/json")
        .header("X-Ultravox-Webhook-Timestamp", &timestamp)
        .header("X-Ultravox-Webhook-Signature", signatures.join(","))
        .body(delivery.body.clone())
        .send()
        .await;
    match answer {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!("status {}", answer.status().as_u16())),
        Err(error) if error.is_timeout() => Err("timeout".to_owned()),
        Err(_) => Err("connection failed".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_reference() {
        let body =
            br#"{"event":"call.ended","call":{"callId":"3c90c3cc-0d44-4b50-8888-8dd25736052a"}}"#;
        assert_eq!(
            signature(
                "test-secret-0123456789",
                body,
                "2026-01-02T03:04:05.678901+00:00"
            ),
            "237557f13df47fd8cc89dde529b2e1f56cedfbc73a75fcc1b5b0fcc65ed8a387"
        );
    }
}
