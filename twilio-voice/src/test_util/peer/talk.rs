//! A stream that goes on.

use std::{collections::VecDeque, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{FutureExt as _, SinkExt as _};
use serde_json::{Value, json};
use tokio::{
    task::yield_now,
    time::{Instant, Interval, interval},
};
use tokio_tungstenite::tungstenite::Message;

use super::{
    Came, PeerError, PlayedMark, StreamHeard, StreamPeer, Warning, Wire, has_only, sound,
    stream::Step,
};
use crate::media::{FRAME, FRAME_SAMPLES, mulaw};

/// Twilio drops what is more than this, in samples: ten minutes.
const MAX_BUFFERED: usize = 10 * 60 * 8_000;

struct Talk {
    wire: Wire,
    peer: StreamPeer,
    /// The time of the next message of audio. `None` if it is not waited for.
    ticks: Option<Interval>,
    sequence: u64,
    chunk: u64,
    /// What is still to be said.
    words: VecDeque<u8>,
    /// What is still to be heard.
    buffer: VecDeque<Item>,
    buffered: usize,
    heard: StreamHeard,
}

enum Item {
    Audio(VecDeque<u8>),
    Mark(String),
}

pub(super) async fn run(mut peer: StreamPeer) -> Result<StreamHeard, PeerError> {
    let steps = std::mem::take(&mut peer.steps);
    let mut talk = Talk {
        wire: peer.settings.connect().await?,
        ticks: (!peer.pace.is_zero()).then(|| interval(peer.pace)),
        peer,
        sequence: 0,
        chunk: 0,
        words: VecDeque::new(),
        buffer: VecDeque::new(),
        buffered: 0,
        heard: StreamHeard::default(),
    };
    talk.begin().await?;
    let mut seen = Seen::default();
    for step in steps {
        talk.wire.step += 1;
        if matches!(step, Step::Break) {
            return Ok(talk.heard);
        }
        talk.act(step, &mut seen).await?;
        if talk.wire.closed.is_some() {
            return Ok(talk.end());
        }
    }
    talk.wire.step += 1;
    let (account, call) = (talk.peer.settings.account, talk.peer.settings.call);
    let stop = json!({"event": "stop", "stop": {"accountSid": account, "callSid": call}});
    talk.send(stop).await?;
    let Talk {
        wire, heard, peer, ..
    } = &mut talk;
    let left = wire.closed.is_some();
    let mut late = 0;
    // What comes now is not heard any more.
    wire.close(peer.settings.patience, |_| late += 1).await?;
    heard.closed = left;
    Ok(talk.heard)
}

/// What was waited for already.
#[derive(Default)]
struct Seen {
    marks: usize,
    samples: usize,
    clears: usize,
}

impl Talk {
    async fn begin(&mut self) -> Result<(), PeerError> {
        let connected = json!({"event": "connected", "protocol": "Call", "version": "1.0.0"});
        self.wire.send(&connected).await?;
        let settings = &self.peer.settings;
        let start = json!({
            "event": "start",
            "start": {
                "streamSid": self.peer.stream,
                "accountSid": settings.account,
                "callSid": settings.call,
                "tracks": ["inbound"],
                "customParameters": settings.parameters(),
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8_000, "channels": 1},
            },
        });
        self.send(start).await
    }

    /// Adds what every message has. All numbers are texts.
    async fn send(&mut self, mut message: Value) -> Result<(), PeerError> {
        self.sequence += 1;
        message["sequenceNumber"] = self.sequence.to_string().into();
        message["streamSid"] = self.peer.stream.as_str().into();
        self.wire.send(&message).await
    }

    async fn act(&mut self, step: Step, seen: &mut Seen) -> Result<(), PeerError> {
        match step {
            Step::Say(sound) => {
                self.words.extend(sound.0);
                while !self.words.is_empty() {
                    self.tick().await?;
                    self.must_be_open()?;
                }
                Ok(())
            }
            Step::Press(key) => {
                let dtmf = json!({"track": "inbound_track", "digit": key.to_string()});
                self.send(json!({"event": "dtmf", "dtmf": dtmf})).await
            }
            Step::Text(text) => {
                let sent = self.wire.socket.send(Message::text(text)).await;
                sent.map_err(super::connection)
            }
            Step::Mark(name) => {
                let wanted = format!("the mark `{name}`");
                self.wait(&wanted, |heard| {
                    let mut marks = heard.marks[seen.marks..].iter();
                    let found = marks.position(|mark| mark.name == name);
                    found.inspect(|at| seen.marks += at + 1).is_some()
                })
                .await
            }
            Step::Sound(samples) => {
                seen.samples += samples;
                let wanted = format!("{:?} of sound", sound::time_of(samples));
                self.wait(&wanted, |heard| heard.played.len() >= seen.samples)
                    .await
            }
            Step::Clear => {
                seen.clears += 1;
                self.wait("a clear", |heard| heard.clears >= seen.clears)
                    .await
            }
            Step::Close => {
                let until = Instant::now() + self.peer.settings.patience;
                while self.wire.closed.is_none() {
                    if Instant::now() > until {
                        return Err(self.wire.waited("the server to close"));
                    }
                    self.tick().await?;
                }
                Ok(())
            }
            Step::Break => Ok(()),
        }
    }

    async fn wait(
        &mut self,
        wanted: &str,
        mut is_done: impl FnMut(&StreamHeard) -> bool,
    ) -> Result<(), PeerError> {
        let until = Instant::now() + self.peer.settings.patience;
        while !is_done(&self.heard) {
            self.must_be_open()?;
            if Instant::now() > until {
                return Err(self.wire.waited(wanted));
            }
            self.tick().await?;
        }
        Ok(())
    }

    fn must_be_open(&self) -> Result<(), PeerError> {
        match self.wire.closed {
            None => Ok(()),
            Some(_) => Err(PeerError::Left {
                step: self.wire.step,
            }),
        }
    }

    /// 20 ms of the call.
    async fn tick(&mut self) -> Result<(), PeerError> {
        loop {
            let came = match &mut self.ticks {
                Some(ticks) => tokio::select! {
                    _ = ticks.tick() => None,
                    came = self.wire.next() => Some(came?),
                },
                None => {
                    yield_now().await;
                    self.wire.next().now_or_never().transpose()?
                }
            };
            match came {
                Some(Came::Closed) => return Ok(()),
                Some(came) => self.take(came).await?,
                None => break,
            }
        }
        self.speak().await?;
        self.play().await
    }

    async fn speak(&mut self) -> Result<(), PeerError> {
        let words = self.words.len().min(FRAME_SAMPLES);
        let mut frame: Vec<u8> = self.words.drain(..words).collect();
        frame.resize(FRAME_SAMPLES, mulaw::encode(0));
        let timestamp = self.now().as_millis();
        self.chunk += 1;
        let media = json!({
            "track": "inbound",
            "chunk": self.chunk.to_string(),
            "timestamp": timestamp.to_string(),
            "payload": STANDARD.encode(frame),
        });
        self.send(json!({"event": "media", "media": media})).await
    }

    /// How long the stream is, by its own clock.
    fn now(&self) -> Duration {
        FRAME * u32::try_from(self.chunk).unwrap_or(u32::MAX)
    }

    /// Lets the caller hear 20 ms of what the server has sent.
    async fn play(&mut self) -> Result<(), PeerError> {
        let (mut heard, mut marks) = (Vec::new(), Vec::new());
        while let Some(item) = self.buffer.front_mut() {
            match item {
                Item::Audio(audio) if audio.is_empty() => {}
                Item::Audio(_) if heard.len() == FRAME_SAMPLES => break,
                Item::Audio(audio) => {
                    let count = audio.len().min(FRAME_SAMPLES - heard.len());
                    heard.extend(audio.drain(..count).map(mulaw::decode));
                    continue;
                }
                Item::Mark(name) => marks.push(std::mem::take(name)),
            }
            self.buffer.pop_front();
        }
        self.buffered -= heard.len();
        self.heard.played.extend(&heard);
        heard.resize(FRAME_SAMPLES, 0);
        self.heard.line.extend(heard);
        for name in marks {
            self.echo(name, false).await?;
        }
        Ok(())
    }

    async fn echo(&mut self, name: String, cleared: bool) -> Result<(), PeerError> {
        self.send(json!({"event": "mark", "mark": {"name": name}}))
            .await?;
        let at = self.now();
        self.heard.marks.push(PlayedMark { name, at, cleared });
        Ok(())
    }

    fn warn(&mut self, code: u32, problem: &'static str) {
        self.heard.warnings.push(Warning { code, problem });
    }

    async fn take(&mut self, came: Came) -> Result<(), PeerError> {
        let text = match came {
            Came::Text(text) => text,
            _ => {
                self.warn(31_950, "a frame that is no text");
                return Ok(());
            }
        };
        let Ok(message) = serde_json::from_str::<Value>(&text) else {
            self.warn(31_950, "no JSON");
            return Ok(());
        };
        let inner = match message["event"].as_str() {
            Some("media") => &["event", "streamSid", "media"][..],
            Some("mark") => &["event", "streamSid", "mark"],
            Some("clear") => &["event", "streamSid"],
            _ => {
                self.warn(31_951, "an unknown event");
                return Ok(());
            }
        };
        if !has_only(&message, inner) {
            self.warn(31_951, "a field that is missing, or one too many");
        } else if message["streamSid"].as_str() != Some(self.peer.stream.as_str()) {
            self.warn(31_951, "another stream");
        } else {
            return self.obey(&message).await;
        }
        Ok(())
    }

    async fn obey(&mut self, message: &Value) -> Result<(), PeerError> {
        match message["event"].as_str() {
            Some("media") => {
                let media = &message["media"];
                let payload = media["payload"]
                    .as_str()
                    .filter(|_| has_only(media, &["payload"]));
                let audio = payload.and_then(|text| STANDARD.decode(text).ok());
                match audio {
                    None => self.warn(31_951, "media without a payload in base64, or with more"),
                    Some(audio) if self.buffered + audio.len() > MAX_BUFFERED => {
                        self.warn(31_931, "more than ten minutes wait to be heard");
                    }
                    Some(audio) => {
                        self.buffered += audio.len();
                        self.buffer.push_back(Item::Audio(audio.into()));
                    }
                }
            }
            Some("mark") => {
                let mark = &message["mark"];
                match mark["name"].as_str().filter(|_| has_only(mark, &["name"])) {
                    None => self.warn(31_951, "a mark without a name, or with more"),
                    Some(name) if self.buffered == 0 => self.echo(name.to_owned(), false).await?,
                    Some(name) => self.buffer.push_back(Item::Mark(name.to_owned())),
                }
            }
            _ => {
                self.heard.clears += 1;
                self.heard.dropped += sound::time_of(self.buffered);
                self.buffered = 0;
                for item in std::mem::take(&mut self.buffer) {
                    if let Item::Mark(name) = item {
                        self.echo(name, true).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The server has closed.
    fn end(mut self) -> StreamHeard {
        self.heard.closed = true;
        self.heard.close_code = self.wire.closed.flatten();
        self.heard
    }
}
