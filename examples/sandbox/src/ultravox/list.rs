//! Lists of calls: filters, order, pages.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::call::Call;
use super::duration;
use crate::config::{LastPage, NextLink};
use crate::shared::World;
use crate::time::Time;

/// The query of a list of calls.
#[derive(Debug, Default)]
pub(super) struct Query {
    agents: Vec<String>,
    metadata: Vec<(String, String)>,
    from: Option<Time>,
    to: Option<Time>,
    day_start: Option<Duration>,
    day_end: Option<Duration>,
    longer: Option<Duration>,
    shorter: Option<Duration>,
    voice: Option<String>,
    search: Option<String>,
    sort: Option<String>,
    pub(super) page: Page,
}

/// Which part of a list is wanted.
#[derive(Debug, Default)]
pub(super) struct Page {
    start: usize,
    size: Option<usize>,
    /// Number of the last call on the page before, for lists in the order of creation.
    after: Option<u64>,
    /// The query without the cursor, for the links.
    rest: Vec<(String, String)>,
}

impl Page {
    /// Reads `cursor` and `pageSize`; the name of a wrong parameter otherwise.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, &'static str> {
        let mut page = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "cursor" if value.is_empty() => {}
                "cursor" => page.cursor(value).ok_or("cursor")?,
                "pageSize" => {
                    let size = value.parse().ok().filter(|size| *size > 0);
                    page.size = Some(size.ok_or("pageSize")?);
                }
                _ => {}
            }
            if name != "cursor" {
                page.rest.push((name.clone(), value.clone()));
            }
        }
        Ok(page)
    }

    fn cursor(&mut self, text: &str) -> Option<()> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        match text.split_once(':')? {
            ("a", number) => self.after = Some(number.parse().ok()?),
            ("o", start) => self.start = start.parse().ok()?,
            _ => return None,
        }
        Some(())
    }

    fn link(&self, base: &str, path: &str, style: NextLink, cursor: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("cursor", &URL_SAFE_NO_PAD.encode(cursor));
        query.extend_pairs(&self.rest);
        let query = query.finish();
        match style {
            NextLink::Absolute => format!("{base}{path}?{query}"),
            NextLink::Relative => format!("{path}?{query}"),
        }
    }
}

impl Query {
    /// Reads the whole query; the name of a wrong parameter otherwise.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, &'static str> {
        let mut query = Self {
            page: Page::read(pairs)?,
            ..Self::default()
        };
        for (name, value) in pairs {
            let time = |end| Time::parse(value, end);
            match name.as_str() {
                "agentIds" => query.agents.push(value.clone()),
                "fromDate" => query.from = Some(time(false).ok_or("fromDate")?),
                "toDate" => query.to = Some(time(true).ok_or("toDate")?),
                "timeOfDayStart" => {
                    query.day_start = Some(clock_time(value).ok_or("timeOfDayStart")?);
                }
                "timeOfDayEnd" => query.day_end = Some(clock_time(value).ok_or("timeOfDayEnd")?),
                "durationMin" => {
                    query.longer = Some(duration::parse(value).ok_or("durationMin")?);
                }
                "durationMax" => {
                    query.shorter = Some(duration::parse(value).ok_or("durationMax")?);
                }
                "voiceId" => query.voice = Some(value.clone()),
                "search" if value.is_empty() => return Err("search"),
                "search" => query.search = Some(value.to_lowercase()),
                "sort" => {
                    let field = value.trim_start_matches('-');
                    let known = ["created", "joined", "ended", "duration", "billedDuration"];
                    if !known.contains(&field) {
                        return Err("sort");
                    }
                    query.sort = Some(value.clone());
                }
                _ => {
                    if let Some(key) = name.strip_prefix("metadata.") {
                        query.metadata.push((key.to_owned(), value.clone()));
                    }
                }
            }
        }
        Ok(query)
    }

    fn fits(&self, call: &Call, now: Time) -> bool {
        let agent = || call.new.agent.as_ref().map(|(id, _)| id);
        let day = call.created.of_day();
        let talk = call.ended.map(|_| call.talk(now));
        (self.agents.is_empty() || agent().is_some_and(|id| self.agents.contains(id)))
            && self
                .metadata
                .iter()
                .all(|(key, value)| call.new.metadata.get(key) == Some(value))
            && self.from.is_none_or(|from| call.created >= from)
            && self.to.is_none_or(|to| call.created <= to)
            && self.day_start.is_none_or(|start| day >= start)
            && self.day_end.is_none_or(|end| day <= end)
            && self
                .longer
                .is_none_or(|least| talk.is_some_and(|talk| talk >= least))
            && self
                .shorter
                .is_none_or(|most| talk.is_some_and(|talk| talk <= most))
            && self.voice.as_deref().is_none_or(|voice| {
                call.new.settings.get("voice").and_then(Value::as_str) == Some(voice)
            })
            && self.search.as_deref().is_none_or(|text| found(call, text))
    }

    /// Only these calls can fit, if an index says so.
    fn candidates<'a>(&self, world: &'a World<'_>) -> Option<Option<&'a BTreeSet<u64>>> {
        let state = &world.state.ultravox;
        if let Some(pair) = self.metadata.first() {
            return Some(state.by_metadata.get(pair));
        }
        match self.agents.as_slice() {
            [agent] => Some(state.by_agent.get(agent)),
            _ => None,
        }
    }
}

fn found(call: &Call, text: &str) -> bool {
    let settings = call.new.settings.values().filter_map(Value::as_str);
    let metadata = call.new.metadata.values().map(String::as_str);
    let said = call
        .messages()
        .filter_map(|message| message.get("text")?.as_str());
    call.id.contains(text)
        || settings
            .chain(metadata)
            .chain(said)
            .any(|it| it.to_lowercase().contains(text))
}

fn clock_time(text: &str) -> Option<Duration> {
    let time: jiff::civil::Time = text.parse().ok()?;
    let since = time.duration_since(jiff::civil::Time::midnight());
    since.try_into().ok()
}

fn compare(field: &str, a: &Call, b: &Call, now: Time) -> Ordering {
    match field {
        "joined" => a.joined.cmp(&b.joined),
        "ended" => a.ended.cmp(&b.ended),
        "created" => a.created.cmp(&b.created),
        _ => a.talk(now).cmp(&b.talk(now)),
    }
}

impl World<'_> {
    /// One page of the calls of `account` that fit `query`.
    pub(super) fn ultravox_list(&self, account: &str, path: &str, query: &Query) -> Value {
        let config = &self.shared.config.ultravox;
        let state = &self.state.ultravox;
        let visible =
            |call: &Call| call.account == account && self.now >= call.created.plus(config.list_lag);
        let fits = |number: &u64| {
            let call = state.calls.get(number)?;
            (visible(call) && query.fits(call, self.now)).then_some((*number, call))
        };
        let mut calls: Vec<(u64, &Call)> = match query.candidates(self) {
            Some(Some(numbers)) => numbers.iter().rev().filter_map(fits).collect(),
            Some(None) => Vec::new(),
            None => state.calls.keys().rev().filter_map(fits).collect(),
        };
        let sort = query.sort.as_deref().unwrap_or("-created");
        let by_number = sort == "-created";
        if !by_number {
            let field = sort.trim_start_matches('-');
            calls.sort_by(|(_, a), (_, b)| {
                let order = compare(field, a, b, self.now);
                if sort.starts_with('-') {
                    order.reverse()
                } else {
                    order
                }
            });
        }
        let total = calls.len();
        let page = &query.page;
        let size = page
            .size
            .unwrap_or(config.page_size)
            .min(config.max_page_size);
        let start = match page.after {
            // Newest first: the page goes on below the last number, whatever is new by now.
            Some(after) if by_number => calls.partition_point(|(number, _)| *number >= after),
            _ => page.start,
        };
        let shown: Vec<_> = calls.iter().skip(start).take(size).collect();
        let next = (start + shown.len() < total).then(|| match shown.last() {
            Some((number, _)) if by_number => format!("a:{number}"),
            _ => format!("o:{}", start + size),
        });
        let previous = (start > 0).then(|| format!("o:{}", start.saturating_sub(size)));
        let results = shown
            .iter()
            .map(|(_, call)| call.json(&self.shared.url))
            .collect();
        self.ultravox_page(path, page, results, total, next, previous)
    }

    fn ultravox_page(
        &self,
        path: &str,
        page: &Page,
        results: Vec<Value>,
        total: usize,
        next: Option<String>,
        previous: Option<String>,
    ) -> Value {
        let config = &self.shared.config.ultravox;
        let none = match config.last_page {
            LastPage::Null => Value::Null,
            LastPage::Empty => json!(""),
        };
        let link = |cursor: Option<String>| match cursor {
            Some(cursor) => json!(page.link(&self.shared.url, path, config.next_link, &cursor)),
            None => none.clone(),
        };
        json!({
            "next": link(next),
            "previous": link(previous),
            "results": results,
            "total": total,
        })
    }

    /// One page of any other list.
    pub(super) fn ultravox_items(&self, path: &str, page: &Page, items: Vec<Value>) -> Value {
        let config = &self.shared.config.ultravox;
        let size = page
            .size
            .unwrap_or(config.page_size)
            .min(config.max_page_size);
        let total = items.len();
        let end = page.start.saturating_add(size);
        let next = (end < total).then(|| format!("o:{end}"));
        let previous = (page.start > 0).then(|| format!("o:{}", page.start.saturating_sub(size)));
        let shown = items.into_iter().skip(page.start).take(size).collect();
        self.ultravox_page(path, page, shown, total, next, previous)
    }
}
