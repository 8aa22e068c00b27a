//! Legs that a call dials.

use super::{Leave, Runner, ToRunner};
use crate::twilio::call::{Instructions, Order};
use crate::twilio::callbacks::owned;
use crate::twilio::create;
use crate::twilio::extras::Extras;
use crate::twilio::twiml::Dial;

impl Runner {
    pub(super) async fn dial(&mut self, dial: Dial) -> Result<(), Leave> {
        let mut outcome = ("failed", String::new(), 0);
        for number in &dial.numbers {
            let child = self.place_leg(number, &dial);
            let Some(child) = child else {
                self.warn("13223 the number to dial is not valid");
                continue;
            };
            // Told when it is answered and when it is over.
            loop {
                match self.commands.recv().await {
                    Some(ToRunner::Child { answered: true }) => {}
                    Some(ToRunner::Child { answered: false }) => break,
                    Some(ToRunner::Redirect(next)) => {
                        self.end_leg(child);
                        return Err(Leave::Go(next, Vec::new()));
                    }
                    Some(ToRunner::Ended) | None => return Err(Leave::Over),
                }
            }
            let world = self.shared.lock();
            if let Some(leg) = world.state.twilio.calls.get(&child) {
                outcome = (
                    leg.status.name(),
                    leg.sid.clone(),
                    leg.duration().unwrap_or(0),
                );
                if leg.answered.is_some() {
                    break;
                }
            }
        }
        let Some(action) = &dial.action else {
            return Ok(());
        };
        let (status, sid, seconds) = outcome;
        let seconds = seconds.to_string();
        let bridged = (status == "completed").to_string();
        let results = owned(&[
            ("DialCallStatus", status),
            ("DialCallSid", &sid),
            ("DialCallDuration", &seconds),
            ("DialBridged", &bridged),
        ]);
        Err(self.go(action, results))
    }

    fn place_leg(&self, to: &str, dial: &Dial) -> Option<u64> {
        let to = create::endpoint(to).ok()?;
        let mut world = self.shared.lock();
        let parent = world.state.twilio.calls.get(&self.number)?;
        let from = dial
            .caller_id
            .clone()
            .unwrap_or_else(|| parent.order.from.clone());
        let order = Order {
            to,
            from,
            instructions: Instructions::Bridge,
            fallback: None,
            status_callback: None,
            events: Vec::new(),
            timeout: dial.timeout,
            time_limit: dial.time_limit,
            extras: Extras::default(),
        };
        let account = self.account.clone();
        Some(world.twilio_create(&account, order, Some(self.number)))
    }

    fn end_leg(&self, child: u64) {
        self.shared.lock().twilio_complete(child);
    }
}
