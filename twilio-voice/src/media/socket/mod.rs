//! A stream on a websocket of axum.

mod event;
mod sender;

use std::{
    fmt,
    future::poll_fn,
    task::{Context, Poll},
};

use axum::{
    extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code},
    response::Response,
};
use tokio::time::Instant;

use self::sender::Mailbox;
pub use self::{
    event::{Audio, Event},
    sender::{MediaSender, Reply, ReplyError},
};
use super::{
    Cleared, Inbound, MediaStream, Outbound, Pacing, Player, PlayerStats, Start, Step, StreamState,
    StreamStats, Turn,
};
use crate::message::{Closed, Link, SocketSettings};

/// One stream: what comes, and a [`Player`] for what is to be heard.
///
/// All happens in the task that waits for [`next`](Self::next), and while it waits: there is no other task, and no lock.
/// Whoever waits for something else as well does both at once, with `tokio::select!`; `next` loses nothing when it is given
/// up. While the task is busy with something else, nothing is read (Twilio's messages wait in the buffers of the system) and
/// nothing is sent; what is late is made up for. To speak from other tasks, use [`sender`](Self::sender).
///
/// Serve with `TCP_NODELAY` (in axum: `listener.tap_io(|tcp| { let _ = tcp.set_nodelay(true); })`), or the system holds small
/// messages back to send them together.
///
/// ```no_run
/// use std::time::SystemTime;
/// use axum::{extract::{State, WebSocketUpgrade}, response::Response};
/// use twilio_voice::media::{Event, MediaSocket, SocketSettings, StreamTokens};
///
/// async fn media(State(tokens): State<StreamTokens>, upgrade: WebSocketUpgrade) -> Response {
///     MediaSocket::upgrade(upgrade, &SocketSettings::new(), |socket| echo(socket, tokens))
/// }
///
/// async fn echo(mut socket: MediaSocket, tokens: StreamTokens) {
///     let mut samples = [0; 800];
///     // Whoever connects and does not begin as Twilio does is not served.
///     let Ok(start) = socket.start().await else {
///         return;
///     };
///     if tokens.check(&start, SystemTime::now()).is_err() {
///         return socket.reject().await;
///     }
///     while let Ok(event) = socket.next().await {
///         if let Event::Audio(audio) = event
///             && let Ok(samples) = audio.pcm(&mut samples)
///             && socket.player().pcm(samples).is_err()
///         {
///             break;
///         }
///     }
/// }
/// ```
pub struct MediaSocket {
    link: Link,
    stream: MediaStream,
    player: Player,
    /// The turn of the player when it was last looked at.
    turn: Turn,
    mailbox: Option<Mailbox>,
    start_by: Instant,
}

impl MediaSocket {
    /// Takes the handshake and gives the websocket to `handler`, which asks first for its [`start`](Self::start).
    pub fn upgrade<F>(
        upgrade: WebSocketUpgrade,
        settings: &SocketSettings,
        handler: impl FnOnce(Self) -> F + Send + 'static,
    ) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let own = settings.clone();
        settings.upgrade(upgrade, move |socket| handler(Self::new(socket, &own)))
    }

    /// A websocket whose handshake was taken elsewhere. Its buffers are as they were chosen there: those that are usual take
    /// 128 KiB for each websocket.
    #[must_use]
    pub fn new(socket: WebSocket, settings: &SocketSettings) -> Self {
        let player = Player::default();
        Self {
            link: Link::new(socket, settings),
            stream: MediaStream::new().max_message_len(settings.max_message_len),
            turn: player.turn(),
            player,
            mailbox: None,
            start_by: Instant::now() + settings.start_timeout,
        }
    }

    /// Chooses another pace. To be called before something is played.
    #[must_use]
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.player = Player::new(pacing);
        self.turn = self.player.turn();
        self
    }

    /// Waits until the stream begins.
    ///
    /// What it says is not proved: check the token in it with [`StreamTokens`](super::StreamTokens), or the signature of the
    /// handshake.
    ///
    /// # Errors
    ///
    /// [`Closed::Unresponsive`] if the stream does not begin in [time](SocketSettings::start_timeout),
    /// [`Closed::Protocol`] if it begins with something else, [`Closed::UnknownFormat`] if its audio is not µ-law with 8000
    /// samples a second, and what may happen to every websocket.
    pub async fn start(&mut self) -> Result<Start, Closed> {
        let start = match self.stream.start() {
            Some(start) => start.clone(),
            None => poll_fn(|cx| self.poll_start(cx)).await?,
        };
        if start.media_format.is_mulaw_8000() {
            Ok(start)
        } else {
            Err(self.link.end(Closed::UnknownFormat))
        }
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<Start, Closed>> {
        if let Some(closed) = self.link.closed() {
            return Poll::Ready(Err(closed));
        }
        loop {
            match self.link.poll_text(cx)? {
                Poll::Ready(text) => match self.stream.read(text.as_str()) {
                    Ok(Inbound::Start(start)) => return Poll::Ready(Ok(*start)),
                    // Who never falls silent would put the end of the time off for ever.
                    Ok(_) if self.start_by <= Instant::now() => {
                        return Poll::Ready(Err(self.link.end(Closed::Unresponsive)));
                    }
                    Ok(_) => {}
                    Err(_) => return Poll::Ready(Err(self.link.end(Closed::Protocol))),
                },
                Poll::Pending => {
                    if self.link.poll_timer(cx, Some(self.start_by))?.is_ready() {
                        return Poll::Ready(Err(self.link.end(Closed::Unresponsive)));
                    }
                    return Poll::Pending;
                }
            }
        }
    }

    /// What happens next. Meanwhile what is in the player is sent.
    ///
    /// Can be given up, as in `tokio::select!`: nothing is lost.
    ///
    /// # Errors
    ///
    /// [`Closed`] tells why there is nothing more, and does so again each time. [`Closed::Stopped`] is the usual end.
    pub async fn next(&mut self) -> Result<Event, Closed> {
        let event = self.event().await;
        if event.is_err() {
            // Whoever waits to say something learns that it is over, even if this value is kept.
            if let Some(mailbox) = &mut self.mailbox {
                mailbox.close();
            }
        }
        event
    }

    async fn event(&mut self) -> Result<Event, Closed> {
        if self.stream.state() != StreamState::Started && self.link.closed().is_none() {
            self.start().await?;
        }
        poll_fn(|cx| self.poll_next(cx)).await
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Event, Closed>> {
        if let Some(closed) = self.link.closed() {
            return Poll::Ready(Err(closed));
        }
        loop {
            let now = Instant::now();
            if let Some(cleared) = self.take_mail(cx, now) {
                return Poll::Ready(Ok(Event::Cleared(cleared)));
            }
            let deadline = self.poll_play(cx, now)?;
            match self.link.poll_text(cx)? {
                Poll::Ready(text) => {
                    let event = self.read(&text);
                    if event.is_err() {
                        // The last words, such as the answer to a close, are not waited for.
                        let _ = self.link.poll_flush(cx);
                    }
                    return Poll::Ready(event);
                }
                Poll::Pending => {
                    if self.link.poll_timer(cx, deadline)?.is_pending() {
                        return Poll::Pending;
                    }
                }
            }
        }
    }

    /// Takes what other tasks have to say.
    fn take_mail(&mut self, cx: &mut Context<'_>, now: Instant) -> Option<Cleared> {
        self.cut_replies();
        let mailbox = self.mailbox.as_mut()?;
        let cleared = mailbox
            .take_clear(cx)
            .then(|| self.player.clear(now.into_std()));
        self.turn = self.player.turn();
        mailbox.fill(&mut self.player, cx);
        cleared
    }

    /// Sends what is due, and says when to look again.
    fn poll_play(&mut self, cx: &mut Context<'_>, now: Instant) -> Result<Option<Instant>, Closed> {
        let Some(sid) = self.stream.stream_sid() else {
            return Ok(None);
        };
        let deadline = loop {
            // What cannot be sent stays in the queue, which is bounded.
            if self.link.poll_ready(cx)?.is_pending() {
                break None;
            }
            match self.player.poll(now.into_std()) {
                Step::Send(message) => {
                    let message = frame(message, sid);
                    self.link.start_send(message)?;
                }
                // The audio that comes wakes this task as often. The alarm is for when none does.
                Step::Wait(until) => {
                    break Some(Instant::from_std(until + self.player.slack(until)));
                }
                Step::Idle => break None,
            }
        };
        let _ = self.link.poll_flush(cx)?;
        Ok(deadline)
    }

    fn read(&mut self, text: &Utf8Bytes) -> Result<Event, Closed> {
        Ok(match self.stream.read(text.as_str()) {
            Ok(Inbound::Media(media)) => Event::Audio(Audio::new(text, media)),
            Ok(Inbound::Dtmf(key)) => Event::Key(key),
            Ok(Inbound::Mark(mark)) => Event::Mark {
                echo: self.player.on_mark(&mark.name),
                name: mark.name,
            },
            Ok(Inbound::Other(value)) => Event::Other(value),
            Ok(Inbound::Stop(_)) => return Err(self.link.end(Closed::Stopped)),
            // They come once, and did.
            Ok(Inbound::Connected(_) | Inbound::Start(_)) => {
                return Err(self.link.end(Closed::Protocol));
            }
            Err(error) => Event::Refused(error),
        })
    }

    /// Cuts off the replies of senders if the player was cleared.
    fn cut_replies(&mut self) {
        let turn = self.player.turn();
        if self.turn != turn {
            self.turn = turn;
            if let Some(mailbox) = &mut self.mailbox {
                mailbox.cut();
            }
        }
    }

    /// What is to be heard. It is sent by [`next`](Self::next).
    ///
    /// Where [senders](Self::sender) are used, clear with [`clear`](Self::clear) or [`interrupt`](Self::interrupt): what the
    /// player is told cuts off replies not before the next time that something is waited for.
    pub fn player(&mut self) -> &mut Player {
        &mut self.player
    }

    /// Lets other tasks speak.
    pub fn sender(&mut self) -> MediaSender {
        let over = self.link.closed().is_some();
        let mailbox = self.mailbox.get_or_insert_with(Mailbox::new);
        if over {
            mailbox.close();
        }
        mailbox.sender()
    }

    /// Gives up all that is not heard yet: [`Player::clear`] at this time. Replies of [senders](Self::sender) that have begun
    /// are cut off.
    pub fn clear(&mut self) -> Cleared {
        let cleared = self.player.clear(Instant::now().into_std());
        self.cut_replies();
        cleared
    }

    /// The other side breaks in: [`Player::interrupt`] at this time. Replies of [senders](Self::sender) that have begun are
    /// cut off if it is one.
    pub fn interrupt(&mut self) -> Option<Cleared> {
        let cleared = self.player.interrupt(Instant::now().into_std());
        self.cut_replies();
        cleared
    }

    /// What came, counted.
    #[must_use]
    pub fn stream_stats(&self) -> StreamStats {
        self.stream.stats()
    }

    /// What was played, counted.
    #[must_use]
    pub fn player_stats(&self) -> PlayerStats {
        self.player.stats()
    }

    /// Closes the websocket in the usual way, and waits for the answer at most two seconds. The call goes on with what stands
    /// in the TwiML after `<Connect>`; if nothing does, Twilio hangs up.
    pub async fn close(self) {
        self.link.close(close_code::NORMAL).await;
    }

    /// Closes the websocket because it should not be here, with code 1008. Twilio logs that as a fault.
    pub async fn reject(self) {
        self.link.close(close_code::POLICY).await;
    }
}

impl fmt::Debug for MediaSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaSocket")
            .field("state", &self.stream.state())
            .field("closed", &self.link.closed())
            .finish_non_exhaustive()
    }
}

fn frame(message: Outbound<'_>, sid: &crate::StreamSid) -> Message {
    let mut text = String::new();
    message.write(sid, &mut text);
    Message::Text(text.into())
}
