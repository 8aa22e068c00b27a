//! Calls.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::{
    reply::Reply,
    state::{Fields, Incoming, State, fields, now, text, written},
};
use super::{Given, Kind, Place, kind, missing, touch};
use crate::status::CallStatus;

pub(super) const KINDS: &[Kind] = &[Kind::new(&["Calls"], "calls", "CA", fill)];

fn fill(place: &Place<'_>) -> Value {
    json!({
        "date_created": now(),
        "date_updated": now(),
        "parent_call_sid": null,
        "account_sid": place.account,
        "to": "",
        "to_formatted": "",
        "from": "",
        "from_formatted": "",
        "phone_number_sid": null,
        "status": "queued",
        "start_time": null,
        "end_time": null,
        "duration": null,
        "price": null,
        "price_unit": "USD",
        "direction": "outbound-api",
        "answered_by": null,
        "api_version": "2010-04-01",
        "forwarded_from": null,
        "group_sid": null,
        "caller_name": null,
        "queue_time": "0",
        "trunk_sid": null,
        "uri": place.uri(),
        "subresource_uris": {
            "notifications": place.below("/Notifications"),
            "recordings": place.below("/Recordings"),
            "payments": place.below("/Payments"),
            "events": place.below("/Events"),
            "siprec": place.below("/Siprec"),
            "streams": place.below("/Streams"),
            "transcriptions": place.below("/Transcriptions"),
            "user_defined_message_subscriptions": place.below("/UserDefinedMessageSubscriptions"),
            "user_defined_messages": place.below("/UserDefinedMessages"),
        },
    })
}

pub(super) fn serve(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("POST", ["Calls"]) => create(state, request, account),
        ("POST", ["Calls", sid]) => update(state, request, account, sid),
        ("DELETE", ["Calls", sid]) => delete(state, account, sid),
        (
            "POST",
            [
                "Calls",
                sid,
                "Payments" | "Siprec" | "Streams" | "Transcriptions",
            ],
        ) if !is_live(state.find(&format!("{account}/Calls"), "sid", sid)?) => not_live(),
        _ => return None,
    })
}

fn create(state: &mut State, request: &Incoming, account: &str) -> Reply {
    if let Some(missing) = missing(request, &["To", "From"]) {
        return missing;
    }
    for (name, code) in [("To", 21_211), ("From", 21_212)] {
        if !is_address(request.parameter(name).unwrap_or_default()) {
            return Reply::error(400, code, &format!("The '{name}' number is not valid"));
        }
    }
    let instructions = ["Url", "Twiml", "ApplicationSid"];
    if !(instructions.iter()).any(|name| request.parameter(name).is_some()) {
        return Reply::error(400, 21_205, "Url parameter is required");
    }
    let call = place(state, account, &Given::Form(&request.form));
    let sid = text(&call, "sid");
    note(state, request, account, sid);
    Reply::json(201, call)
}

/// Adds a call.
pub(in crate::test_util) fn place(state: &mut State, account: &str, given: &Given<'_>) -> Fields {
    let path = ["Calls"];
    let mut call =
        kind(&path).map_or_else(Fields::new, |kind| kind.make(state, account, &path, given));
    for side in ["to", "from"] {
        let formatted = text(&call, side).to_owned();
        call.insert(format!("{side}_formatted"), formatted.into());
    }
    let numbers = format!("{account}/IncomingPhoneNumbers");
    let ours = ["from", "to"].map(|side| state.find(&numbers, "phone_number", text(&call, side)));
    if let Some(number) = ours.into_iter().flatten().next() {
        call.insert("phone_number_sid".to_owned(), text(number, "sid").into());
    }
    state.put(&format!("{account}/Calls"), "sid", call.clone());
    call
}

/// A number, or what is no number but can be dialled.
pub(super) fn is_address(text: &str) -> bool {
    let named = ["sip:", "sips:", "client:", "app:", "whatsapp:"];
    if named.iter().any(|scheme| text.starts_with(scheme)) {
        return true;
    }
    let digits = text.strip_prefix('+').unwrap_or(text);
    (2..=16).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The create is shown among the events of its call.
fn note(state: &mut State, request: &Incoming, account: &str, sid: &str) {
    let parameters: Fields = (request.form.iter())
        .map(|(name, value)| (super::snake(name), value.as_str().into()))
        .collect();
    let event = json!({
        "request": {
            "method": request.method,
            "url": format!("{}/{}", state.url, request.segments.join("/")),
            "parameters": parameters,
        },
        "response": {
            "response_code": 201,
            "request_duration": 1,
            "content_type": "application/json",
            "response_body": json!({ "sid": sid }).to_string(),
            "date_created": now(),
        },
    });
    state.put(&format!("{account}/Calls/{sid}/Events"), "", fields(event));
}

fn update(state: &mut State, request: &Incoming, account: &str, sid: &str) -> Reply {
    let key = format!("{account}/Calls");
    let Some(call) = state.find(&key, "sid", sid) else {
        return Reply::not_found();
    };
    if !is_live(call) {
        return not_live();
    }
    let answered = text(call, "status") == CallStatus::InProgress.as_str();
    let redirects = request.parameter("Url").is_some() || request.parameter("Twiml").is_some();
    if redirects && !answered {
        return not_live();
    }
    let end = match request.parameter("Status") {
        Some("completed") if answered => Some(CallStatus::Completed),
        Some("completed") => Some(state.unanswered.clone()),
        Some("canceled") if !answered => Some(CallStatus::Canceled),
        // Without effect on a call that is in progress.
        Some("canceled") | None => None,
        Some(_) => return Reply::error(400, 20_001, "Invalid Status"),
    };
    match end {
        Some(status) if !state.calls_go_on => {
            self::end(state, sid, &status, None);
        }
        _ => {
            if let Some(call) = state.find_mut(&key, "sid", sid) {
                touch(call);
            }
        }
    }
    let call = state.find(&key, "sid", sid).cloned();
    call.map_or_else(Reply::not_found, Reply::ok)
}

fn delete(state: &mut State, account: &str, sid: &str) -> Reply {
    let key = format!("{account}/Calls");
    match state.find(&key, "sid", sid) {
        None => return Reply::not_found(),
        Some(call) if is_live(call) => {
            return Reply::error(409, 20_009, "Cannot delete a call that is in progress");
        }
        Some(_) => {}
    }
    state.remove(&key, "sid", sid);
    state.remove_below(&format!("{key}/{sid}"));
    Reply::empty()
}

fn not_live() -> Reply {
    Reply::error(400, 21_220, "Call is not in-progress. Cannot redirect.")
}

pub(in crate::test_util) fn status(call: &Fields) -> CallStatus {
    CallStatus::from(text(call, "status"))
}

pub(in crate::test_util) fn is_live(call: &Fields) -> bool {
    !status(call).is_final()
}

/// Changes fields of a call that is live. `false` if there is none.
pub(in crate::test_util) fn change(state: &mut State, sid: &str, changed: Value) -> bool {
    let Some(call) = state.call_mut(sid).filter(|call| is_live(call)) else {
        return false;
    };
    call.extend(fields(changed));
    touch(call);
    true
}

/// The other side answers.
pub(in crate::test_util) fn answer(state: &mut State, sid: &str) -> bool {
    let status = CallStatus::InProgress;
    let answered = change(state, sid, json!({"status": status, "start_time": now()}));
    if answered {
        state.answered.insert(sid.to_owned(), Timestamp::now());
        super::conferences::connect(state, sid);
    }
    answered
}

/// Ends a call that is live. `lasted` is how long it was connected, if not as long as it was. `false` if there is none.
pub(in crate::test_util) fn end(
    state: &mut State,
    sid: &str,
    status: &CallStatus,
    lasted: Option<Duration>,
) -> bool {
    let answered = state.answered.get(sid).copied();
    let end = Timestamp::now();
    let mut changed = json!({ "status": status });
    if *status == CallStatus::Completed {
        let since = answered.map(|answered| Duration::try_from(end.duration_since(answered)));
        let connected = lasted.or_else(|| since?.ok()).unwrap_or_default();
        // A second that has begun counts.
        let seconds = connected.as_secs() + u64::from(connected.subsec_nanos() > 0);
        changed["end_time"] = written(end);
        changed["duration"] = seconds.to_string().into();
    }
    let ended = change(state, sid, changed);
    if ended {
        super::recordings::complete(state, sid);
        super::conferences::leave(state, sid);
        state.remove_everywhere("Members", "call_sid", sid);
    }
    ended
}
