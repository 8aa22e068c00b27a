//! All calls, and the ways to find them.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::call::Call;
use super::recordings::Recording;
use crate::config::Callee;
use crate::time::Time;

/// Everything the provider keeps. Calls are numbered in the order of their creation.
#[derive(Default)]
pub(crate) struct State {
    pub(super) calls: BTreeMap<u64, Call>,
    pub(super) by_sid: HashMap<String, u64>,
    pub(super) by_to: HashMap<String, BTreeSet<u64>>,
    /// Legs dialled by a live call.
    pub(super) children: HashMap<u64, Vec<u64>>,
    pub(super) live: BTreeSet<u64>,
    pub(super) ended: VecDeque<u64>,
    pub(super) ended_micros: u64,
    pub(super) created: u64,
    /// When the next call of an account may leave the queue.
    pub(super) next_slot: HashMap<String, Time>,
    /// Token an account used last.
    pub(super) tokens: HashMap<String, String>,
    /// By SID.
    pub(super) recordings: BTreeMap<String, Recording>,
    /// What called numbers do, as set while running.
    pub(crate) numbers: HashMap<String, Callee>,
}

impl State {
    pub(super) fn insert(&mut self, call: Call) -> u64 {
        self.created += 1;
        let number = self.created;
        self.by_sid.insert(call.sid.clone(), number);
        let to = call.order.to.clone();
        self.by_to.entry(to).or_default().insert(number);
        self.live.insert(number);
        self.calls.insert(number, call);
        number
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Call> {
        let call = self.calls.remove(&number)?;
        self.by_sid.remove(&call.sid);
        if let Some(numbers) = self.by_to.get_mut(&call.order.to) {
            numbers.remove(&number);
            if numbers.is_empty() {
                self.by_to.remove(&call.order.to);
            }
        }
        Some(call)
    }

    pub(super) fn number(&self, sid: &str) -> Option<u64> {
        self.by_sid.get(sid).copied()
    }

    /// The call with this SID, if it belongs to `account`.
    pub(super) fn find(&mut self, account: &str, sid: &str) -> Option<(u64, &mut Call)> {
        let number = self.number(sid)?;
        let call = self.calls.get_mut(&number)?;
        (call.account == account).then_some((number, call))
    }
}
