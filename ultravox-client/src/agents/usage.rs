//! What agents were used for, day by day.

use jiff::civil::Date;
use serde::Deserialize;

use crate::AgentId;

/// What an agent was used for, day by day.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentUsage {
    /// The agent.
    pub agent: AgentName,
    /// The days on which it was used.
    pub usage: Vec<AgentDailyUsage>,
}

/// An agent by id and name.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentName {
    /// The agent.
    pub agent_id: AgentId,
    /// Its name.
    pub name: String,
}

/// What an agent was used for on one day.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentDailyUsage {
    /// The day, UTC.
    pub date: Date,
    /// How many minutes were billed.
    pub billed_minutes: f64,
    /// How many calls there were.
    pub calls: u64,
}

#[cfg(feature = "rest")]
mod rest {
    use super::AgentUsage;
    use crate::{
        Client, Error,
        calls::filter::{Filter, filters},
        request::Request,
    };

    /// Asks what agents were used for, day by day.
    #[derive(Clone, Debug)]
    #[must_use]
    pub struct GetAgentUsage<'a> {
        client: &'a Client,
        filter: Filter,
    }

    impl<'a> GetAgentUsage<'a> {
        pub(in crate::agents) fn new(client: &'a Client) -> Self {
            Self {
                client,
                filter: Filter::default(),
            }
        }

        filters!();

        /// Fetches the answer, which is not split into pages.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
        pub async fn send(self) -> Result<Vec<AgentUsage>, Error> {
            let request = self.filter.apply(Request::get("/api/agents/usage", &[]))?;
            self.client.execute(&request).await
        }
    }
}

#[cfg(feature = "rest")]
pub use self::rest::GetAgentUsage;
