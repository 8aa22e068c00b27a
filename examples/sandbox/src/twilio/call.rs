//! One call and what the provider shows of it.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use super::extras::Extras;
use super::run::ToRunner;
use crate::config::Callee;
use crate::control::MediaCount;
use crate::time::Time;
use crate::timers::TimerId;

/// A call, from the request until it is forgotten.
pub(crate) struct Call {
    pub(super) sid: String,
    pub(super) account: String,
    pub(super) parent: Option<u64>,
    pub(super) parent_sid: Option<String>,
    pub(super) direction: &'static str,
    pub(super) status: Status,
    pub(super) created: Time,
    pub(super) updated: Time,
    pub(super) started: Option<Time>,
    pub(super) answered: Option<Time>,
    pub(super) ended: Option<Time>,
    /// What ended it, for the control interface.
    pub(super) cause: Option<String>,
    /// Millionths of a dollar, once known.
    pub(super) price: Option<u64>,
    pub(super) queue_time: Duration,
    pub(super) order: Order,
    pub(super) callee: Callee,
    /// Dialling, ringing, the end of ringing.
    pub(super) progress: Option<TimerId>,
    pub(super) limit: Option<TimerId>,
    pub(super) callee_leaves: Option<TimerId>,
    pub(super) rest_end: Option<TimerId>,
    /// `SequenceNumber` of the next status callback.
    pub(super) sequence: u32,
    pub(super) runner: Option<mpsc::Sender<ToRunner>>,
    /// Resolves when the previous callback was tried.
    pub(super) last_callback: Option<oneshot::Receiver<()>>,
    pub(super) warnings: Vec<String>,
    /// SIDs, oldest first.
    pub(super) recordings: Vec<String>,
    /// What the detection found.
    pub(super) answered_by: Option<&'static str>,
    /// What the last status callback says of the recording of the whole call.
    pub(super) recorded: Vec<(String, String)>,
    pub(super) media: MediaCount,
}

/// What was asked for.
#[derive(Clone)]
pub(crate) struct Order {
    pub(super) to: String,
    pub(super) from: String,
    pub(super) instructions: Instructions,
    pub(super) fallback: Option<Target>,
    pub(super) status_callback: Option<Target>,
    pub(super) events: Vec<String>,
    /// Ringing time.
    pub(super) timeout: Duration,
    /// Length of the call.
    pub(super) time_limit: Duration,
    pub(super) extras: Extras,
}

/// What an answered call does.
#[derive(Clone)]
pub(crate) enum Instructions {
    /// Asks for TwiML.
    Url(Target),
    /// Runs this TwiML.
    Twiml(String),
    /// Nothing: it is connected to its parent.
    Bridge,
}

/// Where a request goes.
#[derive(Clone)]
pub(crate) struct Target {
    pub(super) url: String,
    pub(super) post: bool,
}

/// Where a call is in its life.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Status {
    Queued,
    Ringing,
    InProgress,
    Completed,
    Busy,
    Failed,
    NoAnswer,
    Canceled,
}

impl Status {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::Failed => "failed",
            Self::NoAnswer => "no-answer",
            Self::Canceled => "canceled",
        }
    }

    pub(super) fn is_live(self) -> bool {
        matches!(self, Self::Queued | Self::Ringing | Self::InProgress)
    }
}

/// Millionths of a dollar for `talk`: every started minute.
pub(super) fn cost(talk: Duration, per_minute: u64) -> u64 {
    let minutes = talk.as_micros().div_ceil(60_000_000);
    u64::try_from(minutes)
        .unwrap_or(u64::MAX)
        .saturating_mul(per_minute)
}

impl Call {
    pub(super) fn talk(&self, now: Time) -> Duration {
        self.answered
            .map(|answered| self.ended.unwrap_or(now).since(answered))
            .unwrap_or_default()
    }

    /// Whole seconds, started ones count.
    pub(super) fn duration(&self) -> Option<u64> {
        let completed = self.status == Status::Completed && self.answered.is_some();
        completed.then(|| self.talk(self.updated).as_micros().div_ceil(1_000_000) as u64)
    }

    pub(super) fn uri(&self) -> String {
        format!(
            "/2010-04-01/Accounts/{}/Calls/{}.json",
            self.account, self.sid
        )
    }

    /// The call as the API shows it.
    pub(super) fn json(&self) -> Value {
        let base = self.uri();
        let base = base.trim_end_matches(".json");
        let parts = [
            ("notifications", "Notifications"),
            ("recordings", "Recordings"),
            ("payments", "Payments"),
            ("events", "Events"),
            ("siprec", "Siprec"),
            ("streams", "Streams"),
            ("transcriptions", "Transcriptions"),
            (
                "user_defined_message_subscriptions",
                "UserDefinedMessageSubscriptions",
            ),
            ("user_defined_messages", "UserDefinedMessages"),
        ];
        let parts =
            parts.map(|(name, path)| (name.to_owned(), json!(format!("{base}/{path}.json"))));
        let completed = self.duration();
        json!({
            "sid": self.sid,
            "date_created": self.created.rfc2822(),
            "date_updated": self.updated.rfc2822(),
            "parent_call_sid": self.parent_sid,
            "account_sid": self.account,
            "to": self.order.to,
            "to_formatted": formatted(&self.order.to),
            "from": self.order.from,
            "from_formatted": formatted(&self.order.from),
            "phone_number_sid": null,
            "status": self.status.name(),
            "start_time": self.started.map(Time::rfc2822),
            "end_time": completed.and(self.ended).map(Time::rfc2822),
            "duration": completed.map(|seconds| seconds.to_string()),
            "price": self.price.map(|micros| format!("-{}.{:05}", micros / 1_000_000, micros % 1_000_000 / 10)),
            "price_unit": "USD",
            "direction": self.direction,
            "answered_by": self.answered_by,
            "api_version": "2010-04-01",
            "forwarded_from": null,
            "group_sid": null,
            "caller_name": null,
            "queue_time": self.queue_time.as_millis().to_string(),
            "trunk_sid": null,
            "uri": self.uri(),
            "subresource_uris": Value::Object(parts.into_iter().collect()),
        })
    }

    /// Notes an entry of the debugger; the same one only once.
    pub(super) fn warn(&mut self, text: &str) {
        if self.warnings.len() < 100 && !self.warnings.iter().any(|known| known == text) {
            self.warnings.push(text.to_owned());
        }
    }
}

/// `(415) 867-5309` for North American numbers.
fn formatted(number: &str) -> String {
    match number.strip_prefix("+1") {
        Some(rest) if rest.len() == 10 && rest.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("({}) {}-{}", &rest[..3], &rest[3..6], &rest[6..])
        }
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_started_minute_is_billed() {
        for (seconds, minutes) in [(0, 0), (1, 1), (60, 1), (61, 2)] {
            assert_eq!(cost(Duration::from_secs(seconds), 14_000), minutes * 14_000);
        }
    }

    #[test]
    fn north_american_numbers_are_formatted() {
        assert_eq!(formatted("+14158675309"), "(415) 867-5309");
        assert_eq!(formatted("+4930123456"), "+4930123456");
    }
}
