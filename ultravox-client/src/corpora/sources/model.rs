//! What a source is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AdvancedSpec, CrawlSpec, UploadSpec};
use crate::{CorpusId, SourceId};

/// Where documents of a corpus come from.
///
/// See [Ultravox Docs/Get corpus source](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CorpusSource {
    /// The corpus.
    pub corpus_id: Option<CorpusId>,
    /// The source.
    pub source_id: SourceId,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// Its name.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// How it is and how large.
    pub stats: Option<SourceStats>,
    /// The same as `crawl`. Deprecated by Ultravox.
    pub load_spec: Option<CrawlSpec>,
    /// What is read from the web, if it is a source of that kind.
    pub crawl: Option<CrawlSpec>,
    /// What was uploaded, if it is a source of that kind.
    pub upload: Option<UploadSpec>,
    /// What was uploaded with example questions, if it is a source of that kind.
    pub advanced: Option<AdvancedSpec>,
}

/// How a source is and how large.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct SourceStats {
    /// Whether its documents are found.
    pub status: Option<SourceStatus>,
    /// When it brought documents.
    pub last_updated: Option<Timestamp>,
    /// How many documents it has, those made from others included.
    pub num_docs: Option<u32>,
}

/// Whether the documents of a source are found.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum SourceStatus {
    /// They are being read for the first time.
    #[serde(rename = "SOURCE_STATUS_INITIALIZING")]
    Initializing,
    /// They are found.
    #[serde(rename = "SOURCE_STATUS_READY")]
    Ready,
    /// They are found, and are being read again.
    #[serde(rename = "SOURCE_STATUS_UPDATING")]
    Updating,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
