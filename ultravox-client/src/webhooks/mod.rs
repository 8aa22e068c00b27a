//! Webhooks: who is told when a call moves on.

mod create;
#[cfg(feature = "rest")]
mod handle;
#[cfg(feature = "rest")]
mod list;
mod model;
mod update;

pub use self::{
    create::CreateWebhook,
    model::{Webhook, WebhookEventKind, WebhookFailure, WebhookStatus},
    update::UpdateWebhook,
};
#[cfg(feature = "rest")]
pub use self::{handle::Webhooks, list::ListWebhooks};
