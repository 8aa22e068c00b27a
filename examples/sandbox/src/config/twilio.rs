//! Switches of the Twilio side.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Secret;
use crate::duration;

/// The Twilio side. Fields marked *uncertain* set what the provider does not document.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct TwilioConfig {
    /// Accounts that are accepted. Empty, the default: every `AC…` with every token; the token
    /// an account used last signs its webhooks.
    pub accounts: Vec<TwilioAccount>,
    /// Account SIDs whose credentials are test credentials: magic numbers, nothing is dialled.
    pub test_accounts: Vec<String>,
    /// Calls per account that leave the queue in one second. Default 1; `None`: no queue.
    pub calls_per_second: Option<f64>,
    /// From leaving the queue to dialling. Default 100 ms.
    #[serde(with = "duration")]
    pub dial_delay: Duration,
    /// From dialling to ringing. Default 400 ms.
    #[serde(with = "duration")]
    pub ring_delay: Duration,
    /// What a called number does that is not in `numbers`. Default: answers after 1 s.
    pub callee: Callee,
    /// What single called numbers do.
    pub numbers: HashMap<String, Callee>,
    /// State after `Status=completed` on a queued or ringing call. *Uncertain*, default canceled.
    pub after_ringing_end: AfterRingingEnd,
    /// Answer to `Status=canceled` on a call in progress. *Uncertain*, default unchanged.
    pub cancel_in_progress: CancelInProgress,
    /// From the accepted `Status=completed` to the end of a call in progress. *Uncertain*,
    /// default 0: the answer shows it.
    #[serde(with = "duration")]
    pub end_delay: Duration,
    /// `StartTime` filters also find calls that are not dialled yet and have no start time.
    /// *Uncertain*, default false.
    pub start_time_finds_queued: bool,
    /// How long a new call is missing from lists. *Uncertain*, default 0.
    #[serde(with = "duration")]
    pub list_lag: Duration,
    /// From when an updated `TimeLimit` counts. *Uncertain*, default from the answer.
    pub time_limit_from: TimeLimitFrom,
    /// Longest call without `TimeLimit`. *Uncertain*, default 4 h.
    #[serde(with = "duration")]
    pub time_limit: Duration,
    /// Added to the ring `Timeout` (Twilio may add up to 5 s). Default 0.
    #[serde(with = "duration")]
    pub timeout_slack: Duration,
    /// Millionths of a dollar per started minute. Default 14,000.
    pub price_per_minute_micros: u64,
    /// From the answer to the decision whether a machine has answered. Default 2 s.
    #[serde(with = "duration")]
    pub detection_delay: Duration,
    /// From the end of a call to its `price`. Default 1 s.
    #[serde(with = "duration")]
    pub price_delay: Duration,
    /// Requests of one account answered at the same time; more get 429. Size *uncertain*,
    /// default 100.
    pub concurrent_requests: Option<usize>,
    /// HTTP status of error 20009, delete of a live call. *Uncertain*, default 409.
    pub delete_live_status: u16,
    /// `<Stream url>` may be `ws://`, which the provider refuses (31922). Default true.
    pub plain_sockets: bool,
}

impl Default for TwilioConfig {
    fn default() -> Self {
        Self {
            accounts: Vec::new(),
            test_accounts: Vec::new(),
            calls_per_second: Some(1.0),
            dial_delay: Duration::from_millis(100),
            ring_delay: Duration::from_millis(400),
            callee: Callee::default(),
            numbers: HashMap::new(),
            after_ringing_end: AfterRingingEnd::Canceled,
            cancel_in_progress: CancelInProgress::Unchanged,
            end_delay: Duration::ZERO,
            start_time_finds_queued: false,
            list_lag: Duration::ZERO,
            time_limit_from: TimeLimitFrom::Answer,
            time_limit: Duration::from_secs(4 * 3600),
            timeout_slack: Duration::ZERO,
            price_per_minute_micros: 14_000,
            detection_delay: Duration::from_secs(2),
            price_delay: Duration::from_secs(1),
            concurrent_requests: Some(100),
            delete_live_status: 409,
            plain_sockets: true,
        }
    }
}

/// One account and what may sign in to it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TwilioAccount {
    /// `AC…`
    pub sid: String,
    /// Signs the webhooks.
    pub auth_token: Secret,
    /// API keys of the account, `SK…` to secret.
    #[serde(default)]
    pub api_keys: HashMap<String, Secret>,
}

/// State after `Status=completed` on a call that was not answered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum AfterRingingEnd {
    /// `canceled`
    Canceled,
    /// `completed`
    Completed,
}

/// Answer to `Status=canceled` on a call in progress.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum CancelInProgress {
    /// 200, nothing happens.
    Unchanged,
    /// 400 with error 21220.
    Refused,
}

/// From when an updated `TimeLimit` counts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum TimeLimitFrom {
    /// From the moment the call was answered.
    Answer,
    /// From the update.
    Update,
}

/// What the person at a number does when called.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Callee {
    /// How ringing ends.
    pub outcome: Outcome,
    /// Ringing time before that; not used by [`Outcome::NoAnswer`].
    #[serde(with = "duration")]
    pub after: Duration,
    /// Hangs up so long after answering. `None`: never.
    #[serde(with = "duration::option")]
    pub hangs_up_after: Option<Duration>,
    /// Speaks (a tone): one second in every four. Otherwise the line is silent.
    pub speaks: bool,
    /// What is said or keyed at each `<Gather>`, in turn; then nothing.
    pub inputs: Vec<CalleeInput>,
    /// What the detection of answering machines finds.
    pub answered_by: AnsweredBy,
}

impl Default for Callee {
    fn default() -> Self {
        Self::answers(Duration::from_secs(1))
    }
}

impl Callee {
    fn new(outcome: Outcome, after: Duration) -> Self {
        Self {
            outcome,
            after,
            hangs_up_after: None,
            speaks: false,
            inputs: Vec::new(),
            answered_by: AnsweredBy::Human,
        }
    }

    /// Answers after ringing for `after`, stays silent and never hangs up.
    #[must_use]
    pub fn answers(after: Duration) -> Self {
        Self::new(Outcome::Answer, after)
    }

    /// Is busy; known after `after`.
    #[must_use]
    pub fn busy(after: Duration) -> Self {
        Self::new(Outcome::Busy, after)
    }

    /// Never answers.
    #[must_use]
    pub fn no_answer() -> Self {
        Self::new(Outcome::NoAnswer, Duration::ZERO)
    }

    /// Cannot be reached; known after `after`.
    #[must_use]
    pub fn failed(after: Duration) -> Self {
        Self::new(Outcome::Failed, after)
    }

    /// Hangs up `after` the answer.
    #[must_use]
    pub fn hangs_up_after(mut self, after: Duration) -> Self {
        self.hangs_up_after = Some(after);
        self
    }

    /// Speaks one second in every four.
    #[must_use]
    pub fn speaks(mut self) -> Self {
        self.speaks = true;
        self
    }

    /// Somebody or something else answers.
    #[must_use]
    pub fn answered_by(mut self, who: AnsweredBy) -> Self {
        self.answered_by = who;
        self
    }

    /// Adds what is said or keyed at the next `<Gather>`.
    #[must_use]
    pub fn input(mut self, input: CalleeInput) -> Self {
        self.inputs.push(input);
        self
    }
}

/// How ringing ends.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The call is answered.
    #[default]
    Answer,
    /// Busy signal.
    Busy,
    /// Rings until `Timeout`.
    NoAnswer,
    /// The carrier cannot place it.
    Failed,
}

/// Who or what answers a call.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnsweredBy {
    /// A person.
    #[default]
    Human,
    /// An answering machine, which speaks for four seconds and then beeps.
    Machine,
    /// A fax.
    Fax,
    /// Nothing that can be told apart in time.
    Unknown,
}

/// What a callee does at a `<Gather>`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct CalleeInput {
    /// Keys pressed.
    pub digits: Option<String>,
    /// Words said, as the speech recognition returns them.
    pub speech: Option<String>,
    /// Time from the end of the prompt to the end of the input.
    #[serde(with = "duration")]
    pub after: Duration,
    /// Only with `<ConversationRelay>`: does not wait for the end of what is being said, `after`
    /// counts from its beginning.
    pub interrupts: bool,
}

impl CalleeInput {
    /// Presses `digits`.
    #[must_use]
    pub fn digits(digits: &str) -> Self {
        Self {
            digits: Some(digits.to_owned()),
            ..Self::default()
        }
    }

    /// Does so after `time`.
    #[must_use]
    pub fn after(mut self, time: Duration) -> Self {
        self.after = time;
        self
    }

    /// Does not wait for the end of what is being said.
    #[must_use]
    pub fn interrupts(mut self) -> Self {
        self.interrupts = true;
        self
    }

    /// Says `words`.
    #[must_use]
    pub fn speech(words: &str) -> Self {
        Self {
            speech: Some(words.to_owned()),
            ..Self::default()
        }
    }
}
