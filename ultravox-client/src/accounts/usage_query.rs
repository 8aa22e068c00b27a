//! Asking what calls were made.

use super::CallUsage;
use crate::{
    Client, Error,
    calls::filter::{Filter, filters},
    request::Request,
};

/// Asks what calls were made.
#[derive(Clone, Debug)]
#[must_use]
pub struct GetCallUsage<'a> {
    client: &'a Client,
    filter: Filter,
}

impl<'a> GetCallUsage<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            filter: Filter::default(),
        }
    }

    filters!();

    /// Fetches the answer.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn send(self) -> Result<CallUsage, Error> {
        let request = Request::get("/api/accounts/me/usage/calls", &[]);
        self.client.execute(&self.filter.apply(request)?).await
    }
}
