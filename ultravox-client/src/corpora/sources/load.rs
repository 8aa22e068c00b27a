//! How a source gets its documents.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{DocumentId, Error, check};

/// How a source gets its documents.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub enum SourceLoad {
    /// From the web.
    Crawl(CrawlSpec),
    /// From uploads.
    Upload(UploadSpec),
    /// From uploads, found by example questions.
    Advanced(AdvancedSpec),
    /// A way this version does not know.
    Other(Value),
}

one_key! {
    SourceLoad {
        Crawl(CrawlSpec) = "crawl",
        Upload(UploadSpec) = "upload",
        Advanced(AdvancedSpec) = "advanced",
    }
}

impl SourceLoad {
    pub(super) fn validate(&self) -> Result<(), Error> {
        match self {
            Self::Crawl(crawl) => crawl.validate(),
            Self::Advanced(advanced) => advanced.validate(),
            Self::Upload(_) | Self::Other(_) => Ok(()),
        }
    }
}

impl From<CrawlSpec> for SourceLoad {
    fn from(crawl: CrawlSpec) -> Self {
        Self::Crawl(crawl)
    }
}

impl From<UploadSpec> for SourceLoad {
    fn from(upload: UploadSpec) -> Self {
        Self::Upload(upload)
    }
}

impl From<AdvancedSpec> for SourceLoad {
    fn from(advanced: AdvancedSpec) -> Self {
        Self::Advanced(advanced)
    }
}

/// Documents from the web.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CrawlSpec {
    /// How many documents at most, 1 or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_documents: Option<u32>,
    /// How many bytes a document may have, 1 or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_document_bytes: Option<u32>,
    /// Which documents are kept. `None` leaves it to Ultravox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relevant_document_types: Option<MimeTypeFilter>,
    /// Where reading begins.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub start_urls: Vec<String>,
    /// How far links are followed, 1 or more: 1 reads only `start_urls`, 2 also what they link to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_depth: Option<u32>,
}

impl CrawlSpec {
    /// Begins at these URLs.
    #[must_use]
    pub fn new<T: Into<String>>(start_urls: impl IntoIterator<Item = T>) -> Self {
        Self {
            start_urls: start_urls.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    setters! {
        value max_documents: u32;
        value max_document_bytes: u32;
        value relevant_document_types: MimeTypeFilter;
        value max_depth: u32;
    }

    fn validate(&self) -> Result<(), Error> {
        check::positive("crawl.max_documents", self.max_documents)?;
        check::positive("crawl.max_document_bytes", self.max_document_bytes)?;
        check::positive("crawl.max_depth", self.max_depth)?;
        for (index, url) in self.start_urls.iter().enumerate() {
            check::url(
                &format!("crawl.start_urls[{index}]"),
                url,
                &["http", "https"],
            )?;
        }
        Ok(())
    }
}

/// Which documents are kept.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MimeTypeFilter {
    /// Only these MIME types.
    Include(Vec<String>),
    /// All but these MIME types.
    Exclude(Vec<String>),
    /// A rule this version does not know.
    Other(Value),
}

/// MIME types as they are written.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct MimeTypeSet<T> {
    mime_types: T,
}

impl Serialize for MimeTypeFilter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (key, mime_types) = match self {
            Self::Include(types) => ("include", types),
            Self::Exclude(types) => ("exclude", types),
            Self::Other(value) => return value.serialize(serializer),
        };
        serializer.collect_map([(key, MimeTypeSet { mime_types })])
    }
}

impl<'de> Deserialize<'de> for MimeTypeFilter {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let types = |key: &str| {
            let types = value[key]["mimeTypes"].as_array()?.iter();
            types.map(|kind| kind.as_str().map(str::to_owned)).collect()
        };
        if let Some(types) = types("include") {
            return Ok(Self::Include(types));
        }
        if let Some(types) = types("exclude") {
            return Ok(Self::Exclude(types));
        }
        Ok(Self::Other(value))
    }
}

/// Documents that were uploaded.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct UploadSpec {
    /// The documents.
    #[serde(deserialize_with = "crate::wire::or_default")]
    pub document_ids: Vec<DocumentId>,
}

impl UploadSpec {
    /// These documents.
    #[must_use]
    pub fn new(document_ids: impl IntoIterator<Item = DocumentId>) -> Self {
        Self {
            document_ids: document_ids.into_iter().collect(),
        }
    }
}

/// Documents that were uploaded, and questions they are found by.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct AdvancedSpec {
    /// The documents.
    #[serde(deserialize_with = "crate::wire::or_default")]
    pub documents: Vec<AdvancedDocument>,
}

impl AdvancedSpec {
    /// These documents.
    #[must_use]
    pub fn new(documents: impl IntoIterator<Item = AdvancedDocument>) -> Self {
        Self {
            documents: documents.into_iter().collect(),
        }
    }

    fn validate(&self) -> Result<(), Error> {
        for (index, document) in self.documents.iter().enumerate() {
            let field = format!("advanced.documents[{index}].example_queries");
            check::count(&field, document.example_queries.len(), 0..=10)?;
            for (index, query) in document.example_queries.iter().enumerate() {
                check::length(&format!("{field}[{index}]"), query, 1..=400)?;
                check::not_empty(&format!("{field}[{index}]"), Some(query.trim()))?;
            }
        }
        Ok(())
    }
}

/// A document that is found by example questions, and then as a whole.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AdvancedDocument {
    /// The document.
    pub document_id: Option<DocumentId>,
    /// Up to 10 questions, each 1 to 400 characters and not blank.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub example_queries: Vec<String>,
}

impl AdvancedDocument {
    /// A document that answers these questions.
    #[must_use]
    pub fn new<T: Into<String>>(
        document_id: DocumentId,
        example_queries: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            document_id: Some(document_id),
            example_queries: example_queries.into_iter().map(Into::into).collect(),
        }
    }
}
