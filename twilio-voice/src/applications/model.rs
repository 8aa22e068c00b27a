use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, ApplicationSid, HttpMethod, page::Listed, wire};

/// A TwiML application: URLs that calls and messages share. What is `None` was not told, or could not be read.
///
/// `Debug` does not show the URLs, which may hold secrets.
///
/// See [Twilio Docs/Application properties](https://www.twilio.com/docs/usage/api/applications#application-properties).
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Application {
    /// Identifies the application.
    pub sid: ApplicationSid,
    /// The account the application belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The version of the API that its calls use.
    #[serde(default, deserialize_with = "wire::text")]
    pub api_version: Option<String>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// The URL that is asked what to do with a call.
    #[serde(default, deserialize_with = "wire::text")]
    pub voice_url: Option<String>,
    /// How that URL is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice_method: Option<HttpMethod>,
    /// The URL that is requested if the first fails.
    #[serde(default, deserialize_with = "wire::text")]
    pub voice_fallback_url: Option<String>,
    /// How the fallback is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice_fallback_method: Option<HttpMethod>,
    /// The URL that is told how calls go.
    #[serde(default, deserialize_with = "wire::text")]
    pub status_callback: Option<String>,
    /// How the status callback is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status_callback_method: Option<HttpMethod>,
    /// Whether the name of the caller is looked up, which costs.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice_caller_id_lookup: Option<bool>,
    /// The URL that is asked what to do with a message.
    #[serde(default, deserialize_with = "wire::text")]
    pub sms_url: Option<String>,
    /// How that URL is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub sms_method: Option<HttpMethod>,
    /// The URL that is requested if the one for messages fails.
    #[serde(default, deserialize_with = "wire::text")]
    pub sms_fallback_url: Option<String>,
    /// How that fallback is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub sms_fallback_method: Option<HttpMethod>,
    /// The URL that is told what becomes of messages. Replaced by `message_status_callback`.
    #[serde(default, deserialize_with = "wire::text")]
    pub sms_status_callback: Option<String>,
    /// The URL that is told what becomes of messages.
    #[serde(default, deserialize_with = "wire::text")]
    pub message_status_callback: Option<String>,
    /// Whether other accounts may dial the application.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub public_application_connect_enabled: Option<bool>,
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
    Application {
        sid, account_sid, api_version, friendly_name, voice_method, voice_fallback_method, status_callback_method,
        voice_caller_id_lookup, sms_method, sms_fallback_method, public_application_connect_enabled, date_created,
        date_updated, uri,
    }
    hidden {
        voice_url, voice_fallback_url, status_callback, sms_url, sms_fallback_url, sms_status_callback,
    message_status_callback,
    }
}

impl Listed for Application {
    const KEY: &'static str = "applications";
}
