use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, CallSid, ErrorCode, HttpMethod, NotificationSid,
    page::Listed,
    wire::{self, open_enum},
};

/// An error or a warning that Twilio wrote down. What is `None` was not told, or could not be read.
///
/// Only [`get`](super::Notifications::get) fills the fields about the request: lists leave them out.
///
/// `Debug` does not show what was sent and answered, which may be secret.
///
/// See [Twilio Docs/Notification properties](https://www.twilio.com/docs/usage/api/notification#notification-properties).
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Notification {
    /// Identifies the notification.
    pub sid: NotificationSid,
    /// The account the notification belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The call that met the problem.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid: Option<CallSid>,
    /// The version of the API that met the problem.
    #[serde(default, deserialize_with = "wire::text")]
    pub api_version: Option<String>,
    /// Which problem it is.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub error_code: Option<ErrorCode>,
    /// How bad it is.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub log: Option<NotificationLevel>,
    /// When the problem was met.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub message_date: Option<Timestamp>,
    /// What is said about it: often a query with names and values.
    #[serde(default, deserialize_with = "wire::text")]
    pub message_text: Option<String>,
    /// The page about the problem.
    #[serde(default, deserialize_with = "wire::text")]
    pub more_info: Option<String>,
    /// How Twilio requested from us, or we from Twilio.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub request_method: Option<HttpMethod>,
    /// What was requested.
    #[serde(default, deserialize_with = "wire::text")]
    pub request_url: Option<String>,
    /// The parameters of that request.
    #[serde(default, deserialize_with = "wire::text")]
    pub request_variables: Option<String>,
    /// The headers of our answer.
    #[serde(default, deserialize_with = "wire::text")]
    pub response_headers: Option<String>,
    /// The body of our answer.
    #[serde(default, deserialize_with = "wire::text")]
    pub response_body: Option<String>,
    /// When the record was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}

wire::shown! {
    Notification {
        sid, account_sid, call_sid, api_version, error_code, log, message_date, more_info, request_method,
        date_created, date_updated, uri,
    }
    hidden { message_text, request_url, request_variables, response_headers, response_body, }
}

impl Listed for Notification {
    const KEY: &'static str = "notifications";
}

open_enum! {
    /// How bad a problem is.
    NotificationLevel {
        /// An error.
        Error = "0",
        /// A warning.
        Warning = "1",
    }
}
