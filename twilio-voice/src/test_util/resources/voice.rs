//! What the host of voice has: trunks, policies, permissions, addresses.

use serde_json::{Value, json};

use super::super::{
    reply::Reply,
    state::{ACCOUNT, Incoming, State, fields, now_iso},
};
use super::{Given, Kind, Place, apply, calls, kind, missing};

pub(super) const KINDS: &[Kind] = &[
    Kind::new(&["v1", "ByocTrunks"], "byoc_trunks", "BY", fill_trunk),
    Kind::new(
        &["v1", "ConnectionPolicies"],
        "connection_policies",
        "NY",
        fill_policy,
    ),
    Kind::new(
        &["v1", "ConnectionPolicies", "*", "Targets"],
        "targets",
        "NE",
        fill_target,
    )
    .required(&["Target"]),
    Kind::new(
        &["v1", "DialingPermissions", "Countries"],
        "content",
        "",
        fill_country,
    )
    .id("iso_code"),
    Kind::new(
        &[
            "v1",
            "DialingPermissions",
            "Countries",
            "*",
            "HighRiskSpecialPrefixes",
        ],
        "content",
        "",
        |_| json!({"prefix": "+37181"}),
    )
    .id("prefix"),
    Kind::new(&["v1", "IpRecords"], "ip_records", "IL", fill_ip).required(&["IpAddress"]),
    Kind::new(
        &["v1", "SourceIpMappings"],
        "source_ip_mappings",
        "IB",
        fill_mapping,
    )
    .required(&["IpRecordSid", "SipDomainSid"]),
];

const SETTINGS: &str = "v1/Settings";

fn fill_trunk(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "cnam_lookup_enabled": false,
        "connection_policy_sid": null,
        "date_created": now_iso(),
        "date_updated": now_iso(),
        "friendly_name": null,
        "from_domain_sid": null,
        "status_callback_method": null,
        "status_callback_url": null,
        "url": place.uri(),
        "voice_fallback_method": null,
        "voice_fallback_url": null,
        "voice_method": null,
        "voice_url": null,
    })
}

fn fill_policy(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "date_created": now_iso(),
        "date_updated": now_iso(),
        "friendly_name": null,
        "links": {"targets": place.below("/Targets")},
        "url": place.uri(),
    })
}

fn fill_target(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "connection_policy_sid": place.path.get(2),
        "date_created": now_iso(),
        "date_updated": now_iso(),
        "enabled": true,
        "friendly_name": null,
        "priority": 10,
        "target": null,
        "url": place.uri(),
        "weight": 10,
    })
}

fn fill_country(place: &Place<'_>) -> Value {
    json!({
        "iso_code": "US",
        "name": "United States/Canada",
        "continent": "NORTH_AMERICA",
        "country_codes": ["+1"],
        "low_risk_numbers_enabled": true,
        "high_risk_special_numbers_enabled": false,
        "high_risk_tollfraud_numbers_enabled": false,
        "url": place.uri(),
        "links": {"highrisk_special_prefixes": place.below("/HighRiskSpecialPrefixes")},
    })
}

fn fill_ip(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "cidr_prefix_length": 32,
        "date_created": now_iso(),
        "date_updated": now_iso(),
        "friendly_name": null,
        "ip_address": null,
        "url": place.uri(),
    })
}

fn fill_mapping(place: &Place<'_>) -> Value {
    json!({
        "date_created": now_iso(),
        "date_updated": now_iso(),
        "ip_record_sid": null,
        "sip_domain_sid": null,
        "url": place.uri(),
    })
}

pub(super) fn seed(state: &mut State) {
    let path = ["v1", "DialingPermissions", "Countries"];
    if let Some(kind) = kind(&path) {
        let given = Given::Fields(fields(json!({"iso_code": "US"})));
        let country = kind.make(state, ACCOUNT, &path, &given);
        state.put(&kind.key(ACCOUNT, &path), kind.id, country);
    }
    let url = format!("{}/{SETTINGS}", state.url);
    let settings = json!({"dialing_permissions_inheritance": false, "url": url});
    state.set_single(SETTINGS, settings);
}

pub(super) fn serve(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("GET", ["v1", "Settings"]) => Reply::ok(state.single(SETTINGS)?.clone()),
        ("POST", ["v1", "Settings"]) => {
            let mut settings = fields(state.single(SETTINGS)?.clone());
            apply(&mut settings, &request.form);
            state.set_single(SETTINGS, settings.clone().into());
            Reply::json(202, settings)
        }
        ("POST", ["v1", "DialingPermissions", "BulkCountryUpdates"]) => permit(state, request),
        ("DELETE", ["v1", "Archives", _, "Calls", sid]) => {
            let key = format!("{account}/Calls");
            let over = state
                .find(&key, "sid", sid)
                .filter(|call| !calls::is_live(call));
            if over.is_none() {
                return Some(Reply::not_found());
            }
            state.remove(&key, "sid", sid);
            Reply::empty()
        }
        _ => return None,
    })
}

/// Changes the permissions of several countries.
fn permit(state: &mut State, request: &Incoming) -> Reply {
    if let Some(missing) = missing(request, &["UpdateRequest"]) {
        return missing;
    }
    let text = request.parameter("UpdateRequest").unwrap_or_default();
    let Ok(Value::Array(updates)) = serde_json::from_str(text) else {
        return Reply::error(400, 20_001, "UpdateRequest must be a list");
    };
    let path = ["v1", "DialingPermissions", "Countries"];
    let Some(kind) = kind(&path) else {
        return Reply::not_found();
    };
    for update in &updates {
        let mut given = fields(update.clone());
        // Twilio takes flags as text too.
        for (_, value) in &mut given {
            if let Some(flag) = value.as_str().and_then(|text| text.parse::<bool>().ok()) {
                *value = flag.into();
            }
        }
        let key = kind.key(ACCOUNT, &path);
        let code = super::text(&given, "iso_code").to_owned();
        match state.find_mut(&key, kind.id, &code) {
            Some(country) => country.extend(given),
            None => {
                let country = kind.make(state, ACCOUNT, &path, &Given::Fields(given));
                state.put(&key, kind.id, country);
            }
        }
    }
    Reply::json(
        201,
        json!({"update_count": updates.len(), "update_request": text}),
    )
}
