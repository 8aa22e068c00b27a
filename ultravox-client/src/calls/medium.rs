//! How the voice reaches the call.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{DtmfHandling, EnabledDataMessages};
use crate::{Error, Secret, check, duration};

/// How the voice reaches the call. WebRTC if nothing is chosen.
///
/// With an *outgoing* medium Ultravox places the telephone call itself and there is no join URL.
///
/// See [Ultravox Docs/Calls](https://docs.ultravox.ai/api-reference/calls/overview).
#[derive(Clone)]
#[non_exhaustive]
pub enum Medium {
    /// The client SDKs of Ultravox.
    WebRtc(WebRtcMedium),
    /// A plain websocket between servers.
    ServerWebSocket(ServerWebSocketMedium),
    /// Twilio Media Streams.
    Twilio(TelephonyMedium),
    /// Telnyx media streaming.
    Telnyx(TelephonyMedium),
    /// Plivo audio streams.
    Plivo(TelephonyMedium),
    /// Exotel Voicebot. It has no outgoing calls.
    Exotel(ExotelMedium),
    /// SIP. The account must be enabled for it, and it is billed separately.
    Sip(SipMedium),
    /// A medium this version does not know.
    Other(Value),
}

one_key! {
    Medium {
        WebRtc(WebRtcMedium) = "webRtc",
        ServerWebSocket(ServerWebSocketMedium) = "serverWebSocket",
        Twilio(TelephonyMedium) = "twilio",
        Telnyx(TelephonyMedium) = "telnyx",
        Plivo(TelephonyMedium) = "plivo",
        Exotel(ExotelMedium) = "exotel",
        Sip(SipMedium) = "sip",
    }
}

impl Medium {
    /// The client SDKs of Ultravox.
    #[must_use]
    pub fn web_rtc() -> Self {
        Self::WebRtc(WebRtcMedium::default())
    }

    /// A plain websocket with audio of `sample_rate` Hz in both directions.
    #[must_use]
    pub fn server_web_socket(sample_rate: u32) -> Self {
        Self::ServerWebSocket(ServerWebSocketMedium::new(sample_rate))
    }

    /// Twilio Media Streams: the join URL goes into the TwiML of a call.
    #[must_use]
    pub fn twilio() -> Self {
        Self::Twilio(TelephonyMedium::default())
    }

    /// Telnyx media streaming: the join URL goes into the TeXML of a call.
    #[must_use]
    pub fn telnyx() -> Self {
        Self::Telnyx(TelephonyMedium::default())
    }

    /// Plivo audio streams: the join URL goes into the Plivo XML of a call.
    #[must_use]
    pub fn plivo() -> Self {
        Self::Plivo(TelephonyMedium::default())
    }

    /// Whether Ultravox places a telephone call itself.
    #[must_use]
    pub fn is_outgoing(&self) -> bool {
        match self {
            Self::Twilio(medium) | Self::Telnyx(medium) | Self::Plivo(medium) => {
                medium.outgoing.is_some()
            }
            Self::Sip(medium) => matches!(medium, SipMedium::Outgoing(_)),
            Self::WebRtc(_) | Self::ServerWebSocket(_) | Self::Exotel(_) | Self::Other(_) => false,
        }
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        match self {
            Self::ServerWebSocket(medium) => medium.validate(&format!("{path}.server_web_socket")),
            Self::Twilio(medium) => medium.validate(&format!("{path}.twilio")),
            Self::Telnyx(medium) => medium.validate(&format!("{path}.telnyx")),
            Self::Plivo(medium) => medium.validate(&format!("{path}.plivo")),
            Self::Sip(SipMedium::Outgoing(call)) => call.validate(&format!("{path}.sip.outgoing")),
            Self::Sip(_) | Self::WebRtc(_) | Self::Exotel(_) | Self::Other(_) => Ok(()),
        }
    }
}

/// The client SDKs of Ultravox.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct WebRtcMedium {
    /// Which messages are sent. `None` means the defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_messages: Option<EnabledDataMessages>,
}

impl WebRtcMedium {
    setters! {
        value data_messages: EnabledDataMessages;
    }
}

/// A plain websocket. One second of audio is expected each second, silence included.
///
/// See [Ultravox Docs/WebSockets](https://docs.ultravox.ai/apps/websockets).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServerWebSocketMedium {
    /// Sample rate of the user's audio, in Hz.
    pub input_sample_rate: u32,
    /// Sample rate of the agent's audio, in Hz. `None` means the same as the user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_sample_rate: Option<u32>,
    /// How much audio the client buffers, in milliseconds. `None` means 60. Choose 30,000 and obey the messages that
    /// clear the buffer, and playback is both smooth and interruptible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_buffer_size_ms: Option<u32>,
    /// Which messages are sent. `None` means the defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_messages: Option<EnabledDataMessages>,
    /// Ends the call if no audio arrives for this long; less than 10 s counts as 10 s. `None` means never.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub media_idle_timeout: Option<Duration>,
}

impl ServerWebSocketMedium {
    /// Audio of `input_sample_rate` Hz in both directions.
    #[must_use]
    pub fn new(input_sample_rate: u32) -> Self {
        Self {
            input_sample_rate,
            ..Self::default()
        }
    }

    setters! {
        value output_sample_rate: u32;
        value client_buffer_size_ms: u32;
        value data_messages: EnabledDataMessages;
        value media_idle_timeout: Duration;
    }

    fn validate(&self, path: &str) -> Result<(), Error> {
        check::positive(
            &format!("{path}.input_sample_rate"),
            Some(self.input_sample_rate),
        )?;
        check::positive(
            &format!("{path}.output_sample_rate"),
            self.output_sample_rate,
        )?;
        check::limit(
            &format!("{path}.media_idle_timeout"),
            self.media_idle_timeout,
        )
    }
}

impl From<ServerWebSocketMedium> for Medium {
    fn from(medium: ServerWebSocketMedium) -> Self {
        Self::ServerWebSocket(medium)
    }
}

/// The media stream of a telephone company.
///
/// See [Ultravox Docs/Telephony](https://docs.ultravox.ai/telephony/overview).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct TelephonyMedium {
    /// The telephone call Ultravox places. `None` means the call is placed or received elsewhere and its media are
    /// sent to the join URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outgoing: Option<OutgoingCall>,
    /// What happens to keys the user presses. `None` means they are told to the agent at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dtmf_handling: Option<DtmfHandling>,
}

impl TelephonyMedium {
    /// Media of a call that is placed or received elsewhere.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A call that Ultravox places. The account must hold the credentials of the telephone company.
    #[must_use]
    pub fn outgoing(call: OutgoingCall) -> Self {
        Self {
            outgoing: Some(call),
            dtmf_handling: None,
        }
    }

    setters! {
        into dtmf_handling: DtmfHandling;
    }

    fn validate(&self, path: &str) -> Result<(), Error> {
        let Some(call) = &self.outgoing else {
            return Ok(());
        };
        check::not_empty(&format!("{path}.outgoing.to"), Some(&call.to))?;
        check::not_empty(&format!("{path}.outgoing.from"), Some(&call.from))
    }
}

/// A telephone call that Ultravox places.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct OutgoingCall {
    /// Number in E.164 form or SIP address. Plivo takes several, joined by `<`.
    pub to: String,
    /// Number that is shown. For Twilio a number of the account, if `to` is a number.
    pub from: String,
    /// Parameters passed on to the telephone company, such as Twilio's `StatusCallback`.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Map::is_empty"
    )]
    pub additional_params: Map<String, Value>,
}

impl OutgoingCall {
    /// Calls `to`, showing `from`.
    #[must_use]
    pub fn new(to: impl Into<String>, from: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            from: from.into(),
            additional_params: Map::new(),
        }
    }

    setters! {
        entry additional_params: Value;
    }
}

/// Exotel Voicebot.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExotelMedium {
    /// What happens to keys the user presses. `None` means they are told to the agent at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dtmf_handling: Option<DtmfHandling>,
}

impl ExotelMedium {
    setters! {
        into dtmf_handling: DtmfHandling;
    }
}

/// SIP.
///
/// See [Ultravox Docs/SIP](https://docs.ultravox.ai/telephony/sip).
#[derive(Clone)]
#[non_exhaustive]
pub enum SipMedium {
    /// A call that comes in. It has no documented settings.
    Incoming(Map<String, Value>),
    /// A call that Ultravox places.
    Outgoing(SipCall),
    /// A direction this version does not know.
    Other(Value),
}

one_key! {
    SipMedium {
        Incoming(Map<String, Value>) = "incoming",
        Outgoing(SipCall) = "outgoing",
    }
}

/// A SIP call that Ultravox places.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct SipCall {
    /// SIP address that is called. A bare number is not one.
    pub to: String,
    /// SIP address that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Name to authenticate with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Password to authenticate with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
}

impl SipCall {
    /// Calls the SIP address `to`, e.g. `sip:name@example.com`.
    #[must_use]
    pub fn new(to: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            ..Self::default()
        }
    }

    setters! {
        text from;
        text username;
        secret password;
    }

    fn validate(&self, path: &str) -> Result<(), Error> {
        let is_sip = |address: &str| {
            let scheme = address
                .split_once(':')
                .map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
            scheme.is_some_and(|(scheme, rest)| {
                matches!(scheme.as_str(), "sip" | "sips") && !rest.is_empty()
            })
        };
        if !is_sip(&self.to) {
            return Err(Error::invalid(
                format!("{path}.to"),
                "must be a SIP address such as sip:name@example.com",
            ));
        }
        Ok(())
    }
}

impl From<SipCall> for Medium {
    fn from(call: SipCall) -> Self {
        Self::Sip(SipMedium::Outgoing(call))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_medium_is_written_under_its_own_key() {
        let outgoing = TelephonyMedium::outgoing(
            OutgoingCall::new("+1", "+2").additional_params("Timeout", 20),
        );
        for (medium, wire) in [
            (Medium::web_rtc(), json!({"webRtc": {}})),
            (
                Medium::server_web_socket(16_000),
                json!({"serverWebSocket": {"inputSampleRate": 16000}}),
            ),
            (Medium::twilio(), json!({"twilio": {}})),
            (Medium::telnyx(), json!({"telnyx": {}})),
            (
                Medium::Plivo(outgoing.dtmf_handling(DtmfHandling::Ignore)),
                json!({"plivo": {
                    "outgoing": {"to": "+1", "from": "+2", "additionalParams": {"Timeout": 20}},
                    "dtmfHandling": {"ignore": true},
                }}),
            ),
            (
                Medium::Exotel(ExotelMedium::default()),
                json!({"exotel": {}}),
            ),
            (
                Medium::Sip(SipMedium::Incoming(Map::new())),
                json!({"sip": {"incoming": {}}}),
            ),
            (
                SipCall::new("sip:a@example.com")
                    .username("u")
                    .password("p")
                    .into(),
                json!({"sip": {"outgoing": {"to": "sip:a@example.com", "username": "u", "password": "p"}}}),
            ),
        ] {
            assert_eq!(serde_json::to_value(&medium).unwrap(), wire);
            let read: Medium = serde_json::from_value(wire.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), wire);
        }
    }

    #[test]
    fn an_unknown_medium_is_kept() {
        let medium: Medium = serde_json::from_value(json!({"webRtc": null, "pigeon": {}})).unwrap();
        assert!(matches!(medium, Medium::Other(_)), "{medium:?}");
    }

    #[test]
    fn only_media_that_dial_are_outgoing() {
        assert!(!Medium::twilio().is_outgoing());
        assert!(
            Medium::Twilio(TelephonyMedium::outgoing(OutgoingCall::new("+1", "+2"))).is_outgoing()
        );
        assert!(Medium::from(SipCall::new("sip:a@b")).is_outgoing());
    }

    #[test]
    fn problems_name_the_field() {
        let problem = |medium: Medium| medium.validate("medium").unwrap_err().to_string();
        assert!(
            problem(Medium::server_web_socket(0))
                .contains("medium.server_web_socket.input_sample_rate")
        );
        let nobody = Medium::Telnyx(TelephonyMedium::outgoing(OutgoingCall::new("", "+2")));
        assert!(problem(nobody).contains("medium.telnyx.outgoing.to"));
        for address in ["+15550001111", "sip:", "tel:+15550001111"] {
            assert!(
                problem(SipCall::new(address).into()).contains("medium.sip.outgoing.to"),
                "{address}"
            );
        }
    }

    #[test]
    fn debug_does_not_show_the_password() {
        let medium = Medium::from(SipCall::new("sip:a@b").password("hunter2"));
        assert!(!format!("{medium:?}").contains("hunter2"));
    }
}
