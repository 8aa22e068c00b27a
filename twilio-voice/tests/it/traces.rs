//! What is logged, and what is not.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::format::FmtSpan;

use crate::support::{self, CALL, CALLS, FROM, TO, TOKEN, json, on};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_leaves_a_span_without_secrets() {
    let (server, client) = support::start().await;
    on("POST", CALLS)
        .respond_with(json(
            429,
            include_str!("../fixtures/calls/too_many_requests.json"),
        ))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    let answer = json(201, include_str!("../fixtures/calls/queued.json"))
        .insert_header("Twilio-Request-Id", "RQ1");
    on("POST", CALLS).respond_with(answer).mount(&server).await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    client.calls().create(&support::hello()).await.unwrap();
    drop(guard);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let closed = text
        .lines()
        .find(|line| line.contains("twilio{") && line.contains("close"))
        .expect(&text);
    for part in [
        "method=\"POST\"",
        "path=\"/2010-04-01/Accounts/{AccountSid}/Calls.json\"",
        "status=429",
        "status=201",
        "attempts=2",
        "request_id=\"RQ1\"",
        "duration_ms=",
    ] {
        assert!(closed.contains(part), "{part}: {closed}");
    }
    for secret in [TO, FROM, TOKEN, CALL, "Hello."] {
        assert!(
            !text
                .lines()
                .any(|line| line.contains("twilio") && line.contains(secret)),
            "{secret}: {text}"
        );
    }
}
