//! The endpoints of API keys.

use super::{ApiKey, CreateApiKey, CreatedApiKey, UpdateApiKey};
use crate::{ApiKeyPrefix, Client, Error, page::plain_list, request::Request};

impl Client {
    /// API keys: create, find and revoke them.
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys<'_> {
        ApiKeys { client: self }
    }
}

/// API keys: create, find and revoke them.
#[derive(Clone, Copy, Debug)]
pub struct ApiKeys<'a> {
    pub(super) client: &'a Client,
}

impl<'a> ApiKeys<'a> {
    /// Lists API keys.
    pub fn list(&self) -> ListApiKeys<'a> {
        ListApiKeys::new(self.client)
    }

    /// Creates an API key.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the API key may exist.
    pub async fn create(&self, key: &CreateApiKey) -> Result<CreatedApiKey, Error> {
        key.validate()?;
        let request = Request::post("/api/api_keys", &[], key)?;
        self.client.execute(&request).await
    }

    /// One API key.
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such API key in this account.
    pub async fn get(&self, key: &ApiKeyPrefix) -> Result<ApiKey, Error> {
        let request = Request::get("/api/api_keys/{api_key_prefix}", &[key]);
        self.client.execute(&request).await
    }

    /// Changes an API key. What the update does not set stays as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn update(&self, key: &ApiKeyPrefix, update: &UpdateApiKey) -> Result<ApiKey, Error> {
        let request = Request::patch("/api/api_keys/{api_key_prefix}", &[key], update)?;
        self.client.execute(&request).await
    }

    /// Deletes an API key. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no API key, it counts as deleted.
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, key: &ApiKeyPrefix) -> Result<(), Error> {
        let request = Request::delete("/api/api_keys/{api_key_prefix}", &[key]);
        self.client.execute_delete(&request).await
    }

    /// Writes everything of an API key that can be written. As there is only one such field, the same as
    /// [`update`](Self::update).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn replace(
        &self,
        key: &ApiKeyPrefix,
        replacement: &UpdateApiKey,
    ) -> Result<ApiKey, Error> {
        let request = Request::put("/api/api_keys/{api_key_prefix}", &[key], replacement)?;
        self.client.execute(&request).await
    }
}

plain_list! {
    /// Lists API keys.
    ///
    /// See [Ultravox Docs/API keys](https://docs.ultravox.ai/api-reference/introduction).
    ListApiKeys() of ApiKey = "/api/api_keys"
}
