//! Listing what became of the calls of a batch.

use super::{ScheduledCall, ScheduledCallStatus};
use crate::{
    AgentId, BatchId, Client, Error,
    page::{Paging, list},
    request::Request,
    wire,
};

/// Lists what became of each call of a batch.
///
/// See [Ultravox Docs/List scheduled calls](https://docs.ultravox.ai/api-reference/agents/agents-scheduled-batches-scheduled-calls-list).
#[derive(Clone, Debug)]
#[must_use]
pub struct ListScheduledCalls<'a> {
    client: &'a Client,
    agent: AgentId,
    batch: BatchId,
    status: Option<ScheduledCallStatus>,
    paging: Paging,
}

impl<'a> ListScheduledCalls<'a> {
    pub(super) fn new(client: &'a Client, agent: AgentId, batch: BatchId) -> Self {
        Self {
            client,
            agent,
            batch,
            status: None,
            paging: Paging::default(),
        }
    }

    /// Only calls of which this became.
    pub fn status(mut self, status: ScheduledCallStatus) -> Self {
        self.status = Some(status);
        self
    }

    fn request(&self) -> Result<Request, Error> {
        let request = Request::get(
            "/api/agents/{agent_id}/scheduled_batches/{batch_id}/scheduled_calls",
            &[&self.agent, &self.batch],
        );
        self.paging
            .apply(request.query_if("status", self.status.as_ref().map(wire::word)))
    }
}

list!(ListScheduledCalls of ScheduledCall);
