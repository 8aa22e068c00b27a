//! Accounts at telephony providers: one each.

use serde_json::{Value, json};

use super::{Family, hide};
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, over},
};

pub(super) const COMPANIES: [&str; 3] = ["plivo", "telnyx", "twilio"];

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/telephony_configs/plivo",
        "POST /api/telephony_configs/plivo",
        "PATCH /api/telephony_configs/plivo",
        "DELETE /api/telephony_configs/plivo",
        "GET /api/telephony_configs/telnyx",
        "POST /api/telephony_configs/telnyx",
        "PATCH /api/telephony_configs/telnyx",
        "DELETE /api/telephony_configs/telnyx",
        "GET /api/telephony_configs/twilio",
        "POST /api/telephony_configs/twilio",
        "PATCH /api/telephony_configs/twilio",
        "DELETE /api/telephony_configs/twilio",
    ],
    collection: |_| None,
    serve,
    seed: |_| {},
};

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    let ["telephony_configs", company] = path else {
        return None;
    };
    let path = path.join("/");
    let old = state.single(&path).cloned();
    let given = match request.fields() {
        Ok(given) => given,
        Err(reply) => return Some(reply),
    };
    Some(match (request.method.as_str(), old) {
        ("POST", _) => {
            set(state, company, given.into());
            Reply::json(201, state.single(&path)?.clone())
        }
        (_, None) => Reply::not_found(),
        ("GET", Some(config)) => Reply::ok(config),
        ("PATCH", Some(config)) => {
            set(state, company, over(config, given).into());
            Reply::ok(state.single(&path)?.clone())
        }
        _ => {
            state.remove_single(&path);
            Reply::empty()
        }
    })
}

/// Stores a configuration without its secrets; `null` removes it.
pub(super) fn set(state: &mut State, company: &str, config: Value) {
    let path = format!("telephony_configs/{company}");
    let Value::Object(given) = config else {
        state.remove_single(&path);
        return;
    };
    let defaults = json!({
        "callCreationAllowedAgentIds": [],
        "callCreationAllowAllAgents": false,
        "requestContextMapping": {},
    });
    let mut config: Fields = over(defaults, given);
    for (secret, prefix) in [
        ("authToken", "authTokenPrefix"),
        ("apiKey", "apiKeyPrefix"),
        ("publicKey", "publicKeyPrefix"),
    ] {
        hide(&mut config, secret, prefix);
    }
    state.set_single(&path, config.into());
}
