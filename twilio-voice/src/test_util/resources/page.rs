//! Lists, page by page.

use serde_json::{Value, json};

use super::super::{
    reply::Reply,
    state::{Fields, Incoming, State},
};

/// The greatest page.
const MAX: usize = 1_000;

/// What tokens of pages begin with, so that nobody counts with them.
const TOKEN: &str = "PA-after-";

/// One page of `items`, which are all that the filters of the request leave.
pub(super) fn reply(state: &State, request: &Incoming, name: &str, items: &[Value]) -> Reply {
    let size = match request.query("PageSize").map(str::parse) {
        None => state.page_size,
        Some(Ok(size @ 1..=MAX)) => size,
        Some(Ok(size)) if size > MAX => {
            return Reply::error(400, 20_007, "Page size must not be greater than 1000");
        }
        Some(_) => return Reply::error(400, 20_001, "Invalid page size"),
    };
    let start = match request.query("PageToken") {
        None => 0,
        Some(token) => match token.strip_prefix(TOKEN).and_then(|at| at.parse().ok()) {
            Some(start) if start <= items.len() => start,
            _ => return Reply::error(400, 20_001, "Invalid page token"),
        },
    };
    let end = items.len().min(start + size);
    let link = |start: usize| link(state, request, size, start);
    let next = (end < items.len()).then(|| link(end));
    let previous = (start > 0).then(|| link(start.saturating_sub(size)));
    let (page, mut body) = (start / size, Fields::new());
    body.insert(name.to_owned(), items[start..end].into());
    let rest = if is_newer(request) {
        json!({"meta": {
            "key": name,
            "page": page,
            "page_size": size,
            "first_page_url": link(0),
            "next_page_url": next,
            "previous_page_url": previous,
            "url": link(start),
        }})
    } else {
        json!({
            "page": page,
            "page_size": size,
            "start": start,
            "end": end.saturating_sub(1),
            "uri": link(start),
            "first_page_uri": link(0),
            "next_page_uri": next,
            "previous_page_uri": previous,
        })
    };
    body.extend(super::fields(rest));
    Reply::ok(body)
}

/// Whether the request is for the host with the newer form of lists.
fn is_newer(request: &Incoming) -> bool {
    request.segments.first().is_some_and(|first| first == "v1")
}

fn link(state: &State, request: &Incoming, size: usize, start: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &request.query {
        if !matches!(name.as_str(), "PageSize" | "Page" | "PageToken") {
            query.append_pair(name, value);
        }
    }
    query.append_pair("PageSize", &size.to_string());
    query.append_pair("Page", &(start / size).to_string());
    if start > 0 {
        query.append_pair("PageToken", &format!("{TOKEN}{start}"));
    }
    let host = if is_newer(request) { &state.url } else { "" };
    format!("{host}/{}?{}", request.segments.join("/"), query.finish())
}
