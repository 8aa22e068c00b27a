//! Stored voices.

use serde_json::{Value, json};

use super::{Collection, Family, calls::silence, missing};
use crate::test_util::{
    form,
    reply::Reply,
    state::{Fields, Incoming, State, over, text},
};

pub(super) const FAMILY: Family = Family {
    routes: &[
        "POST /api/voice_preview",
        "GET /api/voices",
        "POST /api/voices",
        "GET /api/voices/{voice_id}",
        "PUT /api/voices/{voice_id}",
        "PATCH /api/voices/{voice_id}",
        "DELETE /api/voices/{voice_id}",
        "GET /api/voices/{voice_id}/preview",
    ],
    collection,
    serve,
    seed,
};

fn collection(path: &[&str]) -> Option<Collection> {
    matches!(path, ["voices"]).then(|| {
        Collection::new("voiceId", fill)
            .keep(keep)
            .required(&["name"])
    })
}

fn fill(_: &[&str], given: Fields) -> Fields {
    let definition = given.get("definition").and_then(Value::as_object);
    let provider = definition.and_then(|definition| match definition.keys().next()?.as_str() {
        "elevenLabs" => Some("eleven_labs"),
        known @ ("cartesia" | "google" | "inworld" | "lmnt" | "respeecher") => Some(known),
        _ => None,
    });
    let defaults = json!({
        "name": "voice",
        "description": null,
        "primaryLanguage": null,
        "languageLabel": null,
        "previewUrl": null,
        "ownership": "private",
        "billingStyle": "VOICE_BILLING_STYLE_EXTERNAL",
        "provider": provider,
        "definition": null,
    });
    over(defaults, given)
}

fn keep(request: &Incoming, voice: &Fields) -> bool {
    let search = request.query("search").unwrap_or_default().to_lowercase();
    let is = |parameter, field| {
        let wanted = request.query(parameter);
        wanted.is_none_or(|wanted| text(voice, field) == wanted)
    };
    let mut providers = (request.query.iter())
        .filter(|(name, _)| name == "provider")
        .peekable();
    let provider = providers.peek().is_none()
        || providers.any(|(_, provider)| provider == text(voice, "provider"));
    text(voice, "name").to_lowercase().contains(&search)
        && provider
        && is("ownership", "ownership")
        && is("primaryLanguage", "primaryLanguage")
        && is("billingStyle", "billingStyle")
}

/// A voice that is there for everybody.
fn seed(state: &mut State) {
    let mark = json!({
        "voiceId": "91fa9bcf-93c8-467c-8b29-973720e3f167",
        "name": "Mark",
        "description": null,
        "primaryLanguage": "en",
        "languageLabel": "English",
        "previewUrl": null,
        "ownership": "public",
        "billingStyle": "VOICE_BILLING_STYLE_INCLUDED",
        "provider": "inworld",
        "definition": {"inworld": {"voiceId": "Mark"}},
    });
    if let Value::Object(voice) = mark {
        state.put("voices", "voiceId", voice);
    }
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    match (request.method.as_str(), path) {
        ("POST", ["voices"]) => {
            form::part(request, "file")?;
            Some(clone_voice(state, request, path))
        }
        ("POST", ["voice_preview"]) => Some(match request.fields() {
            Ok(voice) => missing(&["name"], &voice).unwrap_or_else(silence),
            Err(reply) => reply,
        }),
        ("GET", ["voices", _, "preview"]) => Some(silence()),
        _ => None,
    }
}

fn clone_voice(state: &mut State, request: &Incoming, path: &[&str]) -> Reply {
    let text = |name| {
        let part = form::part(request, name)?;
        Some(Value::String(String::from_utf8_lossy(&part).into_owned()))
    };
    let fields = [
        ("name", text("name")),
        ("description", text("description")),
        ("primaryLanguage", text("language")),
    ];
    let given: Fields = (fields.into_iter())
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    if let Some(reply) = missing(&["name"], &given) {
        return reply;
    }
    let voice = Collection::new("voiceId", fill).make(path, given);
    state.put("voices", "voiceId", voice.clone());
    Reply::json(201, voice.into())
}
