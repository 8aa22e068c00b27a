//! The endpoints of the scheduled batches of an agent.

use super::{CreateScheduledBatch, ListScheduledCalls, ScheduledBatch, UpdateScheduledBatch};
use crate::{AgentId, BatchId, Client, Error, calls::Call, page::plain_list, request::Request};

/// The scheduled batches of an agent.
#[derive(Clone, Copy, Debug)]
pub struct ScheduledBatches<'a> {
    client: &'a Client,
    agent: AgentId,
}

impl<'a> ScheduledBatches<'a> {
    pub(crate) fn new(client: &'a Client, agent: AgentId) -> Self {
        Self { client, agent }
    }

    /// Lists the scheduled batches of an agent.
    pub fn list(&self) -> ListScheduledBatches<'a> {
        ListScheduledBatches::new(self.client, self.agent)
    }

    /// Creates a batch.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// See [Ultravox Docs/Create batch](https://docs.ultravox.ai/api-reference/agents/agents-scheduled-batches-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the batch may exist.
    pub async fn create(&self, batch: &CreateScheduledBatch) -> Result<ScheduledBatch, Error> {
        batch.validate()?;
        let request = Request::post(
            "/api/agents/{agent_id}/scheduled_batches",
            &[&self.agent],
            batch,
        )?;
        self.client.execute(&request).await
    }

    /// One batch.
    ///
    /// See [Ultravox Docs/Get batch](https://docs.ultravox.ai/api-reference/agents/agents-scheduled-batches-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such batch in this account.
    pub async fn get(&self, batch: &BatchId) -> Result<ScheduledBatch, Error> {
        let request = Request::get(
            "/api/agents/{agent_id}/scheduled_batches/{batch_id}",
            &[&self.agent, batch],
        );
        self.client.execute(&request).await
    }

    /// Changes a batch. What the update does not set stays as it is.
    ///
    /// See [Ultravox Docs/Update batch](https://docs.ultravox.ai/api-reference/agents/agents-scheduled-batches-patch).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update(
        &self,
        batch: &BatchId,
        update: &UpdateScheduledBatch,
    ) -> Result<ScheduledBatch, Error> {
        update.validate()?;
        let request = Request::patch(
            "/api/agents/{agent_id}/scheduled_batches/{batch_id}",
            &[&self.agent, batch],
            update,
        )?;
        self.client.execute(&request).await
    }

    /// Deletes a batch. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no batch, it counts as deleted.
    ///
    /// See [Ultravox Docs/Delete batch](https://docs.ultravox.ai/api-reference/agents/agents-scheduled-batches-delete).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, batch: &BatchId) -> Result<(), Error> {
        let request = Request::delete(
            "/api/agents/{agent_id}/scheduled_batches/{batch_id}",
            &[&self.agent, batch],
        );
        self.client.execute_delete(&request).await
    }

    /// Lists the calls that were created from a batch.
    pub fn created_calls(&self, batch: &BatchId) -> ListCreatedCalls<'a> {
        ListCreatedCalls::new(self.client, self.agent, *batch)
    }

    /// Lists what became of each call of a batch.
    pub fn scheduled_calls(&self, batch: &BatchId) -> ListScheduledCalls<'a> {
        ListScheduledCalls::new(self.client, self.agent, *batch)
    }
}

plain_list! {
    /// Lists the scheduled batches of an agent.
    ///
    /// See [Ultravox Docs/The scheduled batches of an agent](https://docs.ultravox.ai/api-reference/agents/agents-scheduled-batches-list).
    ListScheduledBatches(agent: AgentId) of ScheduledBatch = "/api/agents/{agent_id}/scheduled_batches"
}

plain_list! {
    /// Lists the calls that were created from a batch.
    ///
    /// See [Ultravox Docs/List created calls](https://docs.ultravox.ai/api-reference/agents/agents-scheduled-batches-created-calls-list).
    ListCreatedCalls(agent: AgentId, batch: BatchId) of Call =
        "/api/agents/{agent_id}/scheduled_batches/{batch_id}/created_calls"
}
