//! Who asked for what: counters per route and rates per key.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::control::Provider;

/// What arrived on one route.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestRow {
    /// Whose route.
    pub provider: Provider,
    /// `create`, `get`, `list`, `end`, `delete`, `update`, …
    pub operation: String,
    /// HTTP method.
    pub method: String,
    /// Path with placeholders.
    pub route: String,
    /// Requests that arrived.
    pub arrived: u64,
    /// Of those, hit by a fault.
    pub faulted: u64,
    /// Of those, refused by a rate or concurrency limit.
    pub rate_limited: u64,
    /// Answers by HTTP status. A request broken off has none.
    pub answered: BTreeMap<u16, u64>,
}

/// Identifies a row.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Route {
    pub(crate) provider: Provider,
    pub(crate) operation: &'static str,
    pub(crate) method: String,
    pub(crate) path: String,
}

/// Counters and rates. Rates go by real time, since clients wait in real time.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    rows: Mutex<BTreeMap<Route, Row>>,
    /// By limit and account.
    recent: Mutex<HashMap<(&'static str, String), VecDeque<Instant>>>,
    running: Mutex<HashMap<String, usize>>,
}

#[derive(Clone, Debug, Default)]
struct Row {
    arrived: u64,
    faulted: u64,
    rate_limited: u64,
    answered: BTreeMap<u16, u64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Requests {
    fn count(&self, route: &Route, count: impl FnOnce(&mut Row)) {
        let mut rows = lock(&self.rows);
        match rows.get_mut(route) {
            Some(row) => count(row),
            None => count(rows.entry(route.clone()).or_default()),
        }
    }

    pub(crate) fn arrived(&self, route: &Route) {
        self.count(route, |row| row.arrived += 1);
    }

    pub(crate) fn faulted(&self, route: &Route) {
        self.count(route, |row| row.faulted += 1);
    }

    pub(crate) fn answered(&self, route: &Route, status: u16, limited: bool) {
        self.count(route, |row| {
            *row.answered.entry(status).or_default() += 1;
            row.rate_limited += u64::from(limited);
        });
    }

    pub(crate) fn rows(&self) -> Vec<RequestRow> {
        lock(&self.rows)
            .iter()
            .map(|(route, row)| RequestRow {
                provider: route.provider,
                operation: route.operation.to_owned(),
                method: route.method.clone(),
                route: route.path.clone(),
                arrived: row.arrived,
                faulted: row.faulted,
                rate_limited: row.rate_limited,
                answered: row.answered.clone(),
            })
            .collect()
    }

    /// Takes a place among `limit` in `window`; otherwise says after how long one is free.
    pub(crate) fn take(
        &self,
        what: &'static str,
        who: &str,
        limit: u32,
        window: Duration,
    ) -> Result<(), Duration> {
        let now = Instant::now();
        let mut recent = lock(&self.recent);
        let times = recent.entry((what, who.to_owned())).or_default();
        while times
            .front()
            .is_some_and(|first| now.duration_since(*first) >= window)
        {
            times.pop_front();
        }
        if times.len() < limit as usize {
            times.push_back(now);
            return Ok(());
        }
        let first = times.front().copied().unwrap_or(now);
        Err(window.saturating_sub(now.duration_since(first)))
    }

    /// Counts a request of `account` until the answer is dropped.
    pub(crate) fn enter(
        &self,
        account: &str,
        limit: Option<usize>,
    ) -> (usize, Option<Running<'_>>) {
        let mut running = lock(&self.running);
        let count = running.entry(account.to_owned()).or_default();
        if limit.is_some_and(|limit| *count >= limit) {
            return (*count, None);
        }
        *count += 1;
        let running = Running {
            requests: self,
            account: account.to_owned(),
        };
        (*count, Some(running))
    }
}

/// A request being answered.
#[derive(Debug)]
pub(crate) struct Running<'a> {
    requests: &'a Requests,
    account: String,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut running = lock(&self.requests.running);
        if let Some(count) = running.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                running.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_lets_so_many_through_and_names_the_wait() {
        let requests = Requests::default();
        let window = Duration::from_secs(60);
        assert!(requests.take("request", "key", 2, window).is_ok());
        assert!(requests.take("request", "key", 2, window).is_ok());
        let wait = requests.take("request", "key", 2, window).unwrap_err();
        assert!(wait > Duration::from_secs(59) && wait <= window);
        assert!(requests.take("request", "other", 2, window).is_ok());
    }

    #[test]
    fn concurrency_is_given_back() {
        let requests = Requests::default();
        let (count, first) = requests.enter("AC1", Some(1));
        assert_eq!(count, 1);
        assert!(requests.enter("AC1", Some(1)).1.is_none());
        drop(first);
        assert!(requests.enter("AC1", Some(1)).1.is_some());
    }
}
