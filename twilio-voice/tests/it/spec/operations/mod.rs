//! A call of this crate for each operation of the descriptions, with everything set that can be set. What cannot be
//! set at once is set by several.

mod account;
mod call_parts;
mod calls;
mod conferences;
mod numbers;
mod queues;
mod recordings;
mod voice;

use std::{future::Future, pin::Pin};

use twilio_voice::{Client, Error};

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

/// A URL that is good for every parameter.
const URL: &str = "https://example.com/x";

/// A SID of whatever kind.
fn sid<T: std::str::FromStr>() -> T {
    let kinds = [
        "AC", "AD", "AL", "AP", "BU", "BY", "CA", "CF", "GT", "IB", "IL", "KX", "MZ", "NE", "NO",
        "NY", "PK", "PN", "QU", "RE", "RI", "SD", "SK", "SR", "TK", "TR", "XB", "XE", "XH", "XR",
        "ZY",
    ];
    let digits = "0123456789abcdef0123456789abcdef";
    let mut sids = kinds
        .iter()
        .filter_map(|kind| format!("{kind}{digits}").parse().ok());
    sids.next()
        .expect("a kind of SID that this list does not have")
}

fn day() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 20)
}

fn seconds(seconds: u64) -> std::time::Duration {
    std::time::Duration::from_secs(seconds)
}

/// Sets what every search has, and sends it.
macro_rules! page {
    ($list:expr) => {
        $list.page_size(5).page(1).page_token("x").send()
    };
}

use page;

pub(super) fn all() -> Vec<Run> {
    let parts = [
        account::runs(),
        call_parts::runs(),
        calls::runs(),
        conferences::runs(),
        numbers::runs(),
        queues::runs(),
        recordings::runs(),
        voice::runs(),
    ];
    parts.into_iter().flatten().collect()
}
