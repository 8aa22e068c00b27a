//! The simulated agent: hears that someone speaks, answers with a tone and a transcript.

use std::collections::VecDeque;
use std::time::Duration;

use crate::config::AgentScript;
use crate::time::Time;

/// Speech shorter than this does not interrupt the agent.
const INTERRUPTION: Duration = Duration::from_millis(200);

/// What the agent wants to happen.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// It listens, thinks, speaks.
    State(&'static str),
    /// Something was said. `done` is false for what is only begun.
    Said {
        agent: bool,
        text: String,
        ordinal: u64,
        done: bool,
        voice: bool,
    },
    /// Unplayed audio is to be dropped.
    Clear,
    /// The agent ends the call.
    HangUp,
}

/// One agent in one call. It is asked every twenty milliseconds.
#[derive(Debug)]
pub(super) struct Agent {
    script: AgentScript,
    state: State,
    /// What it will say next, without being asked.
    pending: VecDeque<String>,
    ordinal: u64,
    answers: u32,
    /// Since when the user speaks, and until when.
    speech: Option<(Time, Time)>,
    text_only: bool,
    acts: Vec<Act>,
}

#[derive(Clone, Debug, PartialEq)]
enum State {
    Listening,
    Thinking {
        until: Time,
    },
    Speaking {
        text: String,
        ordinal: u64,
        start: Time,
        end: Time,
    },
}

impl Agent {
    pub(super) fn new(script: AgentScript, speaks_first: bool, text_only: bool) -> Self {
        let greets = speaks_first && !script.greeting.is_empty();
        let pending = greets
            .then(|| script.greeting.clone())
            .into_iter()
            .collect();
        Self {
            script,
            state: State::Listening,
            pending,
            ordinal: 0,
            answers: 0,
            speech: None,
            text_only,
            acts: vec![Act::State("listening")],
        }
    }

    pub(super) fn set_text_only(&mut self, text_only: bool) {
        self.text_only = text_only;
    }

    pub(super) fn is_speaking(&self) -> bool {
        matches!(self.state, State::Speaking { .. }) && !self.text_only
    }

    /// Audio of the user arrived.
    pub(super) fn hear(&mut self, loud: bool, now: Time) {
        if !loud {
            return;
        }
        let start = self.speech.map_or(now, |(start, _)| start);
        self.speech = Some((start, now));
        if now.since(start) >= INTERRUPTION {
            self.interrupt(now);
        }
    }

    /// The user wrote something.
    pub(super) fn read(&mut self, text: &str, answer: bool, now: Time) {
        let ordinal = self.next_ordinal();
        self.said(false, text, ordinal, true, false);
        if answer {
            self.think(now);
        }
    }

    /// Says exactly this next.
    pub(super) fn say(&mut self, text: &str) {
        if !text.is_empty() {
            self.pending.push_back(text.to_owned());
        }
    }

    /// Moves on to `now`.
    pub(super) fn tick(&mut self, now: Time) -> Vec<Act> {
        if let Some((_, last)) = self.speech
            && now.since(last) >= self.script.turn_delay
        {
            self.speech = None;
            let ordinal = self.next_ordinal();
            self.said(false, "(speech)", ordinal, true, true);
            self.think(now);
        }
        match &self.state {
            State::Speaking {
                text, ordinal, end, ..
            } if now >= *end => {
                let (text, ordinal) = (text.clone(), *ordinal);
                self.said(true, &text, ordinal, true, !self.text_only);
                self.enter(State::Listening, "listening");
                if self
                    .script
                    .hang_up_after
                    .is_some_and(|most| self.answers >= most)
                {
                    self.acts.push(Act::HangUp);
                }
            }
            State::Thinking { until } if now >= *until => {
                let reply = self.reply();
                self.speak(reply, now);
            }
            State::Listening => {
                if let Some(text) = self.pending.pop_front() {
                    self.speak(text, now);
                }
            }
            _ => {}
        }
        std::mem::take(&mut self.acts)
    }

    fn reply(&mut self) -> String {
        if let Some(text) = self.pending.pop_front() {
            return text;
        }
        let place = self.answers as usize;
        self.answers += 1;
        let replies = &self.script.replies;
        replies
            .get(place)
            .or(replies.last())
            .cloned()
            .unwrap_or_default()
    }

    fn enter(&mut self, state: State, name: &'static str) {
        self.state = state;
        self.acts.push(Act::State(name));
    }

    fn think(&mut self, now: Time) {
        self.interrupt(now);
        let until = now.plus(self.script.thinking);
        self.enter(State::Thinking { until }, "thinking");
    }

    fn speak(&mut self, text: String, now: Time) {
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let length = self.script.per_character.saturating_mul(characters);
        let ordinal = self.next_ordinal();
        // The first word is known at once, the rest when it was spoken.
        let begun = text
            .split_inclusive(' ')
            .next()
            .unwrap_or_default()
            .to_owned();
        let end = if self.text_only {
            now
        } else {
            now.plus(length)
        };
        self.enter(
            State::Speaking {
                text,
                ordinal,
                start: now,
                end,
            },
            "speaking",
        );
        self.said(true, &begun, ordinal, false, !self.text_only);
    }

    /// The user speaks while the agent does: what was not spoken yet is dropped.
    fn interrupt(&mut self, now: Time) {
        let State::Speaking {
            text,
            ordinal,
            start,
            end,
        } = &self.state
        else {
            return;
        };
        let share = now.since(*start).as_secs_f64() / end.since(*start).as_secs_f64().max(0.001);
        let characters = (text.chars().count() as f64 * share.min(1.0)) as usize;
        let spoken: String = text.chars().take(characters).collect();
        let ordinal = *ordinal;
        self.acts.push(Act::Clear);
        self.said(true, &spoken, ordinal, true, !self.text_only);
        self.enter(State::Listening, "listening");
    }

    fn said(&mut self, agent: bool, text: &str, ordinal: u64, done: bool, voice: bool) {
        let text = text.to_owned();
        self.acts.push(Act::Said {
            agent,
            text,
            ordinal,
            done,
            voice,
        });
    }

    fn next_ordinal(&mut self) -> u64 {
        self.ordinal += 1;
        self.ordinal - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_millis(20);

    fn run(agent: &mut Agent, from: Time, length: Duration, loud: bool) -> (Time, Vec<Act>) {
        let mut now = from;
        let mut acts = Vec::new();
        while now < from.plus(length) {
            now = now.plus(STEP);
            agent.hear(loud, now);
            acts.extend(agent.tick(now));
        }
        (now, acts)
    }

    fn said(acts: &[Act], by_agent: bool) -> Vec<&str> {
        let texts = acts.iter().filter_map(|act| match act {
            Act::Said {
                agent,
                text,
                done: true,
                ..
            } if *agent == by_agent => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn it_greets_hears_and_answers() {
        let mut agent = Agent::new(AgentScript::default(), true, false);
        let (now, acts) = run(&mut agent, Time::default(), Duration::from_secs(2), false);
        assert_eq!(said(&acts, true), ["Hello, how can I help you?"]);
        let (now, acts) = run(&mut agent, now, Duration::from_secs(1), true);
        assert_eq!(said(&acts, false), [""; 0]);
        let (_, acts) = run(&mut agent, now, Duration::from_secs(3), false);
        assert_eq!(said(&acts, false), ["(speech)"]);
        assert_eq!(said(&acts, true), ["I see. Please go on."]);
    }

    #[test]
    fn it_stops_when_it_is_interrupted() {
        let mut agent = Agent::new(AgentScript::default(), true, false);
        let (now, _) = run(
            &mut agent,
            Time::default(),
            Duration::from_millis(400),
            false,
        );
        assert!(agent.is_speaking());
        let (_, acts) = run(&mut agent, now, Duration::from_millis(300), true);
        assert!(acts.contains(&Act::Clear));
        assert!(!agent.is_speaking());
        assert!(said(&acts, true)[0].len() < "Hello, how can I help you?".len());
    }

    #[test]
    fn it_waits_when_the_user_speaks_first_and_hangs_up_when_told() {
        let script = AgentScript {
            hang_up_after: Some(1),
            ..AgentScript::default()
        };
        let mut agent = Agent::new(script, false, false);
        let (now, acts) = run(&mut agent, Time::default(), Duration::from_secs(2), false);
        assert_eq!(acts, [Act::State("listening")]);
        agent.read("Hi", true, now);
        let (_, acts) = run(&mut agent, now, Duration::from_secs(3), false);
        assert_eq!(acts.last(), Some(&Act::HangUp));
    }
}
