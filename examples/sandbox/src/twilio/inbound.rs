//! Calls that come in, and calls placed for Ultravox.

use std::sync::Arc;
use std::time::Duration;

use super::call::{Call, Instructions, Order, Status, Target};
use super::create::endpoint;
use super::extras::Extras;
use super::run;
use crate::control::InboundCall;
use crate::shared::{Shared, World};

/// Lets a call come in; its voice URL is asked while it rings.
pub(crate) fn inbound(shared: &Arc<Shared>, inbound: InboundCall) -> String {
    let mut world = shared.lock();
    let post = |url: String| Target { url, post: true };
    let order = Order {
        to: inbound.to,
        from: inbound.from,
        instructions: Instructions::Url(post(inbound.url)),
        fallback: None,
        status_callback: inbound.status_callback.map(post),
        events: vec!["completed".to_owned()],
        timeout: Duration::from_secs(60),
        time_limit: shared.config.twilio.time_limit,
        extras: Extras::default(),
    };
    if let Some(token) = inbound.auth_token {
        let tokens = &mut world.state.twilio.tokens;
        tokens.insert(inbound.account_sid.clone(), token.expose().to_owned());
    }
    let mut call = Call::new(
        &inbound.account_sid,
        order,
        inbound.caller,
        world.now,
        "inbound",
    );
    call.status = Status::Ringing;
    call.started = Some(world.now);
    let sid = call.sid.clone();
    let number = world.state.twilio.insert(call);
    run::start(&mut world, number);
    sid
}

impl World<'_> {
    /// Places a call for a partner; `None` if a number is not valid.
    pub(crate) fn twilio_place(
        &mut self,
        account: &str,
        to: &str,
        from: &str,
        twiml: String,
        timeout: Duration,
    ) -> Option<String> {
        let order = Order {
            to: endpoint(to).ok()?,
            from: endpoint(from).ok()?,
            instructions: Instructions::Twiml(twiml),
            fallback: None,
            status_callback: None,
            events: Vec::new(),
            timeout,
            time_limit: self.shared.config.twilio.time_limit,
            extras: Extras::default(),
        };
        let number = self.twilio_create(account, order, None);
        self.state
            .twilio
            .calls
            .get(&number)
            .map(|call| call.sid.clone())
    }
}
