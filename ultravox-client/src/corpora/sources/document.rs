//! What a document is.

use jiff::Timestamp;
use serde::Deserialize;

use crate::{CorpusId, DocumentId, SourceId};

/// A document of a corpus.
///
/// See [Ultravox Docs/Get corpus source document](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-documents-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CorpusDocument {
    /// The corpus.
    pub corpus_id: Option<CorpusId>,
    /// The source that brought it.
    pub source_id: Option<SourceId>,
    /// The document.
    pub document_id: DocumentId,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// What its bytes are, e.g. `text/html`.
    pub mime_type: Option<String>,
    /// What is known about it.
    pub metadata: Option<CorpusDocumentMetadata>,
    /// How many bytes it has.
    #[serde(default, deserialize_with = "crate::wire::whole_number")]
    pub size_bytes: Option<u64>,
}

/// What is known about a document.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CorpusDocumentMetadata {
    /// Where everybody can read it. `None` if nowhere.
    pub public_url: Option<String>,
    /// The language it is written in, BCP 47, if it is known.
    pub language: Option<String>,
    /// Its title, if it is known.
    pub title: Option<String>,
    /// What it is about, if it is known.
    pub description: Option<String>,
    /// When it was published, if it is known.
    pub published: Option<Timestamp>,
    /// Questions it is found by, in place of its own text.
    #[serde(deserialize_with = "crate::wire::or_default")]
    pub example_queries: Vec<String>,
}
