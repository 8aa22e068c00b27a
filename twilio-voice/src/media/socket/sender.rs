//! What other tasks put in the queue.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use futures_util::task::AtomicWaker;
use tokio::sync::mpsc;

use crate::media::{Player, SAMPLE_RATE, mulaw};

/// How many pieces may wait between the tasks.
const PIECES: usize = 8;

/// How long such a piece is at most: one second.
const PIECE: usize = SAMPLE_RATE as usize;

/// Why nothing more of a reply is taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplyError {
    /// The reply was cut off by a clear. What is left of it is not to be heard.
    #[error("the reply was cut off")]
    Cut,
    /// The websocket is over.
    #[error("the websocket is over")]
    Closed,
}

/// Lets other tasks speak on the websocket of a [`MediaSocket`](super::MediaSocket). Cheap to clone.
#[derive(Clone, Debug)]
pub struct MediaSender {
    pieces: mpsc::Sender<(u64, Piece)>,
    shared: Arc<Shared>,
}

impl MediaSender {
    /// Begins something to be said. Several may be said at once; their pieces are then heard as they come.
    #[must_use]
    pub fn reply(&self) -> Reply {
        Reply {
            sender: self.clone(),
            turn: self.shared.turn(),
        }
    }

    /// Gives up all that is not heard yet, and all replies that have begun. The socket's task tells what was cut off with
    /// [`Event::Cleared`](super::Event::Cleared).
    ///
    /// Takes effect at once, even if the queue is full.
    pub fn clear(&self) {
        self.shared.next_turn();
        self.shared.waker.wake();
    }

    /// Whether the websocket is over.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.pieces.is_closed()
    }
}

/// Something that is said. From the moment it is cut off, no more of it is taken: audio that is still being made is not heard
/// after the other side broke in.
#[derive(Clone, Debug)]
pub struct Reply {
    sender: MediaSender,
    turn: u64,
}

impl Reply {
    /// Says 16-bit samples, 8000 a second. Waits while the queue is full.
    ///
    /// # Errors
    ///
    /// [`ReplyError::Cut`] or [`ReplyError::Closed`]; some of the samples may have been taken.
    pub async fn pcm(&self, samples: &[i16]) -> Result<(), ReplyError> {
        for piece in samples.chunks(PIECE) {
            let audio = piece.iter().copied().map(mulaw::encode).collect();
            self.send(Piece::Audio(audio)).await?;
        }
        Ok(())
    }

    /// Says audio that is in µ-law, 8000 bytes a second. Waits while the queue is full.
    ///
    /// # Errors
    ///
    /// [`ReplyError::Cut`] or [`ReplyError::Closed`]; some of the audio may have been taken.
    pub async fn mulaw(&self, audio: &[u8]) -> Result<(), ReplyError> {
        for piece in audio.chunks(PIECE) {
            self.send(Piece::Audio(piece.to_vec())).await?;
        }
        Ok(())
    }

    /// Sets a mark. It comes back as [`Event::Mark`](super::Event::Mark) when all audio before it is played.
    ///
    /// # Errors
    ///
    /// [`ReplyError::Cut`] or [`ReplyError::Closed`].
    pub async fn mark(&self, name: impl Into<String>) -> Result<(), ReplyError> {
        self.send(Piece::Mark(name.into())).await
    }

    /// Whether the reply was cut off.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.sender.shared.turn() != self.turn
    }

    async fn send(&self, piece: Piece) -> Result<(), ReplyError> {
        if self.is_cut() {
            return Err(ReplyError::Cut);
        }
        let sent = self.sender.pieces.send((self.turn, piece)).await;
        sent.map_err(|_| ReplyError::Closed)?;
        // It may have been cut off while there was no room.
        if self.is_cut() {
            return Err(ReplyError::Cut);
        }
        Ok(())
    }
}

#[derive(Debug)]
enum Piece {
    Audio(Vec<u8>),
    Mark(String),
}

#[derive(Debug, Default)]
struct Shared {
    /// Counts the clears, asked for here or done by the socket.
    turn: AtomicU64,
    waker: AtomicWaker,
}

impl Shared {
    fn turn(&self) -> u64 {
        self.turn.load(Ordering::Acquire)
    }

    fn next_turn(&self) {
        self.turn.fetch_add(1, Ordering::AcqRel);
    }
}

/// The other end of a [`MediaSender`].
#[derive(Debug)]
pub(super) struct Mailbox {
    pieces: mpsc::Receiver<(u64, Piece)>,
    /// The piece that does not fit in the queue yet.
    waiting: Option<(u64, Piece)>,
    /// The clears that were carried out. Replies that began before the last are cut off.
    turn: u64,
    /// Also keeps the channel open.
    sender: MediaSender,
}

impl Mailbox {
    pub(super) fn new() -> Self {
        let (sender, pieces) = mpsc::channel(PIECES);
        let shared = Arc::new(Shared::default());
        Self {
            pieces,
            waiting: None,
            turn: shared.turn(),
            sender: MediaSender {
                pieces: sender,
                shared,
            },
        }
    }

    pub(super) fn sender(&self) -> MediaSender {
        self.sender.clone()
    }

    /// Takes nothing more: who waits to say something learns it.
    pub(super) fn close(&mut self) {
        self.pieces.close();
    }

    /// Cuts off all replies, because the player was cleared.
    pub(super) fn cut(&mut self) {
        self.sender.shared.next_turn();
        // If a sender asks for a clear at the same time, that is still to be carried out.
        self.turn += 1;
    }

    /// Whether a sender asks for a clear.
    pub(super) fn take_clear(&mut self, cx: &Context<'_>) -> bool {
        let shared = &self.sender.shared;
        shared.waker.register(cx.waker());
        let turn = shared.turn();
        let clear = turn != self.turn;
        self.turn = turn;
        clear
    }

    /// Puts in the queue what fits. What belongs to a reply that was cut off is dropped.
    pub(super) fn fill(&mut self, player: &mut Player, cx: &mut Context<'_>) {
        loop {
            let (turn, piece) = match self.waiting.take() {
                Some(waiting) => waiting,
                None => match self.pieces.poll_recv(cx) {
                    Poll::Ready(Some(piece)) => piece,
                    Poll::Ready(None) | Poll::Pending => return,
                },
            };
            if turn < self.turn {
                continue;
            }
            // A reply from after a clear that was asked for a moment ago waits until that is carried out.
            let put = turn == self.turn
                && match &piece {
                    Piece::Audio(audio) if audio.len() > player.room() => false,
                    Piece::Audio(audio) => player.mulaw(audio).is_ok(),
                    Piece::Mark(name) => player.mark(name.as_str()).is_ok(),
                };
            if !put {
                self.waiting = Some((turn, piece));
                return;
            }
        }
    }
}
