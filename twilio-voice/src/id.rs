//! Identifiers of Twilio's resources (SIDs), one type for each kind.

use std::{fmt, str::FromStr};

#[cfg(feature = "serde")]
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Length of every SID: two letters and 32 hexadecimal digits.
const LENGTH: usize = 34;

/// Why a text is not a SID of the expected kind.
///
/// The text itself is not shown: a secret may have been put in the wrong place.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not {article} {kind} SID: {reason}", article = article(kind))]
pub struct SidError {
    kind: &'static str,
    reason: SidProblem,
}

impl SidError {
    /// What is wrong with the text.
    #[must_use]
    pub fn problem(&self) -> SidProblem {
        self.reason
    }
}

/// What is wrong with a text that should have been a SID.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SidProblem {
    /// It is empty.
    #[error("it is empty")]
    Empty,
    /// It begins with other letters.
    #[error("it must begin with `{expected}`")]
    Prefix {
        /// The letters it must begin with.
        expected: &'static str,
    },
    /// It is too long or too short.
    #[error("it must have 34 characters and has {actual}")]
    Length {
        /// The number of bytes found.
        actual: usize,
    },
    /// Something after the prefix is not a hexadecimal digit.
    #[error("character {position} is not a hexadecimal digit")]
    NotHexadecimal {
        /// Which character, the first being 1.
        position: usize,
    },
}

fn article(kind: &str) -> &'static str {
    if kind.starts_with(['a', 'e', 'i', 'o', 'A', 'I']) {
        "an"
    } else {
        "a"
    }
}

fn check(text: &str, kind: &'static str, prefix: &'static str) -> Result<[u8; LENGTH], SidError> {
    let wrong = |reason| SidError { kind, reason };
    if text.is_empty() {
        return Err(wrong(SidProblem::Empty));
    }
    if !text.starts_with(prefix) {
        return Err(wrong(SidProblem::Prefix { expected: prefix }));
    }
    let bytes: [u8; LENGTH] = text
        .as_bytes()
        .try_into()
        .map_err(|_| wrong(SidProblem::Length { actual: text.len() }))?;
    match bytes[prefix.len()..]
        .iter()
        .position(|byte| !byte.is_ascii_hexdigit())
    {
        None => Ok(bytes),
        Some(at) => Err(wrong(SidProblem::NotHexadecimal {
            position: prefix.len() + at + 1,
        })),
    }
}

/// Reads a SID where it stands in JSON.
#[cfg(feature = "serde")]
struct SidVisitor<T>(std::marker::PhantomData<T>, &'static str);

#[cfg(feature = "serde")]
impl<T: FromStr<Err = SidError>> de::Visitor<'_> for SidVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the SID of {} {}", article(self.1), self.1)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! sids {
    ($($(#[$doc:meta])* $name:ident, $prefix:literal, $kind:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// Made from text with [`FromStr`], which checks the prefix, the length and the digits.
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name([u8; LENGTH]);

        impl $name {
            /// The letters every such SID begins with.
            pub const PREFIX: &'static str = $prefix;

            /// The SID as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).expect("a SID holds only the ASCII that `from_str` checked")
            }
        }

        impl FromStr for $name {
            type Err = SidError;

            fn from_str(text: &str) -> Result<Self, SidError> {
                check(text, $kind, $prefix).map(Self)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        #[cfg(feature = "serde")]
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(SidVisitor(std::marker::PhantomData, $kind))
            }
        }
    )+};
}

sids! {
    /// Identifies an account.
    AccountSid, "AC", "account";
    /// Identifies a configuration of an add-on.
    AddOnConfigurationSid, "XE", "add-on configuration";
    /// Identifies a part of what an add-on found.
    AddOnPayloadSid, "XH", "add-on payload";
    /// Identifies what an add-on found.
    AddOnResultSid, "XR", "add-on result";
    /// Identifies an add-on.
    AddOnSid, "XB", "add-on";
    /// Identifies an address, as regulations ask for it.
    AddressSid, "AD", "address";
    /// Identifies an API key, the other way to sign in.
    ApiKeySid, "SK", "API key";
    /// Identifies a TwiML application.
    ApplicationSid, "AP", "application";
    /// Identifies a bundle of documents, as regulations ask for it.
    BundleSid, "BU", "bundle";
    /// Identifies a BYOC trunk (bring your own carrier).
    ByocTrunkSid, "BY", "BYOC trunk";
    /// Identifies a call.
    CallSid, "CA", "call";
    /// Identifies a conference.
    ConferenceSid, "CF", "conference";
    /// Identifies a connection policy.
    ConnectionPolicySid, "NY", "connection policy";
    /// Identifies a target of a connection policy.
    ConnectionPolicyTargetSid, "NE", "connection policy target";
    /// Identifies a group of calls. Twilio gives out no new ones.
    GroupSid, "GP", "group";
    /// Identifies an identity, as regulations ask for it.
    IdentitySid, "RI", "identity";
    /// Identifies an IP record.
    IpRecordSid, "IL", "IP record";
    /// Identifies a log entry of a call.
    NotificationSid, "NO", "notification";
    /// Identifies a payment session.
    PaymentSid, "PK", "payment";
    /// Identifies an incoming phone number or an outgoing caller id.
    PhoneNumberSid, "PN", "phone number";
    /// Identifies a queue.
    QueueSid, "QU", "queue";
    /// Identifies a real-time transcription.
    RealtimeTranscriptionSid, "GT", "real-time transcription";
    /// Identifies a recording.
    RecordingSid, "RE", "recording";
    /// Identifies a session of ConversationRelay.
    RelaySessionSid, "VX", "ConversationRelay session";
    /// Identifies a SIP domain.
    SipDomainSid, "SD", "SIP domain";
    /// Identifies a SIPREC session.
    SiprecSid, "SR", "SIPREC session";
    /// Identifies a source IP mapping.
    SourceIpMappingSid, "IB", "source IP mapping";
    /// Identifies a media stream.
    StreamSid, "MZ", "stream";
    /// Identifies the transcription of a recording.
    TranscriptionSid, "TR", "transcription";
    /// Identifies a SIP trunk.
    TrunkSid, "TK", "trunk";
    /// Identifies a message to a call from its user.
    UserDefinedMessageSid, "KX", "user-defined message";
    /// Identifies a subscription to messages of a call.
    UserDefinedMessageSubscriptionSid, "ZY", "user-defined message subscription";
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    #[test]
    fn a_sid_keeps_its_text() {
        let sid: CallSid = TEXT.parse().unwrap();
        assert_eq!(sid.as_str(), TEXT);
        assert_eq!(sid.to_string(), TEXT);
        assert_eq!(format!("{sid:?}"), format!("CallSid({TEXT:?})"));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_sid_is_a_text_in_json() {
        let sid: CallSid = TEXT.parse().unwrap();
        assert_eq!(serde_json::to_string(&sid).unwrap(), format!("{TEXT:?}"));
        assert_eq!(
            serde_json::from_str::<CallSid>(&format!("{TEXT:?}")).unwrap(),
            sid
        );
    }

    #[test]
    fn a_wrong_sid_is_told_what_is_wrong() {
        let problem = |text: &str| text.parse::<CallSid>().unwrap_err().problem();
        assert_eq!(problem(""), SidProblem::Empty);
        assert_eq!(
            problem(&TEXT.replace("CA", "AC")),
            SidProblem::Prefix { expected: "CA" }
        );
        assert_eq!(problem(&TEXT[..33]), SidProblem::Length { actual: 33 });
        assert_eq!(
            problem(&format!("{TEXT}a")),
            SidProblem::Length { actual: 35 }
        );
        assert_eq!(
            problem(&format!("{}x", &TEXT[..33])),
            SidProblem::NotHexadecimal { position: 34 }
        );
        assert_eq!(
            problem(&format!("{}é", &TEXT[..32])),
            SidProblem::NotHexadecimal { position: 33 }
        );
    }

    #[test]
    fn the_message_does_not_show_the_text() {
        let error = "my secret".parse::<AccountSid>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "not an account SID: it must begin with `AC`"
        );
        let error = "".parse::<CallSid>().unwrap_err();
        assert_eq!(error.to_string(), "not a call SID: it is empty");
    }
}
