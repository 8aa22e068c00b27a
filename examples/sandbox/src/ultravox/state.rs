//! All calls, and the ways to find them.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::Value;

use super::call::Call;
use super::corpora::Corpora;
use super::tools::Durable;
use super::webhooks::Webhook;

/// Everything the provider keeps. Calls are numbered in the order of their creation.
#[derive(Default)]
pub(crate) struct State {
    pub(super) calls: BTreeMap<u64, Call>,
    pub(super) by_id: HashMap<String, u64>,
    pub(super) by_metadata: HashMap<(String, String), BTreeSet<u64>>,
    pub(super) by_agent: HashMap<String, BTreeSet<u64>>,
    pub(super) live: BTreeSet<u64>,
    /// Created and joined calls that have not ended, per account.
    pub(super) busy: HashMap<String, Busy>,
    pub(super) ended: VecDeque<u64>,
    pub(super) ended_micros: u64,
    pub(super) created: u64,
    /// Tombstones by call id, with the account.
    pub(super) deleted: BTreeMap<String, (String, Value)>,
    /// Agents by id, with the account.
    pub(super) agents: BTreeMap<String, (String, Value)>,
    pub(super) webhooks: BTreeMap<String, Webhook>,
    /// Durable tools by id, with the account.
    pub(super) tools: BTreeMap<String, (String, Value)>,
    pub(super) corpora: Corpora,
}

/// How many calls an account has open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Busy {
    pub(super) live: u32,
    pub(super) joined: u32,
}

impl State {
    pub(super) fn insert(&mut self, call: Call) -> u64 {
        self.created += 1;
        let number = self.created;
        self.by_id.insert(call.id.clone(), number);
        for (key, value) in &call.new.metadata {
            let entry = (key.clone(), value.clone());
            self.by_metadata.entry(entry).or_default().insert(number);
        }
        if let Some((agent, _)) = &call.new.agent {
            self.by_agent
                .entry(agent.clone())
                .or_default()
                .insert(number);
        }
        self.busy.entry(call.account.clone()).or_default().live += 1;
        self.live.insert(number);
        self.calls.insert(number, call);
        number
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Call> {
        let call = self.calls.remove(&number)?;
        self.by_id.remove(&call.id);
        for (key, value) in &call.new.metadata {
            let entry = (key.clone(), value.clone());
            if let Some(numbers) = self.by_metadata.get_mut(&entry) {
                numbers.remove(&number);
                if numbers.is_empty() {
                    self.by_metadata.remove(&entry);
                }
            }
        }
        if let Some((agent, _)) = &call.new.agent
            && let Some(numbers) = self.by_agent.get_mut(agent)
        {
            numbers.remove(&number);
        }
        Some(call)
    }

    /// Id and definition of the durable tool with this id or name.
    pub(super) fn durable_tool(&self, account: &str, wanted: &str) -> Option<Durable> {
        let mut own = self.tools.iter().filter(|(_, (owner, _))| owner == account);
        let (id, (_, tool)) =
            own.find(|(id, (_, tool))| *id == wanted || tool["name"] == wanted)?;
        Some((id.clone(), tool["definition"].clone()))
    }

    pub(super) fn number(&self, id: &str) -> Option<u64> {
        self.by_id.get(id).copied()
    }

    /// The call with this id, if it belongs to `account`.
    pub(super) fn find(&mut self, account: &str, id: &str) -> Option<(u64, &mut Call)> {
        let number = self.number(id)?;
        let call = self.calls.get_mut(&number)?;
        (call.account == account).then_some((number, call))
    }
}
