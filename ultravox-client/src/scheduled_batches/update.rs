//! Changes to a batch.

use jiff::Timestamp;
use serde::Serialize;

use super::{BatchCall, create::Batch};
use crate::{Error, Patch, Secret};

/// Changes to a batch. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateScheduledBatch {
    /// When the first call may be placed. Empty means at once.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub window_start: Patch<Timestamp>,
    /// When no more calls are placed, after `window_start`. Empty means never.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub window_end: Patch<Timestamp>,
    /// Name or id of a throttle that bounds its calls.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub throttle: Patch<String>,
    /// Who is told of each call that Ultravox does not dial itself, up to 200 characters.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub webhook_url: Patch<String>,
    /// What signs the requests to `webhook_url`, up to 120 characters.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub webhook_secret: Patch<Secret>,
    /// Whether no more calls are placed. A batch that was paused cannot be resumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<bool>,
    /// The calls, 1 or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls: Option<Vec<BatchCall>>,
}

impl UpdateScheduledBatch {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        patch window_start / clear_window_start: Timestamp;
        patch window_end / clear_window_end: Timestamp;
        patch throttle / clear_throttle: String;
        patch webhook_url / clear_webhook_url: String;
        patch webhook_secret / clear_webhook_secret: Secret;
        value paused: bool;
        replace calls: BatchCall;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        let batch = Batch {
            window_start: self.window_start.as_set().copied(),
            window_end: self.window_end.as_set().copied(),
            throttle: self.throttle.as_deref(),
            webhook_url: self.webhook_url.as_deref(),
            webhook_secret: self.webhook_secret.as_set(),
            calls: self.calls.as_deref(),
        };
        batch.validate()
    }
}
