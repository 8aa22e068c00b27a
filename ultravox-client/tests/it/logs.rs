//! What a request leaves in the logs.

use std::{cell::RefCell, io};

use tracing_subscriber::fmt::format::FmtSpan;
use ultravox_client::calls::CreateCall;
use wiremock::ResponseTemplate;

use crate::support::{KEY, json, on, start};

thread_local! {
    /// Each test runs on a thread of its own.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct ThreadLog;

impl io::Write for ThreadLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_is_one_span_without_secrets() {
    // Not `set_default`: another test that meets a span first would turn it off for all threads.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(|| ThreadLog)
        .init();

    let (server, client) = start().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
    on("POST", "/api/calls")
        .respond_with(busy)
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    let created = json(201, include_str!("../fixtures/calls/created.json"))
        .insert_header("x-request-id", "req-1");
    on("POST", "/api/calls")
        .respond_with(created)
        .expect(1)
        .mount(&server)
        .await;
    let call = CreateCall::new("a secret prompt").metadata("number", "+15550001111");
    client.calls().create(&call).await.unwrap();

    let log = String::from_utf8(LOG.take()).unwrap();
    let own: String = log
        .lines()
        .filter(|line| line.contains("ultravox"))
        .collect();
    for field in [
        "method=\"POST\"",
        "path=\"/api/calls\"",
        "status=201",
        "attempts=2",
        "request_id=\"req-1\"",
        "duration_ms=",
    ] {
        assert!(own.contains(field), "{field} is missing in {own}");
    }
    for secret in [KEY, "a secret prompt", "5550001111", "voice.example"] {
        assert!(!own.contains(secret), "{secret} is in {own}");
    }
}
