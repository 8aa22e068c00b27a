//! How each kind of resource answers.

mod account;
mod call_parts;
pub(super) mod calls;
pub(super) mod conferences;
mod filter;
mod numbers;
mod page;
mod queues;
pub(super) mod recordings;
mod routes;
mod voice;

use serde_json::Value;

use super::{
    reply::Reply,
    state::{Fields, Incoming, State, fields, now, now_iso, text},
};

/// Where the accounts are kept.
pub(super) const ACCOUNTS: &str = "AC0123456789abcdef0123456789abcdef/Accounts";

/// Things of one kind, in lists with the usual verbs.
pub(super) struct Kind {
    /// The path of the list below the account; `*` stands for an id.
    list: &'static [&'static str],
    /// The name under which a page holds the things.
    items: &'static str,
    /// The name of the id. Empty if there is none.
    pub(super) id: &'static str,
    /// How ids begin. Empty if the double makes none up.
    prefix: &'static str,
    /// Where the things are kept, if the list shows only some of another.
    view: Option<fn(&[&str]) -> View>,
    /// Parameters without which nothing is created.
    required: &'static [&'static str],
    /// The status of the answer to a create.
    created: u16,
    /// The status of the answer to an update.
    updated: u16,
    /// Everything a new thing shows.
    fill: fn(&Place<'_>) -> Value,
}

/// A part of another list: the things whose field has this value.
pub(super) struct View {
    list: &'static str,
    field: &'static str,
    value: String,
}

/// Where a thing is.
pub(super) struct Place<'a> {
    pub(super) url: &'a str,
    pub(super) account: &'a str,
    /// The path of the list.
    pub(super) path: &'a [&'a str],
    pub(super) id: &'a str,
}

impl Kind {
    const fn new(
        list: &'static [&'static str],
        items: &'static str,
        prefix: &'static str,
        fill: fn(&Place<'_>) -> Value,
    ) -> Self {
        Self {
            list,
            items,
            id: "sid",
            prefix,
            view: None,
            required: &[],
            created: 201,
            updated: 200,
            fill,
        }
    }

    const fn id(mut self, name: &'static str) -> Self {
        self.id = name;
        self
    }

    const fn view(mut self, view: fn(&[&str]) -> View) -> Self {
        self.view = Some(view);
        self
    }

    const fn required(mut self, parameters: &'static [&'static str]) -> Self {
        self.required = parameters;
        self
    }

    const fn created(mut self, status: u16) -> Self {
        self.created = status;
        self
    }

    const fn updated(mut self, status: u16) -> Self {
        self.updated = status;
        self
    }

    fn is_at(&self, path: &[&str]) -> bool {
        self.list.len() == path.len()
            && (self.list.iter().zip(path)).all(|(wanted, part)| *wanted == "*" || wanted == part)
    }

    /// The key of the list in which the things are kept.
    pub(super) fn key(&self, account: &str, path: &[&str]) -> String {
        match self.view {
            Some(view) => key(account, &[view(path).list]),
            None => key(account, path),
        }
    }

    /// Whether a thing that is kept belongs to the list.
    fn shows(&self, path: &[&str], thing: &Fields) -> bool {
        self.view.is_none_or(|view| {
            let view = view(path);
            text(thing, view.field) == view.value
        })
    }

    /// A new thing: everything it shows, with what was sent.
    pub(super) fn make(
        &self,
        state: &State,
        account: &str,
        path: &[&str],
        given: &Given<'_>,
    ) -> Fields {
        let given_id = given.id(self.id);
        let is_known = given_id.is_some() || !self.prefix.is_empty();
        let id = given_id.unwrap_or_else(|| new_sid(self.prefix));
        let place = Place {
            url: &state.url,
            account,
            path,
            id: &id,
        };
        let mut thing = fields((self.fill)(&place));
        if is_known {
            thing.insert(self.id.to_owned(), id.as_str().into());
        }
        if let Some(view) = self.view {
            let view = view(path);
            thing.insert(view.field.to_owned(), view.value.into());
        }
        given.put(&mut thing);
        thing
    }
}

/// What a thing is made from.
pub(super) enum Given<'a> {
    /// The parameters of a request.
    Form(&'a [(String, String)]),
    /// Fields of a test, as they are shown.
    Fields(Fields),
}

impl Given<'_> {
    fn id(&self, name: &str) -> Option<String> {
        match self {
            Self::Form(_) => None,
            Self::Fields(fields) => fields.get(name)?.as_str().map(str::to_owned),
        }
    }

    fn put(&self, thing: &mut Fields) {
        match self {
            Self::Form(form) => apply(thing, form),
            Self::Fields(fields) => thing.extend(fields.clone()),
        }
    }
}

/// Puts parameters into the fields of the same name, in their type. What is not shown is not kept.
pub(super) fn apply(thing: &mut Fields, form: &[(String, String)]) {
    for (name, value) in form {
        let name = snake(name);
        if matches!(name.as_str(), "sid" | "account_sid" | "uri" | "url") {
            continue;
        }
        let Some(field) = thing.get_mut(&name) else {
            continue;
        };
        let new = match field {
            Value::Bool(_) => Value::Bool(value == "true"),
            Value::Number(_) => value.parse::<u64>().map_or(Value::Null, Value::from),
            Value::Array(_) | Value::Object(_) => continue,
            _ if value.is_empty() => Value::Null,
            _ => value.as_str().into(),
        };
        *field = new;
    }
}

/// `FriendlyName` as `friendly_name`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

impl Place<'_> {
    /// Where the thing itself is.
    fn uri(&self) -> String {
        self.below("")
    }

    /// Where something below the thing is, e.g. `/Recordings`.
    fn below(&self, rest: &str) -> String {
        let Self {
            url,
            account,
            path,
            id,
        } = self;
        let path = path.join("/");
        match self.path.first() {
            Some(&"v1") => format!("{url}/{path}/{id}{rest}"),
            Some(&"Accounts") => format!("/2010-04-01/{path}/{id}{rest}.json"),
            _ => format!("/2010-04-01/Accounts/{account}/{path}/{id}{rest}.json"),
        }
    }
}

pub(super) fn key(account: &str, path: &[&str]) -> String {
    match path.first() {
        // The accounts, and what the other host has, belong to the account of the double.
        Some(&("Accounts" | "v1")) => format!("{}/{}", super::state::ACCOUNT, path.join("/")),
        _ => format!("{account}/{}", path.join("/")),
    }
}

pub(super) fn new_sid(prefix: &str) -> String {
    format!("{prefix}{:032x}", fastrand::u128(..))
}

pub(super) fn routes() -> impl Iterator<Item = &'static str> {
    routes::ROUTES.iter().copied()
}

pub(super) fn kind(path: &[&str]) -> Option<&'static Kind> {
    let families = [
        account::KINDS,
        calls::KINDS,
        call_parts::KINDS,
        conferences::KINDS,
        numbers::KINDS,
        queues::KINDS,
        recordings::KINDS,
        voice::KINDS,
    ];
    families.into_iter().flatten().find(|kind| kind.is_at(path))
}

pub(super) fn seed(state: &mut State) {
    account::seed(state);
    numbers::seed(state);
    voice::seed(state);
}

/// Answers a request for an operation there is.
pub(super) fn serve(state: &mut State, request: &Incoming) -> Reply {
    let account = request
        .account()
        .unwrap_or(super::state::ACCOUNT)
        .to_owned();
    if state.find(ACCOUNTS, "sid", &account).is_none() {
        return Reply::not_found();
    }
    let parts = request.parts();
    let named = conferences::resolve(state, request, &account, &parts);
    let path: Vec<&str> = named.iter().map(String::as_str).collect();
    if !parents_exist(state, &account, &path) {
        return Reply::not_found();
    }
    let special = [
        account::serve,
        calls::serve,
        conferences::serve,
        numbers::serve,
        queues::serve,
        recordings::serve,
        voice::serve,
    ];
    (special.iter())
        .find_map(|serve| serve(state, request, &account, &path))
        .or_else(|| verb_of_list(state, request, &account, &path))
        .or_else(|| verb_of_thing(state, request, &account, &path))
        .unwrap_or_else(Reply::not_found)
}

/// Whether everything above what a path leads to is there.
fn parents_exist(state: &State, account: &str, path: &[&str]) -> bool {
    (1..path.len().saturating_sub(1)).all(|at| {
        let (list, rest) = path.split_at(at);
        kind(list).is_none_or(|kind| {
            let key = kind.key(account, list);
            state.find(&key, kind.id, rest[0]).is_some()
        })
    })
}

fn verb_of_list(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    let kind = kind(path)?;
    let key = kind.key(account, path);
    Some(match request.method.as_str() {
        "GET" => {
            let kept = state.list(&key).iter().rev();
            let kept =
                kept.filter(|thing| kind.shows(path, thing) && filter::keeps(request, thing));
            let kept: Vec<Value> = kept.cloned().map(Value::Object).collect();
            page::reply(state, request, kind.items, &kept)
        }
        "POST" => create(state, request, kind, account, path),
        _ => return None,
    })
}

fn create(
    state: &mut State,
    request: &Incoming,
    kind: &Kind,
    account: &str,
    path: &[&str],
) -> Reply {
    if let Some(missing) = missing(request, kind.required) {
        return missing;
    }
    let thing = kind.make(state, account, path, &Given::Form(&request.form));
    state.put(&kind.key(account, path), kind.id, thing.clone());
    Reply::json(kind.created, thing)
}

/// The answer if a parameter is missing or empty.
fn missing(request: &Incoming, required: &[&str]) -> Option<Reply> {
    let mut required = required.iter();
    let missing = required.find(|name| request.parameter(name).is_none_or(str::is_empty))?;
    Some(Reply::missing(missing))
}

fn verb_of_thing(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    let (id, list) = path.split_last()?;
    let kind = kind(list)?;
    let key = kind.key(account, list);
    let id = &by_name(state, &key, id).unwrap_or_else(|| (*id).to_owned());
    state
        .find(&key, kind.id, id)
        .filter(|thing| kind.shows(list, thing))?;
    match request.method.as_str() {
        "DELETE" => {
            state.remove(&key, kind.id, id);
            state.remove_below(&format!("{key}/{id}"));
            return Some(Reply::empty());
        }
        "POST" => {
            let thing = state.find_mut(&key, kind.id, id)?;
            apply(thing, &request.form);
            touch(thing);
            return Some(Reply::json(kind.updated, thing.clone()));
        }
        _ => {}
    }
    state.find(&key, kind.id, id).cloned().map(Reply::ok)
}

/// The SID of the last thing of this name that runs: streams and the like may be named by it.
fn by_name(state: &State, key: &str, name: &str) -> Option<String> {
    let runs =
        |thing: &&Fields| text(thing, "name") == name && text(thing, "status") == "in-progress";
    let thing = state.list(key).iter().rev().find(runs)?;
    Some(text(thing, "sid").to_owned())
}

/// The thing was changed now.
pub(super) fn touch(thing: &mut Fields) {
    if let Some(updated) = thing.get_mut("date_updated") {
        let iso = updated
            .as_str()
            .is_some_and(|text| text.contains('T') && text.ends_with('Z'));
        *updated = if iso { now_iso() } else { now() };
    }
}
