use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, QueueSid, page::Listed, wire};

/// A queue. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Queue properties](https://www.twilio.com/docs/voice/api/queue-resource#queue-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Queue {
    /// Identifies the queue.
    pub sid: QueueSid,
    /// The account the queue belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The name by which `<Enqueue>` and `<Queue>` find it.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// How many calls wait.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub current_size: Option<u32>,
    /// How many calls may wait.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub max_size: Option<u32>,
    /// How long the calls in the queue have waited on average.
    #[serde(default, deserialize_with = "wire::seconds")]
    pub average_wait_time: Option<Duration>,
    /// When the queue was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the queue was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}

impl Listed for Queue {
    const KEY: &'static str = "queues";
}
