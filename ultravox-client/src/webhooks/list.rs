//! Listing webhooks.

use super::Webhook;
use crate::{
    AgentId, Client, Error,
    page::{Paging, list},
    request::Request,
};

/// Lists webhooks.
///
/// See [Ultravox Docs/List webhooks](https://docs.ultravox.ai/api-reference/webhooks/webhooks-list).
#[derive(Clone, Debug)]
#[must_use]
pub struct ListWebhooks<'a> {
    client: &'a Client,
    agent_id: Option<AgentId>,
    paging: Paging,
}

impl<'a> ListWebhooks<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            agent_id: None,
            paging: Paging::default(),
        }
    }

    /// Only webhooks of this agent.
    pub fn agent_id(mut self, agent: AgentId) -> Self {
        self.agent_id = Some(agent);
        self
    }

    fn request(&self) -> Result<Request, Error> {
        let request = Request::get("/api/webhooks", &[]).query_if("agentId", self.agent_id);
        self.paging.apply(request)
    }
}

list!(ListWebhooks of Webhook);
