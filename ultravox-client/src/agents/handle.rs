//! The endpoints of agents.

use super::{Agent, CreateAgent, GetAgentUsage, ListAgents, UpdateAgent};
use crate::{
    AgentId, Client, Error, calls::ListAgentCalls, request::Request,
    scheduled_batches::ScheduledBatches,
};

impl Client {
    /// Agents: store, find, change and delete them.
    #[must_use]
    pub fn agents(&self) -> Agents<'_> {
        Agents { client: self }
    }
}

/// Agents: store, find, change and delete them.
#[derive(Clone, Copy, Debug)]
pub struct Agents<'a> {
    pub(super) client: &'a Client,
}

impl<'a> Agents<'a> {
    /// Lists agents.
    pub fn list(&self) -> ListAgents<'a> {
        ListAgents::new(self.client)
    }

    /// Creates an agent.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// See [Ultravox Docs/Create agent](https://docs.ultravox.ai/api-reference/agents/agents-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the agent may exist.
    pub async fn create(&self, agent: &CreateAgent) -> Result<Agent, Error> {
        agent.validate()?;
        let request = Request::post("/api/agents", &[], agent)?;
        self.client.execute(&request).await
    }

    /// One agent.
    ///
    /// See [Ultravox Docs/Get agent](https://docs.ultravox.ai/api-reference/agents/agents-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such agent in this account.
    pub async fn get(&self, agent: &AgentId) -> Result<Agent, Error> {
        let request = Request::get("/api/agents/{agent_id}", &[agent]);
        self.client.execute(&request).await
    }

    /// Changes an agent. What the update does not set stays as it is.
    ///
    /// See [Ultravox Docs/Update agent](https://docs.ultravox.ai/api-reference/agents/agents-patch).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update(&self, agent: &AgentId, update: &UpdateAgent) -> Result<Agent, Error> {
        update.validate()?;
        let request = Request::patch("/api/agents/{agent_id}", &[agent], update)?;
        self.client.execute(&request).await
    }

    /// Deletes an agent. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no agent, it counts as deleted.
    ///
    /// See [Ultravox Docs/Delete agent](https://docs.ultravox.ai/api-reference/agents/agents-delete).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, agent: &AgentId) -> Result<(), Error> {
        let request = Request::delete("/api/agents/{agent_id}", &[agent]);
        self.client.execute_delete(&request).await
    }

    /// Lists the calls of an agent. The same as
    /// [`Calls::list_for_agent`](crate::calls::Calls::list_for_agent).
    pub fn calls(&self, agent: &AgentId) -> ListAgentCalls<'a> {
        self.client.calls().list_for_agent(agent)
    }

    /// The scheduled batches of an agent.
    #[must_use]
    pub fn scheduled_batches(&self, agent: &AgentId) -> ScheduledBatches<'a> {
        ScheduledBatches::new(self.client, *agent)
    }

    /// Asks what agents were used for, day by day.
    pub fn usage(&self) -> GetAgentUsage<'a> {
        GetAgentUsage::new(self.client)
    }
}
