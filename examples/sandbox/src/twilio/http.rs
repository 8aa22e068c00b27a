//! The REST interface.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Value, json};

use super::auth::allow;
use super::create::{self, Form};
use super::{list, recordings, update};
use crate::refused::Refused;
use crate::shared::Shared;

type Shares = State<Arc<Shared>>;

/// Every path of the provider.
pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route(
            "/2010-04-01/Accounts/{account}/Calls.json",
            get(list_calls).post(place),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Calls/{sid}",
            get(fetch).post(change).delete(delete),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Calls/{sid}/Notifications.json",
            get(notifications),
        )
        .merge(recordings::router())
        .route("/2010-04-01/Accounts/{account}", get(account))
}

/// An error in the provider's shape.
pub(crate) fn error(status: u16, code: u32, text: &str) -> Response {
    answer(
        status,
        &json!({
            "code": code,
            "message": text,
            "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
            "status": status,
        }),
    )
}

pub(super) fn answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (status, content_type, body.to_string()).into_response()
}

pub(super) fn not_found() -> Response {
    error(404, 20_404, "The requested resource was not found")
}

/// The SID of `….json`; without the suffix the provider would answer XML, which is not simulated.
fn named(sid: &str) -> Result<&str, Refused> {
    sid.strip_suffix(".json").ok_or_else(|| not_found().into())
}

fn is_test(shared: &Shared, account: &str) -> bool {
    shared
        .config
        .twilio
        .test_accounts
        .iter()
        .any(|known| known == account)
}

/// Signs in; test credentials may do nothing but place calls.
pub(super) fn allow_live(
    shared: &Arc<Shared>,
    headers: &HeaderMap,
    account: &str,
) -> Result<(), Refused> {
    allow(shared, headers, account)?;
    if is_test(shared, account) {
        return Err(error(403, 20_008, "Not available to test credentials").into());
    }
    Ok(())
}

async fn place(
    State(shared): Shares,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(refused) = allow(&shared, &headers, &account) {
        return refused.into_response();
    }
    let order = match create::order(&Form::read(&body), shared.config.twilio.time_limit) {
        Ok(order) => order,
        Err((code, text)) => return error(400, code, text),
    };
    let mut world = shared.lock();
    if is_test(&shared, &account) {
        if let Err((code, text)) = create::test_order(&order) {
            return error(400, code, text);
        }
        // Nothing is kept: the SID cannot be fetched later.
        let callee = world.twilio_callee(&order.to);
        let call = super::call::Call::new(&account, order, callee, world.now, "outbound-api");
        return answer(201, &call.json());
    }
    let number = world.twilio_create(&account, order, None);
    match world.state.twilio.calls.get(&number) {
        Some(call) => answer(201, &call.json()),
        None => not_found(),
    }
}

async fn list_calls(
    State(shared): Shares,
    Path(account): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    if let Err(refused) = allow_live(&shared, &headers, &account) {
        return refused.into_response();
    }
    match list::Query::read(query.as_deref().unwrap_or_default()) {
        Ok(query) => answer(200, &shared.lock().twilio_list(&account, &query)),
        Err((code, text)) => error(400, code, text),
    }
}

async fn fetch(
    State(shared): Shares,
    Path((account, sid)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let sid = match allow_live(&shared, &headers, &account).and_then(|()| named(&sid)) {
        Ok(sid) => sid,
        Err(refused) => return refused.into_response(),
    };
    match shared.lock().state.twilio.find(&account, sid) {
        Some((_, call)) => answer(200, &call.json()),
        None => not_found(),
    }
}

async fn change(
    State(shared): Shares,
    Path((account, sid)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let sid = match allow_live(&shared, &headers, &account).and_then(|()| named(&sid)) {
        Ok(sid) => sid,
        Err(refused) => return refused.into_response(),
    };
    let mut world = shared.lock();
    let Some((number, _)) = world.state.twilio.find(&account, sid) else {
        return not_found();
    };
    if let Err((code, text)) = update::apply(&mut world, number, &Form::read(&body)) {
        return error(400, code, text);
    }
    match world.state.twilio.calls.get(&number) {
        Some(call) => answer(200, &call.json()),
        None => not_found(),
    }
}

async fn delete(
    State(shared): Shares,
    Path((account, sid)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let sid = match allow_live(&shared, &headers, &account).and_then(|()| named(&sid)) {
        Ok(sid) => sid,
        Err(refused) => return refused.into_response(),
    };
    let mut world = shared.lock();
    match world.state.twilio.find(&account, sid) {
        None => not_found(),
        Some((_, call)) if call.status.is_live() => {
            let status = shared.config.twilio.delete_live_status;
            error(
                status,
                20_009,
                "Cannot delete a call that has not completed",
            )
        }
        Some((number, _)) => {
            world.state.twilio.remove(number);
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

/// The debugger entries of a call.
async fn notifications(
    State(shared): Shares,
    Path((account, sid)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Err(refused) = allow_live(&shared, &headers, &account) {
        return refused.into_response();
    }
    let mut world = shared.lock();
    let Some((_, call)) = world.state.twilio.find(&account, &sid) else {
        return not_found();
    };
    let base = call.uri();
    let uri = base.replace(".json", "/Notifications.json");
    let items: Vec<Value> = call
        .warnings
        .iter()
        .map(|warning| {
            let (code, text) = warning.split_once(' ').unwrap_or(("", warning));
            json!({
                "account_sid": call.account, "call_sid": call.sid, "error_code": code,
                "log": "0", "message_text": text, "api_version": "2010-04-01",
                "message_date": call.updated.rfc2822(),
            })
        })
        .collect();
    answer(
        200,
        &json!({
            "notifications": items, "page": 0, "page_size": 50, "start": 0,
            "end": items.len().saturating_sub(1), "uri": uri, "first_page_uri": uri,
            "next_page_uri": null, "previous_page_uri": null,
        }),
    )
}

async fn account(State(shared): Shares, Path(sid): Path<String>, headers: HeaderMap) -> Response {
    let sid = match named(&sid).and_then(|sid| allow_live(&shared, &headers, sid).map(|()| sid)) {
        Ok(sid) => sid,
        Err(refused) => return refused.into_response(),
    };
    answer(
        200,
        &json!({
            "sid": sid, "friendly_name": "sandbox", "status": "active", "type": "Full",
            "owner_account_sid": sid, "uri": format!("/2010-04-01/Accounts/{sid}.json"),
        }),
    )
}
