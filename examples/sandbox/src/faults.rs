//! Failures produced on purpose.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::control::Provider;

/// Which requests fail, and how.
///
/// Conditions left out match everything; the first matching rule of the list applies.
///
/// ```
/// use sandbox::{FaultKind, FaultRule, Provider};
///
/// let rule = FaultRule::new(FaultKind::ResetAfter)
///     .provider(Provider::Ultravox)
///     .operation("create")
///     .times(1);
/// ```
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct FaultRule {
    /// Given by the sandbox; what is sent here is ignored.
    #[serde(default)]
    pub id: u64,
    /// One provider only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// One HTTP method only, such as `POST`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path of the request, where `*` stands for any characters: `/api/calls/*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Name of the operation as counted by [`Control::requests`](crate::Control::requests):
    /// `create`, `get`, `list`, `end`, `delete`, … For webhooks the event: `call.ended`,
    /// `completed`, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// 0 to 1; how likely a matching request fails. Default 1.
    #[serde(default = "always")]
    pub probability: f64,
    /// So many matching requests are let through first. Default 0.
    #[serde(default)]
    pub skip: u64,
    /// So many requests fail, then the rule is removed. `None`: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// How many requests have failed so far.
    #[serde(default)]
    pub applied: u64,
    /// What happens to them.
    pub fault: FaultKind,
}

fn always() -> f64 {
    1.0
}

/// What happens to a request. Times are real milliseconds, whatever the simulated clock does.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
#[non_exhaustive]
pub enum FaultKind {
    /// Carried out and answered so much later, even if the client has gone by then.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// The connection is closed without an answer; nothing is carried out.
    Refuse,
    /// Answered with this status.
    Status {
        /// HTTP status.
        status: u16,
        /// Seconds of a `Retry-After` header.
        #[serde(default)]
        retry_after: Option<u64>,
        /// The header as an HTTP date instead of seconds.
        #[serde(default)]
        http_date: bool,
        /// The body is HTML, as from a gateway.
        #[serde(default)]
        html: bool,
        /// The request is carried out all the same.
        #[serde(default)]
        after_effect: bool,
    },
    /// TCP reset; nothing is carried out.
    ResetBefore,
    /// Carried out, then TCP reset instead of the answer.
    ResetAfter,
    /// Carried out and never answered; the connection stays open.
    AnswerLost,
    /// Neither carried out nor answered; the connection stays open.
    Hang,
    /// Carried out at once, answered so much later.
    DelayAfter {
        /// Milliseconds.
        ms: u64,
    },
    /// Carried out; half of the body arrives, then the connection ends.
    Truncate,
    /// Carried out; the body arrives in small pieces over this time.
    SlowBody {
        /// Milliseconds.
        ms: u64,
    },
    /// Answered; then the connection is reset. On a socket this cuts the media.
    CutLater {
        /// Milliseconds.
        ms: u64,
    },
    /// The webhook is sent twice.
    WebhookDuplicate,
    /// The webhook is not sent.
    WebhookMissing,
    /// The webhook is sent so much later, and later ones overtake it.
    WebhookReorder {
        /// Milliseconds.
        ms: u64,
    },
}

impl FaultKind {
    fn is_webhook(&self) -> bool {
        matches!(
            self,
            Self::WebhookDuplicate | Self::WebhookMissing | Self::WebhookReorder { .. }
        )
    }

    /// A plain status without `Retry-After`, before the effect.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::Status {
            status,
            retry_after: None,
            http_date: false,
            html: false,
            after_effect: false,
        }
    }
}

impl FaultRule {
    /// Applies `fault` to every request.
    #[must_use]
    pub fn new(fault: FaultKind) -> Self {
        Self {
            id: 0,
            provider: None,
            method: None,
            path: None,
            operation: None,
            probability: 1.0,
            skip: 0,
            times: None,
            applied: 0,
            fault,
        }
    }

    /// Only requests to `provider`.
    #[must_use]
    pub fn provider(mut self, provider: Provider) -> Self {
        self.provider = Some(provider);
        self
    }

    /// Only this HTTP method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only paths that fit, `*` standing for any characters.
    #[must_use]
    pub fn path(mut self, pattern: &str) -> Self {
        self.path = Some(pattern.to_owned());
        self
    }

    /// Only this operation.
    #[must_use]
    pub fn operation(mut self, name: &str) -> Self {
        self.operation = Some(name.to_owned());
        self
    }

    /// Each matching request fails with this probability, 0 to 1.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    /// Lets `count` matching requests through first.
    #[must_use]
    pub fn skip(mut self, count: u64) -> Self {
        self.skip = count;
        self
    }

    /// Only the next `count` matching requests fail.
    #[must_use]
    pub fn times(mut self, count: u64) -> Self {
        self.times = Some(count);
        self
    }

    fn matches(&self, request: &Target<'_>) -> bool {
        let same = |wanted: &Option<String>, got: &str| {
            wanted
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(got))
        };
        self.fault.is_webhook() == request.webhook
            && self.provider.is_none_or(|it| it == request.provider)
            && same(&self.method, request.method)
            && same(&self.operation, request.operation)
            && self
                .path
                .as_deref()
                .is_none_or(|pattern| fits(pattern, request.path))
    }
}

/// What a rule is compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) webhook: bool,
    pub(crate) provider: Provider,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) operation: &'a str,
}

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Rules>);

#[derive(Debug, Default)]
struct Rules {
    list: Vec<FaultRule>,
    last_id: u64,
}

impl Faults {
    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, mut rule: FaultRule) -> u64 {
        let mut rules = self.lock();
        rules.last_id += 1;
        rule.id = rules.last_id;
        rules.list.push(rule);
        rules.last_id
    }

    pub(crate) fn list(&self) -> Vec<FaultRule> {
        self.lock().list.clone()
    }

    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut rules = self.lock();
        let before = rules.list.len();
        rules.list.retain(|rule| rule.id != id);
        rules.list.len() < before
    }

    pub(crate) fn clear(&self) {
        self.lock().list.clear();
    }

    /// The fault that hits this request, if one does.
    pub(crate) fn hit(&self, request: &Target<'_>) -> Option<FaultKind> {
        let mut rules = self.lock();
        let place = rules.list.iter().position(|rule| rule.matches(request))?;
        let rule = &mut rules.list[place];
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        if fastrand::f64() >= rule.probability {
            return None;
        }
        rule.applied += 1;
        let fault = rule.fault.clone();
        if rule.times.is_some_and(|times| rule.applied >= times) {
            rules.list.remove(place);
        }
        Some(fault)
    }
}

/// Whether `text` fits `pattern`, in which `*` stands for any characters.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Real milliseconds.
pub(crate) fn millis(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATE: Target<'_> = Target {
        webhook: false,
        provider: Provider::Ultravox,
        method: "POST",
        path: "/api/calls",
        operation: "create",
    };

    #[test]
    fn a_pattern_fits_whole_paths() {
        assert!(fits("/api/calls", "/api/calls"));
        assert!(!fits("/api/calls", "/api/calls/1"));
        assert!(fits("/api/*/messages", "/api/calls/1/messages"));
        assert!(fits("*", "/anything"));
        assert!(!fits("/a*b*c", "/a-c"));
    }

    #[test]
    fn a_rule_skips_applies_and_goes() {
        let faults = Faults::default();
        faults.add(
            FaultRule::new(FaultKind::Refuse)
                .operation("create")
                .skip(1)
                .times(1),
        );
        assert_eq!(faults.hit(&CREATE), None);
        assert_eq!(faults.hit(&CREATE), Some(FaultKind::Refuse));
        assert_eq!(faults.hit(&CREATE), None);
        assert!(faults.list().is_empty());
    }

    #[test]
    fn rules_for_webhooks_do_not_touch_requests() {
        let faults = Faults::default();
        faults.add(FaultRule::new(FaultKind::WebhookMissing));
        assert_eq!(faults.hit(&CREATE), None);
        let hook = Target {
            webhook: true,
            ..CREATE
        };
        assert_eq!(faults.hit(&hook), Some(FaultKind::WebhookMissing));
    }

    #[test]
    fn a_rule_reads_from_json() {
        let rule: FaultRule = serde_json::from_str(
            r#"{"provider":"twilio","path":"*/Calls.json","times":2,
                "fault":{"kind":"status","status":503,"retryAfter":3,"httpDate":true}}"#,
        )
        .unwrap();
        assert_eq!(rule.provider, Some(Provider::Twilio));
        assert!(matches!(
            rule.fault,
            FaultKind::Status {
                status: 503,
                retry_after: Some(3),
                http_date: true,
                ..
            }
        ));
    }
}
