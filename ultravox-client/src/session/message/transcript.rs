//! What was said.

use serde::Deserialize;

words! {
    /// Who said something.
    Role {
        /// The user.
        User = "user",
        /// The agent.
        Agent = "agent",
    }
}

words! {
    /// Whether something is spoken or written.
    #[derive(Default)]
    OutputMedium {
        /// Spoken.
        #[default]
        Voice = "voice",
        /// Written.
        Text = "text",
    }
}

/// News of something that is being said. [`Transcripts`](crate::session::Transcripts) puts them together.
///
/// `text` replaces what was known, `delta` is appended to it. An empty `text` counts as absent.
///
/// See [Ultravox Docs/Transcript](https://docs.ultravox.ai/apps/datamessages#transcript).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TranscriptUpdate {
    /// Who speaks.
    pub role: Role,
    /// Whether it is spoken or written. Voice if the message does not say.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub medium: OutputMedium,
    /// All that was said so far. `None` if nothing is replaced.
    #[serde(default)]
    pub text: Option<String>,
    /// What was said since the last update. `None` if nothing is appended.
    #[serde(default)]
    pub delta: Option<String>,
    /// Whether this is the last update of this utterance.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Which utterance of the call this is, from 0; there may be gaps.
    pub ordinal: u64,
}

impl TranscriptUpdate {
    /// The text that replaces what was known, if there is one.
    #[must_use]
    pub fn replacement(&self) -> Option<&str> {
        self.text.as_deref().filter(|text| !text.is_empty())
    }
}
