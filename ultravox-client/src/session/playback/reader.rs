//! The end that fills an audio device.

use std::sync::{Arc, atomic::Ordering::Acquire};

use rtrb::Consumer;

use super::{PlaybackStats, Shared, add};
use crate::session::SampleRate;

/// The end of a [`Playback`](super::Playback) that fills the blocks of an audio device.
#[derive(Debug)]
pub struct PlaybackReader {
    consumer: Consumer<i16>,
    shared: Arc<Shared>,
    prebuffer: usize,
    /// Silence longer than this is not a gap in what is said.
    gap: usize,
    state: State,
    /// Taken out of the buffer, played or not.
    taken: usize,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Playing,
    /// `silence` samples since playing stopped, `waited` since there is something to play again.
    Waiting {
        silence: usize,
        waited: usize,
    },
}

impl PlaybackReader {
    pub(super) fn new(
        consumer: Consumer<i16>,
        shared: Arc<Shared>,
        rate: SampleRate,
        prebuffer: usize,
    ) -> Self {
        let gap = rate.as_hz() as usize / 4;
        Self {
            consumer,
            shared,
            prebuffer,
            gap,
            // Before the first utterance there is no gap.
            state: State::Waiting {
                silence: gap,
                waited: 0,
            },
            taken: 0,
        }
    }

    /// Fills `block` with what is to be played now, and with silence where there is nothing. Returns how many samples
    /// are not silence of ours. Never waits, locks or allocates.
    pub fn fill(&mut self, block: &mut [i16]) -> usize {
        self.obey_clear();
        let available = self.consumer.slots();
        if let State::Waiting { silence, waited } = self.state {
            let enough =
                available >= self.prebuffer.max(1) || (available > 0 && waited >= self.prebuffer);
            if !enough {
                block.fill(0);
                add(&self.shared.silence, block.len());
                let waited = if available > 0 {
                    waited + block.len()
                } else {
                    0
                };
                let silence = silence.saturating_add(block.len());
                self.state = State::Waiting { silence, waited };
                return 0;
            }
            if silence < self.gap {
                add(&self.shared.underruns, 1);
            }
            self.state = State::Playing;
        }
        let played = self.consumer.pop_partial_slice(block).0.len();
        block[played..].fill(0);
        self.taken = self.taken.wrapping_add(played);
        add(&self.shared.played, played);
        let silence = block.len() - played;
        if silence > 0 {
            add(&self.shared.silence, silence);
            self.state = State::Waiting { silence, waited: 0 };
        }
        played
    }

    /// Drops what was written before the agent was interrupted.
    fn obey_clear(&mut self) {
        let clear_to = self.shared.clear_to.load(Acquire);
        // Ahead of us, unless it was obeyed before; counters may wrap.
        let ahead = clear_to.wrapping_sub(self.taken);
        if ahead == 0 || ahead > usize::MAX / 2 {
            return;
        }
        let dropped = ahead.min(self.consumer.slots());
        if let Ok(chunk) = self.consumer.read_chunk(dropped) {
            chunk.commit_all();
        }
        self.taken = self.taken.wrapping_add(dropped);
        add(&self.shared.cleared, dropped);
        // What comes next is another utterance.
        self.state = State::Waiting {
            silence: self.gap,
            waited: 0,
        };
    }

    /// How many samples wait to be played.
    #[must_use]
    pub fn buffered(&self) -> usize {
        self.consumer.slots()
    }

    /// What became of the audio so far.
    #[must_use]
    pub fn stats(&self) -> PlaybackStats {
        self.shared.stats()
    }

    /// Whether the other end is gone, so that nothing will come any more.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.consumer.is_abandoned()
    }
}
