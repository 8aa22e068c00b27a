//! Changes to a voice.

use serde::Serialize;

use super::ExternalVoice;
use crate::{Error, Patch, check};

/// Changes to a voice. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateVoice {
    /// Its name, 1 to 40 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is like, up to 240 characters.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// The language it speaks best, BCP 47, up to 10 characters.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub primary_language: Patch<String>,
    /// What it is at its company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<ExternalVoice>,
}

impl UpdateVoice {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        text name;
        patch description / clear_description: String;
        patch primary_language / clear_primary_language: String;
        into definition: ExternalVoice;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::length_if("name", self.name.as_deref(), 1..=40)?;
        check::length_if("description", self.description.as_deref(), 0..=240)?;
        check::length_if("primary_language", self.primary_language.as_deref(), 0..=10)?;
        self.definition
            .as_ref()
            .map_or(Ok(()), |definition| definition.validate("definition"))
    }
}
