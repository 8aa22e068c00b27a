//! Lists of calls: filters and pages.

use serde_json::{Value, json};

use super::call::Call;
use super::create::Refusal;
use crate::shared::World;
use crate::time::Time;

/// Highest `Page` that is read.
const MOST_PAGES: usize = 1_000_000;

/// The query of a list of calls.
#[derive(Debug, Default)]
pub(super) struct Query {
    to: Option<String>,
    from: Option<String>,
    status: Option<String>,
    parent: Option<String>,
    start: Moments,
    end: Moments,
    size: usize,
    page: usize,
    /// Number of the last call on the page before.
    after: Option<u64>,
    /// The query without what names the page, for the links.
    rest: Vec<(String, String)>,
}

/// Bounds of one moment of a call.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    on: Option<(Time, Time)>,
    before: Option<Time>,
    from: Option<Time>,
}

impl Moments {
    fn set(&mut self, operator: &str, value: &str) -> Result<(), Refusal> {
        let bad = (20_001, "Invalid date");
        let time = Time::parse(value, false).ok_or(bad)?;
        match operator {
            "" => self.on = Some((time, Time::parse(value, true).ok_or(bad)?)),
            "<" => self.before = Some(time),
            _ => self.from = Some(time),
        }
        Ok(())
    }

    fn fits(self, time: Option<Time>) -> bool {
        let is = |test: &dyn Fn(Time) -> bool| time.is_some_and(test);
        self.on
            .is_none_or(|(first, last)| is(&|time| time >= first && time <= last))
            && self.before.is_none_or(|bound| is(&|time| time < bound))
            && self.from.is_none_or(|bound| is(&|time| time >= bound))
    }
}

impl Query {
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let mut query = Self {
            size: 50,
            ..Self::default()
        };
        for (name, value) in form_urlencoded::parse(text.as_bytes()).into_owned() {
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "To" => query.to = Some(value.clone()),
                "From" => query.from = Some(value.clone()),
                "Status" => query.status = Some(value.clone()),
                "ParentCallSid" => query.parent = Some(value.clone()),
                "PageSize" => {
                    query.size = value
                        .parse()
                        .ok()
                        .filter(|size| *size > 0)
                        .ok_or((20_001, "Invalid PageSize"))?;
                    if query.size > 1000 {
                        return Err((20_007, "Page size too large"));
                    }
                }
                "Page" => {
                    let page = value.parse().ok().filter(|page| *page <= MOST_PAGES);
                    query.page = page.ok_or((20_001, "Invalid Page"))?;
                }
                "PageToken" => {
                    let token = value
                        .strip_prefix("PA")
                        .and_then(|token| u64::from_str_radix(token, 16).ok());
                    query.after = Some(token.ok_or((20_001, "Invalid PageToken"))?);
                }
                _ => {
                    if let Some(operator) = name.strip_prefix("StartTime") {
                        query.start.set(operator, &value)?;
                    } else if let Some(operator) = name.strip_prefix("EndTime") {
                        query.end.set(operator, &value)?;
                    }
                }
            }
            if !["Page", "PageToken", "PageSize"].contains(&name.as_str()) {
                query.rest.push((name, value));
            }
        }
        Ok(query)
    }

    fn fits(&self, call: &Call, finds_queued: bool) -> bool {
        let same = |wanted: &Option<String>, got: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| got == Some(wanted))
        };
        let started = call.started.or(finds_queued.then_some(call.created));
        same(&self.to, Some(&call.order.to))
            && same(&self.from, Some(&call.order.from))
            && same(&self.status, Some(call.status.name()))
            && same(&self.parent, call.parent_sid.as_deref())
            && self.start.fits(started)
            && self.end.fits(call.duration().and(call.ended))
    }

    fn link(&self, account: &str, page: usize, after: Option<u64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.rest);
        query.append_pair("PageSize", &self.size.to_string());
        query.append_pair("Page", &page.to_string());
        if let Some(after) = after {
            query.append_pair("PageToken", &format!("PA{after:032x}"));
        }
        format!(
            "/2010-04-01/Accounts/{account}/Calls.json?{}",
            query.finish()
        )
    }
}

impl World<'_> {
    /// One page of the calls of `account` that fit, newest first.
    pub(super) fn twilio_list(&self, account: &str, query: &Query) -> Value {
        let config = &self.shared.config.twilio;
        let state = &self.state.twilio;
        let below = |number: &u64| query.after.is_none_or(|after| *number < after);
        let fits = |number: u64| {
            let call = state.calls.get(&number)?;
            let shown = call.account == account
                && self.now >= call.created.plus(config.list_lag)
                && query.fits(call, config.start_time_finds_queued);
            shown.then_some((number, call))
        };
        let start = query.page * query.size;
        // Without a token, as in the link to the page before, pages are counted from the newest call.
        let passed = if query.after.is_none() { start } else { 0 };
        // One more than is shown tells whether there is a next page.
        let wanted = query.size + 1;
        let mut found: Vec<(u64, &Call)> = match &query.to {
            Some(to) => {
                let numbers = state.by_to.get(to).into_iter().flatten().rev().copied();
                numbers
                    .filter(below)
                    .filter_map(fits)
                    .skip(passed)
                    .take(wanted)
                    .collect()
            }
            None => {
                let top = query.after.unwrap_or(u64::MAX);
                let numbers = state.calls.range(..top).rev().map(|(number, _)| *number);
                numbers.filter_map(fits).skip(passed).take(wanted).collect()
            }
        };
        let more = found.len() > query.size;
        found.truncate(query.size);
        let last = found.last().map(|(number, _)| *number);
        let next = last
            .filter(|_| more)
            .map(|last| query.link(account, query.page + 1, Some(last)));
        json!({
            "first_page_uri": query.link(account, 0, None),
            "end": start + found.len().saturating_sub(1),
            "previous_page_uri": (query.page > 0).then(|| query.link(account, query.page - 1, None)),
            "calls": found.iter().map(|(_, call)| call.json()).collect::<Vec<_>>(),
            "uri": query.link(account, query.page, query.after),
            "page_size": query.size,
            "start": start,
            "next_page_uri": next,
            "page": query.page,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_bounds_whole_days() {
        let mut moments = Moments::default();
        moments.set(">", "2026-11-20").unwrap();
        moments.set("<", "2026-11-21").unwrap();
        let at = |text| Time::parse(text, false);
        assert!(moments.fits(at("2026-11-20T00:00:00Z")));
        assert!(!moments.fits(at("2026-11-21T00:00:00Z")));
        assert!(!moments.fits(None));
    }

    #[test]
    fn pages_that_are_too_large_have_their_code() {
        assert_eq!(Query::read("PageSize=1001").unwrap_err().0, 20_007);
        assert_eq!(Query::read("StartTime%3E=today").unwrap_err().0, 20_001);
        let last = format!("PageSize=1000&Page={}", usize::MAX);
        assert_eq!(Query::read(&last).unwrap_err().0, 20_001);
    }
}
