//! A call of this crate for each operation of the document, with everything set that can be set.

mod account;
mod agents;
mod calls;
mod corpora;
mod telephony;
mod tools;

use std::{future::Future, pin::Pin};

use ultravox_client::{Client, Error};

/// How the answer looks when it was read. Every call can be spawned.
type Shown = Pin<Box<dyn Future<Output = Result<String, Error>> + Send>>;

/// A call of this crate.
pub(super) struct Run {
    /// The `operationId`.
    pub(super) id: &'static str,
    pub(super) run: Box<dyn Fn(Client) -> Shown>,
}

/// Writes a [`Run`]: the operation, perhaps a value that is sent, the client, and the call.
macro_rules! run {
    ($id:literal, |$client:ident| $call:expr) => {
        $crate::spec::operations::Run {
            id: $id,
            run: Box::new(|$client| {
                Box::pin(async move { $call.await.map(|answer| format!("{answer:?}")) })
            }),
        }
    };
    ($id:literal, $value:ident, |$client:ident| $call:expr) => {{
        let value = $value.clone();
        $crate::spec::operations::Run {
            id: $id,
            run: Box::new(move |$client| {
                let $value = value.clone();
                Box::pin(async move { $call.await.map(|answer| format!("{answer:?}")) })
            }),
        }
    }};
}

use run;

/// An id of whatever kind.
fn id<T: std::str::FromStr<Err: std::fmt::Debug>>() -> T {
    crate::support::CALL.parse().unwrap()
}

fn time() -> jiff::Timestamp {
    jiff::Timestamp::UNIX_EPOCH
}

/// Sets every filter of calls.
macro_rules! filtered {
    ($list:expr) => {
        $list
            .agent_ids([$crate::spec::operations::id()])
            .metadata("order", "7")
            .from_date($crate::spec::operations::time())
            .to_date($crate::spec::operations::time())
            .time_of_day_start(jiff::civil::time(9, 0, 0, 0))
            .time_of_day_end(jiff::civil::time(17, 0, 0, 0))
            .duration_min(std::time::Duration::from_secs(1))
            .duration_max(std::time::Duration::from_secs(9))
            .voice_id($crate::spec::operations::id())
            .search("refund")
    };
}

use filtered;

pub(super) fn all() -> Vec<Run> {
    let parts = [
        account::runs(),
        agents::runs(),
        calls::runs(),
        corpora::runs(),
        telephony::runs(),
        tools::runs(),
    ];
    parts.into_iter().flatten().collect()
}
