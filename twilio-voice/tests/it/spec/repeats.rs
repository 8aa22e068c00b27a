//! What is sent again after an answer that leaves open what happened, and what is not, operation by operation.

use std::time::Duration;

use twilio_voice::{Error, RetryPolicy};
use wiremock::{Mock, MockServer, Respond, matchers::any};

use super::operations::{self, Run};
use crate::support::{self, json};

/// Creates that may be sent again: Twilio knows the second one by its key, or it sets what is set already.
const REPEATED: [&str; 2] = [
    "CreatePayments",
    "CreateDialingPermissionsCountryBulkUpdate",
];

/// What comes of an operation, and how often it was sent. It may be repeated twice.
async fn sent(run: &Run, answer: impl Respond + 'static) -> (Result<String, Error>, usize) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let retry = RetryPolicy::new().max_retries(2).base_delay(Duration::ZERO);
    let client = support::client(&server.uri()).retry(retry).build().unwrap();
    let result = (run.run)(client).await;
    (result, server.received_requests().await.unwrap().len())
}

#[tokio::test]
async fn a_create_that_may_have_been_applied_is_not_sent_again() {
    let runs = operations::all();
    let creates = runs.iter().filter(|run| run.id.starts_with("Create"));
    for run in creates {
        for status in [408, 500, 502, 503, 504] {
            let (result, count) = sent(run, json(status, "{}")).await;
            let error = result.unwrap_err();
            assert!(error.may_have_been_applied(), "{}: {status}", run.id);
            let repeated = status != 408 && REPEATED.contains(&run.id);
            assert_eq!(count, if repeated { 3 } else { 1 }, "{}: {status}", run.id);
        }
        let (_, count) = sent(run, json(201, "{")).await;
        assert_eq!(count, 1, "{}: an answer that breaks off", run.id);
    }
}

#[tokio::test]
async fn what_was_refused_for_its_number_is_sent_again() {
    for run in operations::all() {
        let (result, count) = sent(&run, json(429, "{}")).await;
        assert!(!result.unwrap_err().may_have_been_applied(), "{}", run.id);
        assert_eq!(count, 3, "{}", run.id);
    }
}

#[tokio::test]
async fn what_only_looks_is_sent_again() {
    let runs = operations::all();
    let looks = |run: &&Run| {
        ["Fetch", "List"]
            .iter()
            .any(|verb| run.id.starts_with(verb))
    };
    for run in runs.iter().filter(looks) {
        let (_, count) = sent(run, json(503, "{}")).await;
        assert_eq!(count, 3, "{}", run.id);
    }
}

#[tokio::test]
async fn what_is_gone_after_a_lost_answer_counts_as_deleted() {
    let runs = operations::all();
    // The participant is named by a label there, which another may have the second time.
    let deletes =
        (runs.iter()).filter(|run| run.id.starts_with("Delete") && run.id != "DeleteParticipant");
    let not_found = || json(404, include_str!("../../fixtures/calls/not_found.json"));
    for run in deletes {
        let first = std::sync::atomic::AtomicBool::new(true);
        let lost = move |_: &wiremock::Request| match first
            .swap(false, std::sync::atomic::Ordering::Relaxed)
        {
            true => json(502, "<html>"),
            false => not_found(),
        };
        let (result, count) = sent(run, lost).await;
        assert!(result.is_ok(), "{}: {result:?}", run.id);
        assert_eq!(count, 2, "{}", run.id);
        let (result, count) = sent(run, not_found()).await;
        assert!(result.unwrap_err().is_not_found(), "{}", run.id);
        assert_eq!(count, 1, "{}", run.id);
    }
}
