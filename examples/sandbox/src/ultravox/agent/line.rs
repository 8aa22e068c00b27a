//! A sentence, and how much of it was spoken.

use std::time::Duration;

use crate::time::Time;

/// Something to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::ultravox) struct Line {
    pub(in crate::ultravox) text: String,
    /// The user cannot stop it.
    pub(in crate::ultravox) uninterruptible: bool,
    /// Then the call ends. `Some(false)`: unless the user interrupts.
    pub(in crate::ultravox) hang_up: Option<bool>,
    /// Counts as an answer of the script.
    pub(super) is_reply: bool,
    /// It is a message of the call already.
    pub(in crate::ultravox) noted: bool,
}

impl Line {
    pub(in crate::ultravox) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

/// A line being spoken.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    pub(super) line: Line,
    pub(super) ordinal: u64,
    pub(super) start: Time,
    pub(super) end: Time,
    /// Bytes of the text that were told.
    told: usize,
}

impl Speech {
    pub(super) fn new(line: Line, ordinal: u64, start: Time, length: Duration) -> Self {
        Self {
            line,
            ordinal,
            start,
            end: start.plus(length),
            told: 0,
        }
    }

    /// How long it has lasted, and lasts.
    pub(super) fn progress(&self, now: Time) -> (Duration, Duration) {
        let total = self.end.since(self.start);
        (now.since(self.start).min(total), total)
    }

    /// What was spoken until `now`: whole words, the first one from the beginning.
    pub(super) fn spoken(&self, now: Time) -> &str {
        let (gone, total) = self.progress(now);
        let share = if total.is_zero() {
            1.0
        } else {
            gone.as_secs_f64() / total.as_secs_f64()
        };
        let characters = self.line.text.chars().count() as f64 * share;
        let mut bytes = 0;
        let mut count = 0;
        for word in self.line.text.split_inclusive(' ') {
            count += word.chars().count();
            if bytes > 0 && count as f64 > characters {
                break;
            }
            bytes += word.len();
        }
        self.line.text.get(..bytes).unwrap_or_default()
    }

    /// What was spoken since this was asked last.
    pub(super) fn more(&mut self, now: Time) -> Option<String> {
        let spoken = self.spoken(now);
        let more = spoken.get(self.told..).filter(|text| !text.is_empty())?;
        let more = more.to_owned();
        self.told += more.len();
        Some(more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_when_they_were_spoken() {
        let start = Time::default();
        let at = |millis| start.plus(Duration::from_millis(millis));
        let line = Line::new("Good day, Ann.");
        let mut speech = Speech::new(line, 0, start, Duration::from_millis(1400));
        assert_eq!(speech.more(start).as_deref(), Some("Good "));
        assert_eq!(speech.more(at(600)), None);
        assert_eq!(speech.more(at(1050)).as_deref(), Some("day, "));
        assert_eq!(speech.spoken(at(1050)), "Good day, ");
        assert_eq!(speech.more(at(9000)).as_deref(), Some("Ann."));
    }
}
