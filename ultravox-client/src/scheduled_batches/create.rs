//! A batch to be.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Error, Secret, calls::Medium, check};

/// Calls to be placed within a time window.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateScheduledBatch {
    /// When the first call may be placed. `None` means at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_start: Option<Timestamp>,
    /// When no more calls are placed, after `window_start`. `None` means never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_end: Option<Timestamp>,
    /// Name or id of a throttle that bounds its calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throttle: Option<String>,
    /// Who is told of each call that Ultravox does not dial itself, once and without repetition, up to 200 characters.
    /// Needed if there is such a call, not allowed otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// What signs the requests to `webhook_url`, up to 120 characters. Without it, Ultravox makes one up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_secret: Option<Secret>,
    /// Whether no calls are placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<bool>,
    /// The calls, 1 or more.
    pub calls: Vec<BatchCall>,
}

impl CreateScheduledBatch {
    /// A batch of these calls.
    #[must_use]
    pub fn new(calls: impl IntoIterator<Item = BatchCall>) -> Self {
        Self {
            window_start: None,
            window_end: None,
            throttle: None,
            webhook_url: None,
            webhook_secret: None,
            paused: None,
            calls: calls.into_iter().collect(),
        }
    }

    setters! {
        value window_start: Timestamp;
        value window_end: Timestamp;
        text throttle;
        text webhook_url;
        secret webhook_secret;
        value paused: bool;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        let batch = Batch {
            window_start: self.window_start,
            window_end: self.window_end,
            throttle: self.throttle.as_deref(),
            webhook_url: self.webhook_url.as_deref(),
            webhook_secret: self.webhook_secret.as_ref(),
            calls: Some(&self.calls),
        };
        batch.validate()
    }
}

/// A call of a batch.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BatchCall {
    /// How the voice reaches it, in particular whom it goes to. `None` means as the agent says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
    /// What is attached to it. Keys must not begin with `ultravox.`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// Values for the placeholders in the agent's texts.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub template_context: Map<String, Value>,
    /// Experimental settings.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub experimental_settings: Map<String, Value>,
}

impl BatchCall {
    /// A call that is as the agent says.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        into medium: Medium;
        entry metadata: String;
        entry template_context: Value;
        entry experimental_settings: Value;
    }

    fn validate(&self, path: &str) -> Result<(), Error> {
        if let Some(medium) = &self.medium {
            medium.validate(&format!("{path}.medium"))?;
        }
        check::metadata(&format!("{path}.metadata"), &self.metadata)
    }
}

/// What a new batch and changes to one have in common.
pub(super) struct Batch<'a> {
    pub(super) window_start: Option<Timestamp>,
    pub(super) window_end: Option<Timestamp>,
    pub(super) throttle: Option<&'a str>,
    pub(super) webhook_url: Option<&'a str>,
    pub(super) webhook_secret: Option<&'a Secret>,
    pub(super) calls: Option<&'a [BatchCall]>,
}

impl Batch<'_> {
    pub(super) fn validate(&self) -> Result<(), Error> {
        if let (Some(start), Some(end)) = (self.window_start, self.window_end)
            && end <= start
        {
            return Err(Error::invalid("window_end", "must be after window_start"));
        }
        check::not_empty("throttle", self.throttle)?;
        if let Some(url) = self.webhook_url {
            check::url("webhook_url", url, &["http", "https"])?;
            check::length("webhook_url", url, 1..=200)?;
        }
        check::length_if(
            "webhook_secret",
            self.webhook_secret.map(Secret::expose),
            1..=120,
        )?;
        let Some(calls) = self.calls else {
            return Ok(());
        };
        if calls.is_empty() {
            return Err(Error::invalid("calls", "must not be empty"));
        }
        for (index, call) in calls.iter().enumerate() {
            call.validate(&format!("calls[{index}]"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheduled_batches::UpdateScheduledBatch;

    #[test]
    fn problems_name_the_field() {
        let batch = || CreateScheduledBatch::new([BatchCall::new()]);
        let now = Timestamp::UNIX_EPOCH;
        for (batch, field) in [
            (CreateScheduledBatch::new([]), "calls"),
            (batch().window_start(now).window_end(now), "window_end"),
            (batch().throttle(""), "throttle"),
            (batch().webhook_url("nowhere"), "webhook_url"),
            (batch().webhook_secret("s".repeat(121)), "webhook_secret"),
            (
                CreateScheduledBatch::new([BatchCall::new().metadata("ultravox.x", "1")]),
                "calls[0].metadata",
            ),
            (
                CreateScheduledBatch::new([BatchCall::new().medium(Medium::server_web_socket(0))]),
                "calls[0].medium.server_web_socket.input_sample_rate",
            ),
        ] {
            let problem = batch.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}")),
                "{problem}"
            );
        }
        let problem = UpdateScheduledBatch::new()
            .calls(Vec::<BatchCall>::new())
            .validate()
            .unwrap_err();
        assert!(problem.to_string().contains(": calls: "), "{problem}");
    }

    #[test]
    fn an_update_leaves_sets_and_empties() {
        let update = UpdateScheduledBatch::new().paused(true).clear_window_end();
        assert_eq!(
            serde_json::to_string(&update).unwrap(),
            r#"{"windowEnd":null,"paused":true}"#
        );
    }
}
