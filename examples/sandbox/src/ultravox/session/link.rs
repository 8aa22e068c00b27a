//! The data connection: a socket of the application that the call itself opens.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::shared::Shared;
use crate::ultravox::call::ToSession;
use crate::ultravox::flags::{Flags, Peer};

/// A data connection, as the session has it. The socket closes when this is dropped.
pub(super) struct Link {
    out: mpsc::Sender<Message>,
    flags: Flags,
    sound: Option<Sound>,
}

struct Sound {
    rate: u32,
    mixed: bool,
    /// What the user said and was not sent yet.
    user: VecDeque<i16>,
}

impl Link {
    /// Opens it in the background; what fails is told to the session.
    pub(super) fn open(
        shared: &Arc<Shared>,
        call: &str,
        wanted: &Value,
        secrets: &[String],
        session: mpsc::WeakSender<ToSession>,
    ) -> Self {
        let (out, messages) = mpsc::channel(1024);
        let timestamp = shared.clock.now().rfc3339();
        let request = request(shared, call, wanted, secrets, &timestamp);
        shared.spawn(async move {
            if let Some(request) = request {
                carry(request, messages, &session).await;
            }
            if let Some(session) = session.upgrade() {
                // Nobody listens any more if the call is over.
                drop(session.send(ToSession::Unlinked).await);
            }
        });
        let audio = wanted.get("audioConfig").filter(|audio| audio.is_object());
        let sound = audio.map(|audio| {
            let rate = audio["sampleRate"].as_u64().unwrap_or(16_000);
            Sound {
                rate: u32::try_from(rate).unwrap_or(16_000).clamp(8000, 96_000),
                mixed: audio["channelMode"] == "CHANNEL_MODE_MIXED",
                user: VecDeque::new(),
            }
        });
        Self {
            out,
            flags: Flags::new(wanted["dataMessages"].clone(), Peer::Link),
            sound,
        }
    }

    /// Sends a data message, if it is wanted.
    pub(super) fn data(&self, message: &Value) {
        if self.flags.wants(message) {
            // A socket that does not keep up misses messages.
            drop(self.out.try_send(Message::text(message.to_string())));
        }
    }

    /// The user was heard.
    pub(super) fn hear(&mut self, samples: &[i16], rate: u32) {
        if let Some(sound) = &mut self.sound {
            sound.user.extend(resample(samples, rate, sound.rate));
            // A client that sends faster than it speaks is not stored without end.
            let most = sound.rate as usize;
            let excess = sound.user.len().saturating_sub(most);
            sound.user.drain(..excess);
        }
    }

    /// Sends twenty milliseconds of both; `agent` is what it said in them, if anything.
    pub(super) fn audio(&mut self, agent: &[i16], rate: u32) {
        let Some(sound) = &mut self.sound else {
            return;
        };
        let count = sound.rate as usize / 50;
        let agent = resample(agent, rate, sound.rate);
        let mut bytes = Vec::with_capacity(count * 4);
        for place in 0..count {
            let user = sound.user.pop_front().unwrap_or_default();
            let agent = agent.get(place).copied().unwrap_or_default();
            if sound.mixed {
                bytes.extend(user.saturating_add(agent).to_le_bytes());
            } else {
                bytes.extend(user.to_le_bytes());
                bytes.extend(agent.to_le_bytes());
            }
        }
        drop(self.out.try_send(Message::Binary(Bytes::from(bytes))));
    }
}

/// The nearest samples of another rate.
fn resample(samples: &[i16], from: u32, to: u32) -> Vec<i16> {
    if from == to {
        return samples.to_vec();
    }
    let count = samples.len() as u64 * u64::from(to) / u64::from(from.max(1));
    let at = |place: u64| {
        let source = place * u64::from(from) / u64::from(to.max(1));
        samples.get(source as usize).copied().unwrap_or_default()
    };
    (0..count).map(at).collect()
}

/// The handshake; `None` if the address is not one of this machine.
fn request(
    shared: &Shared,
    call: &str,
    wanted: &Value,
    secrets: &[String],
    timestamp: &str,
) -> Option<Request> {
    let place = shared.local(wanted["websocketUrl"].as_str()?);
    let place = place.filter(|place| place.scheme() == "ws")?;
    let mut request = place.as_str().into_client_request().ok()?;
    let headers = request.headers_mut();
    let given = wanted["headers"].as_object().into_iter().flatten();
    for (name, value) in given {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        headers.insert(name, HeaderValue::from_str(value.as_str()?).ok()?);
    }
    let mut set = |name: &'static str, value: &str| -> Option<()> {
        headers.insert(name, HeaderValue::from_str(value).ok()?);
        Some(())
    };
    if !secrets.is_empty() {
        let signatures: Vec<_> = secrets
            .iter()
            .map(|secret| signature(secret, call, timestamp))
            .collect();
        set("X-Ultravox-Call-ID", call)?;
        set("X-Ultravox-Signature-Timestamp", timestamp)?;
        set("X-Ultravox-Signature", &signatures.join(", "))?;
    }
    Some(request)
}

/// Lower-case hex of the HMAC over the call id and then the timestamp.
fn signature(secret: &str, call: &str, timestamp: &str) -> String {
    let mut text = String::with_capacity(64);
    // HMAC takes keys of every length.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) {
        mac.update(call.as_bytes());
        mac.update(timestamp.as_bytes());
        for byte in mac.finalize().into_bytes() {
            let _ = write!(text, "{byte:02x}");
        }
    }
    text
}

async fn carry(
    request: Request,
    mut messages: mpsc::Receiver<Message>,
    session: &mpsc::WeakSender<ToSession>,
) {
    let connecting = tokio_tungstenite::connect_async(request);
    let Ok(Ok((mut socket, _))) = tokio::time::timeout(Duration::from_secs(5), connecting).await
    else {
        return;
    };
    loop {
        tokio::select! {
            message = messages.recv() => match message {
                Some(message) => {
                    if socket.send(message).await.is_err() {
                        return;
                    }
                }
                None => {
                    let closing = async {
                        if socket.close(None).await.is_ok() {
                            while let Some(Ok(_)) = socket.next().await {}
                        }
                    };
                    // The other side may be gone.
                    let _ = tokio::time::timeout(Duration::from_secs(1), closing).await;
                    return;
                }
            },
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    let (Ok(message), Some(session)) =
                        (serde_json::from_str(&text), session.upgrade())
                    else {
                        continue;
                    };
                    drop(session.send(ToSession::Linked(message)).await);
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_reference() {
        assert_eq!(
            signature(
                "test-secret-0123456789",
                "3c90c3cc-0d44-4b50-8888-8dd25736052a",
                "2026-01-02T03:04:05.678901+00:00"
            ),
            "51ef35a9ff53f70e380cd3a0f6f487a24dc170b483d52d32dd505abbe4f72c69"
        );
    }

    #[test]
    fn another_rate_has_the_same_length() {
        assert_eq!(
            resample(&[1, 2, 3, 4], 8000, 16_000),
            [1, 1, 2, 2, 3, 3, 4, 4]
        );
        assert_eq!(resample(&[1, 2, 3, 4], 16_000, 8000), [1, 3]);
    }
}
