//! A voice to be.

use serde::Serialize;

use super::ExternalVoice;
use crate::{Error, check};

/// A voice of another company to be stored, to be put in the place of another, or only to be heard.
///
/// To make a voice from a recording, see [`CloneVoice`](super::CloneVoice).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateVoice {
    /// Its name, 1 to 40 characters.
    pub name: String,
    /// What it is like, up to 240 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The language it speaks best, BCP 47, up to 10 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_language: Option<String>,
    /// What it is at its company.
    pub definition: ExternalVoice,
}

impl CreateVoice {
    /// A voice with this name.
    #[must_use]
    pub fn new(name: impl Into<String>, definition: impl Into<ExternalVoice>) -> Self {
        Self {
            name: name.into(),
            description: None,
            primary_language: None,
            definition: definition.into(),
        }
    }

    setters! {
        text description;
        text primary_language;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::length("name", &self.name, 1..=40)?;
        check::length_if("description", self.description.as_deref(), 0..=240)?;
        check::length_if("primary_language", self.primary_language.as_deref(), 0..=10)?;
        self.definition.validate("definition")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voices::{GoogleVoice, UpdateVoice};

    #[test]
    fn problems_name_the_field() {
        let voice = |name: &str| CreateVoice::new(name, GoogleVoice::new("v"));
        for (voice, field) in [
            (voice(""), "name"),
            (voice(&"x".repeat(41)), "name"),
            (voice("x").description("x".repeat(241)), "description"),
            (
                voice("x").primary_language("x".repeat(11)),
                "primary_language",
            ),
            (
                CreateVoice::new("x", GoogleVoice::new("v").speaking_rate(9.0)),
                "definition.speaking_rate",
            ),
        ] {
            let problem = voice.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }

    #[test]
    fn an_update_leaves_sets_and_empties() {
        let update = UpdateVoice::new().name("Ada").clear_description();
        assert_eq!(
            serde_json::to_string(&update).unwrap(),
            r#"{"name":"Ada","description":null}"#
        );
        let problem = UpdateVoice::new()
            .primary_language("x".repeat(11))
            .validate()
            .unwrap_err();
        assert!(problem.to_string().contains("primary_language: "));
    }
}
