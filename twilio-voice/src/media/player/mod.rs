//! What is to be heard, sent at the pace at which it is heard.

mod marks;
mod queue;

use std::time::{Duration, Instant};

pub use self::{marks::MarkEcho, queue::Pacing};
use self::{marks::Marks, queue::Queue};
use super::{FRAME, FRAME_SAMPLES, Outbound, SAMPLE_RATE, mulaw};

/// Why nothing was put in the queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlayError {
    /// There is too much in the queue. Wait until some of it is played, or give it up with [`Player::clear`].
    #[error("the queue is full: there is room for {room} samples")]
    Full {
        /// How many samples fit now.
        room: usize,
    },
    /// Too many marks wait to be sent.
    #[error("too many marks wait to be sent")]
    TooManyMarks,
}

/// What a [`Player`] wants.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step<'a> {
    /// Send this now, and ask again.
    Send(Outbound<'a>),
    /// Ask again at this time, or when something was put in the queue.
    Wait(Instant),
    /// Ask again when something was put in the queue.
    Idle,
}

/// What was cut off by a [`Player::clear`].
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Cleared {
    /// The marks that are not known to have been played, in their order. One of them may have been played just now, its echo
    /// still being under way.
    pub marks: Vec<String>,
    /// How much audio was in the queue and is never sent.
    pub queued: Duration,
    /// How much audio was sent and not played, by the clock.
    pub sent: Duration,
    /// How much audio of the stream was played before, by the clock. What [`Player::acknowledged`] says is proved.
    pub played: Duration,
}

/// What was played, counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct PlayerStats {
    /// Messages with audio.
    pub frames: u64,
    /// Audio that was sent.
    pub sent: Duration,
    /// Audio that was cut off, be it sent or not.
    pub cut: Duration,
    /// How often audio was put in the queue while nothing was playing.
    pub starts: u64,
    /// How often audio was in the queue, and [`Player::poll`] came so late that there was silence.
    pub underruns: u64,
    /// How long these silences were together.
    pub silence: Duration,
    /// How often the queue was full.
    pub refused: u64,
    /// Marks that came back played.
    pub marks_played: u64,
    /// Marks that were cut off.
    pub marks_cut: u64,
}

/// Says how long a reply may be sent: a new turn begins with each [`Player::clear`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Turn(u64);

/// Paces what is to be heard, and keeps account of what was heard.
///
/// It has no clock, no thread and no websocket: it is told the time, and says what is to be sent. Audio is sent in pieces of
/// 20 ms, never further ahead of the time at which it is heard than [`Pacing::lead`]: so little is under way that a
/// [`clear`](Self::clear) does not have to be waited for, and Twilio's buffer (about ten minutes) never overflows. Late
/// polls are made up for: the pace is kept against the clock, and does not drift.
///
/// The queue is bounded by [`Pacing::max_queue`]. What does not fit is refused as a whole and never dropped: that is the
/// back-pressure, and the caller slows its source, waits, or clears.
///
/// ```
/// use std::time::{Duration, Instant};
/// use twilio_voice::media::{MarkEcho, Outbound, Pacing, Player, Step};
///
/// let mut now = Instant::now();
/// let mut player = Player::new(Pacing::default());
/// player.pcm(&[0; 400])?;
/// player.mark("greeting")?;
/// let mut sent = Vec::new();
/// loop {
///     match player.poll(now) {
///         Step::Send(message) => sent.push(format!("{message:?}")),
///         Step::Wait(until) => now = until,
///         Step::Idle => break,
///     }
/// }
/// assert_eq!(sent, ["Mulaw(160 bytes)", "Mulaw(160 bytes)", "Mulaw(80 bytes)", r#"Mark("greeting")"#]);
/// assert_eq!(player.on_mark("greeting"), MarkEcho::Played);
/// assert_eq!(player.acknowledged(), Duration::from_millis(50));
/// # Ok::<(), twilio_voice::media::PlayError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Player {
    pacing: Pacing,
    queue: Queue,
    marks: Marks,
    frame: [u8; FRAME_SAMPLES],
    /// When all that was sent is played. `None` before the first audio.
    plays_until: Option<Instant>,
    /// Samples that were sent and not cut off.
    audible: u64,
    /// Samples before the last mark that came back played.
    acknowledged: u64,
    clear: bool,
    turn: u64,
    /// Whether the last poll left audio in the queue.
    waiting: bool,
    stats: PlayerStats,
}

impl Player {
    /// A player with nothing to play.
    #[must_use]
    pub fn new(pacing: Pacing) -> Self {
        Self {
            pacing,
            queue: Queue::default(),
            marks: Marks::default(),
            frame: [mulaw::SILENCE; FRAME_SAMPLES],
            plays_until: None,
            audible: 0,
            acknowledged: 0,
            clear: false,
            turn: 0,
            waiting: false,
            stats: PlayerStats::default(),
        }
    }

    /// Puts 16-bit samples in the queue, 8000 a second.
    ///
    /// # Errors
    ///
    /// [`PlayError::Full`]: none of them is taken.
    pub fn pcm(&mut self, samples: &[i16]) -> Result<(), PlayError> {
        self.check_room(samples.len())?;
        self.queue.push(samples.iter().copied().map(mulaw::encode));
        Ok(())
    }

    /// Puts audio that is in µ-law in the queue, 8000 bytes a second.
    ///
    /// # Errors
    ///
    /// [`PlayError::Full`]: none of it is taken.
    pub fn mulaw(&mut self, audio: &[u8]) -> Result<(), PlayError> {
        self.check_room(audio.len())?;
        self.queue.push(audio.iter().copied());
        Ok(())
    }

    fn check_room(&mut self, len: usize) -> Result<(), PlayError> {
        let room = self.room();
        if len > room {
            self.stats.refused += 1;
            return Err(PlayError::Full { room });
        }
        Ok(())
    }

    /// How many samples fit in the queue now.
    #[must_use]
    pub fn room(&self) -> usize {
        self.pacing.max_samples().saturating_sub(self.queue.len())
    }

    /// Puts a mark in the queue. It comes back when all audio before it is played, see [`on_mark`](Self::on_mark).
    ///
    /// Of more than 256 that are under way, the oldest is forgotten: its echo is [`MarkEcho::Unknown`].
    ///
    /// # Errors
    ///
    /// [`PlayError::TooManyMarks`] if 256 wait to be sent.
    pub fn mark(&mut self, name: impl Into<String>) -> Result<(), PlayError> {
        if self.marks.push(name.into(), self.queue.pushed()) {
            Ok(())
        } else {
            Err(PlayError::TooManyMarks)
        }
    }

    /// What is to be done at this time.
    ///
    /// Ask until it is no [`Step::Send`]. A `clear` comes first, before the time it takes to hear a piece of audio.
    pub fn poll(&mut self, now: Instant) -> Step<'_> {
        if self.clear {
            self.clear = false;
            return Step::Send(Outbound::Clear);
        }
        let mark_at = self.marks.next_at();
        if mark_at.is_some_and(|at| at <= self.queue.taken()) {
            let mark = self.marks.send(self.audible).map(Outbound::Mark);
            return mark.map_or(Step::Idle, Step::Send);
        }
        let to_mark = mark_at.map(|at| at - self.queue.taken());
        let len = to_mark
            .and_then(|len| usize::try_from(len).ok())
            .unwrap_or(usize::MAX)
            .min(FRAME_SAMPLES)
            .min(self.queue.len());
        if len == 0 {
            self.waiting = false;
            return Step::Idle;
        }
        let ahead = self.ahead(now);
        if ahead.is_zero() {
            self.begin(now);
        }
        // Less than a piece may still grow, as long as the other side has something to hear.
        let whole = len == FRAME_SAMPLES || to_mark == Some(len as u64);
        let latest = if whole {
            self.pacing.lead - duration(len as u64)
        } else {
            FRAME
        };
        if ahead > latest {
            self.waiting = true;
            return Step::Wait(now + (ahead - latest));
        }
        self.send(len, now + ahead)
    }

    /// Nothing is heard at this time: what is sent now is heard now.
    fn begin(&mut self, now: Instant) {
        match self.plays_until {
            Some(until) if self.waiting => {
                self.stats.underruns += 1;
                self.stats.silence += now.saturating_duration_since(until);
            }
            _ => self.stats.starts += 1,
        }
        self.waiting = false;
        self.plays_until = Some(now);
    }

    fn send(&mut self, len: usize, heard_from: Instant) -> Step<'_> {
        self.queue.take(&mut self.frame[..len]);
        let length = duration(len as u64);
        self.plays_until = Some(heard_from + length);
        self.audible += len as u64;
        self.stats.frames += 1;
        self.stats.sent += length;
        self.waiting = self.queue.len() > 0;
        Step::Send(Outbound::Mulaw(&self.frame[..len]))
    }

    /// How long it is, by the clock, until all that was sent is played.
    fn ahead(&self, now: Instant) -> Duration {
        self.plays_until
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// How much later than at this time it may come again, and still leave most of the lead.
    #[cfg(feature = "axum")]
    pub(super) fn slack(&self, until: Instant) -> Duration {
        (self.ahead(until) / 4).min(2 * FRAME)
    }

    /// Tells that a mark came back, and learns what that means.
    pub fn on_mark(&mut self, name: &str) -> MarkEcho {
        let (echo, audible) = self.marks.echo(name);
        if echo == MarkEcho::Played {
            self.acknowledged = self.acknowledged.max(audible);
            self.stats.marks_played += 1;
        }
        echo
    }

    /// Gives up all that is not played yet, on our side and on Twilio's: the next [`poll`](Self::poll) sends a `clear`.
    ///
    /// Twilio then returns the marks as if they were played; [`on_mark`](Self::on_mark) tells them apart. What is put in the
    /// queue from now on is played. A new [`turn`](Self::turn) begins.
    pub fn clear(&mut self, now: Instant) -> Cleared {
        let ahead = self.ahead(now);
        // Never more than was sent.
        let unplayed = samples(ahead).min(self.audible);
        self.audible = (self.audible - unplayed).max(self.acknowledged);
        self.plays_until = self.plays_until.map(|until| until.min(now));
        let cleared = Cleared {
            marks: self.marks.cut(),
            queued: duration(self.queue.clear() as u64),
            sent: ahead,
            played: duration(self.audible),
        };
        self.stats.cut += cleared.queued + cleared.sent;
        self.stats.marks_cut += cleared.marks.len() as u64;
        self.clear = true;
        self.waiting = false;
        self.turn += 1;
        cleared
    }

    /// The other side breaks in: [clears](Self::clear) if there is something that is not heard yet. `None` if not: nothing
    /// is sent then, and the turn goes on.
    pub fn interrupt(&mut self, now: Instant) -> Option<Cleared> {
        self.is_playing(now).then(|| self.clear(now))
    }

    /// Whether something is not heard yet: audio in the queue or, by the clock, on the other side, or a mark.
    #[must_use]
    pub fn is_playing(&self, now: Instant) -> bool {
        self.queue.len() > 0
            || !self.ahead(now).is_zero()
            || self.marks.is_queued()
            || self.marks.is_under_way()
    }

    /// The turn. Who makes audio for a while remembers in which turn it began, and puts no more in the queue when another
    /// one has begun: it would be heard after the other side broke in.
    #[must_use]
    pub fn turn(&self) -> Turn {
        Turn(self.turn)
    }

    /// How much audio is in the queue and not sent yet.
    #[must_use]
    pub fn queued(&self) -> Duration {
        duration(self.queue.len() as u64)
    }

    /// How much audio of the stream was played, by the clock. The way to the other side takes some time more.
    #[must_use]
    pub fn played(&self, now: Instant) -> Duration {
        duration(self.audible).saturating_sub(self.ahead(now))
    }

    /// How much audio of the stream was played for certain: up to the last mark that came back.
    #[must_use]
    pub fn acknowledged(&self) -> Duration {
        duration(self.acknowledged)
    }

    /// What was played, counted.
    #[must_use]
    pub fn stats(&self) -> PlayerStats {
        self.stats
    }
}

impl Default for Player {
    fn default() -> Self {
        Self::new(Pacing::default())
    }
}

const fn duration(samples: u64) -> Duration {
    // 125 µs for a sample.
    Duration::from_micros(samples * (1_000_000 / SAMPLE_RATE as u64))
}

fn samples(duration: Duration) -> u64 {
    let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
    micros / (1_000_000 / u64::from(SAMPLE_RATE))
}
