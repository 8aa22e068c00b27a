use std::{collections::BTreeMap, fmt};

use jiff::Timestamp;
use serde::Deserialize;

use crate::{HttpMethod, page::Listed, wire};

/// A request about a call, to Twilio or to us, and its answer. What is `None` was not told, or could not be read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// What was asked.
    #[serde(default, deserialize_with = "wire::object")]
    pub request: Option<EventRequest>,
    /// What was answered.
    #[serde(default, deserialize_with = "wire::object")]
    pub response: Option<EventResponse>,
}

impl Listed for Event {
    const KEY: &'static str = "events";
}

/// What was asked.
///
/// `Debug` shows neither the URL nor the parameters, which may be secret.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct EventRequest {
    /// How it was asked.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub method: Option<HttpMethod>,
    /// Where it was asked.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
    /// The parameters, in the names of answers: `status_callback`, not `StatusCallback`.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub parameters: BTreeMap<String, String>,
}

impl fmt::Debug for EventRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// What was answered.
///
/// `Debug` does not show the body, which may be secret.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct EventResponse {
    /// The HTTP status.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub response_code: Option<u16>,
    /// How long the answer took. Twilio has not documented the unit.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub request_duration: Option<u64>,
    /// What the body is, such as `application/json`.
    #[serde(default, deserialize_with = "wire::text")]
    pub content_type: Option<String>,
    /// The body.
    #[serde(default, deserialize_with = "wire::text")]
    pub response_body: Option<String>,
    /// When it was answered.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
}

impl fmt::Debug for EventResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventResponse")
            .field("response_code", &self.response_code)
            .field("request_duration", &self.request_duration)
            .field("content_type", &self.content_type)
            .field("date_created", &self.date_created)
            .finish_non_exhaustive()
    }
}
