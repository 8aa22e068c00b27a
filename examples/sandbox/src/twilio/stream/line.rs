//! What passes on an open stream.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{Socket, warn};
use crate::audio;
use crate::config::CalleeInput;
use crate::control::MediaCount;
use crate::shared::Shared;
use crate::time::Time;
use crate::twilio::twiml::Stream;

/// One message carries so much.
const FRAME: Duration = Duration::from_millis(20);
const FRAME_BYTES: usize = 160;
/// Ten minutes; what is beyond is discarded.
const MOST_BUFFERED: usize = 600 * 8000;

/// Messages that wait; what is beyond is discarded, however little audio is in it.
const MOST_QUEUED: usize = 100_000;

/// What waits to be played to the callee.
enum Queued {
    Audio(Bytes),
    Mark(String),
}

/// The telephone line at the socket.
pub(super) struct Line {
    shared: Arc<Shared>,
    number: u64,
    stream_sid: String,
    both_ways: bool,
    tracks: &'static [&'static str],
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
    pub(super) fn new(
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
            tracks: &["inbound"],
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
    pub(super) async fn carry(
        &mut self,
        wanted: &Stream,
        mut stop: oneshot::Receiver<()>,
    ) -> Result<(), u32> {
        self.tracks = match wanted.track.as_deref() {
            Some("outbound_track") => &["outbound"],
            Some("both_tracks") => &["inbound", "outbound"],
            _ => &["inbound"],
        };
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
                "tracks": self.tracks,
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
                    self.close().await;
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

    /// Closes and waits until the other side has closed too, so that nothing sent is lost.
    async fn close(&mut self) {
        let goodbye = async {
            if self.socket.close(None).await.is_ok() {
                while let Some(Ok(_)) = self.socket.next().await {}
            }
        };
        drop(tokio::time::timeout(Duration::from_secs(1), goodbye).await);
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
        let timestamp = since.as_millis().to_string();
        for track in self.tracks {
            self.chunk += 1;
            self.counted.frames_sent += 1;
            // What the callee hears is not made into sound.
            let payload = match *track {
                "inbound" => STANDARD.encode(&payload),
                _ => STANDARD.encode([0xFF; FRAME_BYTES]),
            };
            self.event(
                "media",
                json!({"media": {
                    "track": track,
                    "chunk": self.chunk.to_string(),
                    "timestamp": timestamp,
                    "payload": payload,
                }}),
            )
            .await?;
        }
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
                Some(_) if self.queue.len() >= MOST_QUEUED => self.complain(31_930),
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
        if self.queue.len() >= MOST_QUEUED {
            self.complain(31_930);
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
            31_930 => "too many messages are buffered",
            31_931 => "media discarded, too much is buffered",
            31_950 => "malformed message on the stream",
            _ => "invalid message on the stream",
        };
        warn(&self.shared, self.number, &format!("{code} {text}"));
    }

    /// Shows the counters in the control interface.
    pub(super) fn count(&self) {
        if let Some(call) = self.shared.lock().state.twilio.calls.get_mut(&self.number) {
            call.media = self.counted;
        }
    }
}
