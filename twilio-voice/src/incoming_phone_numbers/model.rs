use jiff::Timestamp;
use serde::Deserialize;

use super::{
    AddressRequirement, EmergencyAddressStatus, EmergencyStatus, PhoneNumberOrigin,
    VoiceReceiveMode,
};
use crate::{
    AccountSid, AddressSid, ApplicationSid, BundleSid, HttpMethod, IdentitySid, PhoneNumberSid,
    TrunkSid, page::Listed, wire,
};

/// A number of ours. What is `None` was not told, or could not be read.
///
/// What answers a call is the trunk if there is one, else the application, else the URL.
///
/// `Debug` does not show the URLs, which may hold secrets.
///
/// See [Twilio Docs/IncomingPhoneNumber properties](https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#incomingphonenumber-properties).
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct IncomingPhoneNumber {
    /// Identifies the number.
    pub sid: PhoneNumberSid,
    /// The account the number belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The number, in E.164.
    #[serde(default, deserialize_with = "wire::text")]
    pub phone_number: Option<String>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// The version of the API that its calls use.
    #[serde(default, deserialize_with = "wire::text")]
    pub api_version: Option<String>,
    /// Whether the number is new to Twilio.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub beta: Option<bool>,
    /// What the number can be used for.
    #[serde(default, deserialize_with = "wire::object")]
    pub capabilities: Option<Capabilities>,
    /// Whose number it is.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub origin: Option<PhoneNumberOrigin>,
    /// Which kind of number it is, such as `local`.
    #[serde(rename = "type", default, deserialize_with = "wire::text")]
    pub kind: Option<String>,
    /// How it is used, such as `in-use`.
    #[serde(default, deserialize_with = "wire::text")]
    pub status: Option<String>,
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
    /// The application that answers calls.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice_application_sid: Option<ApplicationSid>,
    /// The trunk that takes calls.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub trunk_sid: Option<TrunkSid>,
    /// Whether the name of the caller is looked up, which costs.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice_caller_id_lookup: Option<bool>,
    /// What calls are taken for.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice_receive_mode: Option<VoiceReceiveMode>,
    /// The URL that is told how calls go.
    #[serde(default, deserialize_with = "wire::text")]
    pub status_callback: Option<String>,
    /// How the status callback is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status_callback_method: Option<HttpMethod>,
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
    /// The application that answers messages.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub sms_application_sid: Option<ApplicationSid>,
    /// Which address regulations ask for.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub address_requirements: Option<AddressRequirement>,
    /// The address that was given.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub address_sid: Option<AddressSid>,
    /// The identity that was given.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub identity_sid: Option<IdentitySid>,
    /// The bundle of documents that was given.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub bundle_sid: Option<BundleSid>,
    /// Whether emergency calls can be made.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub emergency_status: Option<EmergencyStatus>,
    /// The address for emergency calls.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub emergency_address_sid: Option<AddressSid>,
    /// What became of that address.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub emergency_address_status: Option<EmergencyAddressStatus>,
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
    IncomingPhoneNumber {
        sid, account_sid, phone_number, friendly_name, api_version, beta, capabilities, origin, kind, status,
        voice_method, voice_fallback_method, voice_application_sid, trunk_sid, voice_caller_id_lookup,
        voice_receive_mode, status_callback_method, sms_method, sms_fallback_method, sms_application_sid,
        address_requirements, address_sid, identity_sid, bundle_sid, emergency_status, emergency_address_sid,
        emergency_address_status, date_created, date_updated, uri,
    }
    hidden {
        voice_url, voice_fallback_url, status_callback, sms_url, sms_fallback_url,
    }
}

impl Listed for IncomingPhoneNumber {
    const KEY: &'static str = "incoming_phone_numbers";
}

/// What a number can be used for. What is `None` was not told, or could not be read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Capabilities {
    /// Calls.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice: Option<bool>,
    /// Text messages.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub sms: Option<bool>,
    /// Messages with pictures.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub mms: Option<bool>,
    /// Faxes.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub fax: Option<bool>,
}
