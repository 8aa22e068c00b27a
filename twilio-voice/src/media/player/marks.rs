//! Which marks came back, and what that means.

use std::collections::VecDeque;

/// How many marks may wait to be sent, and how many may be under way.
pub(super) const MAX_MARKS: usize = 256;

/// What the echo of a mark means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MarkEcho {
    /// All audio before the mark was played.
    Played,
    /// The mark was cut off by a [clear](super::Player::clear), which has told so. Whether the audio before it was heard is
    /// not known.
    Cleared,
    /// No such mark is under way.
    Unknown,
}

/// A mark in the queue.
#[derive(Clone, Debug)]
struct Queued {
    name: String,
    /// How many samples were ever put in the queue before it.
    at: u64,
}

/// A mark that was sent.
#[derive(Clone, Debug)]
struct Sent {
    name: String,
    /// How many samples are played when it comes back.
    audible: u64,
    cut: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    queued: VecDeque<Queued>,
    sent: VecDeque<Sent>,
}

impl Marks {
    /// Puts a mark behind what was put in the queue, unless there are too many.
    pub(super) fn push(&mut self, name: String, at: u64) -> bool {
        let room = self.queued.len() < MAX_MARKS;
        if room {
            self.queued.push_back(Queued { name, at });
        }
        room
    }

    /// Where the next mark stands in the queue.
    pub(super) fn next_at(&self) -> Option<u64> {
        self.queued.front().map(|mark| mark.at)
    }

    /// Takes the next mark as sent.
    pub(super) fn send(&mut self, audible: u64) -> Option<&str> {
        let Queued { name, .. } = self.queued.pop_front()?;
        if self.sent.len() == MAX_MARKS {
            // Who does not return marks must not stop what is to be heard.
            self.sent.pop_front();
        }
        self.sent.push_back(Sent {
            name,
            audible,
            cut: false,
        });
        self.sent.back().map(|mark| mark.name.as_str())
    }

    /// Gives up all marks that are not played, and tells their names in their order.
    pub(super) fn cut(&mut self) -> Vec<String> {
        let under_way = self.sent.iter_mut().filter(|mark| !mark.cut);
        let mut names: Vec<_> = under_way
            .map(|mark| {
                mark.cut = true;
                mark.name.clone()
            })
            .collect();
        names.extend(self.queued.drain(..).map(|mark| mark.name));
        names
    }

    /// Takes an echo, and tells what it means and how much was played before it. Of two marks with one name, the one that
    /// was sent first comes back first.
    pub(super) fn echo(&mut self, name: &str) -> (MarkEcho, u64) {
        let at = self.sent.iter().position(|mark| mark.name == name);
        match at.and_then(|at| self.sent.remove(at)) {
            None => (MarkEcho::Unknown, 0),
            Some(mark) if mark.cut => (MarkEcho::Cleared, 0),
            Some(mark) => (MarkEcho::Played, mark.audible),
        }
    }

    /// Whether a mark waits to be sent.
    pub(super) fn is_queued(&self) -> bool {
        !self.queued.is_empty()
    }

    /// Whether a mark is on its way that is not cut off.
    pub(super) fn is_under_way(&self) -> bool {
        self.sent.iter().any(|mark| !mark.cut)
    }
}
