//! Corpora and their uploads over REST.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use bytes::Bytes;
use serde_json::{Value, json};

use super::sources;
use super::store::{Corpus, Upload};
use crate::shared::Shared;
use crate::ultravox::auth::Account;
use crate::ultravox::http::{answer, detail, not_found, object, wrong};
use crate::ultravox::resources::page_of;

type Shares = State<Arc<Shared>>;

/// A file may be uploaded for so long.
const UPLOAD: Duration = Duration::from_secs(300);

pub(in crate::ultravox) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/api/corpora", get(list).post(create))
        .route(
            "/api/corpora/{corpus}",
            get(fetch).put(change).patch(change).delete(delete),
        )
        .route("/api/corpora/{corpus}/query", post(query))
        .route("/api/corpora/{corpus}/uploads", post(announce))
        .route("/uploads/{document}", put(upload))
        .merge(sources::router())
}

async fn list(
    State(shared): Shares,
    Account(account): Account,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let items = {
        let world = shared.lock();
        let all = world.state.ultravox.corpora.corpora.values();
        all.filter(|corpus| corpus.account == account)
            .map(Corpus::json)
            .collect()
    };
    page_of(&shared, &uri, query, items)
}

async fn create(State(shared): Shares, Account(account): Account, body: Bytes) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut world = shared.lock();
    let id = uuid::Uuid::new_v4().to_string();
    let corpus = Corpus {
        account,
        shown: json!({
            "corpusId": id,
            "created": world.now.rfc3339(),
            "name": body.get("name").and_then(Value::as_str).unwrap_or_default(),
            "description": body.get("description").and_then(Value::as_str).unwrap_or_default(),
        }),
        sources: std::collections::BTreeMap::new(),
    };
    let shown = corpus.json();
    world.state.ultravox.corpora.corpora.insert(id, corpus);
    answer(201, &shown)
}

async fn fetch(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    match shared.lock().state.ultravox.corpora.find(&account, &id) {
        Some(corpus) => answer(200, &corpus.json()),
        None => not_found(),
    }
}

async fn change(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    match shared.lock().state.ultravox.corpora.find(&account, &id) {
        Some(corpus) => {
            for name in ["name", "description"] {
                if let Some(text) = body.get(name).and_then(Value::as_str) {
                    corpus.shown[name] = json!(text);
                }
            }
            answer(200, &corpus.json())
        }
        None => not_found(),
    }
}

async fn delete(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let mut world = shared.lock();
    let corpora = &mut world.state.ultravox.corpora;
    if corpora.find(&account, &id).is_none() {
        return not_found();
    }
    corpora.corpora.remove(&id);
    corpora.uploads.retain(|_, upload| upload.corpus != id);
    StatusCode::NO_CONTENT.into_response()
}

async fn query(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let Some(text) = body.get("query").and_then(Value::as_str) else {
        return wrong(&shared, "query", "This field is required.");
    };
    let most = body.get("maxResults").and_then(Value::as_u64);
    let world = shared.lock();
    let corpora = &world.state.ultravox.corpora;
    match corpora.query(&account, &id, text, most.unwrap_or(5)) {
        Some(found) => answer(200, &Value::Array(found)),
        None => not_found(),
    }
}

/// A place for a file.
async fn announce(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let Some(mime_type) = body.get("mimeType").and_then(Value::as_str) else {
        return wrong(&shared, "mimeType", "This field is required.");
    };
    let mut world = shared.lock();
    let until = world.now.plus(UPLOAD);
    let corpora = &mut world.state.ultravox.corpora;
    if corpora.find(&account, &id).is_none() {
        return not_found();
    }
    let document = uuid::Uuid::new_v4().to_string();
    let name = body.get("fileName").and_then(Value::as_str);
    let upload = Upload {
        corpus: id,
        mime_type: mime_type.to_owned(),
        file_name: name.unwrap_or_default().to_owned(),
        until,
        text: None,
    };
    corpora.uploads.insert(document.clone(), upload);
    // On another host name, as the provider does.
    let host = shared.url.replace("127.0.0.1", "localhost");
    let place = format!("{host}/uploads/{document}");
    answer(201, &json!({"documentId": document, "presignedUrl": place}))
}

/// Who knows the address may upload.
async fn upload(
    State(shared): Shares,
    Path(document): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut world = shared.lock();
    let now = world.now;
    let Some(upload) = world.state.ultravox.corpora.uploads.get_mut(&document) else {
        return not_found();
    };
    let given = headers.get(header::CONTENT_TYPE);
    if given.is_none_or(|given| given.as_bytes() != upload.mime_type.as_bytes()) {
        return detail(403, "The Content-Type is not the announced one.");
    }
    if now > upload.until {
        return detail(403, "The address has expired.");
    }
    upload.text = Some(String::from_utf8_lossy(&body).into_owned());
    StatusCode::OK.into_response()
}
