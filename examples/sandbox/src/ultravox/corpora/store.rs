//! What the corpora hold, and how they are searched.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

/// Paragraphs of a document are joined up to so many characters.
const CHUNK: usize = 800;

/// Every corpus of every account.
#[derive(Default)]
pub(crate) struct Corpora {
    /// By id.
    pub(super) corpora: BTreeMap<String, Corpus>,
    /// Documents that were announced, by id, and perhaps uploaded.
    pub(super) uploads: BTreeMap<String, Upload>,
}

pub(super) struct Corpus {
    pub(super) account: String,
    /// Without `stats`.
    pub(super) shown: Value,
    /// By id.
    pub(super) sources: BTreeMap<String, Source>,
}

pub(super) struct Source {
    /// Without `stats`.
    pub(super) shown: Value,
    pub(super) documents: Vec<Document>,
    /// Pages are being fetched.
    pub(super) loading: bool,
    pub(super) updated: String,
}

pub(super) struct Document {
    pub(super) id: String,
    pub(super) created: String,
    pub(super) mime_type: String,
    pub(super) title: String,
    pub(super) url: Option<String>,
    pub(super) text: String,
    /// Questions that find the whole document.
    pub(super) queries: Vec<String>,
}

/// A file that may be uploaded, or was.
pub(super) struct Upload {
    pub(super) corpus: String,
    pub(super) mime_type: String,
    pub(super) file_name: String,
    pub(super) until: crate::time::Time,
    pub(super) text: Option<String>,
}

impl Corpus {
    /// The corpus as the API shows it.
    pub(super) fn json(&self) -> Value {
        let sources = self.sources.values();
        let loading = sources.clone().filter(|source| source.loading).count();
        let documents = sources.clone().flat_map(|source| &source.documents);
        let chunks: usize = documents.clone().map(|it| it.chunks().len()).sum();
        let status = if self.sources.is_empty() {
            "CORPUS_STATUS_EMPTY"
        } else if loading == self.sources.len() {
            "CORPUS_STATUS_INITIALIZING"
        } else if loading > 0 {
            "CORPUS_STATUS_UPDATING"
        } else {
            "CORPUS_STATUS_READY"
        };
        let mut shown = self.shown.clone();
        shown["stats"] = json!({
            "status": status,
            "lastUpdated": sources.map(|source| &source.updated).max(),
            "numChunks": chunks,
            "numDocs": documents.count(),
            "numVectors": chunks,
        });
        shown
    }
}

impl Source {
    /// The source as the API shows it.
    pub(super) fn json(&self) -> Value {
        let status = if self.loading {
            "SOURCE_STATUS_INITIALIZING"
        } else {
            "SOURCE_STATUS_READY"
        };
        let mut shown = self.shown.clone();
        shown["stats"] = json!({
            "status": status,
            "lastUpdated": self.updated,
            "numDocs": self.documents.len(),
        });
        shown
    }
}

impl Document {
    /// The document as the API shows it, in this corpus and source.
    pub(super) fn json(&self, corpus: &str, source: &str) -> Value {
        json!({
            "corpusId": corpus,
            "sourceId": source,
            "documentId": self.id,
            "created": self.created,
            "mimeType": self.mime_type,
            "metadata": {
                "publicUrl": self.url,
                "title": self.title,
                "exampleQueries": self.queries,
            },
            "sizeBytes": self.text.len().to_string(),
        })
    }

    /// The parts that are found one by one.
    pub(super) fn chunks(&self) -> Vec<String> {
        let mut chunks: Vec<String> = Vec::new();
        for paragraph in self.text.split("\n\n").map(str::trim) {
            match chunks.last_mut() {
                _ if paragraph.is_empty() => {}
                Some(last) if last.len() + paragraph.len() < CHUNK => {
                    last.push_str("\n\n");
                    last.push_str(paragraph);
                }
                _ => chunks.push(paragraph.to_owned()),
            }
        }
        chunks
    }
}

impl Corpora {
    /// At most `most` parts that have words of the query, best first; `None` if there is no such
    /// corpus.
    pub(in crate::ultravox) fn query(
        &self,
        account: &str,
        corpus: &str,
        query: &str,
        most: u64,
    ) -> Option<Vec<Value>> {
        let corpus = self.corpora.get(corpus)?;
        if corpus.account != account {
            return None;
        }
        let wanted = words(query);
        let mut found: Vec<(f64, Value)> = Vec::new();
        for (source, it) in &corpus.sources {
            for document in &it.documents {
                let result = |content: &str, score: f64| {
                    let citation = json!({
                        "sourceId": source,
                        "documentId": document.id,
                        "publicUrl": document.url,
                        "title": document.title,
                    });
                    (
                        score,
                        json!({"content": content, "score": score, "citation": citation}),
                    )
                };
                if document.queries.is_empty() {
                    let chunks = document.chunks().into_iter();
                    found.extend(chunks.map(|chunk| result(&chunk, likeness(&wanted, &chunk))));
                } else {
                    let scores = document.queries.iter().map(|it| likeness(&wanted, it));
                    found.push(result(&document.text, scores.fold(0.0, f64::max)));
                }
            }
        }
        found.retain(|(score, _)| *score > 0.0);
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Some(found.into_iter().take(most).map(|(_, it)| it).collect())
    }
}

fn words(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}

/// Share of the wanted words that `text` has.
fn likeness(wanted: &HashSet<String>, text: &str) -> f64 {
    let has = words(text);
    let common = wanted.iter().filter(|word| has.contains(*word)).count();
    common as f64 / wanted.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str, queries: &[&str]) -> Document {
        Document {
            id: "d".to_owned(),
            created: String::new(),
            mime_type: "text/plain".to_owned(),
            title: "Prices".to_owned(),
            url: None,
            text: text.to_owned(),
            queries: queries.iter().map(|&query| query.to_owned()).collect(),
        }
    }

    fn corpora(documents: Vec<Document>) -> Corpora {
        let source = Source {
            shown: Value::Null,
            documents,
            loading: false,
            updated: String::new(),
        };
        let corpus = Corpus {
            account: "a".to_owned(),
            shown: Value::Null,
            sources: BTreeMap::from([("s".to_owned(), source)]),
        };
        let mut corpora = Corpora::default();
        corpora.corpora.insert("c".to_owned(), corpus);
        corpora
    }

    #[test]
    fn the_part_with_most_of_the_words_comes_first() {
        let long = "x".repeat(CHUNK);
        let text = format!("A cut costs 30 dollars.\n\n{long}\n\nWe are open on Monday.");
        let corpora = corpora(vec![document(&text, &[])]);
        let found = corpora.query("a", "c", "What does a cut cost?", 5).unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0]["content"].as_str().unwrap().starts_with("A cut"));
        assert_eq!(found[0]["citation"]["title"], "Prices");
        assert!(corpora.query("a", "c", "garden", 5).unwrap().is_empty());
        assert!(corpora.query("other", "c", "cut", 5).is_none());
    }

    #[test]
    fn example_queries_find_the_whole_document() {
        let corpora = corpora(vec![document("All of it.", &["How much is a cut?"])]);
        let found = corpora.query("a", "c", "how much", 5).unwrap();
        assert_eq!(found[0]["content"], "All of it.");
    }
}
