//! What all tests share.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use ultravox_client::{
    CallId, CallStageId, Client, ClientBuilder, Error, RetryPolicy, test_util::MockUltravox,
};
use wiremock::{
    Mock, MockBuilder, MockServer, ResponseTemplate,
    matchers::{header, method, path},
};

pub(crate) const KEY: &str = concat!("abcdefgh", ".", "01234567890123456789012345678901");
pub(crate) const CALL: &str = "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23";
pub(crate) const AGENT: &str = "a2b9e4c0-1f6d-4e57-8c3a-5d7e9f0b1c22";
pub(crate) const STAGE: &str = "b4d1f7a3-0c95-4e26-9f38-6a1e8d5c7b44";

pub(crate) fn call_id() -> CallId {
    CALL.parse().unwrap()
}

pub(crate) fn stage_id() -> CallStageId {
    STAGE.parse().unwrap()
}

/// Other crates of the tests turn on rustls in reqwest, which then wants a provider even if this crate asks for no TLS.
fn provide_tls() {
    // Whoever was first has installed the same one.
    drop(rustls::crypto::ring::default_provider().install_default());
}

/// A double that any set of features can talk to.
pub(crate) async fn double() -> MockUltravox {
    provide_tls();
    MockUltravox::start().await
}

/// A client that repeats up to three times, almost at once.
pub(crate) fn builder(url: &str) -> ClientBuilder {
    provide_tls();
    let policy = RetryPolicy::new().base_delay(Duration::from_millis(1));
    Client::builder(KEY).base_url(url).retry(policy)
}

pub(crate) async fn start() -> (MockServer, Client) {
    let server = MockServer::start().await;
    let client = builder(&server.uri()).build().unwrap();
    (server, client)
}

/// A request as this client must send it.
pub(crate) fn on(verb: &str, at: impl Into<String>) -> MockBuilder {
    Mock::given(method(verb))
        .and(path(at))
        .and(header("x-api-key", KEY))
}

pub(crate) fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// The path of [`CALL`], followed by `rest`.
pub(crate) fn call_path(rest: &str) -> String {
    format!("/api/calls/{CALL}{rest}")
}

pub(crate) fn is_invalid(error: &Error, field: &str) -> bool {
    matches!(error, Error::InvalidRequest(problem) if problem.starts_with(&format!("{field}: ")))
}

/// What a server that wiremock cannot play does with each request.
#[derive(Clone, Copy)]
pub(crate) enum Trick {
    /// Closes the connection.
    Close,
    /// Says nothing for a long time.
    Hang,
    /// Writes this and closes the connection.
    Write(&'static str),
}

/// A server that plays one trick for each request, the last one over and over.
pub(crate) struct Trickster {
    pub(crate) url: String,
    seen: Arc<AtomicUsize>,
}

impl Trickster {
    pub(crate) async fn start(tricks: &'static [Trick]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&counter), tricks));
            }
        });
        Self { url, seen }
    }

    /// How many requests arrived in full.
    pub(crate) fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }
}

async fn serve(mut socket: TcpStream, seen: Arc<AtomicUsize>, tricks: &'static [Trick]) {
    if read_request(&mut socket).await.is_none() {
        return;
    }
    let index = seen.fetch_add(1, Ordering::SeqCst);
    match tricks[index.min(tricks.len() - 1)] {
        Trick::Close => {}
        Trick::Hang => tokio::time::sleep(Duration::from_secs(60)).await,
        Trick::Write(answer) => {
            socket.write_all(answer.as_bytes()).await.unwrap();
            socket.shutdown().await.unwrap();
        }
    }
}

async fn read_request(socket: &mut TcpStream) -> Option<()> {
    let mut request = Vec::new();
    loop {
        let read = socket.read_buf(&mut request).await.ok()?;
        if read == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&request).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.trim().parse().unwrap()) {
            return Some(());
        }
    }
}
