//! How each family of resources answers.

mod accounts;
mod agents;
pub(super) mod calls;
mod corpora;
mod others;
mod scheduled_batches;
mod sip;
mod telephony_configs;
mod tools;
mod voices;

use serde_json::Value;

use super::{
    reply::Reply,
    state::{Fields, Incoming, State, new_id, now, values},
};

/// A family of resources.
struct Family {
    /// Its operations, as in the OpenAPI document.
    routes: &'static [&'static str],
    /// The list with this path below `/api/`, if the family has one there.
    collection: fn(&[&str]) -> Option<Collection>,
    /// Answers what is not simply a verb of a list.
    serve: fn(&mut State, &Incoming, &[&str]) -> Option<Reply>,
    /// What is there from the beginning.
    seed: fn(&mut State),
}

const FAMILIES: [Family; 10] = [
    accounts::FAMILY,
    agents::FAMILY,
    calls::FAMILY,
    corpora::FAMILY,
    others::FAMILY,
    scheduled_batches::FAMILY,
    sip::FAMILY,
    telephony_configs::FAMILY,
    tools::FAMILY,
    voices::FAMILY,
];

/// A list of things of one kind, with the usual verbs.
pub(super) struct Collection {
    /// The name of the id.
    pub(super) id: &'static str,
    /// Makes what is shown from what was sent; the path is that of the list.
    pub(super) fill: fn(&[&str], Fields) -> Fields,
    /// Whether a thing is left by the filters of the query.
    pub(super) keep: fn(&Incoming, &Fields) -> bool,
    /// Fields without which nothing is created.
    pub(super) required: &'static [&'static str],
}

impl Collection {
    fn new(id: &'static str, fill: fn(&[&str], Fields) -> Fields) -> Self {
        Self {
            id,
            fill,
            keep: |_, _| true,
            required: &[],
        }
    }

    fn keep(mut self, keep: fn(&Incoming, &Fields) -> bool) -> Self {
        self.keep = keep;
        self
    }

    fn required(mut self, fields: &'static [&'static str]) -> Self {
        self.required = fields;
        self
    }

    /// A thing with everything it has, and an id.
    pub(super) fn make(&self, path: &[&str], given: Fields) -> Fields {
        let mut fields = (self.fill)(path, given);
        for (name, value) in [(self.id, Value::from(new_id())), ("created", now())] {
            fields.entry(name).or_insert(value);
        }
        fields
    }
}

pub(super) fn routes() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|family| family.routes).copied()
}

pub(super) fn collection(path: &[&str]) -> Option<Collection> {
    FAMILIES.iter().find_map(|family| (family.collection)(path))
}

pub(super) fn seed(state: &mut State) {
    for family in &FAMILIES {
        (family.seed)(state);
    }
}

/// Answers a request for an operation there is.
pub(super) fn serve(state: &mut State, request: &Incoming) -> Reply {
    let path = request.parts();
    (FAMILIES.iter())
        .find_map(|family| (family.serve)(state, request, &path))
        .or_else(|| verb_of_list(state, request, &path))
        .or_else(|| verb_of_thing(state, request, &path))
        .unwrap_or_else(Reply::not_found)
}

fn verb_of_list(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    let collection = collection(path)?;
    let key = path.join("/");
    match request.method.as_str() {
        "GET" => {
            let kept = state.list(&key).iter();
            let mut kept = values(kept.filter(|fields| (collection.keep)(request, fields)));
            sort(request, &mut kept);
            Some(state.page(request, &kept))
        }
        "POST" => Some(match request.fields() {
            Ok(given) => create(state, &collection, path, given),
            Err(reply) => reply,
        }),
        _ => None,
    }
}

/// Sorts by the field that is asked for, as text; a minus turns it round.
fn sort(request: &Incoming, items: &mut [Value]) {
    let Some(field) = request.query("sort") else {
        return;
    };
    let name = field.trim_start_matches('-');
    items.sort_by_key(|item| item[name].to_string());
    if field.starts_with('-') {
        items.reverse();
    }
}

/// Adds what was sent.
fn create(state: &mut State, collection: &Collection, path: &[&str], given: Fields) -> Reply {
    if let Some(reply) = missing(collection.required, &given) {
        return reply;
    }
    let fields = collection.make(path, given);
    state.put(&path.join("/"), collection.id, fields.clone());
    Reply::json(201, fields.into())
}

/// The answer if a field is missing, in the shape such answers probably have.
fn missing(required: &[&str], given: &Fields) -> Option<Reply> {
    let missing = required.iter().filter(|name| !given.contains_key(**name));
    let problems: Fields = missing
        .map(|name| ((*name).to_owned(), vec!["This field is required."].into()))
        .collect();
    (!problems.is_empty()).then(|| Reply::json(400, problems.into()))
}

fn verb_of_thing(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    let (id, list) = path.split_last()?;
    let collection = collection(list)?;
    let key = list.join("/");
    let fields = state.find(&key, collection.id, id)?.clone();
    let given = match request.fields() {
        Ok(given) => given,
        Err(reply) => return Some(reply),
    };
    let changed = match request.method.as_str() {
        "GET" => return Some(Reply::ok(fields)),
        "DELETE" => {
            state.remove(&key, collection.id, id);
            state.remove_below(&path.join("/"));
            return Some(Reply::empty());
        }
        "PATCH" => merge(fields, (collection.fill)(list, given.clone()), &given),
        "PUT" => replace(&collection, list, &fields, given),
        _ => return None,
    };
    state.put(&key, collection.id, changed.clone());
    Some(Reply::ok(changed))
}

/// Puts the fields that were sent over those that are there. `filled` is what they look like when shown.
fn merge(mut fields: Fields, filled: Fields, given: &Fields) -> Fields {
    for (name, value) in filled {
        let sent = given.contains_key(&name);
        match (fields.get_mut(&name), value) {
            // Of a template, only what is sent changes.
            (Some(Value::Object(old)), Value::Object(new)) if sent && name == "callTemplate" => {
                old.extend(new);
            }
            (_, value) if sent => {
                fields.insert(name, value);
            }
            _ => {}
        }
    }
    fields
}

fn replace(collection: &Collection, list: &[&str], old: &Fields, mut given: Fields) -> Fields {
    for name in [collection.id, "created"] {
        if let Some(value) = old.get(name) {
            given.insert(name.to_owned(), value.clone());
        }
    }
    collection.make(list, given)
}

/// Whether everything that the placeholders of a path stand for is there.
pub(super) fn parents_exist(
    state: &State,
    path: &[&str],
    placeholders: impl Iterator<Item = usize>,
) -> bool {
    placeholders.into_iter().all(|place| {
        // Places count from `api`.
        let Some((list, rest)) = path.split_at_checked(place - 1) else {
            return true;
        };
        let (Some(collection), [id, below @ ..]) = (collection(list), rest) else {
            return true;
        };
        below.is_empty() || state.find(&list.join("/"), collection.id, id).is_some()
    })
}

/// Shows the first characters of a secret that is kept, as `{"prefix": "…"}`.
fn hide(fields: &mut Fields, secret: &str, prefix: &str) {
    if let Some(Value::String(secret)) = fields.remove(secret) {
        let shown: String = secret.chars().take(4).collect();
        fields.insert(prefix.to_owned(), serde_json::json!({ "prefix": shown }));
    }
}
