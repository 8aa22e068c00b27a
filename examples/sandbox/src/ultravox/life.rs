//! From creation to bill: everything that changes the state of a call.

use std::time::Duration;

use serde_json::Value;

use super::bill;
use super::call::{Billing, Call, Medium, NewCall, ToSession};
use super::stage::Stage;
use crate::config::AgentStep;
use crate::control::{ControlError, MediaCount};
use crate::shared::World;
use crate::time::Time;
use crate::timers::Event;

/// What happens to a call by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Timer {
    /// Nobody joined in time.
    JoinTimeout,
    /// A simulated person joins.
    WebJoin,
    /// There is just enough time left to say so.
    TimeExceeded,
    /// The call has lasted as long as it may.
    MaxDuration,
    /// The accepted `hang_up` takes effect.
    HangUp,
    /// The bill is made.
    Bill,
}

impl World<'_> {
    /// Creates a call and returns its number.
    pub(super) fn ultravox_create(&mut self, account: &str, new: NewCall) -> u64 {
        let at = self.now;
        let join_timeout = new.join_timeout;
        let medium = new.medium.clone();
        let stage = Stage::first(&new.settings, new.tools.clone(), at);
        let state = new.settings.get("initialState").and_then(Value::as_object);
        let state = state.cloned().unwrap_or_default();
        let number = self.state.ultravox.insert(Call {
            id: uuid::Uuid::new_v4().to_string(),
            account: account.to_owned(),
            created: at,
            joined: None,
            ended: None,
            end_reason: None,
            billing: Billing::Pending,
            new,
            client_version: None,
            stages: vec![stage],
            state,
            said: 0,
            events: Vec::new(),
            timer: None,
            hang_up: None,
            later: None,
            attached: false,
            session: None,
            last_webhook: None,
            media: MediaCount::default(),
            carrier: None,
        });
        let event = Event::Ultravox(number, Timer::JoinTimeout);
        let timer = self.set_timer(at.plus(join_timeout), event);
        if let Some(call) = self.state.ultravox.calls.get_mut(&number) {
            call.timer = Some(timer);
        }
        if medium == Medium::WebRtc
            && let Some(delay) = self.shared.config.ultravox.web_join
        {
            let event = Event::Ultravox(number, Timer::WebJoin);
            let timer = self.set_timer(at.plus(delay), event);
            if let Some(call) = self.state.ultravox.calls.get_mut(&number) {
                call.later = Some(timer);
            }
        }
        self.ultravox_webhook(number, "call.started", at);
        if let Medium::Outgoing {
            to,
            from,
            twilio: true,
        } = &medium
        {
            self.ultravox_dial_out(number, to, from);
        }
        number
    }

    pub(crate) fn ultravox_timer(&mut self, number: u64, timer: Timer, at: Time) {
        match timer {
            Timer::JoinTimeout => self.ultravox_end(number, "unjoined", at),
            Timer::TimeExceeded => self.ultravox_time_exceeded(number, at),
            Timer::MaxDuration => self.ultravox_end(number, "timeout", at),
            Timer::HangUp => {
                let reason = &self.shared.config.ultravox.hang_up_reason;
                self.ultravox_end(number, reason, at);
            }
            Timer::WebJoin => {
                let free = self.state.ultravox.calls.get(&number);
                if free.is_some_and(|call| !call.attached) {
                    self.ultravox_join(number, at);
                }
            }
            Timer::Bill => self.ultravox_bill_call(number, at),
        }
    }

    /// How long the agent takes to begin and to say `text`.
    fn ultravox_speech(&self, text: &str) -> Duration {
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let script = &self.shared.config.ultravox.agent;
        // It looks at what it has to do every twenty milliseconds.
        let speech = script.per_character.saturating_mul(characters);
        speech.saturating_add(Duration::from_millis(60))
    }

    /// The last words before the call has lasted as long as it may.
    fn ultravox_time_exceeded(&mut self, number: u64, at: Time) {
        if let Some(call) = self.state.ultravox.calls.get_mut(&number)
            && call.is_live()
            && let Some(text) = time_exceeded(call)
        {
            call.say("MESSAGE_ROLE_AGENT", &text, "MESSAGE_MEDIUM_VOICE", at);
            call.tell(ToSession::Farewell(text));
        }
    }

    /// A client is connected: the clock of the bill starts. False if that is too late.
    pub(super) fn ultravox_join(&mut self, number: u64, at: Time) -> bool {
        let state = &mut *self.state;
        let Some(call) = state.ultravox.calls.get_mut(&number) else {
            return false;
        };
        if call.joined.is_some() || !call.is_live() {
            return false;
        }
        call.attached = true;
        call.joined = Some(at);
        state.timers.cancel(call.timer.take());
        state.timers.cancel(call.later.take());
        let end = at.plus(call.new.max_duration);
        state
            .ultravox
            .busy
            .entry(call.account.clone())
            .or_default()
            .joined += 1;
        let last_words = state.ultravox.calls.get(&number).and_then(time_exceeded);
        if let Some(text) = last_words {
            let speech = self.ultravox_speech(&text);
            let left = end.since(at).saturating_sub(speech);
            let event = Event::Ultravox(number, Timer::TimeExceeded);
            let timer = self.set_timer(at.plus(left), event);
            if let Some(call) = self.state.ultravox.calls.get_mut(&number) {
                call.later = Some(timer);
            }
        }
        let timer = self.set_timer(end, Event::Ultravox(number, Timer::MaxDuration));
        if let Some(call) = self.state.ultravox.calls.get_mut(&number) {
            call.timer = Some(timer);
        }
        self.ultravox_webhook(number, "call.joined", at);
        true
    }

    /// Accepts a request to hang up. False unless the call is joined and has not ended.
    pub(super) fn ultravox_hang_up(&mut self, number: u64, farewell: Option<&str>) -> bool {
        let config = &self.shared.config.ultravox;
        let at = self.now;
        let speech = self.ultravox_speech(farewell.unwrap_or_default());
        let Some(call) = self.state.ultravox.calls.get_mut(&number) else {
            return false;
        };
        if call.joined.is_none() || !call.is_live() {
            return false;
        }
        let mut delay = config.hang_up_delay;
        if let Some(farewell) = farewell.filter(|text| !text.is_empty()) {
            let heard = config.speak_farewell && call.session.is_some();
            let spoken = if heard { speech } else { Duration::ZERO };
            delay = delay.saturating_add(config.farewell_delay.max(spoken));
            call.say("MESSAGE_ROLE_AGENT", farewell, "MESSAGE_MEDIUM_VOICE", at);
            call.tell(ToSession::Farewell(farewell.to_owned()));
        }
        if call.hang_up.is_none() {
            self.ultravox_end_later(number, delay);
        }
        true
    }

    /// Ends the call as after a `hang_up`, `delay` from now.
    pub(super) fn ultravox_end_later(&mut self, number: u64, delay: Duration) {
        let at = self.now.plus(delay);
        let timer = self.set_timer(at, Event::Ultravox(number, Timer::HangUp));
        if let Some(call) = self.state.ultravox.calls.get_mut(&number) {
            call.hang_up = Some(timer);
        }
    }

    /// Ends a call; nothing happens if it is over.
    pub(crate) fn ultravox_end(&mut self, number: u64, reason: &str, at: Time) {
        let state = &mut *self.state;
        let Some(call) = state.ultravox.calls.get_mut(&number) else {
            return;
        };
        if !call.is_live() {
            return;
        }
        call.ended = Some(at);
        call.end_reason = Some(reason.to_owned());
        call.tell(ToSession::Ended);
        call.session = None;
        state.timers.cancel(call.timer.take());
        state.timers.cancel(call.hang_up.take());
        state.timers.cancel(call.later.take());
        let busy = state.ultravox.busy.entry(call.account.clone()).or_default();
        busy.live -= 1;
        busy.joined -= u32::from(call.joined.is_some());
        if busy.live == 0 {
            state.ultravox.busy.remove(&call.account);
        }
        if reason == "system_error" {
            call.billing = Billing::FreeSystemError;
        } else if call.talk(at).is_zero() {
            call.billing = Billing::FreeZero;
        }
        let price = self.shared.config.ultravox.price_per_minute_micros;
        state.ultravox.ended_micros += call.cost(at, price);
        state.ultravox.live.remove(&number);
        state.ultravox.ended.push_back(number);
        let carrier = call.carrier.clone();
        self.ultravox_webhook(number, "call.ended", at);
        let bill_at = at.plus(self.shared.config.ultravox.billing_delay);
        self.set_timer(bill_at, Event::Ultravox(number, Timer::Bill));
        if let Some(sid) = carrier {
            self.twilio_carried_call_ended(&sid, at);
        }
        self.ultravox_forget();
    }

    fn ultravox_bill_call(&mut self, number: u64, at: Time) {
        let Some(call) = self.state.ultravox.calls.get_mut(&number) else {
            return;
        };
        if call.billing == Billing::Pending {
            call.billing = Billing::Billed(bill::billed(call.talk(at)));
        }
        self.ultravox_webhook(number, "call.billed", at);
    }

    fn ultravox_forget(&mut self) {
        let state = &mut self.state.ultravox;
        while state.ended.len() > self.shared.config.keep_ended {
            if let Some(oldest) = state.ended.pop_front() {
                state.remove(oldest);
            }
        }
    }

    fn ultravox_number(&self, id: &str) -> Result<u64, ControlError> {
        let number = self.state.ultravox.number(id);
        number.ok_or(ControlError::NotFound)
    }

    pub(crate) fn ultravox_control_join(&mut self, id: &str) -> Result<(), ControlError> {
        let number = self.ultravox_number(id)?;
        let done = self.ultravox_join(number, self.now);
        done.then_some(()).ok_or(ControlError::WrongState)
    }

    pub(crate) fn ultravox_control_hang_up(&mut self, id: &str) -> Result<(), ControlError> {
        let number = self.ultravox_number(id)?;
        let call = self.state.ultravox.calls.get(&number);
        if !call.is_some_and(|call| call.joined.is_some() && call.is_live()) {
            return Err(ControlError::WrongState);
        }
        self.ultravox_end(number, "hangup", self.now);
        Ok(())
    }

    pub(crate) fn ultravox_control_agent(
        &mut self,
        id: &str,
        steps: Vec<AgentStep>,
    ) -> Result<(), ControlError> {
        let number = self.ultravox_number(id)?;
        let call = self.state.ultravox.calls.get(&number);
        let call = call.filter(|call| call.is_live() && call.session.is_some());
        let call = call.ok_or(ControlError::WrongState)?;
        call.tell(ToSession::Perform(steps));
        Ok(())
    }

    pub(crate) fn ultravox_control_end(
        &mut self,
        id: &str,
        reason: &str,
    ) -> Result<(), ControlError> {
        let number = self.ultravox_number(id)?;
        let call = self.state.ultravox.calls.get(&number);
        if !call.is_some_and(Call::is_live) {
            return Err(ControlError::WrongState);
        }
        self.ultravox_end(number, reason, self.now);
        Ok(())
    }
}

/// What is said when the time is up.
fn time_exceeded(call: &Call) -> Option<String> {
    let text = call.stage().settings.get("timeExceededMessage")?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

impl Call {
    /// Tells the task that holds the media socket, if there is one and it keeps up.
    pub(super) fn tell(&self, message: ToSession) {
        if let Some(session) = &self.session {
            // A full queue means that the socket is stuck; the end of the call drops it anyway.
            drop(session.try_send(message));
        }
    }
}
