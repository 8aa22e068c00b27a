//! Voices that Ultravox does not know.

use serde_json::Value;

use super::{
    CartesiaVoice, ElevenLabsVoice, GenericVoice, GoogleVoice, InworldVoice, LmntVoice,
    RespeecherVoice,
};
use crate::Error;

/// A voice of another company, described in full, or changes to one.
///
/// The account needs a key of that company, except for [`Generic`](Self::Generic).
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own).
#[derive(Clone)]
#[non_exhaustive]
pub enum ExternalVoice {
    /// ElevenLabs.
    ElevenLabs(ElevenLabsVoice),
    /// Cartesia.
    Cartesia(CartesiaVoice),
    /// LMNT.
    Lmnt(LmntVoice),
    /// Google.
    Google(GoogleVoice),
    /// Inworld.
    Inworld(InworldVoice),
    /// Respeecher.
    Respeecher(RespeecherVoice),
    /// Any service that speaks HTTP.
    Generic(Box<GenericVoice>),
    /// A company this version does not know.
    Other(Value),
}

one_key! {
    ExternalVoice {
        ElevenLabs(ElevenLabsVoice) = "elevenLabs",
        Cartesia(CartesiaVoice) = "cartesia",
        Lmnt(LmntVoice) = "lmnt",
        Google(GoogleVoice) = "google",
        Inworld(InworldVoice) = "inworld",
        Respeecher(RespeecherVoice) = "respeecher",
        Generic(Box<GenericVoice>) = "generic",
    }
}

impl ExternalVoice {
    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        match self {
            Self::ElevenLabs(voice) => voice.validate(path),
            Self::Cartesia(voice) => voice.validate(path),
            Self::Lmnt(voice) => voice.validate(path),
            Self::Google(voice) => voice.validate(path),
            Self::Inworld(voice) => voice.validate(path),
            Self::Respeecher(voice) => voice.validate(path),
            Self::Generic(voice) => voice.validate(path),
            Self::Other(_) => Ok(()),
        }
    }
}

macro_rules! from_voice {
    ($($variant:ident($ty:ty)),+) => {$(
        impl From<$ty> for ExternalVoice {
            fn from(voice: $ty) -> Self {
                Self::$variant(voice.into())
            }
        }
    )+};
}

from_voice!(
    ElevenLabs(ElevenLabsVoice),
    Cartesia(CartesiaVoice),
    Lmnt(LmntVoice),
    Google(GoogleVoice),
    Inworld(InworldVoice),
    Respeecher(RespeecherVoice),
    Generic(GenericVoice)
);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_an_unknown_company_only_the_name_is_shown() {
        let unknown = json!({"newVoices": {"apiKey": "hidden"}});
        let voice: ExternalVoice = serde_json::from_value(unknown).unwrap();
        assert_eq!(format!("{voice:?}"), r#"Other { keys: ["newVoices"], .. }"#);
    }

    #[test]
    fn exactly_one_company_is_written() {
        let voice = ExternalVoice::from(ElevenLabsVoice::new("v1").speed(1.1));
        assert_eq!(
            serde_json::to_value(voice).unwrap(),
            json!({"elevenLabs": {"voiceId": "v1", "speed": 1.1}})
        );
    }

    #[test]
    fn null_companies_are_missing_ones() {
        let voice =
            serde_json::from_value(json!({"elevenLabs": null, "lmnt": {"voiceId": null}})).unwrap();
        assert!(matches!(
            voice,
            ExternalVoice::Lmnt(LmntVoice { voice_id: None, .. })
        ));
    }

    #[test]
    fn an_unknown_company_is_kept() {
        let sent = json!({"newcomer": {"voiceId": "v1"}});
        let voice: ExternalVoice = serde_json::from_value(sent.clone()).unwrap();
        assert_eq!(serde_json::to_value(voice).unwrap(), sent);
    }

    #[test]
    fn a_known_company_with_a_bad_body_is_an_error() {
        assert!(
            serde_json::from_value::<ExternalVoice>(json!({"lmnt": {"speed": "fast"}})).is_err()
        );
    }

    #[test]
    fn speeds_out_of_range_name_the_field() {
        let problem =
            |voice: ExternalVoice| voice.validate("external_voice").unwrap_err().to_string();
        assert_eq!(
            problem(ElevenLabsVoice::new("v").speed(2.0).into()),
            "invalid request: external_voice.speed: must be 0.7 to 1.2"
        );
        assert!(
            problem(GoogleVoice::new("v").speaking_rate(3.0).into()).contains(".speaking_rate")
        );
        assert!(problem(InworldVoice::new("v").temperature(3.0).into()).contains(".temperature"));
        assert!(problem(RespeecherVoice::new("v").top_k(0).into()).contains(".top_k"));
        assert!(problem(LmntVoice::new("v").speed(f64::NAN).into()).contains(".speed"));
        assert!(problem(GenericVoice::new("nowhere").into()).contains(".url"));
    }
}
