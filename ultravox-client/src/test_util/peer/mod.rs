//! The other end of a session.

mod run;
mod script;

use std::{io, sync::Arc};

use serde_json::Value;
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle};

pub use self::script::Script;
use super::server::Shared;
use crate::calls::JoinUrl;

/// A websocket server on this machine that a [`Session`](crate::session::Session) can join, and that does what a
/// [`Script`] says.
///
/// ```
/// use ultravox_client::{
///     session::{Event, Session},
///     test_util::{RealtimePeer, Script},
/// };
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let script = Script::new()
///     .agent_says(0, "What would you like?")
///     .expect_message("user_text_message")
///     .close(1000, "");
/// let peer = RealtimePeer::start(script).await?;
///
/// let mut session = Session::connect(&peer.join_url()).await?;
/// while let Some(event) = session.next().await {
///     if let Event::Transcript(said) = event? {
///         assert_eq!(said.text, "What would you like?");
///         session.sender().user_text("A pizza.", ultravox_client::calls::Urgency::Immediate).await?;
///     }
/// }
///
/// let heard = peer.finish().await?;
/// assert_eq!(heard.messages_of("user_text_message")[0]["text"], "A pizza.");
/// # Ok(())
/// # }
/// ```
///
/// It takes one connection, as a call does, and waits 10 s for whatever its script expects, or as long as
/// [`Script::patience`] says. A `ping` is answered by `pong` without being in the script. When the script
/// is over, it listens until the client leaves. Dropping the peer breaks the connection.
#[derive(Debug)]
pub struct RealtimePeer {
    /// Where it listens, without the path.
    base: String,
    stop: Arc<Notify>,
    task: JoinHandle<Result<Heard, PeerError>>,
}

/// What a peer received.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Heard {
    /// All audio, one sample after the other.
    pub audio: Vec<i16>,
    /// All messages, in order.
    pub messages: Vec<Value>,
    /// How many text frames were no JSON.
    pub malformed: usize,
    /// Whether the client closed the websocket, or answered that the peer did.
    pub closed: bool,
    /// The code the client closed with. `None` if it gave none.
    pub close_code: Option<u16>,
}

impl Heard {
    /// The messages of one type, e.g. `hang_up`.
    #[must_use]
    pub fn messages_of(&self, kind: &str) -> Vec<&Value> {
        let of_kind = |message: &&Value| message["type"] == kind;
        self.messages.iter().filter(of_kind).collect()
    }
}

/// Why a script was not played to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PeerError {
    /// Nobody joined in time.
    #[error("nobody joined")]
    NotJoined,
    /// What a step of the script waits for did not come in time.
    #[error("step {step} of the script waited in vain for {wanted}")]
    Waited {
        /// Which step, counted from 1.
        step: usize,
        /// What it waits for.
        wanted: String,
    },
    /// The client left before the script was over.
    #[error("the client left before step {step} of the script was done")]
    Left {
        /// Which step, counted from 1.
        step: usize,
    },
    /// The client does not speak the websocket protocol, or the connection broke.
    #[error("the connection failed")]
    Connection(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl RealtimePeer {
    /// Listens on a port of this machine. Whatever the script waits for may take 10 s.
    ///
    /// # Errors
    ///
    /// [`io::Error`] if there is no port.
    pub async fn start(script: Script) -> io::Result<Self> {
        Self::start_for(script, None).await
    }

    /// Listens for the calls of a double.
    pub(super) async fn start_for(script: Script, double: Option<Shared>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let base = format!("ws://{}", listener.local_addr()?);
        let stop = Arc::new(Notify::new());
        let task = run::play(listener, script, double, Arc::clone(&stop));
        Ok(Self {
            base,
            stop,
            task: tokio::spawn(task),
        })
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Where a session joins. Calls of a [`MockUltravox`](super::MockUltravox) are joined at a peer that was started by
    /// [`MockUltravox::peer`](super::MockUltravox::peer).
    #[must_use]
    pub fn join_url(&self) -> JoinUrl {
        JoinUrl::from(format!("{}/calls/test/server_web_socket", self.base))
    }

    /// Waits until the script is over and the client has left, and tells what was received.
    ///
    /// # Errors
    ///
    /// [`PeerError`] if the script could not be played to its end.
    pub async fn finish(mut self) -> Result<Heard, PeerError> {
        self.stop.notify_one();
        match (&mut self.task).await {
            Ok(result) => result,
            Err(failure) => Err(PeerError::Connection(failure.into())),
        }
    }
}

impl Drop for RealtimePeer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
