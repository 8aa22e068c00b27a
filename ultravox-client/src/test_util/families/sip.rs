//! SIP: who may call in, and registrations.

use serde_json::json;

use super::{Collection, Family};
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, over},
};

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/sip",
        "PATCH /api/sip",
        "GET /api/sip/registrations",
        "POST /api/sip/registrations",
        "GET /api/sip/registrations/{registration_id}",
        "PATCH /api/sip/registrations/{registration_id}",
        "DELETE /api/sip/registrations/{registration_id}",
    ],
    collection,
    serve,
    seed: |state| {
        let config = json!({
            "allowedCidrRanges": [],
            "allowAllAgents": false,
            "allowedAgents": [],
            "domain": "test.sip.ultravox.ai",
        });
        state.set_single("sip", config);
    },
};

fn collection(path: &[&str]) -> Option<Collection> {
    matches!(path, ["sip", "registrations"]).then(|| {
        let registrations = Collection::new("registrationId", fill);
        registrations.required(&["username", "password", "proxy"])
    })
}

fn fill(_: &[&str], mut given: Fields) -> Fields {
    given.remove("password");
    let defaults = json!({
        "username": "",
        "proxy": "",
        "outboundProxy": null,
        "authUser": null,
        "successful": null,
    });
    over(defaults, given)
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    let ["sip"] = path else {
        return None;
    };
    let config = state.single("sip")?.clone();
    if request.method == "GET" {
        return Some(Reply::ok(config));
    }
    Some(match request.fields() {
        Ok(given) => {
            state.set_single("sip", over(config, given).into());
            Reply::ok(state.single("sip")?.clone())
        }
        Err(reply) => reply,
    })
}
