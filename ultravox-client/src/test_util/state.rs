//! What a double knows.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{answer::Plan, families, received::Received, reply::Reply};

/// A thing, as it is shown.
pub(super) type Fields = Map<String, Value>;

/// Everything behind the lock.
#[derive(Debug)]
pub(super) struct State {
    /// The URL of the server, without a slash at the end.
    pub(super) url: String,
    pub(super) page_size: usize,
    /// Whether calls go on although they were asked to end.
    pub(super) calls_go_on: bool,
    /// Where clients join, without the path; `None` leads to this server, which has no websocket.
    pub(super) sessions: Option<String>,
    /// Things by the path of their list, e.g. `agents` or `corpora/{id}/sources`, oldest first.
    lists: BTreeMap<String, Vec<Fields>>,
    /// What there is one of, by path.
    single: BTreeMap<String, Value>,
    /// Files by their path.
    pub(super) files: HashMap<String, (String, Vec<u8>)>,
    pub(super) plans: Vec<Plan>,
    pub(super) received: Vec<Received>,
}

/// A request, taken apart.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) method: String,
    /// The path, decoded, without the slash at the beginning.
    pub(super) segments: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Incoming {
    /// The path below `/api/`, taken apart.
    pub(super) fn parts(&self) -> Vec<&str> {
        self.segments.iter().skip(1).map(String::as_str).collect()
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(key, _)| key == name)?;
        Some(&pair.1)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let pair = self.headers.iter().find(|(key, _)| key == name)?;
        Some(&pair.1)
    }

    /// The body as an object; none at all counts as empty.
    pub(super) fn fields(&self) -> Result<Fields, Reply> {
        if self.body.is_empty() {
            return Ok(Fields::new());
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(fields)) => Ok(fields),
            Ok(_) => Err(Reply::detail(400, "Expected an object.")),
            Err(_) => Err(Reply::detail(400, "JSON parse error.")),
        }
    }
}

impl State {
    pub(super) fn new(url: String) -> Self {
        let mut state = Self {
            url,
            page_size: 20,
            calls_go_on: false,
            sessions: None,
            lists: BTreeMap::new(),
            single: BTreeMap::new(),
            files: HashMap::new(),
            plans: Vec::new(),
            received: Vec::new(),
        };
        families::seed(&mut state);
        state
    }

    pub(super) fn list(&self, key: &str) -> &[Fields] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn find(&self, key: &str, id: &str, value: &str) -> Option<&Fields> {
        self.list(key)
            .iter()
            .find(|fields| text(fields, id) == value)
    }

    pub(super) fn find_mut(&mut self, key: &str, id: &str, value: &str) -> Option<&mut Fields> {
        let list = self.lists.get_mut(key)?;
        list.iter_mut().find(|fields| text(fields, id) == value)
    }

    /// Adds a thing, in the place of one with the same id.
    pub(super) fn put(&mut self, key: &str, id: &str, fields: Fields) {
        let list = self.lists.entry(key.to_owned()).or_default();
        match list
            .iter_mut()
            .find(|old| old.get(id).is_some() && old.get(id) == fields.get(id))
        {
            Some(old) => *old = fields,
            None => list.push(fields),
        }
    }

    pub(super) fn remove(&mut self, key: &str, id: &str, value: &str) -> Option<Fields> {
        let list = self.lists.get_mut(key)?;
        let index = list.iter().position(|fields| text(fields, id) == value)?;
        Some(list.remove(index))
    }

    /// Forgets everything below a thing that is gone.
    pub(super) fn remove_below(&mut self, path: &str) {
        let below = format!("{path}/");
        self.lists.retain(|key, _| !key.starts_with(&below));
    }

    pub(super) fn single(&self, path: &str) -> Option<&Value> {
        self.single.get(path)
    }

    pub(super) fn set_single(&mut self, path: &str, value: Value) {
        self.single.insert(path.to_owned(), value);
    }

    pub(super) fn remove_single(&mut self, path: &str) -> Option<Value> {
        self.single.remove(path)
    }

    /// One page of `items`, which are all that the filters of the request leave.
    pub(super) fn page(&self, request: &Incoming, items: &[Value]) -> Reply {
        let size = match request.query("pageSize").map(str::parse) {
            None => self.page_size,
            Some(Ok(size)) if size > 0 => size,
            Some(_) => return Reply::detail(400, "Invalid page size."),
        };
        let start = match request.query("cursor") {
            None => 0,
            Some(cursor) => match cursor.strip_prefix(CURSOR).and_then(|at| at.parse().ok()) {
                Some(start) if start <= items.len() => start,
                _ => return Reply::detail(400, "Invalid cursor."),
            },
        };
        let end = items.len().min(start.saturating_add(size));
        let next = (end < items.len()).then(|| self.link(request, end));
        let previous = (start > 0).then(|| self.link(request, start.saturating_sub(size)));
        Reply::ok(json!({
            "next": next,
            "previous": previous,
            "results": items[start..end],
            "total": items.len(),
        }))
    }

    fn link(&self, request: &Incoming, start: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in &request.query {
            if name != "cursor" {
                query.append_pair(name, value);
            }
        }
        query.append_pair("cursor", &format!("{CURSOR}{start}"));
        let path = request.segments.join("/");
        format!("{}/{path}?{}", self.url, query.finish())
    }
}

/// What cursors begin with, so that nobody counts with them.
const CURSOR: &str = "position-";

pub(super) fn new_id() -> String {
    Uuid::new_v4().to_string()
}

pub(super) fn now() -> Value {
    Timestamp::now().to_string().into()
}

/// `defaults` with `given` put over them.
pub(super) fn over(defaults: Value, given: Fields) -> Fields {
    let mut fields = match defaults {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    };
    fields.extend(given);
    fields
}

/// A field that is text; empty if it is none.
pub(super) fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a field is there and says something.
pub(super) fn is_set(fields: &Fields, name: &str) -> bool {
    fields.get(name).is_some_and(|value| !value.is_null())
}

/// The items of a list as values.
pub(super) fn values<'a>(items: impl IntoIterator<Item = &'a Fields>) -> Vec<Value> {
    items.into_iter().cloned().map(Value::Object).collect()
}
