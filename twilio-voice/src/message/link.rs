//! One websocket of axum, watched: it neither hangs nor grows.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade},
    response::Response,
};
use futures_util::{Sink, Stream};
use tokio::time::{self, Instant, Sleep};

use super::Closed;

/// How long the other side has to answer to a close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// So long that it makes no difference, and so short that clocks can tell it.
const LONGEST: Duration = Duration::from_secs(24 * 3_600);

/// How many pings may come from who takes no answers. The library keeps all of them.
const MAX_UNTAKEN: u32 = 256;

/// How a websocket is watched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SocketSettings {
    pub(crate) start_timeout: Duration,
    idle: Duration,
    pub(crate) max_message_len: usize,
}

impl SocketSettings {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            start_timeout: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            max_message_len: 64 * 1_024,
        }
    }

    /// How long the other side has until it must have said which call it is. Default: 10 s. At most a day; more is taken as
    /// that.
    #[must_use]
    pub const fn start_timeout(mut self, timeout: Duration) -> Self {
        self.start_timeout = bounded(timeout);
        self
    }

    /// After how long a silence a ping is sent. When it is not answered for as long, or when nothing can be sent for as long,
    /// the websocket is over: [`Closed::Unresponsive`]. Default: 15 s. At most a day; more is taken as that.
    #[must_use]
    pub const fn idle(mut self, idle: Duration) -> Self {
        self.idle = bounded(idle);
        self
    }

    /// How long a message may be, in bytes. Default: 64 KiB.
    #[must_use]
    pub const fn max_message_len(mut self, len: usize) -> Self {
        self.max_message_len = len;
        self
    }

    /// Takes the handshake, with buffers that suit many small messages: 4 KiB for each websocket in place of 128 KiB.
    pub(crate) fn upgrade<F>(
        &self,
        upgrade: WebSocketUpgrade,
        handler: impl FnOnce(WebSocket) -> F + Send + 'static,
    ) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        upgrade
            .read_buffer_size(4 * 1_024)
            .write_buffer_size(4 * 1_024)
            .max_message_size(self.max_message_len)
            .max_frame_size(self.max_message_len)
            .on_upgrade(handler)
    }
}

const fn bounded(time: Duration) -> Duration {
    if time.as_secs() < LONGEST.as_secs() {
        time
    } else {
        LONGEST
    }
}

impl Default for SocketSettings {
    fn default() -> Self {
        Self::new()
    }
}

pub(crate) struct Link {
    socket: WebSocket,
    idle: Duration,
    timer: Pin<Box<Sleep>>,
    /// When the last message came.
    heard: Instant,
    /// When a ping was sent that is not answered.
    pinged: Option<Instant>,
    /// Since when nothing could be sent.
    blocked: Option<Instant>,
    /// Pings that came since then.
    untaken: u32,
    /// Whether something waits to be flushed.
    dirty: bool,
    closed: Option<Closed>,
}

impl Link {
    pub(crate) fn new(socket: WebSocket, settings: &SocketSettings) -> Self {
        Self {
            socket,
            idle: settings.idle,
            timer: Box::pin(time::sleep(settings.idle)),
            heard: Instant::now(),
            pinged: None,
            blocked: None,
            untaken: 0,
            dirty: false,
            closed: None,
        }
    }

    /// Why it is over. `None` while it is not.
    pub(crate) fn closed(&self) -> Option<Closed> {
        self.closed
    }

    /// Notes why it is over, unless that is known.
    pub(crate) fn end(&mut self, closed: Closed) -> Closed {
        *self.closed.get_or_insert(closed)
    }

    /// Whether a message can be sent now.
    pub(crate) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        match Pin::new(&mut self.socket).poll_ready(cx) {
            Poll::Pending => self.blocked(),
            // There is room in the buffer. Whether anything is taken from there is seen when it is flushed.
            Poll::Ready(Ok(())) => Poll::Ready(Ok(())),
            Poll::Ready(Err(error)) => Poll::Ready(Err(self.end(Closed::because(&error)))),
        }
    }

    /// Takes a message, after [`poll_ready`](Self::poll_ready).
    pub(crate) fn start_send(&mut self, message: Message) -> Result<(), Closed> {
        self.dirty = true;
        Pin::new(&mut self.socket)
            .start_send(message)
            .map_err(|error| self.end(Closed::because(&error)))
    }

    pub(crate) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        if !self.dirty {
            return Poll::Ready(Ok(()));
        }
        match Pin::new(&mut self.socket).poll_flush(cx) {
            Poll::Pending => self.blocked(),
            Poll::Ready(result) => {
                self.dirty = false;
                self.blocked = None;
                self.untaken = 0;
                Poll::Ready(result.map_err(|error| self.end(Closed::because(&error))))
            }
        }
    }

    /// Nothing can be sent now. Who takes nothing for too long is not heard any more, however much it says.
    fn blocked(&mut self) -> Poll<Result<(), Closed>> {
        let now = Instant::now();
        if *self.blocked.get_or_insert(now) + self.idle <= now {
            return Poll::Ready(Err(self.end(Closed::Unresponsive)));
        }
        Poll::Pending
    }

    /// Waits until a message can be sent, but not longer than silence is borne.
    #[cfg(feature = "relay")]
    pub(crate) fn poll_writable(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        match self.poll_ready(cx) {
            Poll::Pending => self.poll_timer(cx, None),
            ready => ready,
        }
    }

    /// Waits until all is sent, but not longer than silence is borne.
    #[cfg(feature = "relay")]
    pub(crate) fn poll_written(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        match self.poll_flush(cx) {
            Poll::Pending => self.poll_timer(cx, None),
            ready => ready,
        }
    }

    /// The next text that comes.
    pub(crate) fn poll_text(&mut self, cx: &mut Context<'_>) -> Poll<Result<Utf8Bytes, Closed>> {
        loop {
            let message = ready!(Pin::new(&mut self.socket).poll_next(cx));
            self.heard = Instant::now();
            self.pinged = None;
            return Poll::Ready(Err(match message {
                Some(Ok(Message::Text(text))) => return Poll::Ready(Ok(text)),
                // The library answers pings when it is flushed, and keeps what cannot be sent.
                Some(Ok(Message::Ping(_))) => {
                    self.dirty = true;
                    if self.poll_flush(cx)?.is_pending() {
                        self.untaken += 1;
                        if self.untaken > MAX_UNTAKEN {
                            return Poll::Ready(Err(self.end(Closed::Unresponsive)));
                        }
                    }
                    continue;
                }
                Some(Ok(Message::Pong(_))) => continue,
                Some(Ok(Message::Binary(_))) => self.end(Closed::Protocol),
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.map(|frame| frame.code);
                    let closed = self.end(Closed::ByPeer { code });
                    self.dirty = true;
                    // What is left to say is the answer to the close. It is small, and not waited for.
                    let _ = self.poll_flush(cx);
                    closed
                }
                Some(Err(error)) => self.end(Closed::because(&error)),
                None => self.end(Closed::Lost),
            }));
        }
    }

    /// Waits until `deadline`, or fails when the other side is silent or takes nothing for too long. To be called when
    /// nothing else is ready.
    ///
    /// A deadline that moves on with each message never goes off: to put an alarm off costs less than to wake up for nothing.
    pub(crate) fn poll_timer(
        &mut self,
        cx: &mut Context<'_>,
        deadline: Option<Instant>,
    ) -> Poll<Result<(), Closed>> {
        loop {
            let silent_until = self.pinged.unwrap_or(self.heard) + self.idle;
            let blocked_until = self.blocked.map(|since| since + self.idle);
            let wake = [Some(silent_until), blocked_until, deadline]
                .into_iter()
                .flatten()
                .min()
                .unwrap_or(silent_until);
            // To be told of silence, an alarm that goes off too early costs less than one that is put off for each message.
            let put_off = deadline.is_some() && wake != self.timer.deadline();
            if put_off || self.timer.is_elapsed() || wake < self.timer.deadline() {
                self.timer.as_mut().reset(wake);
            }
            ready!(self.timer.as_mut().poll(cx));
            let now = Instant::now();
            if blocked_until.is_some_and(|until| until <= now) {
                return Poll::Ready(Err(self.end(Closed::Unresponsive)));
            }
            if silent_until <= now {
                if self.pinged.is_some() {
                    return Poll::Ready(Err(self.end(Closed::Unresponsive)));
                }
                self.pinged = Some(now);
                if self.poll_ready(cx)?.is_ready() {
                    self.start_send(Message::Ping(Default::default()))?;
                    let _ = self.poll_flush(cx)?;
                }
            }
            if deadline.is_some_and(|deadline| deadline <= now) {
                return Poll::Ready(Ok(()));
            }
        }
    }

    /// Says why we close, and waits a short time for the answer. Where it was we who found that it is over, the other side
    /// does not know yet.
    pub(crate) async fn close(mut self, code: u16) {
        if !matches!(
            self.closed,
            None | Some(Closed::Protocol | Closed::UnknownFormat)
        ) {
            return;
        }
        let frame = CloseFrame {
            code,
            reason: Utf8Bytes::default(),
        };
        let talk = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // Who does not answer has the connection taken away all the same.
        let _ = time::timeout(CLOSE_TIMEOUT, talk).await;
    }
}
