//! What a double knows.

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, fmt::rfc2822};
use serde_json::{Map, Value};

use super::{answer::Plan, received::Received, resources};
use crate::status::CallStatus;

/// The account everything belongs to.
pub(super) const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
/// Its auth token.
pub(super) const TOKEN: &str = "token-of-the-double";
/// An API key of the account, and its secret.
pub(super) const API_KEY: &str = "SK0123456789abcdef0123456789abcdef";
pub(super) const SECRET: &str = "secret-of-the-double";

/// A thing, as it is shown.
pub(super) type Fields = Map<String, Value>;

/// Everything behind the lock.
#[derive(Debug)]
pub(super) struct State {
    /// The URL of the server, without a slash at the end.
    pub(super) url: String,
    pub(super) account: String,
    pub(super) page_size: usize,
    /// Whether calls go on although they were asked to end.
    pub(super) calls_go_on: bool,
    /// What becomes of a call that is completed before it is answered.
    pub(super) unanswered: CallStatus,
    /// When calls were answered.
    pub(super) answered: HashMap<String, Timestamp>,
    /// Things by the path of their list, e.g. `AC…/Calls` or `AC…/Queues/QU…/Members`, oldest first.
    lists: BTreeMap<String, Vec<Fields>>,
    /// What there is one of, by path.
    single: BTreeMap<String, Value>,
    /// Files by name: their type and content.
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
    pub(super) form: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Incoming {
    /// The account of the path. `None` if it names none.
    pub(super) fn account(&self) -> Option<&str> {
        match &self.segments[..] {
            [_, accounts, account, ..] if accounts == "Accounts" => {
                Some(account.strip_suffix(".json").unwrap_or(account))
            }
            _ => None,
        }
    }

    /// The path below the account, without `.json`: `["Calls", "CA…"]`; of the other host, all of it.
    pub(super) fn parts(&self) -> Vec<&str> {
        let skipped = match &self.segments[..] {
            [version, ..] if version == "v1" => 0,
            [_, _] | [_, _, _] => 1,
            _ => 3,
        };
        let mut parts: Vec<&str> = self
            .segments
            .iter()
            .skip(skipped)
            .map(String::as_str)
            .collect();
        if let Some(last) = parts.last_mut() {
            *last = last.strip_suffix(".json").unwrap_or(last);
        }
        parts
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(key, _)| key == name)?;
        Some(&pair.1)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let pair = self.headers.iter().find(|(key, _)| key == name)?;
        Some(&pair.1)
    }

    /// A parameter of the form.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let pair = self.form.iter().find(|(key, _)| key == name)?;
        Some(&pair.1)
    }
}

impl State {
    pub(super) fn new(url: String) -> Self {
        let mut state = Self {
            url,
            account: ACCOUNT.to_owned(),
            page_size: 50,
            calls_go_on: false,
            unanswered: CallStatus::Canceled,
            answered: HashMap::new(),
            lists: BTreeMap::new(),
            single: BTreeMap::new(),
            files: HashMap::new(),
            plans: Vec::new(),
            received: Vec::new(),
        };
        resources::seed(&mut state);
        state
    }

    pub(super) fn list(&self, key: &str) -> &[Fields] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn list_mut(&mut self, key: &str) -> &mut [Fields] {
        self.lists.get_mut(key).map_or(&mut [], Vec::as_mut_slice)
    }

    /// The things in every list of this name, of whatever account and below whatever thing.
    pub(super) fn everywhere<'a>(&'a self, list: &'a str) -> impl Iterator<Item = &'a Fields> {
        let lists = self
            .lists
            .iter()
            .filter(move |(key, _)| is_named(key, list));
        lists.flat_map(|(_, things)| things)
    }

    pub(super) fn everywhere_mut<'a>(
        &'a mut self,
        list: &'a str,
    ) -> impl Iterator<Item = &'a mut Fields> {
        let lists = self.lists.iter_mut();
        let lists = lists.filter(move |(key, _)| is_named(key, list));
        lists.flat_map(|(_, things)| things)
    }

    pub(super) fn remove_everywhere(&mut self, list: &str, id: &str, value: &str) {
        for (key, things) in &mut self.lists {
            if is_named(key, list) {
                things.retain(|thing| text(thing, id) != value);
            }
        }
    }

    pub(super) fn call(&self, sid: &str) -> Option<&Fields> {
        self.everywhere("Calls")
            .find(|call| text(call, "sid") == sid)
    }

    pub(super) fn call_mut(&mut self, sid: &str) -> Option<&mut Fields> {
        let mut calls = self.everywhere_mut("Calls");
        calls.find(|call| text(call, "sid") == sid)
    }

    pub(super) fn find(&self, key: &str, id: &str, value: &str) -> Option<&Fields> {
        self.list(key)
            .iter()
            .find(|fields| text(fields, id) == value)
    }

    pub(super) fn find_mut(&mut self, key: &str, id: &str, value: &str) -> Option<&mut Fields> {
        let mut list = self.list_mut(key).iter_mut();
        list.find(|fields| text(fields, id) == value)
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
}

fn is_named(key: &str, list: &str) -> bool {
    key.rsplit('/').next() == Some(list)
}

/// Now, as the older API writes it.
pub(super) fn now() -> Value {
    written(Timestamp::now())
}

/// A time as the older API writes it.
pub(super) fn written(time: Timestamp) -> Value {
    let text = rfc2822::DateTimePrinter::new().timestamp_to_string(&time);
    text.map_or(Value::Null, |text| text.replace("-0000", "+0000").into())
}

/// Now, as the newer API writes it.
pub(super) fn now_iso() -> Value {
    let seconds = Timestamp::now().as_second();
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.to_string().into()
}

/// A time in any of the two forms.
pub(super) fn read_time(text: &str) -> Option<Timestamp> {
    let parser = rfc2822::DateTimeParser::new();
    let time = parser.parse_timestamp(text).or_else(|_| text.parse());
    time.ok()
}

/// The fields of an object.
pub(super) fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// A field that is text; empty if it is none.
pub(super) fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}
