//! Numbers: to be bought, owned, and those that calls may show.

use serde_json::{Value, json};

use super::super::{
    reply::Reply,
    state::{ACCOUNT, Fields, Incoming, State, fields, now, text},
};
use super::{Given, Kind, Place, View, apply, kind, missing, new_sid, touch};

const TYPES: [&str; 3] = ["Local", "Mobile", "TollFree"];

pub(super) const KINDS: &[Kind] = &[
    Kind::new(&["AvailablePhoneNumbers"], "countries", "", fill_country).id("country_code"),
    Kind::new(
        &["AvailablePhoneNumbers", "*", "Local"],
        "available_phone_numbers",
        "",
        fill_available,
    )
    .id("phone_number"),
    Kind::new(
        &["AvailablePhoneNumbers", "*", "Mobile"],
        "available_phone_numbers",
        "",
        fill_available,
    )
    .id("phone_number"),
    Kind::new(
        &["AvailablePhoneNumbers", "*", "TollFree"],
        "available_phone_numbers",
        "",
        fill_available,
    )
    .id("phone_number"),
    Kind::new(
        &["IncomingPhoneNumbers"],
        "incoming_phone_numbers",
        "PN",
        fill_incoming,
    ),
    Kind::new(
        &["IncomingPhoneNumbers", "Local"],
        "incoming_phone_numbers",
        "PN",
        fill_incoming,
    )
    .view(of_type),
    Kind::new(
        &["IncomingPhoneNumbers", "Mobile"],
        "incoming_phone_numbers",
        "PN",
        fill_incoming,
    )
    .view(of_type),
    Kind::new(
        &["IncomingPhoneNumbers", "TollFree"],
        "incoming_phone_numbers",
        "PN",
        fill_incoming,
    )
    .view(of_type),
    Kind::new(
        &["OutgoingCallerIds"],
        "outgoing_caller_ids",
        "PN",
        fill_caller_id,
    ),
];

fn of_type(path: &[&str]) -> View {
    View {
        list: "IncomingPhoneNumbers",
        field: "type",
        value: super::snake(path[1]).replace('_', "-"),
    }
}

fn fill_country(place: &Place<'_>) -> Value {
    json!({
        "country_code": "US",
        "country": "United States",
        "uri": place.uri(),
        "beta": false,
        "subresource_uris": {
            "local": place.below("/Local"),
            "mobile": place.below("/Mobile"),
            "toll_free": place.below("/TollFree"),
        },
    })
}

fn fill_available(place: &Place<'_>) -> Value {
    json!({
        "friendly_name": place.id,
        "phone_number": "+14155550100",
        "lata": null,
        "locality": null,
        "rate_center": null,
        "latitude": null,
        "longitude": null,
        "region": null,
        "postal_code": null,
        "iso_country": place.path.get(1),
        "address_requirements": "none",
        "beta": false,
        "capabilities": {"voice": true, "SMS": true, "MMS": true, "fax": false},
    })
}

fn fill_incoming(place: &Place<'_>) -> Value {
    let uri = format!(
        "/2010-04-01/Accounts/{}/IncomingPhoneNumbers/{}.json",
        place.account, place.id
    );
    json!({
        "account_sid": place.account,
        "address_sid": null,
        "address_requirements": "none",
        "api_version": "2010-04-01",
        "beta": false,
        "bundle_sid": null,
        "capabilities": {"voice": true, "sms": true, "mms": true, "fax": false},
        "date_created": now(),
        "date_updated": now(),
        "emergency_address_sid": null,
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "friendly_name": null,
        "identity_sid": null,
        "origin": "twilio",
        "phone_number": null,
        "sms_application_sid": null,
        "sms_fallback_method": "POST",
        "sms_fallback_url": null,
        "sms_method": "POST",
        "sms_url": null,
        "status": "in-use",
        "status_callback": null,
        "status_callback_method": "POST",
        "trunk_sid": null,
        "type": "local",
        "uri": uri,
        "voice_application_sid": null,
        "voice_caller_id_lookup": false,
        "voice_fallback_method": "POST",
        "voice_fallback_url": null,
        "voice_method": "POST",
        "voice_receive_mode": "voice",
        "voice_url": null,
    })
}

fn fill_caller_id(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "date_created": now(),
        "date_updated": now(),
        "friendly_name": null,
        "phone_number": null,
        "uri": place.uri(),
    })
}

/// A country with a few numbers of each type.
pub(super) fn seed(state: &mut State) {
    add(
        state,
        &["AvailablePhoneNumbers"],
        json!({"country_code": "US"}),
    );
    for (kind, area) in TYPES.into_iter().zip(["415", "510", "800"]) {
        for last in 0..3 {
            let number = format!("+1{area}555010{last}");
            add(
                state,
                &["AvailablePhoneNumbers", "US", kind],
                json!({ "phone_number": number }),
            );
        }
    }
}

fn add(state: &mut State, path: &[&str], given: Value) {
    if let Some(kind) = kind(path) {
        let thing = kind.make(state, ACCOUNT, path, &Given::Fields(fields(given)));
        state.put(&kind.key(ACCOUNT, path), kind.id, thing);
    }
}

pub(super) fn serve(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("POST", ["IncomingPhoneNumbers"]) => buy(state, request, account, path),
        ("POST", ["IncomingPhoneNumbers", kind]) if TYPES.contains(kind) => {
            match missing(request, &["PhoneNumber"]) {
                Some(missing) => missing,
                None => buy(state, request, account, path),
            }
        }
        ("POST", ["IncomingPhoneNumbers", sid]) => configure(state, request, account, sid),
        ("POST", ["OutgoingCallerIds"]) => verify(state, request, account),
        // What is for sale is for sale to every account.
        ("GET", ["AvailablePhoneNumbers", ..]) if account != ACCOUNT => {
            super::verb_of_list(state, request, ACCOUNT, path)
                .or_else(|| super::verb_of_thing(state, request, ACCOUNT, path))?
        }
        _ => return None,
    })
}

fn buy(state: &mut State, request: &Incoming, account: &str, path: &[&str]) -> Reply {
    let for_sale = |number: &str| {
        let lists = TYPES.map(|kind| format!("{ACCOUNT}/AvailablePhoneNumbers/US/{kind}"));
        let mut numbers = lists.iter().zip(TYPES).flat_map(|(key, kind)| {
            state
                .list(key)
                .iter()
                .map(move |found| (kind, text(found, "phone_number").to_owned()))
        });
        numbers.find(|(_, found)| found.starts_with(number))
    };
    let (kind, number) = match (
        request.parameter("PhoneNumber"),
        request.parameter("AreaCode"),
    ) {
        (Some(number), _) if !super::calls::is_address(number) => {
            return Reply::error(400, 21_421, "PhoneNumber is invalid");
        }
        (Some(number), _) => match for_sale(number) {
            Some(found) => found,
            None => ("Local", number.to_owned()),
        },
        (None, Some(area)) => match for_sale(&format!("+1{area}")) {
            Some(found) => found,
            None => return Reply::error(400, 21_452, "No phone numbers found in area code"),
        },
        (None, None) => return Reply::missing("PhoneNumber"),
    };
    if state
        .everywhere("IncomingPhoneNumbers")
        .any(|owned| text(owned, "phone_number") == number)
    {
        return Reply::error(400, 21_422, "PhoneNumber is not available");
    }
    let Some(owned) = super::kind(path) else {
        return Reply::not_found();
    };
    let mut thing = owned.make(state, account, path, &Given::Form(&request.form));
    if path.len() == 1 {
        thing.insert("type".to_owned(), of_type(&["", kind]).value.into());
    }
    if text(&thing, "friendly_name").is_empty() {
        thing.insert("friendly_name".to_owned(), number.as_str().into());
    }
    thing.insert("phone_number".to_owned(), number.as_str().into());
    state.put(
        &format!("{account}/IncomingPhoneNumbers"),
        "sid",
        thing.clone(),
    );
    state.remove(
        &format!("{ACCOUNT}/AvailablePhoneNumbers/US/{kind}"),
        "phone_number",
        &number,
    );
    Reply::json(201, thing)
}

/// An application or a trunk takes the place of the other, and a number may go to another account.
fn configure(state: &mut State, request: &Incoming, account: &str, sid: &str) -> Reply {
    let key = format!("{account}/IncomingPhoneNumbers");
    let Some(number) = state.find_mut(&key, "sid", sid) else {
        return Reply::not_found();
    };
    apply(number, &request.form);
    for (given, cleared) in [
        ("VoiceApplicationSid", "trunk_sid"),
        ("TrunkSid", "voice_application_sid"),
    ] {
        if request
            .parameter(given)
            .is_some_and(|value| !value.is_empty())
        {
            number.insert(cleared.to_owned(), Value::Null);
        }
    }
    touch(number);
    let mut shown: Fields = number.clone();
    if let Some(new) = request
        .parameter("AccountSid")
        .filter(|new| *new != account)
    {
        if state.find(super::ACCOUNTS, "sid", new).is_none() {
            return Reply::error(400, 21_470, "AccountSid is invalid");
        }
        shown.insert("account_sid".to_owned(), new.into());
        state.remove(&key, "sid", sid);
        state.put(&format!("{new}/IncomingPhoneNumbers"), "sid", shown.clone());
    }
    Reply::ok(shown)
}

/// Twilio calls the number and asks for a code.
fn verify(state: &mut State, request: &Incoming, account: &str) -> Reply {
    if let Some(missing) = missing(request, &["PhoneNumber"]) {
        return missing;
    }
    let number = request.parameter("PhoneNumber").unwrap_or_default();
    if state
        .find(
            &format!("{account}/OutgoingCallerIds"),
            "phone_number",
            number,
        )
        .is_some()
    {
        return Reply::error(
            400,
            21_450,
            "Phone number already verified for your account",
        );
    }
    Reply::ok(json!({
        "account_sid": account,
        "call_sid": new_sid("CA"),
        "friendly_name": request.parameter("FriendlyName").unwrap_or(number),
        "phone_number": number,
        "validation_code": format!("{:06}", fastrand::u32(0..1_000_000)),
    }))
}
