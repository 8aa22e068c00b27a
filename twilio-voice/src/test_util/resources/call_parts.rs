//! What is started on a call: streams, transcriptions, payments, messages.

use serde_json::{Value, json};

use super::super::state::now;
use super::{Kind, Place};

pub(super) const KINDS: &[Kind] = &[
    Kind::new(&["Calls", "*", "Events"], "events", "", |_| {
        json!({
            "request": {"method": "POST", "url": "https://example.com/", "parameters": {}},
            "response": {
                "response_code": 200,
                "request_duration": 1,
                "content_type": "text/xml",
                "response_body": "<Response/>",
                "date_created": now(),
            },
        })
    })
    .id(""),
    Kind::new(&["Calls", "*", "Payments"], "payments", "PK", fill_payment)
        .required(&["IdempotencyKey", "StatusCallback"])
        .updated(202),
    Kind::new(&["Calls", "*", "Siprec"], "siprec", "SR", running).created(200),
    Kind::new(&["Calls", "*", "Streams"], "streams", "MZ", running)
        .required(&["Url"])
        .created(200),
    Kind::new(
        &["Calls", "*", "Transcriptions"],
        "transcriptions",
        "GT",
        running,
    )
    .created(200),
    Kind::new(
        &["Calls", "*", "UserDefinedMessages"],
        "messages",
        "KX",
        fill_message,
    )
    .required(&["Content"]),
    Kind::new(
        &["Calls", "*", "UserDefinedMessageSubscriptions"],
        "subscriptions",
        "ZY",
        fill_subscription,
    )
    .required(&["Callback"]),
];

fn running(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "call_sid": place.path.get(1),
        "name": place.id,
        "status": "in-progress",
        "date_updated": now(),
        "uri": place.uri(),
    })
}

fn fill_payment(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "call_sid": place.path.get(1),
        "date_created": now(),
        "date_updated": now(),
        "uri": place.uri(),
    })
}

fn fill_message(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "call_sid": place.path.get(1),
        "date_created": now(),
    })
}

fn fill_subscription(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "call_sid": place.path.get(1),
        "date_created": now(),
        "uri": place.uri(),
    })
}
