//! Webhooks as Ultravox would send them.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    webhook::{SIGNATURE_HEADER, TIMESTAMP_HEADER, sign},
    webhooks::WebhookEventKind,
};

/// A webhook, or a callback of a single call, as Ultravox would send it.
///
/// ```
/// use std::time::Duration;
///
/// use serde_json::json;
/// use ultravox_client::{test_util::SampleWebhook, webhook::Verifier, webhooks::WebhookEventKind};
///
/// let call = json!({"callId": "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23", "created": "2026-11-20T12:00:00Z"});
/// let webhook = SampleWebhook::new(WebhookEventKind::CallEnded, call).secrets(["hunter2"]);
/// let verifier = Verifier::new(["hunter2"]);
/// assert!(verifier.verify(webhook.body(), &webhook.timestamp(), &webhook.signature()).is_ok());
///
/// let old = webhook.clone().age(Duration::from_secs(3600));
/// assert!(verifier.verify(old.body(), &old.timestamp(), &old.signature()).is_err());
/// ```
#[derive(Clone)]
#[must_use]
pub struct SampleWebhook {
    body: Vec<u8>,
    /// What was signed, if something else is sent.
    signed: Option<Vec<u8>>,
    secrets: Vec<String>,
    time: Timestamp,
}

impl SampleWebhook {
    /// An event of a call, sent now, without a signature.
    pub fn new(event: WebhookEventKind, call: impl Into<Value>) -> Self {
        Self::from_body(json!({"event": event, "call": call.into()}).to_string())
    }

    /// A callback of a single call ([`CreateCall::callbacks`](field@crate::calls::CreateCall::callbacks)): joined,
    /// ended or billed. Ultravox documents no other form for it than that of webhooks.
    pub fn callback(event: WebhookEventKind, call: impl Into<Value>) -> Self {
        Self::new(event, call)
    }

    /// Any body, sent now, without a signature.
    pub fn from_body(body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: body.into(),
            signed: None,
            secrets: Vec::new(),
            time: Timestamp::now(),
        }
    }

    /// Signs with each of these secrets.
    pub fn secrets<T: Into<String>>(mut self, secrets: impl IntoIterator<Item = T>) -> Self {
        self.secrets = secrets.into_iter().map(Into::into).collect();
        self
    }

    /// Sent this long ago.
    pub fn age(mut self, age: std::time::Duration) -> Self {
        let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
        self.time = self.time.saturating_sub(age).unwrap_or(Timestamp::MIN);
        self
    }

    /// Sent at this time.
    pub fn sent_at(mut self, time: Timestamp) -> Self {
        self.time = time;
        self
    }

    /// Changes the body after it was signed, so that no signature fits.
    pub fn tampered(mut self) -> Self {
        let signed = self.body.clone();
        self.body.push(b' ');
        self.signed = Some(signed);
        self
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The header `X-Ultravox-Webhook-Timestamp`.
    #[must_use]
    pub fn timestamp(&self) -> String {
        self.time.to_string()
    }

    /// The header `X-Ultravox-Webhook-Signature`: one signature for each secret. Empty without secrets.
    #[must_use]
    pub fn signature(&self) -> String {
        let message = self.signed.as_ref().unwrap_or(&self.body);
        let time = self.timestamp();
        let signatures = self
            .secrets
            .iter()
            .map(|secret| sign(secret, message, &time));
        signatures.collect::<Vec<_>>().join(",")
    }

    /// All headers. Without secrets there is no signature.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("Content-Type", "application/json".to_owned()),
            (TIMESTAMP_HEADER, self.timestamp()),
        ];
        if !self.secrets.is_empty() {
            headers.push((SIGNATURE_HEADER, self.signature()));
        }
        headers
    }
}

impl fmt::Debug for SampleWebhook {
    /// Neither body nor secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SampleWebhook")
            .field("time", &self.time)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("secrets", &self.secrets.len())
            .finish_non_exhaustive()
    }
}
