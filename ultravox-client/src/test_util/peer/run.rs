//! Playing a script.

use std::{sync::Arc, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
    time::{sleep, timeout},
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Error, Message,
        handshake::server::{Request, Response},
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

use super::{
    super::{families::calls, server::Shared},
    Heard, PeerError, Script,
    script::Step,
};

/// Longest request that opens a websocket.
const MAX_HEAD: u64 = 16 * 1024;

/// How a call ends whose connection is gone.
const BROKEN: &str = "connection_error";

/// One connection, while its script is played.
struct Line {
    socket: WebSocketStream<TcpStream>,
    heard: Heard,
    /// Messages up to here were waited for.
    seen: usize,
    /// Samples up to here were waited for.
    listened: usize,
    /// The step that is played, counted from 1.
    step: usize,
    patience: Duration,
}

pub(super) async fn play(
    listener: TcpListener,
    script: Script,
    double: Option<Shared>,
    stop: Arc<Notify>,
) -> Result<Heard, PeerError> {
    let patience = script.patience;
    let accepted = timeout(patience, listener.accept()).await;
    let (socket, _) = accepted
        .map_err(|_| PeerError::NotJoined)?
        .map_err(connection)?;
    // A call takes one connection.
    drop(listener);
    socket.set_nodelay(true).map_err(connection)?;
    if let Some(Step::Refuse(status)) = script.steps.first() {
        refuse(socket, *status).await.map_err(connection)?;
        return Ok(Heard::default());
    }
    let mut path = String::new();
    let opened = timeout(patience, accept(socket, &mut path)).await;
    let mut line = Line {
        socket: opened
            .map_err(|_| PeerError::NotJoined)?
            .map_err(connection)?,
        heard: Heard::default(),
        seen: 0,
        listened: 0,
        step: 0,
        patience,
    };
    // The path is `/calls/{id}/…`.
    let call = path.split('/').nth(2).unwrap_or_default();
    let mut joined = double.map(|double| Joined::new(double, call));
    let end = line.play(script.steps, &stop).await;
    if let Some(joined) = &mut joined {
        joined.reason = match &end {
            Ok(End::Script) => "agent_hangup",
            Ok(End::Client) => "hangup",
            Ok(End::Broken) | Err(_) => BROKEN,
        };
    }
    drop(joined);
    end.map(|_| line.heard)
}

/// A call of a double while its session lasts, however it ends: a peer may be dropped too.
struct Joined {
    double: Shared,
    call: String,
    reason: &'static str,
}

impl Joined {
    fn new(double: Shared, call: &str) -> Self {
        calls::join(&mut double.lock(), call);
        Self {
            double,
            call: call.to_owned(),
            reason: BROKEN,
        }
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        calls::end(&mut self.double.lock(), &self.call, self.reason);
    }
}

/// Opens the websocket and notes the path it is opened at.
async fn accept(socket: TcpStream, path: &mut String) -> Result<WebSocketStream<TcpStream>, Error> {
    #[allow(clippy::result_large_err, reason = "the websocket library asks for it")]
    let note = |request: &Request, response: Response| {
        request.uri().path().clone_into(path);
        Ok(response)
    };
    accept_hdr_async(socket, note).await
}

/// Who ended a connection.
enum End {
    Script,
    Client,
    Broken,
}

impl Line {
    async fn play(&mut self, steps: Vec<Step>, stop: &Notify) -> Result<End, PeerError> {
        for step in steps {
            self.step += 1;
            match step {
                Step::Refuse(_) => {}
                Step::Text(text) => self.send(Message::text(text)).await?,
                Step::Binary(bytes) => self.send(Message::binary(bytes)).await?,
                Step::ExpectAudio(samples) => self.expect_audio(samples).await?,
                Step::ExpectMessage(kind) => self.expect_message(&kind).await?,
                Step::ExpectClose => self.listen_to_the_end().await?,
                Step::Pause(time) => sleep(time).await,
                Step::Close(code, reason) => {
                    let frame = CloseFrame {
                        code: CloseCode::from(code),
                        reason: reason.into(),
                    };
                    self.send(Message::Close(Some(frame))).await?;
                    self.listen_to_the_end().await?;
                    return Ok(End::Script);
                }
                Step::Break => return Ok(End::Broken),
                Step::Silence => {
                    stop.notified().await;
                    return Ok(End::Broken);
                }
            }
        }
        self.step += 1;
        self.listen_to_the_end().await?;
        Ok(End::Client)
    }

    async fn send(&mut self, message: Message) -> Result<(), PeerError> {
        let step = self.step;
        match self.socket.send(message).await {
            Ok(()) => Ok(()),
            Err(Error::ConnectionClosed | Error::AlreadyClosed) => Err(PeerError::Left { step }),
            Err(error) => Err(connection(error)),
        }
    }

    async fn expect_audio(&mut self, samples: usize) -> Result<(), PeerError> {
        let wanted = self.listened + samples;
        while self.heard.audio.len() < wanted {
            self.listen(&format!("{samples} samples")).await?;
        }
        self.listened = wanted;
        Ok(())
    }

    async fn expect_message(&mut self, kind: &str) -> Result<(), PeerError> {
        loop {
            while let Some(message) = self.heard.messages.get(self.seen) {
                self.seen += 1;
                if message["type"] == kind {
                    return Ok(());
                }
            }
            self.listen(&format!("a message `{kind}`")).await?;
        }
    }

    /// Takes one frame.
    async fn listen(&mut self, wanted: &str) -> Result<(), PeerError> {
        if self.receive(wanted).await? {
            return Ok(());
        }
        Err(PeerError::Left { step: self.step })
    }

    async fn listen_to_the_end(&mut self) -> Result<(), PeerError> {
        while self.receive("the client to leave").await? {}
        Ok(())
    }

    /// Takes one frame. `false` if there are no more.
    async fn receive(&mut self, wanted: &str) -> Result<bool, PeerError> {
        let Ok(frame) = timeout(self.patience, self.socket.next()).await else {
            return Err(PeerError::Waited {
                step: self.step,
                wanted: wanted.to_owned(),
            });
        };
        match frame {
            Some(Ok(Message::Binary(bytes))) => {
                let samples = bytes.chunks_exact(2);
                let samples = samples.map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
                self.heard.audio.extend(samples);
            }
            Some(Ok(Message::Text(text))) => self.message(&text).await?,
            Some(Ok(Message::Close(frame))) => {
                self.heard.closed = true;
                self.heard.close_code = frame.map(|frame| frame.code.into());
            }
            Some(Ok(_)) => {}
            // Both sides have closed.
            None | Some(Err(Error::ConnectionClosed | Error::AlreadyClosed)) => {
                self.heard.closed = true;
                return Ok(false);
            }
            // A client that is gone without a word.
            Some(Err(Error::Protocol(_) | Error::Io(_))) => return Ok(false),
            Some(Err(error)) => return Err(connection(error)),
        }
        Ok(true)
    }

    async fn message(&mut self, text: &str) -> Result<(), PeerError> {
        let Ok(message) = serde_json::from_str::<Value>(text) else {
            self.heard.malformed += 1;
            return Ok(());
        };
        let pong = (message["type"] == "ping")
            .then(|| json!({"type": "pong", "timestamp": message["timestamp"]}));
        self.heard.messages.push(message);
        match pong {
            Some(pong) => self.send(Message::text(pong.to_string())).await,
            None => Ok(()),
        }
    }
}

/// Reads the request and answers it with a status.
async fn refuse(mut socket: TcpStream, status: u16) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.ends_with(b"\r\n\r\n") && (head.len() as u64) < MAX_HEAD {
        match socket.read(&mut part).await? {
            0 => break,
            read => head.extend_from_slice(&part[..read]),
        }
    }
    let answer =
        format!("HTTP/1.1 {status} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    socket.write_all(answer.as_bytes()).await?;
    socket.shutdown().await
}

fn connection(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PeerError {
    PeerError::Connection(error.into())
}
