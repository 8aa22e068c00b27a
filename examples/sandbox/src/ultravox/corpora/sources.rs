//! The sources of a corpus over REST.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::crawl::{self, crawl};
use super::store::{Corpora, Corpus, Document, Source};
use crate::shared::Shared;
use crate::ultravox::auth::Account;
use crate::ultravox::create::texts;
use crate::ultravox::http::{answer, not_found, object, wrong};
use crate::ultravox::resources::page_of;

type Shares = State<Arc<Shared>>;

/// A corpus has at most so many.
const MOST_SOURCES: usize = 20;
const MOST_DOCUMENTS: usize = 200;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/api/corpora/{corpus}/sources", get(list).post(create))
        .route(
            "/api/corpora/{corpus}/sources/{source}",
            get(fetch).put(change).patch(change).delete(delete),
        )
        .route(
            "/api/corpora/{corpus}/sources/{source}/documents",
            get(documents),
        )
        .route(
            "/api/corpora/{corpus}/sources/{source}/documents/{document}",
            get(document),
        )
}

impl Corpora {
    /// The corpus with this id, if it belongs to `account`.
    pub(super) fn find(&mut self, account: &str, id: &str) -> Option<&mut Corpus> {
        let corpus = self.corpora.get_mut(id)?;
        (corpus.account == account).then_some(corpus)
    }

    /// The documents a source names, or what is wrong with them.
    fn named(
        &self,
        corpus: &str,
        body: &Map<String, Value>,
        now: &str,
    ) -> Result<Vec<Document>, Problem> {
        let upload = body.get("upload").map(|it| texts(it.get("documentIds")));
        let advanced = body
            .get("advanced")
            .and_then(|it| it["documents"].as_array());
        let plain = upload.into_iter().flatten().map(|id| (id, Vec::new()));
        let advanced = advanced.into_iter().flatten().map(|it| {
            let id = it["documentId"].as_str().unwrap_or_default();
            (id.to_owned(), texts(it.get("exampleQueries")))
        });
        let mut documents = Vec::new();
        for (id, queries) in plain.chain(advanced) {
            let upload = self
                .uploads
                .get(&id)
                .filter(|upload| upload.corpus == corpus);
            let upload = upload.ok_or(("documentIds", "There is no such document."))?;
            let text = upload.text.as_deref();
            let text = text.ok_or(("documentIds", "The document was not uploaded."))?;
            let long = queries.iter().any(|query| query.chars().count() > 400);
            if queries.len() > 10 || long {
                return Err(("exampleQueries", "At most 10 of up to 400 characters."));
            }
            documents.push(Document {
                id,
                created: now.to_owned(),
                mime_type: upload.mime_type.clone(),
                title: upload.file_name.clone(),
                url: None,
                text: crawl::text_of(&upload.mime_type, text),
                queries,
            });
        }
        if documents.len() > MOST_DOCUMENTS {
            return Err(("documentIds", "At most 200 documents."));
        }
        Ok(documents)
    }
}

type Problem = (&'static str, &'static str);

/// Where pages come from, if from anywhere.
fn pages(body: &Map<String, Value>) -> Option<&Value> {
    let given = |name: &str| body.get(name).filter(|value| value.is_object());
    given("crawl").or_else(|| given("loadSpec").filter(|_| given("upload").is_none()))
}

async fn list(
    State(shared): Shares,
    Account(account): Account,
    Path(corpus): Path<String>,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let items = match shared.lock().state.ultravox.corpora.find(&account, &corpus) {
        Some(corpus) => corpus.sources.values().map(Source::json).collect(),
        None => return not_found(),
    };
    page_of(&shared, &uri, query, items)
}

async fn create(
    State(shared): Shares,
    Account(account): Account,
    Path(corpus): Path<String>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut world = shared.lock();
    let now = world.now.rfc3339();
    let corpora = &mut world.state.ultravox.corpora;
    match corpora.find(&account, &corpus) {
        None => return not_found(),
        Some(found) if found.sources.len() >= MOST_SOURCES => {
            return wrong(&shared, "nonFieldErrors", "At most 20 sources.");
        }
        Some(_) => {}
    }
    let given = ["crawl", "loadSpec", "upload", "advanced"];
    if !given
        .iter()
        .any(|name| body.get(*name).is_some_and(Value::is_object))
    {
        let text = "One of crawl, upload and advanced is required.";
        return wrong(&shared, "nonFieldErrors", text);
    }
    let documents = match corpora.named(&corpus, &body, &now) {
        Ok(documents) => documents,
        Err((field, text)) => return wrong(&shared, field, text),
    };
    let id = uuid::Uuid::new_v4().to_string();
    let mut shown = json!({"corpusId": corpus, "sourceId": id, "created": now});
    for (name, value) in body.iter().filter(|(name, _)| settable(name)) {
        shown[name] = value.clone();
    }
    let source = Source {
        shown,
        documents,
        loading: pages(&body).is_some(),
        updated: now,
    };
    let answered = source.json();
    if let Some(found) = corpora.find(&account, &corpus) {
        found.sources.insert(id.clone(), source);
    }
    drop(world);
    if let Some(pages) = pages(&body) {
        crawl(&shared, &corpus, &id, pages);
    }
    answer(201, &answered)
}

fn settable(name: &str) -> bool {
    [
        "name",
        "description",
        "crawl",
        "loadSpec",
        "upload",
        "advanced",
    ]
    .contains(&name)
}

async fn fetch(
    State(shared): Shares,
    Account(account): Account,
    Path((corpus, source)): Path<(String, String)>,
) -> Response {
    let mut world = shared.lock();
    let corpus = world.state.ultravox.corpora.find(&account, &corpus);
    match corpus.and_then(|corpus| corpus.sources.get(&source)) {
        Some(source) => answer(200, &source.json()),
        None => not_found(),
    }
}

/// Changes what is given; pages are fetched again.
async fn change(
    State(shared): Shares,
    Account(account): Account,
    Path((corpus, source)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut world = shared.lock();
    let now = world.now.rfc3339();
    let corpora = &mut world.state.ultravox.corpora;
    let found = corpora.find(&account, &corpus);
    let Some(old) = found.and_then(|corpus| corpus.sources.get(&source)) else {
        return not_found();
    };
    let mut wanted = old.shown.as_object().cloned().unwrap_or_default();
    wanted.extend(body.into_iter().filter(|(name, _)| settable(name)));
    let documents = match corpora.named(&corpus, &wanted, &now) {
        Ok(documents) => documents,
        Err((field, text)) => return wrong(&shared, field, text),
    };
    let pages = pages(&wanted).cloned();
    let changed = Source {
        shown: Value::Object(wanted),
        documents,
        loading: pages.is_some(),
        updated: now,
    };
    let answered = changed.json();
    if let Some(found) = corpora.find(&account, &corpus) {
        found.sources.insert(source.clone(), changed);
    }
    drop(world);
    if let Some(pages) = pages {
        crawl(&shared, &corpus, &source, &pages);
    }
    answer(200, &answered)
}

async fn delete(
    State(shared): Shares,
    Account(account): Account,
    Path((corpus, source)): Path<(String, String)>,
) -> Response {
    let mut world = shared.lock();
    let corpus = world.state.ultravox.corpora.find(&account, &corpus);
    match corpus.and_then(|corpus| corpus.sources.remove(&source)) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => not_found(),
    }
}

async fn documents(
    State(shared): Shares,
    Account(account): Account,
    Path((corpus, source)): Path<(String, String)>,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let items = {
        let mut world = shared.lock();
        let found = world.state.ultravox.corpora.find(&account, &corpus);
        let Some(found) = found.and_then(|it| it.sources.get(&source)) else {
            return not_found();
        };
        let documents = found.documents.iter();
        documents.map(|it| it.json(&corpus, &source)).collect()
    };
    page_of(&shared, &uri, query, items)
}

async fn document(
    State(shared): Shares,
    Account(account): Account,
    Path((corpus, source, document)): Path<(String, String, String)>,
) -> Response {
    let mut world = shared.lock();
    let found = world.state.ultravox.corpora.find(&account, &corpus);
    let found = found.and_then(|it| it.sources.get(&source));
    match found.and_then(|it| it.documents.iter().find(|it| it.id == document)) {
        Some(found) => answer(200, &found.json(&corpus, &source)),
        None => not_found(),
    }
}
