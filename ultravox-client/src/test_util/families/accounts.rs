//! The account: limits, usage, bills, keys of voice companies.

use serde_json::{Value, json};

use super::{Collection, Family, hide};
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, is_set, now, over},
};

/// The account everything belongs to.
pub(in crate::test_util) const ACCOUNT: &str = "7c1f0d3e-52b8-4a96-8f4d-2b9e6c0a1d57";

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/accounts",
        "GET /api/accounts/me",
        "GET /api/accounts/me/billing",
        "GET /api/accounts/me/billing/invoices",
        "GET /api/accounts/me/billing/usage",
        "GET /api/accounts/me/telephony_config",
        "PATCH /api/accounts/me/telephony_config",
        "GET /api/accounts/me/tts_api_keys",
        "PATCH /api/accounts/me/tts_api_keys",
        "GET /api/accounts/me/usage/calls",
        "GET /api/accounts/me/usage/concurrency",
    ],
    collection,
    serve,
    seed,
};

const KEYS: &str = "accounts/me/tts_api_keys";

fn collection(path: &[&str]) -> Option<Collection> {
    matches!(path, ["accounts", "me", "billing", "invoices"])
        .then(|| Collection::new("invoiceNumber", fill_invoice))
}

fn fill_invoice(_: &[&str], given: Fields) -> Fields {
    let defaults = json!({
        "invoiceDate": now(),
        "amount": 0,
        "billingReason": "subscription_cycle",
        "invoiceStatus": "paid",
        "invoiceUrl": "https://example.com/invoice",
    });
    over(defaults, given)
}

fn seed(state: &mut State) {
    let account = json!({
        "accountId": ACCOUNT,
        "name": "test",
        "billingUrl": null,
        "freeTimeUsed": "0s",
        "freeTimeRemaining": "1800s",
        "hasActiveSubscription": false,
        "subscriptionTier": null,
        "subscriptionCadence": null,
        "subscriptionExpiration": null,
        "subscriptionScheduledUpdate": null,
        "subscriptionRenewal": null,
        "allowedConcurrentCalls": 5,
        "allowedVoices": 1,
        "allowedCorpora": 2,
    });
    state.set_single("accounts/me", account);
    let billing = json!({"paymentMethod": null, "billingEmail": null});
    state.set_single("accounts/me/billing", billing);
    state.set_single(KEYS, json!({}));
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("GET", ["accounts"]) => Reply::ok(vec![account(state)]),
        ("GET", ["accounts", "me"]) => Reply::ok(account(state)),
        ("GET", ["accounts", "me", "billing"]) => {
            Reply::ok(state.single("accounts/me/billing")?.clone())
        }
        ("GET", ["accounts", "me", "billing", "usage"]) => {
            let usage = state.single("accounts/me/billing/usage").cloned();
            Reply::ok(usage.unwrap_or_else(
                || json!({"dailyUsage": [], "totalMinutes": 0.0, "totalSipMinutes": 0.0}),
            ))
        }
        ("GET", ["accounts", "me", "usage", "calls"]) => Reply::ok(call_usage(state)),
        ("GET", ["accounts", "me", "usage", "concurrency"]) => Reply::ok(concurrency(state)),
        ("GET", ["accounts", "me", "tts_api_keys"]) => Reply::ok(state.single(KEYS)?.clone()),
        ("PATCH", ["accounts", "me", "tts_api_keys"]) => match request.fields() {
            Ok(given) => update_keys(state, given),
            Err(reply) => reply,
        },
        ("GET", ["accounts", "me", "telephony_config"]) => Reply::ok(telephony(state)),
        ("PATCH", ["accounts", "me", "telephony_config"]) => match request.fields() {
            Ok(given) => {
                for (company, config) in given {
                    super::telephony_configs::set(state, &company, config);
                }
                Reply::ok(telephony(state))
            }
            Err(reply) => reply,
        },
        _ => return None,
    })
}

/// The account, with the calls that are open now.
fn account(state: &State) -> Value {
    let open = open(state);
    let mut account = state.single("accounts/me").cloned().unwrap_or_default();
    if let Value::Object(fields) = &mut account {
        fields.entry("activeCalls").or_insert(open.0.into());
    }
    account
}

/// How many calls are open, and how many of them joined.
fn open(state: &State) -> (usize, usize) {
    let open = || {
        state
            .list("calls")
            .iter()
            .filter(|call| !is_set(call, "ended"))
    };
    (
        open().count(),
        open().filter(|call| is_set(call, "joined")).count(),
    )
}

fn call_usage(state: &State) -> Value {
    if let Some(usage) = state.single("accounts/me/usage/calls") {
        return usage.clone();
    }
    let calls = state.list("calls");
    let joined = calls.iter().filter(|call| is_set(call, "joined")).count();
    json!({
        "allTime": {
            "totalCount": calls.len(),
            "errorCount": 0,
            "duration": "0s",
            "joinedCount": joined,
            "billedMinutes": 0.0,
        },
        "daily": [],
        "hourly": [],
    })
}

fn concurrency(state: &State) -> Value {
    if let Some(series) = state.single("accounts/me/usage/concurrency") {
        return series.clone();
    }
    let (total, joined) = open(state);
    json!({"timeSeries": [{
        "timestamp": now(),
        "maxTotalCalls": total,
        "maxJoinedCalls": joined,
        "avgTotalCalls": total,
        "avgJoinedCalls": joined,
    }]})
}

fn update_keys(state: &mut State, given: Fields) -> Reply {
    let mut keys = match state.single(KEYS) {
        Some(Value::Object(keys)) => keys.clone(),
        _ => Fields::new(),
    };
    for (company, secret) in given {
        if secret.is_null() {
            keys.remove(&company);
        } else {
            keys.insert("secret".to_owned(), secret);
            hide(&mut keys, "secret", &company);
        }
    }
    state.set_single(KEYS, keys.clone().into());
    Reply::ok(keys)
}

fn telephony(state: &State) -> Value {
    let companies = super::telephony_configs::COMPANIES;
    let configs = companies.iter().filter_map(|company| {
        let config = state.single(&format!("telephony_configs/{company}"))?;
        Some(((*company).to_owned(), config.clone()))
    });
    Value::Object(configs.collect())
}
