//! The moment a client is connected.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::link::Link;
use crate::shared::Shared;
use crate::ultravox::agent::{Agent, Settings};
use crate::ultravox::call::{Medium, ToSession};

/// What a session begins with.
pub(super) struct Joined {
    pub(super) number: u64,
    pub(super) told: mpsc::Receiver<ToSession>,
    pub(super) sender: mpsc::WeakSender<ToSession>,
    pub(super) agent: Agent,
    pub(super) link: Option<Link>,
    pub(super) idle: Option<Duration>,
}

/// Joins the call; `None` if that is not possible.
pub(super) fn join(
    shared: &Arc<Shared>,
    id: &str,
    client_version: Option<String>,
) -> Option<Joined> {
    let mut world = shared.lock();
    let now = world.now;
    let number = world.state.ultravox.number(id)?;
    let free = world
        .state
        .ultravox
        .calls
        .get(&number)
        .is_some_and(|call| !call.attached);
    if !free || !world.ultravox_join(number, now) {
        return None;
    }
    let (sender, told) = mpsc::channel(256);
    let weak = sender.downgrade();
    let call = world.state.ultravox.calls.get_mut(&number)?;
    call.session = Some(sender);
    call.client_version = client_version;
    let config = &shared.config.ultravox;
    let settings = &call.stage().settings;
    let greets = call.new.greeting_prompt;
    let agent = Agent::new(
        config.agent.clone(),
        Settings::read(settings, config, greets),
    );
    let link = settings
        .get("dataConnection")
        .filter(|wanted| wanted.is_object())
        .map(|wanted| Link::open(shared, id, wanted, &call.new.secrets, weak.clone()));
    let idle = match call.new.medium {
        Medium::ServerWebSocket { idle, .. } => idle,
        _ => None,
    };
    Some(Joined {
        number,
        told,
        sender: weak,
        agent,
        link,
        idle,
    })
}
