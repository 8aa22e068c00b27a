//! Changes of a live call.

use super::call::{Instructions, Status};
use super::create::{
    BAD_CALLBACK, BAD_TIME_LIMIT, BAD_URL, Form, MOST_SECONDS, MOST_TWIML, Refusal,
};
use super::run::ToRunner;
use super::twiml;
use crate::config::{CancelInProgress, TimeLimitFrom};
use crate::shared::World;

const WRONG_STATE: Refusal = (21_220, "Call is not in-progress. Cannot redirect.");

/// Applies the form to the call, as far as its state allows.
pub(super) fn apply(world: &mut World<'_>, number: u64, form: &Form) -> Result<(), Refusal> {
    let Some(status) = world
        .state
        .twilio
        .calls
        .get(&number)
        .map(|call| call.status)
    else {
        return Err(WRONG_STATE);
    };
    let url = form.target("Url", "Method", BAD_URL)?;
    let twiml = form.get("Twiml");
    let callback = form.target("StatusCallback", "StatusCallbackMethod", BAD_CALLBACK)?;
    let fallback = form.target("FallbackUrl", "FallbackMethod", BAD_URL)?;
    let limit = form.seconds("TimeLimit", MOST_SECONDS, BAD_TIME_LIMIT)?;
    if url.is_some() && twiml.is_some() {
        return Err((20_001, "Url and Twiml are mutually exclusive"));
    }
    if !status.is_live() {
        return Err(WRONG_STATE);
    }
    let instructions = match (url, twiml) {
        (Some(target), _) => Some(Instructions::Url(target)),
        (None, Some(twiml)) => {
            if twiml.chars().count() > MOST_TWIML {
                return Err((20_001, "Twiml is too long"));
            }
            if twiml::has_relative_action(twiml) {
                return Err((15_004, "Relative URLs are not supported in inline TwiML"));
            }
            Some(Instructions::Twiml(twiml.to_owned()))
        }
        (None, None) => None,
    };
    if instructions.is_some() && status != Status::InProgress {
        return Err(WRONG_STATE);
    }
    match form.get("Status") {
        None => {}
        Some("completed") => {
            world.twilio_complete(number);
            return Ok(());
        }
        Some("canceled") => return cancel(world, number, status),
        Some(_) => return Err((20_001, "Invalid Status")),
    }
    if let Some(call) = world.state.twilio.calls.get_mut(&number) {
        call.order.status_callback = callback.or(call.order.status_callback.take());
        call.order.fallback = fallback.or(call.order.fallback.take());
        call.updated = world.now;
    }
    if let Some(limit) = limit {
        let answered = world
            .state
            .twilio
            .calls
            .get(&number)
            .and_then(|call| call.answered);
        let from = match world.shared.config.twilio.time_limit_from {
            TimeLimitFrom::Answer => answered.unwrap_or(world.now),
            TimeLimitFrom::Update => world.now,
        };
        world.twilio_set_limit(number, limit, from);
    }
    if let Some(instructions) = instructions {
        // A dialled leg runs no document of its own, and taking it out of its bridge is not simulated.
        if let Some(call) = world.state.twilio.calls.get_mut(&number)
            && call.runner.is_none()
        {
            call.warn("- instructions for a dialled leg are not simulated");
        }
        world.twilio_tell(number, ToRunner::Redirect(instructions));
    }
    Ok(())
}

fn cancel(world: &mut World<'_>, number: u64, status: Status) -> Result<(), Refusal> {
    if status != Status::InProgress {
        world.twilio_end(number, Status::Canceled, "rest", world.now);
        return Ok(());
    }
    match world.shared.config.twilio.cancel_in_progress {
        CancelInProgress::Unchanged => Ok(()),
        CancelInProgress::Refused => Err(WRONG_STATE),
    }
}
