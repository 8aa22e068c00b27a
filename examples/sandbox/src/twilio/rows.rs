//! The provider's part of the control interface.

use super::call::{Call, Status, cost};
use crate::control::{Bill, CallRow, Provider};
use crate::shared::World;
use crate::time::Time;

impl World<'_> {
    fn twilio_call_row(&self, call: &Call) -> CallRow {
        let callback = call.order.status_callback.as_ref();
        let query = callback.and_then(|target| target.url.split_once('?'));
        let query = query.map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
        CallRow {
            provider: Provider::Twilio,
            id: call.sid.clone(),
            state: call.status.name().to_owned(),
            live: call.status.is_live(),
            billing: call.status == Status::InProgress,
            created: call.created.rfc3339(),
            answered: call.answered.map(Time::rfc3339),
            ended: call.ended.map(Time::rfc3339),
            end_reason: call.cause.clone(),
            billed_seconds: (!call.status.is_live()).then(|| billed_seconds(call.talk(self.now))),
            cost_micros: cost(
                call.talk(self.now),
                self.shared.config.twilio.price_per_minute_micros,
            ),
            metadata: form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            to: Some(call.order.to.clone()),
            from: Some(call.order.from.clone()),
            parent: call.parent_sid.clone(),
            warnings: call.warnings.clone(),
            media: call.media,
        }
    }

    pub(crate) fn twilio_row(&self, sid: &str) -> Option<CallRow> {
        let number = self.state.twilio.number(sid)?;
        let call = self.state.twilio.calls.get(&number)?;
        Some(self.twilio_call_row(call))
    }

    pub(crate) fn twilio_rows(&self, live: Option<bool>) -> Vec<CallRow> {
        let state = &self.state.twilio;
        let row = |call| self.twilio_call_row(call);
        match live {
            Some(true) => {
                let numbers = state.live.iter();
                numbers
                    .filter_map(|number| state.calls.get(number))
                    .map(row)
                    .collect()
            }
            Some(false) => {
                let calls = state.calls.values();
                calls
                    .filter(|call| !call.status.is_live())
                    .map(row)
                    .collect()
            }
            None => state.calls.values().map(row).collect(),
        }
    }

    pub(crate) fn twilio_live(&self) -> u64 {
        self.state.twilio.live.len() as u64
    }

    pub(crate) fn twilio_bill(&self) -> Bill {
        let state = &self.state.twilio;
        let price = self.shared.config.twilio.price_per_minute_micros;
        let mut bill = Bill {
            calls: state.created,
            live: state.live.len() as u64,
            ended_micros: state.ended_micros,
            ..Bill::default()
        };
        for call in state
            .live
            .iter()
            .filter_map(|number| state.calls.get(number))
        {
            if call.status == Status::InProgress {
                bill.billing += 1;
                bill.live_micros += cost(call.talk(self.now), price);
                bill.per_minute_micros += price;
            }
        }
        bill
    }
}

/// Every started minute.
fn billed_seconds(talk: std::time::Duration) -> u64 {
    let minutes = talk.as_micros().div_ceil(60_000_000);
    u64::try_from(minutes).unwrap_or(u64::MAX / 60) * 60
}
