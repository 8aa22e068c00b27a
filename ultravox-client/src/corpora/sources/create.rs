//! A source to be, and changes to one.

use serde::Serialize;

use super::SourceLoad;
use crate::Error;

/// A source to be created, or to be put in the place of another.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCorpusSource {
    /// Its name.
    pub name: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How it gets its documents.
    #[serde(flatten)]
    pub load: SourceLoad,
}

impl CreateCorpusSource {
    /// A source that gets its documents like this.
    #[must_use]
    pub fn new(name: impl Into<String>, load: impl Into<SourceLoad>) -> Self {
        Self {
            name: name.into(),
            description: None,
            load: load.into(),
        }
    }

    setters! {
        text description;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        self.load.validate()
    }
}

/// Changes to a source. What is not set stays as it is, but documents from the web are read again.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateCorpusSource {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is about. An empty text empties it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How it gets its documents.
    #[serde(flatten)]
    pub load: Option<SourceLoad>,
}

impl UpdateCorpusSource {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        text name;
        text description;
        into load: SourceLoad;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        self.load.as_ref().map_or(Ok(()), SourceLoad::validate)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::corpora::{AdvancedDocument, AdvancedSpec, CrawlSpec, MimeTypeFilter};

    #[test]
    fn the_way_of_loading_stands_beside_the_name() {
        let html = MimeTypeFilter::Include(vec!["text/html".to_owned()]);
        let crawl = CrawlSpec::new(["https://example.com"])
            .max_depth(1)
            .relevant_document_types(html);
        let expected = json!({
            "name": "site",
            "crawl": {
                "relevantDocumentTypes": {"include": {"mimeTypes": ["text/html"]}},
                "startUrls": ["https://example.com"],
                "maxDepth": 1,
            },
        });
        let source = CreateCorpusSource::new("site", crawl.clone());
        assert_eq!(serde_json::to_value(source).unwrap(), expected);
        let update = UpdateCorpusSource::new().name("site").load(crawl.clone());
        assert_eq!(serde_json::to_value(update).unwrap(), expected);
        assert_eq!(
            serde_json::to_value(UpdateCorpusSource::new()).unwrap(),
            json!({})
        );
        assert_eq!(
            serde_json::from_value::<CrawlSpec>(expected["crawl"].clone()).unwrap(),
            crawl
        );
    }

    #[test]
    fn problems_name_the_field() {
        let id = "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23".parse().unwrap();
        let asked = |queries: Vec<String>| AdvancedSpec::new([AdvancedDocument::new(id, queries)]);
        let crawl = || CrawlSpec::new(["https://example.com"]);
        for (load, field) in [
            (CrawlSpec::new(["nowhere"]).into(), "crawl.start_urls[0]"),
            (crawl().max_depth(0).into(), "crawl.max_depth"),
            (crawl().max_documents(0).into(), "crawl.max_documents"),
            (
                SourceLoad::from(asked(vec!["q".to_owned(); 11])),
                "advanced.documents[0].example_queries",
            ),
            (
                asked(vec!["q".repeat(401)]).into(),
                "advanced.documents[0].example_queries[0]",
            ),
            (
                asked(vec![" ".to_owned()]).into(),
                "advanced.documents[0].example_queries[0]",
            ),
        ] {
            let problem = CreateCorpusSource::new("x", load)
                .validate()
                .unwrap_err()
                .to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }
}
