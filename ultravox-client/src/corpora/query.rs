//! Asking a corpus.

use serde::{Deserialize, Serialize};

use crate::{DocumentId, Error, SourceId, check};

/// A question to a corpus.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueryCorpus {
    /// What is looked for.
    pub query: String,
    /// How many results at most, 1 or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u32>,
}

impl QueryCorpus {
    /// Looks for `query`.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            max_results: None,
        }
    }

    setters! {
        value max_results: u32;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::not_empty("query", Some(&self.query))?;
        check::positive("max_results", self.max_results)
    }
}

/// A part of a document that fits a question.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CorpusQueryResult {
    /// The text.
    pub content: Option<String>,
    /// How well it fits: higher is better.
    pub score: Option<f64>,
    /// Where it is from.
    pub citation: Option<CorpusCitation>,
}

/// Where a result is from.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CorpusCitation {
    /// The source.
    pub source_id: Option<SourceId>,
    /// The document.
    pub document_id: Option<DocumentId>,
    /// Where everybody can read the document. `None` if nowhere.
    pub public_url: Option<String>,
    /// The title of the document, if it is known.
    pub title: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_name_the_field() {
        for (query, field) in [
            (QueryCorpus::new(""), "query"),
            (QueryCorpus::new("x").max_results(0), "max_results"),
        ] {
            let problem = query.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }
}
