//! What every test uses.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::{SinkExt, StreamExt};
use sandbox::{ClockMode, Config, Control, Sandbox};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub(crate) const KEY: &str = concat!("abcd1234", ".", "00000000000000000000000000000000");
pub(crate) const ACCOUNT: &str = "AC00000000000000000000000000000001";
pub(crate) const TOKEN: &str = "12345";
pub(crate) const TO: &str = "+14155550100";
pub(crate) const FROM: &str = "+14155550101";

/// A running sandbox and a client for it.
pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    pub(crate) control: Control,
    pub(crate) http: reqwest::Client,
}

/// A quick agent that waits for the user, without delays.
pub(crate) fn quick() -> Config {
    let mut config = Config::instant();
    config.ultravox.agent.greeting = String::new();
    config.ultravox.agent.thinking = Duration::from_millis(40);
    config.ultravox.agent.per_character = Duration::from_millis(2);
    config
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// A sandbox without delays.
pub(crate) async fn instant() -> Rig {
    start(Config::instant()).await
}

/// A sandbox whose time stands still.
pub(crate) fn manual() -> Config {
    let mut config = Config {
        clock: ClockMode::Manual,
        ..Config::default()
    };
    config.ultravox.requests_per_second = None;
    config
}

pub(crate) async fn start(config: Config) -> Rig {
    let sandbox = Sandbox::start(config).await.unwrap();
    Rig {
        control: sandbox.control(),
        sandbox,
        http: client(),
    }
}

pub(crate) fn client() -> reqwest::Client {
    // Another test may have been first.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

impl Rig {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        read(request.send().await.unwrap()).await
    }

    pub(crate) async fn ultravox(&self, method: &str, path: &str, body: Value) -> Answer {
        self.send(self.ultravox_request(method, path, body)).await
    }

    pub(crate) fn ultravox_request(
        &self,
        method: &str,
        path: &str,
        body: Value,
    ) -> reqwest::RequestBuilder {
        let method: Method = method.parse().unwrap();
        let request = self
            .http
            .request(method, self.url(path))
            .header("X-API-Key", KEY);
        if body.is_null() {
            request
        } else {
            request.json(&body)
        }
    }

    /// Creates a call and returns its id.
    pub(crate) async fn call(&self, body: Value) -> String {
        let answer = self.ultravox("POST", "/api/calls", body).await;
        assert_eq!(answer.status, 201, "{:?}", answer.body);
        answer.body["callId"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn shown(&self, id: &str) -> Value {
        self.ultravox("GET", &format!("/api/calls/{id}"), Value::Null)
            .await
            .body
    }

    /// A list that belongs to the call.
    pub(crate) async fn part(&self, id: &str, what: &str) -> Vec<Value> {
        let path = format!("/api/calls/{id}/{what}");
        let body = self.ultravox("GET", &path, Value::Null).await.body;
        match &body["results"] {
            Value::Array(results) => results.clone(),
            _ => body.as_array().cloned().unwrap(),
        }
    }

    pub(crate) async fn hang_up(&self, id: &str) -> u16 {
        let path = format!("/api/calls/{id}/send_data_message");
        let body = serde_json::json!({"type": "hang_up"});
        self.ultravox("POST", &path, body).await.status
    }

    pub(crate) fn twilio_request(
        &self,
        method: &str,
        path: &str,
        form: &[(&str, &str)],
    ) -> reqwest::RequestBuilder {
        let method: Method = method.parse().unwrap();
        let url = self.url(&format!("/2010-04-01/Accounts/{ACCOUNT}{path}"));
        let request = self
            .http
            .request(method, url)
            .basic_auth(ACCOUNT, Some(TOKEN));
        if form.is_empty() {
            return request;
        }
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(body.finish())
    }

    pub(crate) async fn twilio(&self, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(self.twilio_request(method, path, form)).await
    }

    /// Places a call with inline TwiML and returns its SID.
    pub(crate) async fn place(&self, twiml: &str, more: &[(&str, &str)]) -> String {
        let mut form = vec![("To", TO), ("From", FROM), ("Twiml", twiml)];
        form.extend_from_slice(more);
        let answer = self.twilio("POST", "/Calls.json", &form).await;
        assert_eq!(answer.status, 201, "{:?}", answer.body);
        answer.body["sid"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn status(&self, sid: &str) -> String {
        let answer = self.twilio("GET", &format!("/Calls/{sid}.json"), &[]).await;
        answer.body["status"].as_str().unwrap().to_owned()
    }

    pub(crate) fn state(&self, id: &str) -> String {
        self.control.call(id).unwrap().state
    }

    pub(crate) async fn until_state(&self, id: &str, state: &str) {
        let wanted = format!("{id} is {state}");
        until(&wanted, || async { self.state(id) == state }).await;
    }

    pub(crate) async fn advance(&self, seconds: f64) {
        self.control
            .advance(Duration::from_secs_f64(seconds))
            .await
            .unwrap();
    }
}

pub(crate) async fn read(response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let text = response.text().await.unwrap();
    Answer {
        status,
        headers,
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

/// Waits until `test` holds, for at most ten seconds.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut test: impl FnMut() -> F) {
    let start = Instant::now();
    while !test().await {
        assert!(start.elapsed() < Duration::from_secs(10), "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A request that an application received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// Value of a form parameter.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        self.params()
            .into_iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn params(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(&self.body).into_owned().collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// An application that remembers what it is asked.
pub(crate) struct Application {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Application {
    /// Answers by `answer`, which sees the request and how many came before it.
    pub(crate) async fn start<F>(answer: F) -> Self
    where
        F: Fn(&Received, usize) -> Response + Clone + Send + Sync + 'static,
    {
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        let handler = move |request: Request| async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            let one = Received {
                method: parts.method.to_string(),
                path: parts.uri.to_string(),
                headers: parts.headers,
                body: body.to_vec(),
            };
            let before = {
                let mut all = kept.lock().unwrap();
                all.push(one.clone());
                all.len() - 1
            };
            answer(&one, before)
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            axum::serve(listener, Router::new().fallback(handler))
                .await
                .unwrap();
        });
        Self { url, received }
    }

    /// Answers everything with 204.
    pub(crate) async fn quiet() -> Self {
        Self::start(|_, _| StatusCode::NO_CONTENT.into_response()).await
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Waits for `count` requests.
    pub(crate) async fn wait(&self, count: usize) -> Vec<Received> {
        let wanted = format!("{count} requests");
        until(&wanted, || async { self.received().len() >= count }).await;
        self.received()
    }
}

/// TwiML as an application answers it.
pub(crate) fn twiml(text: &str) -> Response {
    (
        [("Content-Type", "text/xml")],
        format!("<Response>{text}</Response>"),
    )
        .into_response()
}

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub(crate) fn pcm_call() -> Value {
    json!({"medium": {"serverWebSocket": {"inputSampleRate": 8000}}})
}

pub(crate) async fn join(rig: &Rig, body: Value) -> (String, Socket) {
    let id = rig.call(body).await;
    let url = rig.shown(&id).await["joinUrl"].as_str().unwrap().to_owned();
    let (socket, _) = connect_async(format!("{url}?clientVersion=test&apiVersion=1"))
        .await
        .unwrap();
    (id, socket)
}

/// 20 ms at 8 kHz.
pub(crate) fn frame(level: i16) -> Message {
    let samples = (0..160).map(|n| if n % 2 == 0 { level } else { -level });
    Message::Binary(
        samples
            .flat_map(i16::to_le_bytes)
            .collect::<Vec<u8>>()
            .into(),
    )
}

/// Reads until `wanted` says yes; returns what came before, and that.
pub(crate) async fn read_until(
    socket: &mut Socket,
    mut wanted: impl FnMut(&Message) -> bool,
) -> Vec<Message> {
    let mut seen = Vec::new();
    let reading = async {
        while let Some(Ok(message)) = socket.next().await {
            let found = wanted(&message);
            seen.push(message);
            if found {
                return;
            }
        }
        seen.retain(|message: &Message| !message.is_binary());
        panic!("the socket closed first: {seen:?}");
    };
    tokio::time::timeout(Duration::from_secs(10), reading)
        .await
        .expect("in time");
    seen
}

pub(crate) fn kind(message: &Message) -> String {
    let json: Value = match message {
        Message::Text(text) => serde_json::from_str(text).unwrap(),
        _ => return String::new(),
    };
    json["type"].as_str().unwrap_or_default().to_owned()
}

pub(crate) fn transcript(message: &Message) -> Option<(String, String, bool)> {
    let Message::Text(text) = message else {
        return None;
    };
    let json: Value = serde_json::from_str(text).unwrap();
    (json["type"] == "transcript").then(|| {
        let text = |name: &str| json[name].as_str().unwrap().to_owned();
        (text("role"), text("text"), json["final"] == true)
    })
}

/// The next data message of this type.
pub(crate) async fn message(socket: &mut Socket, wanted: &str) -> Value {
    let seen = read_until(socket, |message| kind(message) == wanted).await;
    json(&seen[seen.len() - 1])
}

pub(crate) fn json(message: &Message) -> Value {
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}

/// What the agent says next, to its end.
pub(crate) async fn said(socket: &mut Socket) -> String {
    let mut said = String::new();
    read_until(socket, |message| match transcript(message) {
        Some((role, text, true)) if role == "agent" => {
            said = text;
            true
        }
        _ => false,
    })
    .await;
    said
}

pub(crate) async fn send(socket: &mut Socket, message: Value) {
    socket
        .send(Message::text(message.to_string()))
        .await
        .unwrap();
}

/// The user writes.
pub(crate) async fn write(socket: &mut Socket, text: &str) {
    send(socket, json!({"type": "user_text_message", "text": text})).await;
}
