//! Listing agents.

use super::Agent;
use crate::{
    Client, Error, check,
    page::{Paging, list},
    request::Request,
};

/// Lists agents.
///
/// See [Ultravox Docs/List agents](https://docs.ultravox.ai/api-reference/agents/agents-list).
#[derive(Clone, Debug)]
#[must_use]
pub struct ListAgents<'a> {
    client: &'a Client,
    search: Option<String>,
    sort: Option<String>,
    paging: Paging,
}

impl<'a> ListAgents<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            search: None,
            sort: None,
            paging: Paging::default(),
        }
    }

    /// Only agents that contain this text.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// Orders by a field, e.g. `name`, or `-created` to begin with the newest.
    pub fn sort(mut self, field: impl Into<String>) -> Self {
        self.sort = Some(field.into());
        self
    }

    fn request(&self) -> Result<Request, Error> {
        check::not_empty("search", self.search.as_deref())?;
        check::not_empty("sort", self.sort.as_deref())?;
        let request = Request::get("/api/agents", &[])
            .query_if("search", self.search.as_ref())
            .query_if("sort", self.sort.as_ref());
        self.paging.apply(request)
    }
}

list!(ListAgents of Agent);
