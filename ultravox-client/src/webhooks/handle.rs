//! The endpoints of webhooks.

use super::{CreateWebhook, ListWebhooks, UpdateWebhook, Webhook};
use crate::{Client, Error, WebhookId, request::Request};

impl Client {
    /// Webhooks: who is told when a call moves on.
    #[must_use]
    pub fn webhooks(&self) -> Webhooks<'_> {
        Webhooks { client: self }
    }
}

/// Webhooks: who is told when a call moves on.
#[derive(Clone, Copy, Debug)]
pub struct Webhooks<'a> {
    pub(super) client: &'a Client,
}

impl<'a> Webhooks<'a> {
    /// Lists webhooks.
    pub fn list(&self) -> ListWebhooks<'a> {
        ListWebhooks::new(self.client)
    }

    /// Creates a webhook.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// See [Ultravox Docs/Create webhook](https://docs.ultravox.ai/api-reference/webhooks/webhooks-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the webhook may exist.
    pub async fn create(&self, webhook: &CreateWebhook) -> Result<Webhook, Error> {
        webhook.validate()?;
        let request = Request::post("/api/webhooks", &[], webhook)?;
        self.client.execute(&request).await
    }

    /// One webhook.
    ///
    /// See [Ultravox Docs/Get webhook](https://docs.ultravox.ai/api-reference/webhooks/webhooks-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such webhook in this account.
    pub async fn get(&self, webhook: &WebhookId) -> Result<Webhook, Error> {
        let request = Request::get("/api/webhooks/{webhook_id}", &[webhook]);
        self.client.execute(&request).await
    }

    /// Changes a webhook. What the update does not set stays as it is.
    ///
    /// See [Ultravox Docs/Update webhook](https://docs.ultravox.ai/api-reference/webhooks/webhooks-patch).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update(
        &self,
        webhook: &WebhookId,
        update: &UpdateWebhook,
    ) -> Result<Webhook, Error> {
        update.validate()?;
        let request = Request::patch("/api/webhooks/{webhook_id}", &[webhook], update)?;
        self.client.execute(&request).await
    }

    /// Puts another webhook in the place of this one, which keeps its id. What is not set is emptied.
    ///
    /// See [Ultravox Docs/Replace webhook](https://docs.ultravox.ai/api-reference/webhooks/webhooks-put).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn replace(
        &self,
        webhook: &WebhookId,
        replacement: &CreateWebhook,
    ) -> Result<Webhook, Error> {
        replacement.validate()?;
        let request = Request::put("/api/webhooks/{webhook_id}", &[webhook], replacement)?;
        self.client.execute(&request).await
    }

    /// Deletes a webhook. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no webhook, it counts as deleted.
    ///
    /// See [Ultravox Docs/Delete webhook](https://docs.ultravox.ai/api-reference/webhooks/webhooks-delete).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, webhook: &WebhookId) -> Result<(), Error> {
        let request = Request::delete("/api/webhooks/{webhook_id}", &[webhook]);
        self.client.execute_delete(&request).await
    }
}
