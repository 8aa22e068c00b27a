//! Beginning to speak, finishing, being interrupted, and the transcripts of all that.

use std::time::Duration;

use super::line::Speech;
use super::{Act, Agent, Line, Said, State};
use crate::config::InactivityFrom;
use crate::time::Time;

impl Agent {
    /// The call is over: what was said of the present sentence.
    pub(in crate::ultravox) fn stop(&mut self, now: Time) -> Vec<Act> {
        if let State::Speaking(speech) = &self.state {
            let spoken = speech.spoken(now).trim_end().to_owned();
            let (ordinal, noted, start) = (speech.ordinal, speech.line.noted, speech.start);
            self.said(spoken, ordinal, Some(start), noted);
            self.state = State::Listening;
        }
        std::mem::take(&mut self.acts)
    }

    pub(super) fn speak(&mut self, line: Line, now: Time) {
        if let Some(text_only) = self.next_medium.take() {
            self.settings.text_only = text_only;
        }
        let characters = u32::try_from(line.text.chars().count()).unwrap_or(u32::MAX);
        let length = self.script.per_character.saturating_mul(characters);
        let length = if self.settings.text_only {
            Duration::ZERO
        } else {
            length
        };
        let ordinal = self.next_ordinal();
        let mut speech = Speech::new(line, ordinal, now, length);
        let begun = speech.more(now);
        self.spoke = true;
        self.enter(State::Speaking(speech), "speaking");
        if let Some(begun) = begun {
            self.part(begun, ordinal, false);
        }
    }

    /// A sentence was spoken to its end.
    pub(super) fn finish(&mut self, now: Time) {
        let State::Speaking(speech) = std::mem::replace(&mut self.state, State::Listening) else {
            return;
        };
        let line = speech.line;
        self.said(line.text, speech.ordinal, Some(speech.start), line.noted);
        if self.settings.inactivity_from == InactivityFrom::Silence {
            self.inactive.0 = now;
        }
        let most = self.script.hang_up_after.filter(|_| line.is_reply);
        if line.hang_up.is_some() || most.is_some_and(|most| self.answers >= most) {
            self.acts.push(Act::State("listening"));
            self.acts.push(Act::HangUp);
        } else if self.has_jobs() {
            self.next(now);
        } else {
            self.acts.push(Act::State("listening"));
        }
    }

    /// The user speaks while the agent does: what was not spoken yet is dropped.
    pub(super) fn interrupt(&mut self, now: Time) {
        match &self.state {
            State::Speaking(speech) if !speech.line.uninterruptible => {
                let (ordinal, noted, start) = (speech.ordinal, speech.line.noted, speech.start);
                let strict = speech.line.hang_up == Some(true);
                let spoken = speech.spoken(now).trim_end().to_owned();
                self.acts.push(Act::Clear);
                self.said(spoken, ordinal, Some(start), noted);
                self.jobs.clear();
                self.enter(State::Listening, "listening");
                if strict {
                    self.acts.push(Act::HangUp);
                }
            }
            State::Thinking { .. } => {
                self.jobs.clear();
                self.enter(State::Listening, "listening");
            }
            _ => {}
        }
    }

    pub(super) fn user_said(&mut self, text: &str, voice: bool, since: Option<Time>) {
        let ordinal = self.next_ordinal();
        self.acts.push(Act::Said(Said {
            agent: false,
            text: text.to_owned(),
            is_delta: false,
            ordinal,
            done: true,
            voice,
            since,
            // What is written was noted where it came in.
            noted: !voice,
        }));
    }

    /// All that it has said with this ordinal.
    fn said(&mut self, text: String, ordinal: u64, since: Option<Time>, noted: bool) {
        self.acts.push(Act::Said(Said {
            agent: true,
            text,
            is_delta: false,
            ordinal,
            done: true,
            voice: !self.settings.text_only,
            since,
            noted,
        }));
    }

    /// The beginning, or more, of what it says.
    pub(super) fn part(&mut self, text: String, ordinal: u64, is_delta: bool) {
        self.acts.push(Act::Said(Said {
            agent: true,
            text,
            is_delta,
            ordinal,
            done: false,
            voice: !self.settings.text_only,
            since: None,
            noted: false,
        }));
    }

    fn next_ordinal(&mut self) -> u64 {
        self.ordinal += 1;
        self.ordinal - 1
    }
}
