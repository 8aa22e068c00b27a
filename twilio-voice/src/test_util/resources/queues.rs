//! Queues and who waits in them. Callers are put there by the test.

use serde_json::{Value, json};

use super::super::{
    reply::Reply,
    state::{Fields, Incoming, State, now, read_time, text},
};
use super::{Kind, Place, missing};

pub(super) const KINDS: &[Kind] = &[
    Kind::new(&["Queues"], "queues", "QU", |place| {
        json!({
            "account_sid": place.account,
            "average_wait_time": 0,
            "current_size": 0,
            "date_created": now(),
            "date_updated": now(),
            "friendly_name": null,
            "max_size": 1000,
            "uri": place.uri(),
        })
    })
    .required(&["FriendlyName"]),
    Kind::new(
        &["Queues", "*", "Members"],
        "queue_members",
        "CA",
        fill_member,
    )
    .id("call_sid"),
];

fn fill_member(place: &Place<'_>) -> Value {
    json!({
        "date_enqueued": now(),
        "position": 1,
        "queue_sid": place.path.get(1),
        "uri": place.uri(),
        "wait_time": 0,
    })
}

pub(super) fn serve(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    let ["Queues", rest @ ..] = path else {
        return None;
    };
    refresh(state, account);
    match (request.method.as_str(), rest) {
        ("DELETE", [queue]) if !state.list(&members(account, queue)).is_empty() => Some(
            Reply::error(409, 20_409, "A queue must be empty to be deleted"),
        ),
        ("GET", [queue, "Members", "Front"]) => {
            let first = state.list(&members(account, queue)).first();
            Some(first.cloned().map_or_else(Reply::not_found, Reply::ok))
        }
        ("POST", [queue, "Members", member]) => {
            if let Some(missing) = missing(request, &["Url"]) {
                return Some(missing);
            }
            let key = members(account, queue);
            let front = state
                .list(&key)
                .first()
                .map(|first| text(first, "call_sid").to_owned());
            let member = match front {
                Some(front) if *member == "Front" => front,
                _ => (*member).to_owned(),
            };
            let gone = state.remove(&key, "call_sid", &member);
            Some(gone.map_or_else(Reply::not_found, Reply::ok))
        }
        _ => None,
    }
}

fn members(account: &str, queue: &str) -> String {
    format!("{account}/Queues/{queue}/Members")
}

/// Counts who waits, and for how long.
fn refresh(state: &mut State, account: &str) {
    let queues = state.list(&format!("{account}/Queues"));
    let queues: Vec<String> = queues
        .iter()
        .map(|queue| text(queue, "sid").to_owned())
        .collect();
    for queue in queues {
        let (mut count, mut total) = (0, 0);
        for member in state.list_mut(&members(account, &queue)) {
            count += 1;
            let waited = waited(member);
            total += waited;
            member.insert("position".to_owned(), count.into());
            member.insert("wait_time".to_owned(), waited.into());
        }
        if let Some(queue) = state.find_mut(&format!("{account}/Queues"), "sid", &queue) {
            queue.insert("current_size".to_owned(), count.into());
            queue.insert(
                "average_wait_time".to_owned(),
                (total / i64::max(count, 1)).into(),
            );
        }
    }
}

/// Seconds since the caller came.
fn waited(member: &Fields) -> i64 {
    let since = read_time(text(member, "date_enqueued"));
    let now = jiff::Timestamp::now().as_second();
    since.map_or(0, |since| (now - since.as_second()).max(0))
}
