//! Files that are sent.

use std::fmt;

use crate::{Error, check};

/// A file to be sent, such as a sample of a voice.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Upload {
    /// The name of the file, e.g. `sample.wav`.
    pub file_name: String,
    /// What the bytes are, e.g. `audio/wav`.
    pub content_type: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// A file with this content.
    #[must_use]
    pub fn new(
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            file_name: file_name.into(),
            content_type: content_type.into(),
            bytes: bytes.into(),
        }
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        check::not_empty(&format!("{path}.file_name"), Some(&self.file_name))?;
        check::content_type(&format!("{path}.content_type"), &self.content_type)?;
        if self.bytes.is_empty() {
            return Err(Error::invalid(format!("{path}.bytes"), "must not be empty"));
        }
        Ok(())
    }
}

impl fmt::Debug for Upload {
    /// Not the content: it may be somebody's voice.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("bytes", &format_args!("{} bytes", self.bytes.len()))
            .finish()
    }
}
