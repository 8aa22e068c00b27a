//! Corpora, sources, documents. What is uploaded can be found; pages of the web are not read.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Collection, Family, missing};
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, new_id, now, over, text},
};

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/corpora",
        "POST /api/corpora",
        "GET /api/corpora/{corpus_id}",
        "PUT /api/corpora/{corpus_id}",
        "PATCH /api/corpora/{corpus_id}",
        "DELETE /api/corpora/{corpus_id}",
        "POST /api/corpora/{corpus_id}/query",
        "GET /api/corpora/{corpus_id}/sources",
        "POST /api/corpora/{corpus_id}/sources",
        "GET /api/corpora/{corpus_id}/sources/{source_id}",
        "PUT /api/corpora/{corpus_id}/sources/{source_id}",
        "PATCH /api/corpora/{corpus_id}/sources/{source_id}",
        "DELETE /api/corpora/{corpus_id}/sources/{source_id}",
        "GET /api/corpora/{corpus_id}/sources/{source_id}/documents",
        "GET /api/corpora/{corpus_id}/sources/{source_id}/documents/{document_id}",
        "POST /api/corpora/{corpus_id}/uploads",
    ],
    collection,
    serve,
    seed: |_| {},
};

fn collection(path: &[&str]) -> Option<Collection> {
    Some(match path {
        ["corpora"] => Collection::new("corpusId", fill).required(&["name"]),
        ["corpora", _, "sources"] => Collection::new("sourceId", fill_source),
        ["corpora", _, "sources", _, "documents"] => Collection::new("documentId", fill_document),
        _ => return None,
    })
}

fn fill(_: &[&str], given: Fields) -> Fields {
    let stats = json!({
        "status": "CORPUS_STATUS_EMPTY",
        "lastUpdated": now(),
        "numChunks": 0,
        "numDocs": 0,
        "numVectors": 0,
    });
    over(json!({"name": "corpus", "stats": stats}), given)
}

fn fill_source(path: &[&str], given: Fields) -> Fields {
    let stats = json!({"status": "SOURCE_STATUS_READY", "lastUpdated": now(), "numDocs": 0});
    over(json!({"corpusId": path.get(1), "stats": stats}), given)
}

fn fill_document(path: &[&str], given: Fields) -> Fields {
    let defaults = json!({
        "corpusId": path.get(1),
        "sourceId": path.get(3),
        "mimeType": "text/plain",
        "metadata": {},
        "sizeBytes": "0",
    });
    over(defaults, given)
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    let given = match (request.method.as_str(), path) {
        ("POST", ["corpora", _, "uploads" | "query" | "sources"]) => request.fields(),
        _ => return None,
    };
    let given = match given {
        Ok(given) => given,
        Err(reply) => return Some(reply),
    };
    Some(match path {
        [_, _, "uploads"] => upload(state, &given),
        ["corpora", corpus, "query"] => query(state, corpus, &given),
        _ => create_source(state, path, given),
    })
}

/// The path of a file, from the id of its document.
fn file(document: &str) -> String {
    format!("files/uploads/{document}")
}

fn upload(state: &mut State, given: &Fields) -> Reply {
    if let Some(reply) = missing(&["mimeType"], given) {
        return reply;
    }
    let document = new_id();
    let path = file(&document);
    let url = format!("{}/{path}?signature={}", state.url, new_id());
    let kind = text(given, "mimeType").to_owned();
    state.files.insert(path, (kind, Vec::new()));
    Reply::json(201, json!({"documentId": document, "presignedUrl": url}))
}

/// A source whose documents are those that were uploaded.
fn create_source(state: &mut State, path: &[&str], given: Fields) -> Reply {
    let ids = [
        given
            .get("upload")
            .and_then(|upload| upload.get("documentIds")),
        given
            .get("advanced")
            .and_then(|advanced| advanced.get("documents")),
    ];
    let ids: Vec<String> = (ids.into_iter().flatten())
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|entry| entry.as_str().or(entry["documentId"].as_str()))
        .map(str::to_owned)
        .collect();
    let mut source = Collection::new("sourceId", fill_source).make(path, given);
    let stats =
        json!({"status": "SOURCE_STATUS_READY", "lastUpdated": now(), "numDocs": ids.len()});
    source.insert("stats".to_owned(), stats);
    let id = text(&source, "sourceId").to_owned();
    let documents = [path, &[id.as_str(), "documents"]].concat();
    for document in ids {
        let mut fields = Fields::new();
        if let Some((kind, bytes)) = state.files.get(&file(&document)) {
            fields.insert("mimeType".to_owned(), kind.as_str().into());
            fields.insert("sizeBytes".to_owned(), bytes.len().to_string().into());
        }
        fields.insert("documentId".to_owned(), document.into());
        let fields = Collection::new("documentId", fill_document).make(&documents, fields);
        state.put(&documents.join("/"), "documentId", fields);
    }
    state.put(&path.join("/"), "sourceId", source.clone());
    let corpus = state.find_mut("corpora", "corpusId", path[1]);
    if let Some(stats) = corpus.and_then(|corpus| corpus.get_mut("stats")) {
        stats["status"] = "CORPUS_STATUS_READY".into();
    }
    Reply::json(201, source.into())
}

/// Every uploaded text that has a word of the question; the score is the part of the words it has.
fn query(state: &State, corpus: &str, given: &Fields) -> Reply {
    if let Some(reply) = missing(&["query"], given) {
        return reply;
    }
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        (words.filter(|word| !word.is_empty()).map(str::to_lowercase)).collect()
    };
    let wanted = words(text(given, "query"));
    let limit = given.get("maxResults").and_then(Value::as_u64).unwrap_or(5);
    let mut results = Vec::new();
    for source in state.list(&format!("corpora/{corpus}/sources")) {
        let source = text(source, "sourceId");
        for document in state.list(&format!("corpora/{corpus}/sources/{source}/documents")) {
            let document = text(document, "documentId");
            let Some((_, bytes)) = state.files.get(&file(document)) else {
                continue;
            };
            let content = String::from_utf8_lossy(bytes);
            let shared = wanted.intersection(&words(&content)).count();
            if shared > 0 {
                #[allow(clippy::cast_precision_loss, reason = "a question has few words")]
                let score = shared as f64 / wanted.len() as f64;
                let citation = json!({"sourceId": source, "documentId": document});
                results.push((
                    score,
                    json!({"content": content, "score": score, "citation": citation}),
                ));
            }
        }
    }
    results.sort_by(|a, b| b.0.total_cmp(&a.0));
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let best: Vec<Value> = (results.into_iter().take(limit))
        .map(|(_, result)| result)
        .collect();
    Reply::ok(best)
}
