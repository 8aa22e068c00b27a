//! What the agent is going to do.

use std::time::Duration;

use super::act::Wanted;
use super::line::Line;
use crate::config::AgentStep;

/// One thing the agent is going to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Job {
    Say(Line),
    Call(Vec<Wanted>),
    Wait(Duration),
    /// Answers what the user said.
    Answer(String),
    HangUp,
}

/// The jobs that make up these steps; calls beside each other are made together.
pub(super) fn jobs(steps: Vec<AgentStep>) -> Vec<Job> {
    let mut jobs = Vec::new();
    for step in steps {
        match step {
            AgentStep::Say(text) => jobs.push(Job::Say(Line::new(&text))),
            AgentStep::Wait(time) => jobs.push(Job::Wait(time)),
            AgentStep::HangUp => jobs.push(Job::HangUp),
            AgentStep::StaySilent | AgentStep::Hear(_) => {}
            AgentStep::Call { name, arguments } => {
                let wanted = Wanted {
                    name,
                    arguments,
                    id: None,
                    known: None,
                };
                match jobs.last_mut() {
                    Some(Job::Call(calls)) => calls.push(wanted),
                    _ => jobs.push(Job::Call(vec![wanted])),
                }
            }
        }
    }
    jobs
}
