//! Listing tools.

use serde::{Deserialize, Serialize};

use super::{Tool, ToolHistory};
use crate::{
    Client, Error, Ownership, ToolId, check,
    page::{Paging, list, plain_list},
    request::Request,
    wire,
};

/// In which order tools are listed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ToolOrder {
    /// As the console of Ultravox shows them.
    Display,
    /// By name.
    Alphabetic,
    /// By name, the last first.
    ReverseAlphabetic,
    /// By age, the oldest first.
    Chronologic,
    /// By age, the newest first.
    ReverseChronologic,
    /// As Ultravox likes.
    Default,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Lists tools, the account's own and public ones.
///
/// A cursor works only with the order of the list it comes from; [`stream`](Self::stream) sees to that.
///
/// See [Ultravox Docs/List tools](https://docs.ultravox.ai/api-reference/tools/tools-list).
#[derive(Clone, Debug)]
#[must_use]
pub struct ListTools<'a> {
    client: &'a Client,
    ownership: Option<Ownership>,
    search: Option<String>,
    sort_order: Option<ToolOrder>,
    paging: Paging,
}

impl<'a> ListTools<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            ownership: None,
            search: None,
            sort_order: None,
            paging: Paging::default(),
        }
    }

    /// Only the account's own tools, or only public ones.
    pub fn ownership(mut self, ownership: Ownership) -> Self {
        self.ownership = Some(ownership);
        self
    }

    /// Only tools that contain this text.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// Sets the order; [`ToolOrder::Default`] if not set.
    pub fn sort_order(mut self, order: ToolOrder) -> Self {
        self.sort_order = Some(order);
        self
    }

    fn request(&self) -> Result<Request, Error> {
        check::not_empty("search", self.search.as_deref())?;
        let request = Request::get("/api/tools", &[])
            .query_if("ownership", self.ownership.as_ref().map(wire::word))
            .query_if("search", self.search.as_ref())
            .query_if("sortOrder", self.sort_order.as_ref().map(wire::word));
        self.paging.apply(request)
    }
}

list!(ListTools of Tool);

plain_list! {
    /// Lists the calls that used a tool.
    ///
    /// See [Ultravox Docs/Get tool history](https://docs.ultravox.ai/api-reference/tools/tools-history-list).
    ListToolHistory(tool: ToolId) of ToolHistory = "/api/tools/{tool_id}/history"
}
