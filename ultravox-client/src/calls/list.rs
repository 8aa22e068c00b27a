//! Listing calls.

use super::{
    Call,
    filter::{Filter, filters},
};
use crate::{
    AgentId, Client, Error, check,
    page::{Paging, list},
    request::Request,
};

/// Lists calls.
///
/// There is no filter for the state of a call: see [`Call::state`].
///
/// See [Ultravox Docs/List calls](https://docs.ultravox.ai/api-reference/calls/calls-list).
#[derive(Clone, Debug)]
#[must_use]
pub struct ListCalls<'a> {
    client: &'a Client,
    filter: Filter,
    sort: Option<String>,
    paging: Paging,
}

impl<'a> ListCalls<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            filter: Filter::default(),
            sort: None,
            paging: Paging::default(),
        }
    }

    filters!();

    /// Orders by a field, e.g. `created`, or `-created` to begin with the newest.
    pub fn sort(mut self, field: impl Into<String>) -> Self {
        self.sort = Some(field.into());
        self
    }

    fn request(&self) -> Result<Request, Error> {
        check::not_empty("sort", self.sort.as_deref())?;
        let request = self.filter.apply(Request::get("/api/calls", &[]))?;
        self.paging
            .apply(request.query_if("sort", self.sort.as_ref()))
    }
}

list!(ListCalls of Call);

/// Lists the calls of one agent.
///
/// See [Ultravox Docs/List agent calls](https://docs.ultravox.ai/api-reference/agents/agents-calls-list).
#[derive(Clone, Debug)]
#[must_use]
pub struct ListAgentCalls<'a> {
    client: &'a Client,
    agent: AgentId,
    paging: Paging,
}

impl<'a> ListAgentCalls<'a> {
    pub(super) fn new(client: &'a Client, agent: AgentId) -> Self {
        Self {
            client,
            agent,
            paging: Paging::default(),
        }
    }

    fn request(&self) -> Result<Request, Error> {
        self.paging
            .apply(Request::get("/api/agents/{agent_id}/calls", &[&self.agent]))
    }
}

list!(ListAgentCalls of Call);

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::civil::{date, time};

    use super::*;

    const ID: &str = "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23";

    fn client() -> Client {
        Client::builder("key")
            .base_url("http://127.0.0.1:1")
            .build()
            .unwrap()
    }

    #[test]
    fn every_filter_is_sent() {
        let client = client();
        let list = ListCalls::new(&client)
            .agent_ids([ID.parse().unwrap(), ID.parse().unwrap()])
            .metadata("order", "7")
            .from_date(date(2026, 11, 1))
            .to_date("2026-11-20T12:00:00Z".parse::<jiff::Timestamp>().unwrap())
            .time_of_day_start(time(9, 0, 0, 0))
            .time_of_day_end(time(17, 30, 0, 0))
            .duration_min(Duration::from_millis(1500))
            .duration_max(Duration::from_secs(300))
            .voice_id(ID.parse().unwrap())
            .search("refund")
            .sort("-created")
            .page_size(50)
            .cursor("c1");
        let request = list.request().unwrap();
        let query: Vec<_> = request
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let expected = [
            ("agentIds", ID),
            ("agentIds", ID),
            ("metadata.order", "7"),
            ("fromDate", "2026-11-01"),
            ("toDate", "2026-11-20T12:00:00Z"),
            ("timeOfDayStart", "09:00:00"),
            ("timeOfDayEnd", "17:30:00"),
            ("durationMin", "1.5s"),
            ("durationMax", "300s"),
            ("voiceId", ID),
            ("search", "refund"),
            ("sort", "-created"),
            ("pageSize", "50"),
            ("cursor", "c1"),
        ];
        assert_eq!(query, expected);
    }

    #[test]
    fn problems_name_the_field() {
        let client = client();
        let list = || ListCalls::new(&client);
        for (list, field) in [
            (list().search(""), "search"),
            (list().sort(""), "sort"),
            (list().metadata("", "x"), "metadata"),
            (list().page_size(0), "page_size"),
            (list().cursor(""), "cursor"),
            (list().duration_min(Duration::MAX), "duration_min"),
        ] {
            let problem = list.request().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }
}
