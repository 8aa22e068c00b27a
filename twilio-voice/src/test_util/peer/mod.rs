//! Twilio's side of websockets.

#[cfg(feature = "media")]
mod heard;
#[cfg(feature = "relay")]
mod relay;
#[cfg(feature = "relay")]
mod session;
#[cfg(feature = "media")]
mod sound;
#[cfg(feature = "media")]
mod stream;
#[cfg(feature = "media")]
mod talk;

use std::{fmt, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::{
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest as _,
        http::HeaderValue,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

#[cfg(feature = "media")]
pub use self::{
    heard::{PlayedMark, StreamHeard},
    sound::{Sound, SoundError},
    stream::StreamPeer,
};
#[cfg(feature = "relay")]
pub use self::{relay::RelayPeer, session::RelayHeard};
use super::state::ACCOUNT;
use crate::{
    AccountSid, CallSid,
    webhook::{Algorithm, Content, SIGNATURE_HEADER, sign},
};

/// Why a peer could not do all it was to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PeerError {
    /// The address is not one of a websocket without TLS, such as `ws://127.0.0.1:8080/media`.
    #[error("not the address of a websocket without TLS")]
    Address,
    /// The server answered the handshake with this status of HTTP, and not with 101.
    #[error("the server answered the handshake with {0}")]
    Refused(u16),
    /// What a step waits for did not come in time.
    #[error("step {step} waited in vain for {wanted}")]
    Waited {
        /// Which step, counted from 1. 0 is the handshake, and one more than there are is the end.
        step: usize,
        /// What it waits for.
        wanted: String,
    },
    /// The server left before the steps were done.
    #[error("the server left before step {step} was done")]
    Left {
        /// Which step, counted from 1.
        step: usize,
    },
    /// There is no connection, it broke, or the server does not speak the websocket protocol.
    #[error("the connection failed")]
    Connection(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A message of which Twilio would warn, with the number it would give.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Warning {
    /// The number, e.g. 31951.
    pub code: u32,
    /// What is wrong.
    pub problem: &'static str,
}

/// What both kinds of peers are told.
#[derive(Clone)]
struct Settings {
    url: String,
    /// The URL that is signed, if it is another.
    public_url: Option<String>,
    token: Option<String>,
    account: AccountSid,
    call: CallSid,
    parameters: Vec<(String, String)>,
    patience: Duration,
}

impl Settings {
    fn new(url: String) -> Self {
        let call = super::resources::new_sid("CA").parse();
        Self {
            url,
            public_url: None,
            token: None,
            account: ACCOUNT.parse().expect("the SID of the account can be read"),
            call: call.expect("what is made here is a SID"),
            parameters: Vec::new(),
            patience: Duration::from_secs(10),
        }
    }

    fn parameters(&self) -> Value {
        let parameters = self.parameters.iter();
        parameters
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect()
    }

    async fn connect(&self) -> Result<Wire, PeerError> {
        let mut request = self
            .url
            .as_str()
            .into_client_request()
            .map_err(|_| PeerError::Address)?;
        let uri = request.uri();
        if uri.scheme_str() != Some("ws") {
            return Err(PeerError::Address);
        }
        let host = uri.host().ok_or(PeerError::Address)?;
        let address = (
            host.trim_matches(['[', ']']).to_owned(),
            uri.port_u16().unwrap_or(80),
        );
        if let Some(token) = &self.token {
            let url = self.public_url.as_ref().unwrap_or(&self.url);
            let signature = sign(Algorithm::HmacSha1, token, url, Content::Empty);
            let signature = HeaderValue::from_str(&signature).map_err(connection)?;
            request.headers_mut().insert(SIGNATURE_HEADER, signature);
        }
        let open = async {
            let socket = TcpStream::connect(address).await.map_err(connection)?;
            socket.set_nodelay(true).map_err(connection)?;
            match client_async(request, socket).await {
                Ok((socket, _)) => Ok(socket),
                Err(Error::Http(answer)) => Err(PeerError::Refused(answer.status().as_u16())),
                Err(error) => Err(connection(error)),
            }
        };
        let opened = timeout(self.patience, open).await;
        let socket = opened.map_err(|_| PeerError::Waited {
            step: 0,
            wanted: "the handshake".to_owned(),
        })??;
        Ok(Wire {
            socket,
            step: 0,
            closed: None,
        })
    }
}

impl fmt::Debug for Settings {
    /// Neither token nor addresses nor parameters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("account", &self.account)
            .field("call", &self.call)
            .field("signed", &self.token.is_some())
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

/// A websocket, as Twilio holds it.
struct Wire {
    socket: WebSocketStream<TcpStream>,
    /// The step that is done, counted from 1.
    step: usize,
    /// How the server closed, once it has: with a code, if it gave one.
    closed: Option<Option<u16>>,
}

/// What came.
enum Came {
    Text(String),
    /// What is not of the protocol: both sides send text alone.
    Binary,
    Closed,
}

impl Wire {
    async fn send(&mut self, message: &Value) -> Result<(), PeerError> {
        match self.socket.send(Message::text(message.to_string())).await {
            Ok(()) => Ok(()),
            // What the server said last is still to be read.
            Err(
                Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_) | Error::Protocol(_),
            ) => {
                self.closed.get_or_insert(None);
                Ok(())
            }
            Err(error) => Err(connection(error)),
        }
    }

    /// What comes next. May be given up at any time.
    async fn next(&mut self) -> Result<Came, PeerError> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return Ok(Came::Text(text.as_str().to_owned())),
                Some(Ok(Message::Binary(_))) => return Ok(Came::Binary),
                Some(Ok(Message::Close(frame))) => {
                    self.closed = Some(frame.map(|frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                None
                | Some(Err(
                    Error::ConnectionClosed
                    | Error::AlreadyClosed
                    | Error::Io(_)
                    | Error::Protocol(_),
                )) => {
                    self.closed.get_or_insert(None);
                    return Ok(Came::Closed);
                }
                Some(Err(error)) => return Err(connection(error)),
            }
        }
    }

    fn waited(&self, wanted: impl Into<String>) -> PeerError {
        PeerError::Waited {
            step: self.step,
            wanted: wanted.into(),
        }
    }

    /// Closes as Twilio does at the end, and takes what still comes with `take`.
    async fn close(
        &mut self,
        patience: Duration,
        mut take: impl FnMut(Came),
    ) -> Result<(), PeerError> {
        let until = Instant::now() + patience;
        let frame = CloseFrame {
            code: CloseCode::Normal,
            reason: "".into(),
        };
        // Whoever has left need not be told.
        let told = timeout_at(until, self.socket.close(Some(frame))).await;
        told.map_err(|_| self.waited("the server to read"))?.ok();
        loop {
            let came = timeout_at(until, self.next()).await;
            match came.map_err(|_| self.waited("the server to leave"))?? {
                Came::Closed => return Ok(()),
                came => take(came),
            }
        }
    }
}

fn connection(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PeerError {
    PeerError::Connection(error.into())
}

/// Whether an object has exactly these fields, of which those that end in `?` may be missing.
fn has_only(value: &Value, fields: &[&str]) -> bool {
    let Some(object) = value.as_object() else {
        return false;
    };
    let required = fields.iter().filter(|field| !field.ends_with('?'));
    required.clone().all(|field| object.contains_key(*field))
        && object.keys().all(|key| {
            fields
                .iter()
                .any(|field| field.trim_end_matches('?') == key)
        })
}
