//! Keys of companies that make voices.

use serde::{Deserialize, Serialize};

use crate::{KeyPrefix, Patch, Secret};

/// Keys of companies that make voices, shown in part. `None` means that there is none.
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct TtsApiKeys {
    /// ElevenLabs.
    pub eleven_labs: Option<KeyPrefix>,
    /// Cartesia.
    pub cartesia: Option<KeyPrefix>,
    /// LMNT.
    pub lmnt: Option<KeyPrefix>,
    /// Google.
    pub google: Option<KeyPrefix>,
    /// Inworld.
    pub inworld: Option<KeyPrefix>,
    /// Respeecher.
    pub respeecher: Option<KeyPrefix>,
}

/// Changes to the keys of companies that make voices. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateTtsApiKeys {
    /// ElevenLabs.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub eleven_labs: Patch<Secret>,
    /// Cartesia.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub cartesia: Patch<Secret>,
    /// LMNT.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub lmnt: Patch<Secret>,
    /// Google: the JSON key of a service account that may use the Text-to-Speech API.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub google: Patch<Secret>,
    /// Inworld.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub inworld: Patch<Secret>,
    /// Respeecher.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub respeecher: Patch<Secret>,
}

impl UpdateTtsApiKeys {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        patch eleven_labs / clear_eleven_labs: Secret;
        patch cartesia / clear_cartesia: Secret;
        patch lmnt / clear_lmnt: Secret;
        patch google / clear_google: Secret;
        patch inworld / clear_inworld: Secret;
        patch respeecher / clear_respeecher: Secret;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_left_set_or_emptied_and_never_shown() {
        let update = UpdateTtsApiKeys::new().cartesia("hunter2").clear_lmnt();
        assert_eq!(
            serde_json::to_string(&update).unwrap(),
            r#"{"cartesia":"hunter2","lmnt":null}"#
        );
        assert!(!format!("{update:?}").contains("hunter2"));
    }
}
