//! When and how soon a request is sent again.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use crate::{Error, request::Class};

/// How often and how fast failed requests are repeated.
///
/// The pause before repetition *n* is a random part of `base_delay · 2ⁿ⁻¹`, at most `max_delay`; if Twilio says
/// how long to wait, that is done instead. Whatever the policy, the total timeout and the retry budget of the
/// client bound it, and a request that creates something is repeated only if it provably did not happen.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub struct RetryPolicy {
    max_retries: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// Three repetitions, pauses from 250 ms up to 8 s.
    pub const fn new() -> Self {
        Self {
            max_retries: 3,
            base_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(8),
        }
    }

    /// No repetition.
    pub const fn none() -> Self {
        Self::new().max_retries(0)
    }

    /// How often a request is repeated, so it is sent at most `retries + 1` times.
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Upper bound of the first pause.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Upper bound of every pause that Twilio does not ask for.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The pause after `attempts` attempts; `random` is in 0..1.
    fn back_off(&self, attempts: u32, random: f64) -> Duration {
        let doubled = 2_u32
            .checked_pow(attempts.saturating_sub(1))
            .unwrap_or(u32::MAX);
        self.base_delay
            .saturating_mul(doubled)
            .min(self.max_delay)
            .mul_f64(random)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// Repetitions that may still be made, shared by every clone of a client, so that an outage is not multiplied: a
/// repetition takes one, ten successes give one back.
#[derive(Debug)]
pub(crate) struct Budget {
    tenths: AtomicU32,
    full: u32,
}

impl Budget {
    const RETRY: u32 = 10;

    pub(crate) fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(Self::RETRY);
        Self {
            tenths: AtomicU32::new(full),
            full,
        }
    }

    fn take(&self) -> bool {
        self.update(|tenths| tenths.checked_sub(Self::RETRY))
    }

    pub(crate) fn give_back(&self) {
        self.update(|tenths| (tenths < self.full).then(|| tenths + 1));
    }

    fn update(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}

/// The attempts of one request.
#[derive(Debug)]
pub(crate) struct Attempts<'a> {
    policy: &'a RetryPolicy,
    budget: &'a Budget,
    class: Class,
    /// How many attempts failed.
    failed: u32,
    /// Whether one of them may have been applied.
    ambiguous: bool,
}

impl<'a> Attempts<'a> {
    pub(crate) fn new(policy: &'a RetryPolicy, budget: &'a Budget, class: Class) -> Self {
        Self {
            policy,
            budget,
            class,
            failed: 0,
            ambiguous: false,
        }
    }

    /// The pause before the next attempt, or the error to report if there is none. `left` is what remains of the
    /// total timeout.
    pub(crate) fn after(&mut self, error: Error, left: Duration) -> Result<Duration, Error> {
        self.failed = self.failed.saturating_add(1);
        let error = if self.ambiguous {
            error.after_ambiguous_attempt()
        } else {
            error
        };
        self.ambiguous = error.may_have_been_applied();
        let allowed = match self.class {
            Class::Idempotent => error.is_transient(),
            Class::Create => error.is_transient() && !self.ambiguous,
        };
        if !allowed || self.failed > self.policy.max_retries {
            return Err(error);
        }
        let pause = error
            .retry_after()
            .unwrap_or_else(|| self.policy.back_off(self.failed, fastrand::f64()));
        if pause >= left || !self.budget.take() {
            return Err(error);
        }
        Ok(pause)
    }

    /// How many attempts were made, the running one included.
    pub(crate) fn made(&self) -> u32 {
        self.failed.saturating_add(1)
    }
}

/// Reads a `Retry-After` header: seconds, with or without decimals, or a date. Dates in the past mean now.
pub(crate) fn parse_retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits(whole) && digits(fraction) {
        // Only the number of digits can make this fail, and then the wait is longer than anyone waits.
        let seconds = whole.parse().unwrap_or(u64::MAX);
        let millis = format!("{fraction:0<3}")[..3].parse().unwrap_or(0);
        return Some(Duration::from_secs(seconds).saturating_add(Duration::from_millis(millis)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Error, api_error::ApiError, transport_error::TransportError};

    const LONG: Duration = Duration::from_secs(60);

    fn answered(status: u16, retry_after: Option<u64>) -> Error {
        Error::Api(Box::new(ApiError {
            status,
            code: None,
            message: None,
            more_info: None,
            method: "GET",
            path: "/",
            request_id: None,
            retry_after: retry_after.map(Duration::from_secs),
            earlier_may_have_been_applied: false,
        }))
    }

    fn repeats(class: Class, error: Error) -> bool {
        Attempts::new(&RetryPolicy::new(), &Budget::new(10), class)
            .after(error, LONG)
            .is_ok()
    }

    #[test]
    fn a_create_is_repeated_only_if_it_provably_did_not_happen() {
        assert!(repeats(Class::Create, TransportError::connect(None).into()));
        assert!(repeats(Class::Create, answered(429, None)));
        assert!(!repeats(Class::Create, answered(503, Some(1))));
        assert!(!repeats(Class::Create, answered(500, Some(1))));
        assert!(!repeats(Class::Create, TransportError::timeout().into()));
        assert!(!repeats(Class::Create, answered(400, None)));
    }

    #[test]
    fn everything_else_is_repeated_after_any_transient_error() {
        assert!(repeats(Class::Idempotent, TransportError::timeout().into()));
        assert!(repeats(Class::Idempotent, answered(500, None)));
        assert!(!repeats(Class::Idempotent, answered(404, None)));
        assert!(!repeats(
            Class::Idempotent,
            TransportError::too_large().into()
        ));
    }

    #[test]
    fn an_ambiguous_attempt_is_remembered() {
        let (policy, budget) = (RetryPolicy::new().max_retries(1), Budget::new(10));
        let mut attempts = Attempts::new(&policy, &budget, Class::Idempotent);
        attempts
            .after(TransportError::timeout().into(), LONG)
            .unwrap();
        let error = attempts.after(answered(429, None), LONG).unwrap_err();
        assert!(error.may_have_been_applied());
    }

    #[test]
    fn a_wait_longer_than_what_is_left_is_not_begun() {
        let (policy, budget) = (RetryPolicy::new(), Budget::new(10));
        let mut attempts = Attempts::new(&policy, &budget, Class::Idempotent);
        assert!(attempts.after(answered(429, Some(60)), LONG).is_err());
        assert_eq!(
            attempts.after(answered(429, Some(59)), LONG).unwrap(),
            Duration::from_secs(59)
        );
    }

    #[test]
    fn the_budget_is_shared_and_refilled_by_success() {
        let budget = Budget::new(1);
        assert!(budget.take() && !budget.take());
        (0..9).for_each(|_| budget.give_back());
        assert!(!budget.take());
        (0..100).for_each(|_| budget.give_back());
        assert!(budget.take() && !budget.take());
    }

    #[test]
    fn pauses_double_up_to_a_bound() {
        let policy = RetryPolicy::new()
            .base_delay(Duration::from_secs(1))
            .max_delay(Duration::from_secs(5));
        let pauses = [1, 2, 3, 4, 40].map(|attempts| policy.back_off(attempts, 1.0).as_secs());
        assert_eq!(pauses, [1, 2, 4, 5, 5]);
        assert_eq!(policy.back_off(3, 0.5), Duration::from_secs(2));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = httpdate::parse_http_date("Fri, 20 Nov 2026 12:00:00 GMT").unwrap();
        for (text, expected) in [
            ("0", Some(0)),
            ("7", Some(7_000)),
            (" 1.5 ", Some(1_500)),
            ("Fri, 20 Nov 2026 12:00:30 GMT", Some(30_000)),
            ("Fri, 20 Nov 2026 11:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(
                parse_retry_after(text, now),
                expected.map(Duration::from_millis),
                "{text}"
            );
        }
        assert!(parse_retry_after(&"9".repeat(40), now).unwrap() > LONG);
    }

    proptest! {
        #[test]
        fn no_retry_after_panics(text in ".*", digits in "[0-9]{0,40}(\\.[0-9]{0,40})?") {
            parse_retry_after(&text, SystemTime::now());
            parse_retry_after(&digits, SystemTime::now());
        }
    }
}
