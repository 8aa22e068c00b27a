//! A telephone company in memory that counts what lives, and can be told to misbehave.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use async_trait::async_trait;
use call_guard::{
    Billed, Builder, Dial, DialFailure, Dialer, EndAnswer, Error, Found, Intent, Label, Over,
    OverReason, Pace, Provider, ProviderError, Status, Supervisor, Terms,
};

/// What is to happen to the next creations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Creation {
    #[default]
    Works,
    Refused,
    /// The call is made, and the answer is an error.
    AnswerLost,
    /// The call is made, and no answer ever comes.
    Hangs,
    /// Nothing is made, and no answer ever comes.
    Swallowed,
    Panics,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    Unjoined,
    Live,
    Over(OverReason),
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) state: State,
    pub(crate) asked: u32,
}

#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) creation: Creation,
    pub(crate) calls: HashMap<String, Line>,
    pub(crate) created: u32,
    pub(crate) looks: u32,
    /// New calls wait for somebody to join.
    pub(crate) unjoined: bool,
    /// Ends are accepted without any effect.
    pub(crate) deaf: bool,
    /// So many requests to end or look fail first.
    pub(crate) failures: u32,
    /// So many requests panic first.
    pub(crate) panics: u32,
    /// A search proves nothing.
    pub(crate) vague: bool,
    /// A search finds nothing.
    pub(crate) hidden: bool,
    /// A search shows only strangers' calls.
    pub(crate) unlisted: bool,
    pub(crate) searches: u32,
    /// Looks until the charge is known.
    pub(crate) unbilled_looks: u32,
    pub(crate) at_once: usize,
    pub(crate) most_at_once: usize,
}

/// The provider, and the handle of its world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fake {
    pub(crate) world: Arc<Mutex<World>>,
    pub(crate) pace: Option<Pace>,
    pub(crate) latency: Duration,
}

impl Fake {
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn live(&self) -> usize {
        self.world()
            .calls
            .values()
            .filter(|call| !matches!(call.state, State::Over(_)))
            .count()
    }

    /// Live calls of somebody else.
    pub(crate) fn strangers(&self, count: usize) -> Vec<String> {
        let ids: Vec<String> = (0..count).map(|n| format!("stranger-{n}")).collect();
        for id in &ids {
            let line = Line {
                label: String::new(),
                state: State::Live,
                asked: 0,
            };
            self.world().calls.insert(id.clone(), line);
        }
        ids
    }

    pub(crate) fn created(&self) -> u32 {
        self.world().created
    }

    pub(crate) fn set(&self, call: &str, state: State) {
        self.world().calls.get_mut(call).unwrap().state = state;
    }

    pub(crate) fn state(&self, call: &str) -> State {
        self.world().calls[call].state.clone()
    }

    async fn busy(&self) -> Result<(), ProviderError> {
        {
            let mut world = self.world();
            world.at_once += 1;
            world.most_at_once = world.most_at_once.max(world.at_once);
        }
        tokio::time::sleep(self.latency).await;
        let mut world = self.world();
        world.at_once -= 1;
        if world.panics > 0 {
            world.panics -= 1;
            drop(world);
            panic!("the provider's code is broken");
        }
        if world.failures > 0 {
            world.failures -= 1;
            return Err(ProviderError::new("503"));
        }
        Ok(())
    }
}

#[async_trait]
impl Provider for Fake {
    fn name(&self) -> &str {
        "fake"
    }

    async fn end(&self, call: &str) -> Result<EndAnswer, ProviderError> {
        self.busy().await?;
        let mut world = self.world();
        let deaf = world.deaf;
        let Some(line) = world.calls.get_mut(call) else {
            return Ok(EndAnswer::NotLive);
        };
        line.asked += 1;
        if line.state != State::Live {
            return Ok(EndAnswer::NotLive);
        }
        if !deaf {
            line.state = State::Over(OverReason::Ended);
        }
        Ok(EndAnswer::Accepted)
    }

    async fn status(&self, call: &str) -> Result<Status, ProviderError> {
        self.busy().await?;
        let mut world = self.world();
        world.looks += 1;
        let Some(line) = world.calls.get(call).cloned() else {
            return Ok(Status::Missing);
        };
        Ok(match line.state {
            State::Unjoined => Status::Waiting { until: None },
            State::Live => Status::Live,
            State::Over(reason) => {
                let known = world.unbilled_looks == 0;
                world.unbilled_looks = world.unbilled_looks.saturating_sub(1);
                let billed = known.then(|| Billed::duration(Duration::from_secs(6)));
                Status::Over(Over {
                    at: None,
                    reason,
                    billed,
                })
            }
        })
    }

    async fn find(&self, intent: &Intent) -> Result<Found, ProviderError> {
        self.busy().await?;
        let mut world = self.world();
        world.searches += 1;
        if world.hidden {
            return Ok(Found::Nothing);
        }
        if world.vague {
            let listed = world
                .calls
                .iter()
                .filter(|(_, line)| !world.unlisted || line.label.is_empty());
            return Ok(Found::Possible(listed.map(|(id, _)| id.clone()).collect()));
        }
        let label = intent.id.to_string();
        let ours = world.calls.iter().filter(|(_, line)| line.label == label);
        let ours: Vec<String> = ours.map(|(id, _)| id.clone()).collect();
        Ok(if ours.is_empty() {
            Found::Nothing
        } else {
            Found::Proven(ours)
        })
    }

    fn pace(&self) -> Pace {
        self.pace.unwrap_or_default()
    }
}

#[async_trait]
impl Dial for Fake {
    type Request = String;
    type Call = String;

    fn stamp(&self, request: &mut String, label: &Label<'_>) -> Result<Terms, Error> {
        if request.is_empty() {
            return Err(Error::InvalidRequest("the number is empty".into()));
        }
        *request = label.intent.to_string();
        let limit = Duration::from_secs(60);
        Ok(Terms {
            limit,
            search_for: Duration::from_secs(1),
            ..Terms::default()
        })
    }

    async fn dial(&self, request: &String) -> Result<String, DialFailure> {
        tokio::time::sleep(self.latency).await;
        let creation = self.world().creation;
        match creation {
            Creation::Refused => return Err(DialFailure::refused("busy")),
            Creation::Swallowed => return std::future::pending().await,
            Creation::Panics => panic!("the provider's code is broken"),
            Creation::Works | Creation::AnswerLost | Creation::Hangs => {}
        }
        let id = {
            let mut world = self.world();
            world.created += 1;
            let id = format!("call-{}", world.created);
            let state = if world.unjoined {
                State::Unjoined
            } else {
                State::Live
            };
            world.calls.insert(
                id.clone(),
                Line {
                    label: request.clone(),
                    state,
                    asked: 0,
                },
            );
            id
        };
        match creation {
            Creation::AnswerLost => Err(DialFailure::unknown("connection reset")),
            Creation::Hangs => std::future::pending().await,
            _ => Ok(id),
        }
    }

    fn id(&self, call: &String) -> String {
        call.clone()
    }

    async fn get(&self, call: &str) -> Result<String, ProviderError> {
        self.busy().await?;
        match self.world().calls.contains_key(call) {
            true => Ok(call.to_owned()),
            false => Err(ProviderError::new("404")),
        }
    }
}

/// A supervisor in a hurry.
pub(crate) fn quick() -> Builder {
    Supervisor::builder()
        .owner("tests")
        .answer_patience(Duration::from_millis(200))
        .dial_timeout(Duration::from_secs(2))
        .attempt_timeout(Duration::from_secs(1))
        .observe_every(Duration::from_millis(20))
        .billing_wait(Duration::from_secs(2))
        .drain(Duration::from_secs(2))
        .missing_after(Duration::from_millis(100))
}

pub(crate) fn start(fake: &Fake) -> (Supervisor, Dialer<Fake>) {
    start_with(quick(), fake)
}

pub(crate) fn start_with(builder: Builder, fake: &Fake) -> (Supervisor, Dialer<Fake>) {
    let calls = builder.start().unwrap();
    let line = calls.provider(fake.clone()).unwrap();
    (calls, line)
}

/// Waits until `done`, for ten seconds at most.
pub(crate) async fn until(what: &str, done: impl Fn() -> bool) {
    for _ in 0..1000 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("waited in vain until {what}");
}
