//! What a corpus is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::CorpusId;

/// Documents that agents look things up in.
///
/// See [Ultravox Docs/Get corpus](https://docs.ultravox.ai/api-reference/corpora/corpora-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Corpus {
    /// The corpus.
    pub corpus_id: CorpusId,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// Its name.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// How it is and how large.
    pub stats: Option<CorpusStats>,
}

/// How a corpus is and how large.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CorpusStats {
    /// Whether it can be asked.
    pub status: Option<CorpusStatus>,
    /// When its content changed.
    pub last_updated: Option<Timestamp>,
    /// How many chunks, which are parts of documents, it has.
    pub num_chunks: Option<u32>,
    /// How many documents it has.
    pub num_docs: Option<u32>,
    /// How many vectors it has. A chunk may have several.
    pub num_vectors: Option<u32>,
}

/// Whether a corpus can be asked.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum CorpusStatus {
    /// It has no documents.
    #[serde(rename = "CORPUS_STATUS_EMPTY")]
    Empty,
    /// Its first documents are being read; it cannot be asked yet.
    #[serde(rename = "CORPUS_STATUS_INITIALIZING")]
    Initializing,
    /// It can be asked.
    #[serde(rename = "CORPUS_STATUS_READY")]
    Ready,
    /// It can be asked, and more documents are being read.
    #[serde(rename = "CORPUS_STATUS_UPDATING")]
    Updating,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
