//! From the request to the price: everything that changes the state of a call.

use std::time::Duration;

use super::call::{Call, Instructions, Order, Status, cost};
use super::run::{self, ToRunner};
use crate::config::{AfterRingingEnd, Callee, Outcome};
use crate::control::{ControlError, MediaCount};
use crate::shared::World;
use crate::time::Time;
use crate::timers::Event;

/// What happens to a call by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Timer {
    /// It leaves the queue.
    Dial,
    /// The far end alerts.
    Ring,
    /// Ringing ends as the callee wants.
    RingingEnds,
    /// Nobody answered in time.
    NoAnswer,
    /// The callee has talked enough.
    CalleeLeaves,
    /// The call is as long as it may be.
    TimeLimit,
    /// The accepted `Status=completed` takes effect.
    RestEnd,
    /// The price is known.
    Price,
}

impl World<'_> {
    /// Queues a call and returns its number.
    pub(super) fn twilio_create(
        &mut self,
        account: &str,
        order: Order,
        parent: Option<u64>,
    ) -> u64 {
        let config = &self.shared.config.twilio;
        let at = self.now;
        let mut start = at;
        // Dialled legs do not wait in the queue.
        if parent.is_none()
            && let Some(rate) = config.calls_per_second.filter(|rate| *rate > 0.0)
        {
            let slot = self
                .state
                .twilio
                .next_slot
                .entry(account.to_owned())
                .or_insert(at);
            start = at.max(*slot);
            *slot = start.plus(Duration::from_secs_f64(1.0 / rate));
        }
        let callee = self.twilio_callee(&order.to);
        let parent_sid = parent.and_then(|number| {
            let parent = self.state.twilio.calls.get(&number)?;
            Some(parent.sid.clone())
        });
        let direction = if parent.is_some() {
            "outbound-dial"
        } else {
            "outbound-api"
        };
        let mut call = Call::new(account, order, callee, at, direction);
        call.parent = parent;
        call.parent_sid = parent_sid;
        call.queue_time = start.since(at);
        let number = self.state.twilio.insert(call);
        if let Some(parent) = parent {
            self.state
                .twilio
                .children
                .entry(parent)
                .or_default()
                .push(number);
        }
        self.twilio_progress(number, start.plus(config.dial_delay), Timer::Dial);
        number
    }

    /// What the person at `number` does.
    pub(super) fn twilio_callee(&self, number: &str) -> Callee {
        let config = &self.shared.config.twilio;
        let set = self.state.twilio.numbers.get(number);
        set.or_else(|| config.numbers.get(number))
            .unwrap_or(&config.callee)
            .clone()
    }

    fn twilio_progress(&mut self, number: u64, at: Time, timer: Timer) {
        let id = self.set_timer(at, Event::Twilio(number, timer));
        if let Some(call) = self.state.twilio.calls.get_mut(&number) {
            call.progress = Some(id);
        }
    }

    pub(crate) fn twilio_timer(&mut self, number: u64, timer: Timer, at: Time) {
        match timer {
            Timer::Dial => self.twilio_dial(number, at),
            Timer::Ring => self.twilio_ring(number, at),
            Timer::RingingEnds => self.twilio_ringing_ends(number, at),
            Timer::NoAnswer => self.twilio_end(number, Status::NoAnswer, "timeout", at),
            Timer::CalleeLeaves => self.twilio_end(number, Status::Completed, "callee", at),
            Timer::TimeLimit => self.twilio_end(number, Status::Completed, "time-limit", at),
            Timer::RestEnd => self.twilio_end(number, Status::Completed, "rest", at),
            Timer::Price => self.twilio_price(number, at),
        }
    }

    fn twilio_dial(&mut self, number: u64, at: Time) {
        let Some(call) = self.state.twilio.calls.get_mut(&number) else {
            return;
        };
        call.started = Some(at);
        call.updated = at;
        let (outcome, after) = (call.callee.outcome, call.callee.after);
        self.twilio_callback(number, "initiated", "initiated", at);
        match outcome {
            // A busy or unreachable line does not ring.
            Outcome::Busy | Outcome::Failed => {
                self.twilio_progress(number, at.plus(after), Timer::RingingEnds);
            }
            Outcome::Answer | Outcome::NoAnswer => {
                let ring = at.plus(self.shared.config.twilio.ring_delay);
                self.twilio_progress(number, ring, Timer::Ring);
            }
        }
    }

    fn twilio_ring(&mut self, number: u64, at: Time) {
        let slack = self.shared.config.twilio.timeout_slack;
        let Some(call) = self.state.twilio.calls.get_mut(&number) else {
            return;
        };
        call.status = Status::Ringing;
        call.updated = at;
        let patience = call.order.timeout + slack;
        let answers = call.callee.outcome == Outcome::Answer && call.callee.after <= patience;
        let (next, timer) = if answers {
            (at.plus(call.callee.after), Timer::RingingEnds)
        } else {
            (at.plus(patience), Timer::NoAnswer)
        };
        self.twilio_callback(number, "ringing", "ringing", at);
        self.twilio_progress(number, next, timer);
    }

    fn twilio_ringing_ends(&mut self, number: u64, at: Time) {
        let Some(call) = self.state.twilio.calls.get(&number) else {
            return;
        };
        match call.callee.outcome {
            Outcome::Answer => self.twilio_answer(number, at),
            Outcome::Busy => self.twilio_end(number, Status::Busy, "callee", at),
            Outcome::Failed => self.twilio_end(number, Status::Failed, "carrier", at),
            Outcome::NoAnswer => self.twilio_end(number, Status::NoAnswer, "timeout", at),
        }
    }

    /// The call is connected: the minutes start.
    pub(super) fn twilio_answer(&mut self, number: u64, at: Time) {
        let Some(call) = self.state.twilio.calls.get_mut(&number) else {
            return;
        };
        call.status = Status::InProgress;
        call.answered = Some(at);
        call.updated = at;
        call.progress = None;
        let limit = at.plus(call.order.time_limit);
        let leaves = call.callee.hangs_up_after.map(|after| at.plus(after));
        let parent = call.parent;
        let runs =
            !matches!(call.order.instructions, Instructions::Bridge) && call.runner.is_none();
        let limit = self.set_timer(limit, Event::Twilio(number, Timer::TimeLimit));
        let leaves =
            leaves.map(|leaves| self.set_timer(leaves, Event::Twilio(number, Timer::CalleeLeaves)));
        if let Some(call) = self.state.twilio.calls.get_mut(&number) {
            call.limit = Some(limit);
            call.callee_leaves = leaves;
        }
        let record = self.state.twilio.calls.get(&number);
        if let Some(order) = record.and_then(|call| call.order.extras.record.clone()) {
            self.twilio_record(number, "OutboundAPI", order, at);
        }
        self.twilio_callback(number, "answered", "in-progress", at);
        if runs {
            run::start(self, number);
        }
        if let Some(parent) = parent {
            self.twilio_tell(parent, ToRunner::Child { answered: true });
        }
    }

    /// Sets when the time limit ends the call. Ends it now if that has passed.
    pub(super) fn twilio_set_limit(&mut self, number: u64, limit: Duration, from: Time) {
        let Some(call) = self.state.twilio.calls.get_mut(&number) else {
            return;
        };
        call.order.time_limit = limit;
        if call.status != Status::InProgress {
            return;
        }
        let old = call.limit.take();
        self.state.timers.cancel(old);
        let at = from.plus(limit);
        if at <= self.now {
            self.twilio_end(number, Status::Completed, "time-limit", self.now);
            return;
        }
        let timer = self.set_timer(at, Event::Twilio(number, Timer::TimeLimit));
        if let Some(call) = self.state.twilio.calls.get_mut(&number) {
            call.limit = Some(timer);
        }
    }

    /// `Status=completed`, as far as the state allows it.
    pub(super) fn twilio_complete(&mut self, number: u64) {
        let config = &self.shared.config.twilio;
        let at = self.now;
        let Some(call) = self.state.twilio.calls.get(&number) else {
            return;
        };
        match call.status {
            Status::InProgress if call.rest_end.is_some() => {}
            Status::InProgress if !config.end_delay.is_zero() => {
                let event = Event::Twilio(number, Timer::RestEnd);
                let timer = self.set_timer(at.plus(config.end_delay), event);
                if let Some(call) = self.state.twilio.calls.get_mut(&number) {
                    call.rest_end = Some(timer);
                }
            }
            Status::InProgress => self.twilio_end(number, Status::Completed, "rest", at),
            _ => {
                let status = match config.after_ringing_end {
                    AfterRingingEnd::Canceled => Status::Canceled,
                    AfterRingingEnd::Completed => Status::Completed,
                };
                self.twilio_end(number, status, "rest", at);
            }
        }
    }

    /// Ends a call; nothing happens if it is over.
    pub(super) fn twilio_end(&mut self, number: u64, status: Status, cause: &str, at: Time) {
        let state = &mut *self.state;
        let Some(call) = state.twilio.calls.get_mut(&number) else {
            return;
        };
        if !call.status.is_live() {
            return;
        }
        call.status = status;
        call.ended = Some(at);
        call.updated = at;
        call.cause = Some(cause.to_owned());
        for timer in [
            &mut call.progress,
            &mut call.limit,
            &mut call.callee_leaves,
            &mut call.rest_end,
        ] {
            state.timers.cancel(timer.take());
        }
        if let Some(runner) = call.runner.take() {
            // A full queue is dropped with the runner, which sees that its sender is gone.
            drop(runner.try_send(ToRunner::Ended));
        }
        let price = self.shared.config.twilio.price_per_minute_micros;
        state.twilio.ended_micros += cost(call.talk(at), price);
        state.twilio.live.remove(&number);
        state.twilio.ended.push_back(number);
        let parent = call.parent;
        let answered = call.answered.is_some();
        let children = state.twilio.children.remove(&number).unwrap_or_default();
        self.twilio_end_recordings(number, at);
        self.twilio_callback(number, "completed", status.name(), at);
        if answered {
            let known = at.plus(self.shared.config.twilio.price_delay);
            self.set_timer(known, Event::Twilio(number, Timer::Price));
        }
        if let Some(parent) = parent {
            self.twilio_tell(parent, ToRunner::Child { answered: false });
        }
        for child in children {
            let ringing = self
                .state
                .twilio
                .calls
                .get(&child)
                .is_some_and(|it| it.answered.is_none());
            let status = if ringing {
                Status::Canceled
            } else {
                Status::Completed
            };
            self.twilio_end(child, status, "parent", at);
        }
        while self.state.twilio.ended.len() > self.shared.config.keep_ended {
            let oldest = self.state.twilio.ended.pop_front();
            if let Some(call) = oldest.and_then(|oldest| self.state.twilio.remove(oldest)) {
                for sid in call.recordings {
                    self.state.twilio.recordings.remove(&sid);
                }
            }
        }
    }

    /// What is recorded ends with the call.
    fn twilio_end_recordings(&mut self, number: u64, at: Time) {
        let call = self.state.twilio.calls.get(&number);
        let Some(call) = call.filter(|call| !call.recordings.is_empty()) else {
            return;
        };
        let whole = call.order.extras.record.is_some();
        for (place, sid) in call.recordings.clone().iter().enumerate() {
            let params = self.twilio_recorded(number, sid, at);
            if let Some(call) = self.state.twilio.calls.get_mut(&number)
                && whole
                && place == 0
            {
                call.recorded = params;
            }
        }
    }

    fn twilio_price(&mut self, number: u64, at: Time) {
        let price = self.shared.config.twilio.price_per_minute_micros;
        if let Some(call) = self.state.twilio.calls.get_mut(&number) {
            call.price = Some(cost(call.talk(at), price));
            call.updated = at;
        }
    }

    /// Tells the task that runs the TwiML of a call.
    pub(super) fn twilio_tell(&mut self, number: u64, message: ToRunner) {
        if let Some(call) = self.state.twilio.calls.get_mut(&number)
            && let Some(runner) = &call.runner
            && runner.try_send(message).is_err()
        {
            call.warn("12400 the call does not take instructions");
        }
    }

    /// The Ultravox call it was dialled for is over: it is not left ringing.
    pub(crate) fn twilio_carried_call_ended(&mut self, sid: &str, at: Time) {
        if let Some(number) = self.state.twilio.number(sid)
            && let Some(call) = self.state.twilio.calls.get(&number)
            && matches!(call.status, Status::Queued | Status::Ringing)
        {
            self.twilio_end(number, Status::Canceled, "ultravox", at);
        }
    }

    pub(crate) fn twilio_control_hang_up(&mut self, sid: &str) -> Result<(), ControlError> {
        let number = self
            .state
            .twilio
            .number(sid)
            .ok_or(ControlError::NotFound)?;
        let status = self.state.twilio.calls.get(&number).map(|call| call.status);
        let end = match status {
            Some(Status::InProgress) => Status::Completed,
            Some(Status::Ringing) => Status::NoAnswer,
            _ => return Err(ControlError::WrongState),
        };
        self.twilio_end(number, end, "callee", self.now);
        Ok(())
    }
}

impl Call {
    pub(super) fn new(
        account: &str,
        order: Order,
        callee: Callee,
        at: Time,
        direction: &'static str,
    ) -> Self {
        Self {
            sid: sid("CA"),
            account: account.to_owned(),
            parent: None,
            parent_sid: None,
            direction,
            status: Status::Queued,
            created: at,
            updated: at,
            started: None,
            answered: None,
            ended: None,
            cause: None,
            price: None,
            queue_time: Duration::ZERO,
            order,
            callee,
            progress: None,
            limit: None,
            callee_leaves: None,
            rest_end: None,
            sequence: 0,
            runner: None,
            last_callback: None,
            warnings: Vec::new(),
            recordings: Vec::new(),
            answered_by: None,
            recorded: Vec::new(),
            media: MediaCount::default(),
        }
    }
}

/// A new SID.
pub(super) fn sid(prefix: &str) -> String {
    format!("{prefix}{}", uuid::Uuid::new_v4().simple())
}
