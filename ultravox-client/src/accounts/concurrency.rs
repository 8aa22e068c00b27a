//! Asking how many calls were open at once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Concurrency;
use crate::{Client, Error, request::Request, wire};

/// How long one period is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BucketSize {
    /// A minute.
    Minute,
    /// Five minutes.
    #[serde(rename = "5min")]
    FiveMinutes,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Asks how many calls were open at once, over time.
#[derive(Clone, Debug)]
#[must_use]
pub struct GetConcurrency<'a> {
    client: &'a Client,
    bucket: Option<BucketSize>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
}

impl<'a> GetConcurrency<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            bucket: None,
            start: None,
            end: None,
        }
    }

    /// How long one period is; [`BucketSize::Minute`] by default.
    pub fn bucket(mut self, bucket: BucketSize) -> Self {
        self.bucket = Some(bucket);
        self
    }

    /// When to begin; 24 hours before the end by default.
    pub fn start(mut self, start: Timestamp) -> Self {
        self.start = Some(start);
        self
    }

    /// When to stop; now by default.
    pub fn end(mut self, end: Timestamp) -> Self {
        self.end = Some(end);
        self
    }

    /// Fetches the answer.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if it begins after it stops, [`Error::Api`] if Ultravox refuses.
    pub async fn send(self) -> Result<Concurrency, Error> {
        if let (Some(start), Some(end)) = (self.start, self.end)
            && end < start
        {
            return Err(Error::invalid("end", "must not be before start"));
        }
        let request = Request::get("/api/accounts/me/usage/concurrency", &[])
            .query_if("bucket", self.bucket.as_ref().map(wire::word))
            .query_if("end", self.end)
            .query_if("start", self.start);
        self.client.execute(&request).await
    }
}
