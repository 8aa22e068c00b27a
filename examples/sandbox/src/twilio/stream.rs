//! The client of a Media Stream: the telephone line on the application's socket.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use reqwest::Url;
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::call::Target;
use super::callbacks::owned;
use super::fetch::{self, signature};
use super::life;
use super::twiml::Stream;
use crate::audio;
use crate::config::CalleeInput;
use crate::control::MediaCount;
use crate::shared::Shared;
use crate::time::Time;

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// One message carries so much.
const FRAME: Duration = Duration::from_millis(20);
const FRAME_BYTES: usize = 160;
/// Ten minutes; what is beyond is discarded.
const MOST_BUFFERED: usize = 600 * 8000;

/// Opens the stream and carries audio until one side ends it. A dropped `stop` ends it from here.
pub(super) async fn run(
    shared: Arc<Shared>,
    number: u64,
    wanted: Stream,
    both_ways: bool,
    inputs: VecDeque<CalleeInput>,
    stop: oneshot::Receiver<()>,
) {
    let stream_sid = life::sid("MZ");
    let opened = open(&shared, number, &wanted, both_ways).await;
    let mut line = match opened {
        Ok(socket) => {
            report(
                &shared,
                number,
                &wanted,
                &stream_sid,
                "stream-started",
                None,
            );
            Line::new(&shared, number, &stream_sid, both_ways, inputs, socket)
        }
        Err(code) => {
            warn(
                &shared,
                number,
                &format!("{code} the stream could not be opened"),
            );
            report(
                &shared,
                number,
                &wanted,
                &stream_sid,
                "stream-error",
                Some(code),
            );
            return;
        }
    };
    let ended = line.carry(&wanted, stop).await;
    line.count();
    match ended {
        Ok(()) => report(
            &shared,
            number,
            &wanted,
            &stream_sid,
            "stream-stopped",
            None,
        ),
        Err(code) => {
            warn(
                &shared,
                number,
                &format!("{code} the stream was broken off"),
            );
            report(
                &shared,
                number,
                &wanted,
                &stream_sid,
                "stream-error",
                Some(code),
            );
        }
    }
}

fn warn(shared: &Arc<Shared>, number: u64, text: &str) {
    if let Some(call) = shared.lock().state.twilio.calls.get_mut(&number) {
        call.warn(text);
    }
}

/// Sends the status callback of the stream.
fn report(
    shared: &Arc<Shared>,
    number: u64,
    wanted: &Stream,
    sid: &str,
    event: &str,
    code: Option<u32>,
) {
    let Some(link) = &wanted.status_callback else {
        return;
    };
    let world = shared.lock();
    let Some(call) = world.state.twilio.calls.get(&number) else {
        return;
    };
    let mut params = owned(&[
        ("AccountSid", &call.account),
        ("CallSid", &call.sid),
        ("StreamSid", sid),
        ("StreamName", wanted.name.as_deref().unwrap_or(sid)),
        ("StreamEvent", event),
        ("Timestamp", &world.now.rfc3339()),
    ]);
    if let Some(code) = code {
        params.extend(owned(&[("StreamError", &format!("{code}"))]));
    }
    let token = world.twilio_token(&call.account);
    let target = Target {
        url: link.url.clone(),
        post: link.post,
    };
    let later = Arc::clone(shared);
    shared.spawn(async move {
        if fetch::request(&later, &token, &target, &params)
            .await
            .is_err()
        {
            warn(&later, number, "15003 the stream status callback failed");
        }
    });
}

/// Opens the socket, or says with which code that failed.
async fn open(
    shared: &Arc<Shared>,
    number: u64,
    wanted: &Stream,
    both_ways: bool,
) -> Result<Socket, u32> {
    if both_ways
        && wanted
            .track
            .as_deref()
            .is_some_and(|track| track != "inbound_track")
    {
        return Err(31_941);
    }
    let mut url = Url::parse(&wanted.url).map_err(|_| 31_923_u32)?;
    let plain = shared.config.twilio.plain_sockets;
    if url.scheme() != "wss" && !(plain && url.scheme() == "ws") {
        return Err(31_922);
    }
    // The query is not sent; parameters travel in the `start` message.
    url.set_query(None);
    url.set_fragment(None);
    let token = {
        let world = shared.lock();
        let account = world
            .state
            .twilio
            .calls
            .get(&number)
            .map(|call| call.account.clone());
        world.twilio_token(&account.unwrap_or_default())
    };
    let place = shared.route(url.as_str());
    let mut request = place.into_client_request().map_err(|_| 31_923_u32)?;
    let signed = signature(&token, url.as_str(), &[]);
    let value = signed.parse().map_err(|_| 31_923_u32)?;
    request.headers_mut().insert("X-Twilio-Signature", value);
    let connecting = tokio_tungstenite::connect_async(request);
    match tokio::time::timeout(Duration::from_secs(5), connecting).await {
        Err(_) => Err(31_901),
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(Error::Io(_))) => Err(31_902),
        Ok(Err(Error::Http(_))) => Err(31_920),
        Ok(Err(Error::Tls(_) | Error::Url(_))) => Err(31_910),
        Ok(Err(_)) => Err(31_924),
    }
}

/// What waits to be played to the callee.
enum Queued {
    Audio(Bytes),
    Mark(String),
}

struct Line {
    shared: Arc<Shared>,
    number: u64,
    stream_sid: String,
    both_ways: bool,
    socket: Socket,
    start: Time,
    sequence: u64,
    chunk: u64,
    queue: VecDeque<Queued>,
    queued_bytes: usize,
    /// Keys still to be pressed, with their time.
    keys: VecDeque<(Time, char)>,
    speaks: bool,
    phase: u64,
    counted: MediaCount,
}

impl Line {
    fn new(
        shared: &Arc<Shared>,
        number: u64,
        stream_sid: &str,
        both_ways: bool,
        inputs: VecDeque<CalleeInput>,
        socket: Socket,
    ) -> Self {
        let start = shared.clock.now();
        let mut keys = VecDeque::new();
        let mut at = start;
        for input in inputs {
            at = at.plus(input.after);
            for key in input.digits.iter().flat_map(|digits| digits.chars()) {
                keys.push_back((at, key));
            }
        }
        let world = shared.lock();
        let speaks = world
            .state
            .twilio
            .calls
            .get(&number)
            .is_some_and(|call| call.callee.speaks);
        drop(world);
        Self {
            shared: Arc::clone(shared),
            number,
            stream_sid: stream_sid.to_owned(),
            both_ways,
            socket,
            start,
            sequence: 0,
            chunk: 0,
            queue: VecDeque::new(),
            queued_bytes: 0,
            keys,
            speaks,
            phase: 0,
            counted: MediaCount::default(),
        }
    }

    /// Carries audio. `Err` is the code of an end that was not orderly.
    async fn carry(&mut self, wanted: &Stream, mut stop: oneshot::Receiver<()>) -> Result<(), u32> {
        self.send(json!({"event": "connected", "protocol": "Call", "version": "1.0.0"}))
            .await?;
        let ids = {
            let world = self.shared.lock();
            let call = world.state.twilio.calls.get(&self.number);
            call.map(|call| (call.account.clone(), call.sid.clone()))
                .unwrap_or_default()
        };
        let parameters = wanted
            .parameters
            .iter()
            .cloned()
            .map(|(name, value)| (name, json!(value)));
        self.event(
            "start",
            json!({"start": {
                "streamSid": self.stream_sid,
                "accountSid": ids.0,
                "callSid": ids.1,
                "tracks": ["inbound"],
                "customParameters": Value::Object(parameters.collect::<Map<_, _>>()),
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            }}),
        )
        .await?;
        let mut next = self.start.plus(FRAME);
        let shared = Arc::clone(&self.shared);
        loop {
            tokio::select! {
                _ = &mut stop => {
                    let stop = json!({"stop": {"accountSid": ids.0, "callSid": ids.1}});
                    self.event("stop", stop).await?;
                    drop(self.socket.close(None).await);
                    return Ok(());
                }
                () = shared.clock.sleep_until(next) => {
                    self.tick(next).await?;
                    next = next.plus(FRAME);
                    // Behind by more than a second: the machine is too slow, sound is lost.
                    let now = shared.clock.now();
                    if now.since(next) > Duration::from_secs(1) {
                        next = now;
                    }
                }
                message = self.socket.next() => match message {
                    Some(Ok(Message::Text(text))) => self.receive(&text).await?,
                    Some(Ok(Message::Close(frame))) => {
                        drop(self.socket.close(None).await);
                        let orderly = |code| matches!(code, CloseCode::Normal | CloseCode::Status | CloseCode::Away);
                        let orderly = frame.is_none_or(|frame| orderly(frame.code));
                        return if orderly { Ok(()) } else { Err(31_921) };
                    }
                    Some(Ok(Message::Binary(_))) => self.complain(31_951),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Err(31_921),
                },
            }
        }
    }

    async fn send(&mut self, message: Value) -> Result<(), u32> {
        let sent = self.socket.send(Message::text(message.to_string()));
        match tokio::time::timeout(Duration::from_secs(10), sent).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(Error::ConnectionClosed | Error::AlreadyClosed)) => Ok(()),
            _ => Err(31_903),
        }
    }

    /// Sends a numbered message.
    async fn event(&mut self, event: &str, mut message: Value) -> Result<(), u32> {
        self.sequence += 1;
        message["event"] = json!(event);
        message["sequenceNumber"] = json!(self.sequence.to_string());
        message["streamSid"] = json!(self.stream_sid);
        self.send(message).await
    }

    /// One frame each way.
    async fn tick(&mut self, at: Time) -> Result<(), u32> {
        let since = at.since(self.start);
        let talking = self.speaks && (500..1500).contains(&(since.as_millis() % 4000));
        let payload: Vec<u8> = if talking {
            let samples = audio::tone(audio::LINE_RATE, FRAME_BYTES, &mut self.phase);
            samples.into_iter().map(audio::to_mulaw).collect()
        } else {
            vec![0xFF; FRAME_BYTES]
        };
        self.chunk += 1;
        self.counted.frames_sent += 1;
        let timestamp = since.as_millis().to_string();
        self.event(
            "media",
            json!({"media": {
                "track": "inbound",
                "chunk": self.chunk.to_string(),
                "timestamp": timestamp,
                "payload": STANDARD.encode(payload),
            }}),
        )
        .await?;
        while self.both_ways && self.keys.front().is_some_and(|(time, _)| *time <= at) {
            if let Some((_, key)) = self.keys.pop_front() {
                let key = json!({"dtmf": {"track": "inbound_track", "digit": key.to_string()}});
                self.event("dtmf", key).await?;
            }
        }
        self.play().await?;
        if self.chunk.is_multiple_of(50) {
            self.count();
        }
        Ok(())
    }

    /// Plays one frame of what the application sent, and echoes the marks it passes.
    async fn play(&mut self) -> Result<(), u32> {
        let mut left = FRAME_BYTES;
        while let Some(first) = self.queue.front_mut() {
            match first {
                Queued::Mark(_) => {
                    if let Some(Queued::Mark(name)) = self.queue.pop_front() {
                        self.echo(name).await?;
                    }
                }
                Queued::Audio(_) if left == 0 => break,
                Queued::Audio(bytes) => {
                    let part = left.min(bytes.len());
                    drop(bytes.split_to(part));
                    left -= part;
                    self.queued_bytes -= part;
                    self.counted.bytes_played += part as u64;
                    if bytes.is_empty() {
                        self.queue.pop_front();
                    }
                }
            }
        }
        Ok(())
    }

    async fn echo(&mut self, name: String) -> Result<(), u32> {
        self.counted.marks += 1;
        self.event("mark", json!({"mark": {"name": name}})).await
    }

    async fn receive(&mut self, text: &str) -> Result<(), u32> {
        let Ok(Value::Object(message)) = serde_json::from_str(text) else {
            self.complain(31_950);
            return Ok(());
        };
        let event = message
            .get("event")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let extra = match event {
            "clear" => 2,
            _ => 3,
        };
        let right_stream =
            message.get("streamSid").and_then(Value::as_str) == Some(&self.stream_sid);
        if !right_stream || message.len() != extra || !self.both_ways {
            self.complain(31_951);
            if !right_stream || !self.both_ways {
                return Ok(());
            }
        }
        let inner = |name: &str, field: &str| {
            let text = message
                .get(name)
                .and_then(|inner| inner.get(field))
                .and_then(Value::as_str);
            text.map(str::to_owned)
        };
        match event {
            "media" => {
                match inner("media", "payload").and_then(|text| STANDARD.decode(text).ok()) {
                    Some(bytes) => self.queue_audio(bytes.into()),
                    None => self.complain(31_951),
                }
            }
            "mark" => match inner("mark", "name") {
                Some(name) if self.queue.is_empty() => self.echo(name).await?,
                Some(name) => self.queue.push_back(Queued::Mark(name)),
                None => self.complain(31_951),
            },
            "clear" => {
                self.counted.clears += 1;
                self.queued_bytes = 0;
                for queued in std::mem::take(&mut self.queue) {
                    if let Queued::Mark(name) = queued {
                        self.echo(name).await?;
                    }
                }
            }
            _ => self.complain(31_951),
        }
        Ok(())
    }

    fn queue_audio(&mut self, bytes: Bytes) {
        self.counted.frames_received += 1;
        self.counted.bytes_received += bytes.len() as u64;
        if self.queued_bytes + bytes.len() > MOST_BUFFERED {
            self.complain(31_931);
            return;
        }
        self.queued_bytes += bytes.len();
        if !bytes.is_empty() {
            self.queue.push_back(Queued::Audio(bytes));
        }
    }

    /// Each complaint is made once.
    fn complain(&self, code: u32) {
        let text = match code {
            31_931 => "media discarded, too much is buffered",
            31_950 => "malformed message on the stream",
            _ => "invalid message on the stream",
        };
        warn(&self.shared, self.number, &format!("{code} {text}"));
    }

    /// Shows the counters in the control interface.
    fn count(&self) {
        if let Some(call) = self.shared.lock().state.twilio.calls.get_mut(&self.number) {
            call.media = self.counted;
        }
    }
}
