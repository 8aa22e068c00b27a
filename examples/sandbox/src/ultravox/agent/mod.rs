//! The simulated agent: hears that someone speaks or reads what they write, answers with a tone
//! and a transcript, calls tools, hangs up.

mod act;
mod job;
mod line;
mod settings;
mod speak;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

pub(super) use self::act::{Act, Reaction, Said, Wanted};
use self::job::{Job, jobs};
pub(super) use self::line::Line;
use self::line::Speech;
pub(super) use self::settings::Settings;
use self::settings::{First, Opening};
use crate::config::{AgentScript, AgentStep};
use crate::time::Time;

/// An agent that may be stopped waits so long before it hangs up.
const SOFT: Duration = Duration::from_secs(1);

/// More than that does not wait to be said and done.
const MOST_JOBS: usize = 1000;

/// When the agent deals with something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Urgency {
    /// Now; it stops speaking.
    Immediate,
    /// When it has finished.
    Soon,
    /// Never by itself.
    Later,
}

impl Urgency {
    pub(super) fn read(text: Option<&str>) -> Self {
        match text {
            Some("immediate") => Self::Immediate,
            Some("later") => Self::Later,
            _ => Self::Soon,
        }
    }
}

#[derive(Debug)]
enum State {
    Listening,
    Thinking {
        until: Time,
    },
    /// Tools run; the conversation stands still.
    Calling,
    Speaking(Speech),
    /// Hangs up unless the user says something.
    Leaving {
        until: Time,
    },
}

/// One agent in one call. It is asked every twenty milliseconds.
#[derive(Debug)]
pub(super) struct Agent {
    script: AgentScript,
    settings: Settings,
    state: State,
    /// What it was told to do, whatever the user says.
    forced: VecDeque<Job>,
    /// The rest of its turn.
    jobs: VecDeque<Job>,
    ordinal: u64,
    turns: usize,
    answers: u32,
    heard: usize,
    /// It has spoken since the user did.
    spoke: bool,
    /// Since when the user speaks, and until when.
    speech: Option<(Time, Time)>,
    begun: Option<Time>,
    /// Since when the user is inactive, and how many messages came of it.
    inactive: (Time, usize),
    next_medium: Option<bool>,
    acts: Vec<Act>,
}

impl Agent {
    pub(super) fn new(script: AgentScript, mut settings: Settings) -> Self {
        let at_once = settings.opening.take_if(|opening| opening.delay.is_zero());
        let mut agent = Self {
            script,
            settings,
            state: State::Listening,
            forced: VecDeque::new(),
            jobs: VecDeque::new(),
            ordinal: 0,
            turns: 0,
            answers: 0,
            heard: 0,
            spoke: false,
            speech: None,
            begun: None,
            inactive: (Time::default(), 0),
            next_medium: None,
            acts: vec![Act::State("listening")],
        };
        // Whatever the user does in the first moment.
        agent.begin(at_once);
        agent
    }

    /// Writes instead of speaking, or the other way round, after the current sentence.
    pub(super) fn set_text_only(&mut self, text_only: bool) {
        self.next_medium = Some(text_only);
    }

    /// Ordinal of the sentence it speaks with its voice, how long it has lasted, and lasts.
    pub(super) fn speaking(&self, now: Time) -> Option<(u64, Duration, Duration)> {
        match &self.state {
            State::Speaking(speech) if !self.settings.text_only => {
                let (gone, total) = speech.progress(now);
                Some((speech.ordinal, gone, total))
            }
            _ => None,
        }
    }

    /// Audio of the user arrived.
    pub(super) fn hear(&mut self, loud: bool, now: Time) {
        if !loud {
            return;
        }
        if self.speech.is_none() {
            self.acts.push(Act::Voice(true));
        }
        let start = self.speech.map_or(now, |(start, _)| start);
        self.speech = Some((start, now));
        self.active(now);
        if now.since(start) >= self.settings.interruption {
            self.interrupt(now);
        }
    }

    /// The user wrote something.
    pub(super) fn read(&mut self, text: &str, urgency: Urgency, now: Time) {
        self.active(now);
        self.user_said(text, false, None);
        let busy = !matches!(self.state, State::Listening | State::Leaving { .. });
        match urgency {
            Urgency::Later => {}
            Urgency::Soon if busy => self.answer_later(text),
            Urgency::Soon | Urgency::Immediate => self.think(text, now),
        }
    }

    /// The user says this aloud.
    pub(super) fn listen(&mut self, text: &str, now: Time) {
        self.active(now);
        self.user_said(text, true, None);
        self.think(text, now);
    }

    /// Says exactly this.
    pub(super) fn say(&mut self, line: Line, urgency: Urgency, now: Time) {
        if !line.text.is_empty() || line.hang_up.is_some() {
            self.force(Job::Say(line), urgency, now);
        }
    }

    /// Calls exactly these tools.
    pub(super) fn call(&mut self, tools: Vec<Wanted>) {
        self.will(Job::Call(tools));
    }

    /// Does these things, whatever the script says.
    pub(super) fn perform(&mut self, steps: Vec<AgentStep>, now: Time) {
        for step in &steps {
            if let AgentStep::Hear(text) = step {
                self.listen(text, now);
            }
        }
        for job in jobs(steps) {
            self.will(job);
        }
    }

    fn force(&mut self, job: Job, urgency: Urgency, now: Time) {
        if urgency == Urgency::Immediate {
            self.interrupt(now);
        }
        self.will(job);
    }

    /// Does this when nothing else is left to do.
    fn will(&mut self, job: Job) {
        if self.forced.len() < MOST_JOBS {
            self.forced.push_back(job);
        } else {
            self.acts.push(Act::Overloaded);
        }
    }

    /// Answers when its turn comes.
    fn answer_later(&mut self, text: &str) {
        if self.jobs.len() < MOST_JOBS {
            self.jobs.push_back(Job::Answer(text.to_owned()));
        } else {
            self.acts.push(Act::Overloaded);
        }
    }

    /// It is to begin, but not yet: the user is answered after that.
    fn is_to_begin(&self) -> bool {
        let opening = self.settings.opening.as_ref();
        opening.is_some_and(|opening| !opening.fallback)
    }

    /// Something is to be done now.
    fn has_jobs(&self) -> bool {
        !self.forced.is_empty() || !self.jobs.is_empty() && !self.is_to_begin()
    }

    /// All tools of the last [`Act::Call`] have answered.
    pub(super) fn tools_done(&mut self, reaction: Reaction, now: Time) {
        if !matches!(self.state, State::Calling) {
            return;
        }
        let mut thinking = Duration::ZERO;
        match reaction {
            Reaction::Listens => {}
            Reaction::SpeaksOnce(_) if self.spoke => {}
            Reaction::Speaks(text) | Reaction::SpeaksOnce(text) => {
                thinking = self.script.thinking;
                self.jobs.push_front(Job::Say(Line::new(&text)));
            }
            Reaction::HangUp(line) => {
                // What it was about to do does not matter any more.
                self.jobs.clear();
                self.forced.push_front(Job::Say(line));
            }
        }
        self.state = State::Thinking {
            until: now.plus(thinking),
        };
    }

    /// Moves on to `now`.
    pub(super) fn tick(&mut self, now: Time) -> Vec<Act> {
        if self.begun.is_none() {
            self.begun = Some(now);
            self.inactive.0 = now;
        }
        self.end_of_turn(now);
        self.open(now);
        match &mut self.state {
            State::Speaking(speech) => {
                let more = speech.more(now);
                let (over, ordinal) = (now >= speech.end, speech.ordinal);
                if let Some(more) = more {
                    self.part(more, ordinal, true);
                }
                if over {
                    self.finish(now);
                }
            }
            State::Thinking { until } if now >= *until => self.next(now),
            State::Leaving { until } if now >= *until => self.acts.push(Act::HangUp),
            State::Listening => {
                if self.has_jobs() {
                    self.next(now);
                } else {
                    self.inactivity(now);
                }
            }
            _ => {}
        }
        std::mem::take(&mut self.acts)
    }

    /// The user fell silent.
    fn end_of_turn(&mut self, now: Time) {
        let Some((start, last)) = self.speech else {
            return;
        };
        if now.since(last) < self.settings.turn_delay {
            return;
        }
        self.speech = None;
        self.acts.push(Act::Voice(false));
        if last.since(start) < self.settings.turn {
            return;
        }
        let text = self.script.hears.get(self.heard).cloned();
        let text = text.filter(|text| !text.is_empty());
        self.heard += 1;
        let text = text.unwrap_or_else(|| "(speech)".to_owned());
        self.user_said(&text, true, Some(start));
        self.think(&text, now);
    }

    /// Begins the conversation, if the user has not.
    fn open(&mut self, now: Time) {
        let began = self.begun.unwrap_or(now);
        let Some(opening) = &self.settings.opening else {
            return;
        };
        if now.since(began) < opening.delay || self.speech.is_some() {
            return;
        }
        let opening = self.settings.opening.take();
        self.begin(opening);
    }

    fn begin(&mut self, opening: Option<Opening>) {
        match opening.map(|opening| opening.what) {
            Some(First::Line(line)) => self.forced.push_front(Job::Say(line)),
            Some(First::Answer(text)) => self.jobs.push_back(Job::Answer(text)),
            None => {}
        }
    }

    fn inactivity(&mut self, now: Time) {
        let (since, count) = self.inactive;
        if self.speech.is_some() {
            return;
        }
        if let Some(message) = self.settings.inactivity.get(count)
            && now.since(since) >= message.after
        {
            let line = message.line.clone();
            self.inactive = (now, count + 1);
            self.speak(line, now);
        }
    }

    /// The user does something.
    fn active(&mut self, now: Time) {
        self.inactive = (now, 0);
        self.settings.opening.take_if(|opening| opening.fallback);
        match &mut self.state {
            State::Leaving { .. } => self.enter(State::Listening, "listening"),
            // It stays, whether the user interrupts it or not.
            State::Speaking(speech) if speech.line.hang_up == Some(false) => {
                speech.line.hang_up = None;
            }
            _ => {}
        }
    }

    /// Does what comes next.
    fn next(&mut self, now: Time) {
        let mut job = self.forced.pop_front();
        if job.is_none() && !self.is_to_begin() {
            job = self.jobs.pop_front();
        }
        let Some(job) = job else {
            return self.enter(State::Listening, "listening");
        };
        match job {
            Job::Say(line) if line.text.is_empty() => match line.hang_up {
                Some(true) => self.acts.push(Act::HangUp),
                Some(false) => {
                    let until = now.plus(SOFT);
                    self.enter(State::Leaving { until }, "listening");
                }
                None => self.next(now),
            },
            Job::Say(line) => self.speak(line, now),
            Job::Call(tools) => {
                self.enter(State::Calling, "thinking");
                self.acts.push(Act::Call(tools));
            }
            Job::Wait(time) => {
                let until = now.plus(time);
                self.enter(State::Thinking { until }, "thinking");
            }
            Job::Answer(text) => {
                self.spoke = false;
                let plan = self.plan(&text);
                for job in plan.into_iter().rev() {
                    self.jobs.push_front(job);
                }
                self.next(now);
            }
            Job::HangUp => self.acts.push(Act::HangUp),
        }
    }

    /// What it does about a text of the user.
    fn plan(&mut self, text: &str) -> Vec<Job> {
        let command = AgentStep::read(text).filter(|_| self.script.commands);
        if let Some(steps) = command {
            return jobs(steps);
        }
        self.turns += 1;
        if let Some(steps) = self.script.turns.get(self.turns - 1) {
            return jobs(steps.clone());
        }
        let place = self.answers as usize;
        self.answers += 1;
        let replies = &self.script.replies;
        let reply = replies.get(place).or(replies.last());
        let mut line = Line::new(reply.map_or("", String::as_str));
        line.is_reply = true;
        vec![Job::Say(line)]
    }

    fn enter(&mut self, state: State, name: &'static str) {
        self.state = state;
        self.acts.push(Act::State(name));
    }

    fn think(&mut self, text: &str, now: Time) {
        self.interrupt(now);
        self.answer_later(text);
        if matches!(self.state, State::Listening) && !self.is_to_begin() {
            let until = now.plus(self.script.thinking);
            self.enter(State::Thinking { until }, "thinking");
        }
    }
}
