//! A place to upload a document to.

use serde::{Deserialize, Serialize};

use crate::{DocumentId, Error, Secret, check};

/// A document to be uploaded.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCorpusUpload {
    /// What the bytes are, e.g. `text/plain`.
    pub mime_type: String,
    /// The name of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
}

impl CreateCorpusUpload {
    /// A document of this type.
    #[must_use]
    pub fn new(mime_type: impl Into<String>) -> Self {
        Self {
            mime_type: mime_type.into(),
            file_name: None,
        }
    }

    setters! {
        text file_name;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::content_type("mime_type", &self.mime_type)
    }
}

/// Where a document can be uploaded to.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CorpusUpload {
    /// The document that will be.
    pub document_id: DocumentId,
    /// Where to PUT the bytes, with the same content type, within five minutes. Whoever knows it can do so.
    pub presigned_url: Secret,
}
