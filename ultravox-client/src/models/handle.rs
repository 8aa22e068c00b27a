//! The endpoint of models.

use super::ModelAlias;
use crate::{Client, page::plain_list};

impl Client {
    /// Models an agent can think with.
    #[must_use]
    pub fn models(&self) -> Models<'_> {
        Models { client: self }
    }
}

/// Models an agent can think with.
#[derive(Clone, Copy, Debug)]
pub struct Models<'a> {
    client: &'a Client,
}

impl<'a> Models<'a> {
    /// Lists the names of models.
    pub fn list(&self) -> ListModels<'a> {
        ListModels::new(self.client)
    }
}

plain_list! {
    /// Lists the names of models.
    ///
    /// See [Ultravox Docs/List models](https://docs.ultravox.ai/api-reference/models/models-list).
    ListModels() of ModelAlias = "/api/models"
}
