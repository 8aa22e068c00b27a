//! The id of a call.

use std::str::FromStr;

use twilio_voice::CallSid;
use ultravox_client::CallId;

/// The id of a call at either provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Id {
    Ultravox(CallId),
    Twilio(CallSid),
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Ok(id) = text.parse() {
            return Ok(Self::Ultravox(id));
        }
        if let Ok(sid) = text.parse() {
            return Ok(Self::Twilio(sid));
        }
        Err("write an Ultravox call id (a UUID), or a Twilio call SID (CA and 32 hexadecimal digits)".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_providers_ids_are_told_apart() {
        let ultravox: Id = "3c90c3cc-0d44-4b50-8888-8dd25736052a".parse().unwrap();
        assert!(matches!(ultravox, Id::Ultravox(_)));
        let twilio: Id = format!("CA{}", "0a".repeat(16)).parse().unwrap();
        assert!(matches!(twilio, Id::Twilio(_)));
        for text in ["", "abc", "CA12", "AC00000000000000000000000000000000"] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }
}
