use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, AddOnConfigurationSid, AddOnPayloadSid, AddOnResultSid, AddOnSid, RecordingSid,
    page::Listed,
    wire::{self, open_enum},
};

/// What an add-on found in a recording. What is `None` was not told, or could not be read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AddOnResult {
    /// Identifies the result.
    pub sid: AddOnResultSid,
    /// The account the result belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// Where the add-on is in its work.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status: Option<AddOnStatus>,
    /// The add-on.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub add_on_sid: Option<AddOnSid>,
    /// How the add-on is configured.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub add_on_configuration_sid: Option<AddOnConfigurationSid>,
    /// The recording.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub reference_sid: Option<RecordingSid>,
    /// When the record was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// When the add-on was done.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_completed: Option<Timestamp>,
    /// The paths of what belongs to the result, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub subresource_uris: BTreeMap<String, String>,
}

impl Listed for AddOnResult {
    const KEY: &'static str = "add_on_results";
}

/// A part of what an add-on found. What is `None` was not told, or could not be read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AddOnPayload {
    /// Identifies the part.
    pub sid: AddOnPayloadSid,
    /// The result it is a part of.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub add_on_result_sid: Option<AddOnResultSid>,
    /// The account the part belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// What the maker of the add-on calls it.
    #[serde(default, deserialize_with = "wire::text")]
    pub label: Option<String>,
    /// The add-on.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub add_on_sid: Option<AddOnSid>,
    /// How the add-on is configured.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub add_on_configuration_sid: Option<AddOnConfigurationSid>,
    /// What the data are, such as `application/json`.
    #[serde(default, deserialize_with = "wire::text")]
    pub content_type: Option<String>,
    /// The recording.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub reference_sid: Option<RecordingSid>,
    /// When the record was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The paths of what belongs to the part, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub subresource_uris: BTreeMap<String, String>,
}

impl Listed for AddOnPayload {
    const KEY: &'static str = "payloads";
}

open_enum! {
    /// Where an add-on is in its work.
    AddOnStatus {
        /// It was called off.
        Canceled = "canceled",
        /// It is done.
        Completed = "completed",
        /// What it found is deleted.
        Deleted = "deleted",
        /// It could not be done.
        Failed = "failed",
        /// It goes on.
        InProgress = "in-progress",
        /// It is about to begin.
        Init = "init",
        /// What was found is made ready.
        Processing = "processing",
        /// It waits.
        Queued = "queued",
    }
}
