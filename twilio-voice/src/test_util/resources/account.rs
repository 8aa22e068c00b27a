//! Accounts, their balance, usage, notifications, tokens and applications.

use serde_json::{Value, json};

use super::super::{
    reply::Reply,
    state::{ACCOUNT, Incoming, State, TOKEN, fields, now, text},
};
use super::{ACCOUNTS, Given, Kind, Place, View, kind, new_sid};

pub(super) const KINDS: &[Kind] = &[
    Kind::new(&["Accounts"], "accounts", "AC", fill_account),
    Kind::new(&["Applications"], "applications", "AP", fill_application),
    Kind::new(&["Notifications"], "notifications", "NO", fill_notification),
    Kind::new(
        &["Calls", "*", "Notifications"],
        "notifications",
        "NO",
        fill_notification,
    )
    .view(|path| View {
        list: "Notifications",
        field: "call_sid",
        value: path[1].to_owned(),
    }),
    Kind::new(&["Usage", "Records"], "usage_records", "", fill_usage).id(""),
    Kind::new(&["Usage", "Records", "*"], "usage_records", "", fill_usage).id(""),
];

fn fill_account(place: &Place<'_>) -> Value {
    json!({
        "auth_token": new_sid(""),
        "date_created": now(),
        "date_updated": now(),
        "friendly_name": "SubAccount",
        "owner_account_sid": ACCOUNT,
        "status": "active",
        "subresource_uris": {
            "calls": format!("/2010-04-01/Accounts/{}/Calls.json", place.id),
            "recordings": format!("/2010-04-01/Accounts/{}/Recordings.json", place.id),
        },
        "type": "Full",
        "uri": place.uri(),
    })
}

fn fill_application(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "api_version": "2010-04-01",
        "date_created": now(),
        "date_updated": now(),
        "friendly_name": place.id,
        "message_status_callback": null,
        "sms_fallback_method": "POST",
        "sms_fallback_url": null,
        "sms_method": "POST",
        "sms_status_callback": null,
        "sms_url": null,
        "status_callback": null,
        "status_callback_method": "POST",
        "uri": place.uri(),
        "voice_caller_id_lookup": false,
        "voice_fallback_method": "POST",
        "voice_fallback_url": null,
        "voice_method": "POST",
        "voice_url": null,
        "public_application_connect_enabled": false,
    })
}

fn fill_notification(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "api_version": "2010-04-01",
        "call_sid": null,
        "date_created": now(),
        "date_updated": now(),
        "error_code": "11200",
        "log": "0",
        "message_date": now(),
        "message_text": "",
        "more_info": "https://www.twilio.com/docs/errors/11200",
        "request_method": "POST",
        "request_url": "https://example.com/",
        "uri": place.uri(),
    })
}

fn fill_usage(place: &Place<'_>) -> Value {
    let today = jiff::Timestamp::now().to_string();
    json!({
        "account_sid": place.account,
        "api_version": "2010-04-01",
        "as_of": today,
        "category": "calls",
        "count": "0",
        "count_unit": "calls",
        "description": "Voice Minutes",
        "end_date": &today[..10],
        "price": "0",
        "price_unit": "usd",
        "start_date": &today[..10],
        "subresource_uris": {},
        "uri": format!("/2010-04-01/Accounts/{}/{}.json", place.account, place.path.join("/")),
        "usage": "0",
        "usage_unit": "minutes",
    })
}

pub(super) fn seed(state: &mut State) {
    let given = json!({
        "sid": ACCOUNT,
        "auth_token": TOKEN,
        "friendly_name": "Account of the double",
    });
    if let Some(kind) = kind(&["Accounts"]) {
        let account = kind.make(state, ACCOUNT, &["Accounts"], &Given::Fields(fields(given)));
        state.put(ACCOUNTS, "sid", account);
    }
}

/// What the list of notifications leaves out.
const DETAILS: [&str; 3] = ["request_variables", "response_headers", "response_body"];

pub(super) fn serve(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    match (request.method.as_str(), path) {
        ("GET", ["Balance"]) => {
            let balance = json!({"account_sid": account, "balance": "100.00", "currency": "USD"});
            let set = state.single(&format!("{account}/Balance")).cloned();
            Some(Reply::ok(set.unwrap_or(balance)))
        }
        ("POST", ["Tokens"]) => Some(token(request, account)),
        ("GET", ["Notifications", sid] | ["Calls", _, "Notifications", sid]) => {
            let found = state.find(&format!("{account}/Notifications"), "sid", sid)?;
            // That of one call is not that of another.
            if path.len() == 4 && text(found, "call_sid") != path[1] {
                return None;
            }
            let mut shown = found.clone();
            for detail in DETAILS {
                shown.entry(detail).or_insert("".into());
            }
            Some(Reply::ok(shown))
        }
        _ => None,
    }
}

fn token(request: &Incoming, account: &str) -> Reply {
    let ttl = request.parameter("Ttl").unwrap_or("86400");
    let (username, password) = (new_sid(""), new_sid(""));
    let turn =
        |url: &str| json!({"url": url, "urls": url, "username": username, "credential": password});
    let stun = "stun:global.stun.twilio.com:3478";
    let body = json!({
        "account_sid": account,
        "date_created": now(),
        "date_updated": now(),
        "ice_servers": [
            {"url": stun, "urls": stun},
            turn("turn:global.turn.twilio.com:3478?transport=udp"),
            turn("turn:global.turn.twilio.com:443?transport=tcp"),
        ],
        "password": password,
        "ttl": ttl,
        "username": username,
    });
    Reply::json(201, body)
}
