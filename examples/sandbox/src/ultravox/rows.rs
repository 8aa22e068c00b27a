//! The provider's part of the control interface.

use serde_json::Value;

use super::call::Call;
use crate::control::{Bill, CallRow, Provider};
use crate::shared::World;
use crate::time::Time;

/// Of one call, at most so many are shown.
const MOST_WARNINGS: usize = 10;

impl Call {
    /// The latest events that are not as they should be.
    fn warnings(&self) -> Vec<String> {
        let severe = |event: &&Value| {
            ["warning", "error"].contains(&event["severity"].as_str().unwrap_or_default())
        };
        let mut texts: Vec<_> = self
            .events
            .iter()
            .rev()
            .filter(severe)
            .filter_map(|event| Some(event["text"].as_str()?.chars().take(200).collect()))
            .take(MOST_WARNINGS)
            .collect();
        texts.reverse();
        texts
    }
}

impl World<'_> {
    fn ultravox_call_row(&self, call: &Call) -> CallRow {
        let billed = (!call.is_live()).then(|| super::bill::billed(call.talk(self.now)).as_secs());
        let state = match (call.joined, call.ended) {
            (_, Some(_)) => "ended",
            (Some(_), None) => "joined",
            (None, None) => "created",
        };
        let to_from = match &call.new.medium {
            super::call::Medium::Outgoing { to, from, .. } => (Some(to), Some(from)),
            _ => (None, None),
        };
        CallRow {
            provider: Provider::Ultravox,
            id: call.id.clone(),
            state: state.to_owned(),
            live: call.is_live(),
            billing: call.joined.is_some() && call.is_live(),
            created: call.created.rfc3339(),
            answered: call.joined.map(Time::rfc3339),
            ended: call.ended.map(Time::rfc3339),
            end_reason: call.end_reason.clone(),
            billed_seconds: billed,
            cost_micros: call.cost(
                self.now,
                self.shared.config.ultravox.price_per_minute_micros,
            ),
            metadata: call.new.metadata.clone(),
            to: to_from.0.cloned(),
            from: to_from.1.cloned(),
            parent: call.carrier.clone(),
            warnings: call.warnings(),
            media: call.media,
        }
    }

    pub(crate) fn ultravox_row(&self, id: &str) -> Option<CallRow> {
        let number = self.state.ultravox.number(id)?;
        let call = self.state.ultravox.calls.get(&number)?;
        Some(self.ultravox_call_row(call))
    }

    pub(crate) fn ultravox_rows(&self, live: Option<bool>) -> Vec<CallRow> {
        let state = &self.state.ultravox;
        let row = |call| self.ultravox_call_row(call);
        match live {
            Some(true) => {
                let numbers = state.live.iter();
                numbers
                    .filter_map(|number| state.calls.get(number))
                    .map(row)
                    .collect()
            }
            Some(false) => state
                .calls
                .values()
                .filter(|call| !call.is_live())
                .map(row)
                .collect(),
            None => state.calls.values().map(row).collect(),
        }
    }

    pub(crate) fn ultravox_live(&self) -> u64 {
        self.state.ultravox.live.len() as u64
    }

    pub(crate) fn ultravox_bill(&self) -> Bill {
        let state = &self.state.ultravox;
        let price = self.shared.config.ultravox.price_per_minute_micros;
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
            if call.joined.is_some() {
                bill.billing += 1;
                bill.live_micros += call.cost(self.now, price);
                bill.per_minute_micros += price;
            }
        }
        bill
    }
}
