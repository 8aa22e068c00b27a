//! What every account can choose from: models and voices.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

use super::auth::Account;
use super::http::{answer, not_found, pairs};
use super::resources::page_of;
use crate::shared::Shared;

type Shares = State<Arc<Shared>>;

const MODELS: [&str; 6] = [
    "ultravox-v0.7",
    "fixie-ai/ultravox",
    "ultravox-v0.6",
    "ultravox-v0.6-gemma3-27b",
    "fixie-ai/ultravox-70B",
    "fixie-ai/ultravox-glm4.6-355b-preview",
];

/// Names that the documents use. Whether the last one still exists is not known.
const VOICES: [(&str, &str); 4] = [
    ("00000000-0000-4000-9000-000000000001", "Mark"),
    ("00000000-0000-4000-9000-000000000002", "Jessica"),
    ("00000000-0000-4000-9000-000000000003", "Tanya-English"),
    ("00000000-0000-4000-9000-000000000004", "terrence"),
];

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/api/models", get(models))
        .route("/api/voices", get(voices))
        .route("/api/voices/{id}", get(voice))
}

async fn models(
    State(shared): Shares,
    Account(_): Account,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let items = MODELS.iter().map(|name| json!({"name": name})).collect();
    page_of(&shared, &uri, query, items)
}

fn all() -> impl Iterator<Item = Value> {
    VOICES.iter().map(|(id, name)| {
        json!({
            "voiceId": id,
            "name": name,
            "description": null,
            "primaryLanguage": "en",
            "languageLabel": "English",
            "previewUrl": null,
            "ownership": "public",
            "billingStyle": "VOICE_BILLING_STYLE_INCLUDED",
            "provider": null,
            "definition": {},
        })
    })
}

async fn voices(
    State(shared): Shares,
    Account(_): Account,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let wanted = pairs(query.clone());
    let fits = |voice: &Value| {
        wanted.iter().all(|(name, value)| match name.as_str() {
            "search" => {
                let name = voice["name"].as_str().unwrap_or_default().to_lowercase();
                name.contains(&value.to_lowercase())
            }
            "ownership" | "primaryLanguage" | "billingStyle" | "provider" => voice[name] == **value,
            _ => true,
        })
    };
    page_of(&shared, &uri, query, all().filter(fits).collect())
}

async fn voice(Account(_): Account, Path(id): Path<String>) -> Response {
    match all().find(|voice| voice["voiceId"] == *id) {
        Some(voice) => answer(200, &voice),
        None => not_found(),
    }
}
