//! SIP and accounts at telephony providers.

use serde_json::json;
use ultravox_client::{
    sip::{CreateSipRegistration, UpdateSipConfig, UpdateSipRegistration},
    telephony_configs::{
        CreatePlivoConfig, CreateTelnyxConfig, CreateTwilioConfig, UpdatePlivoConfig,
        UpdateTelnyxConfig, UpdateTwilioConfig,
    },
};

use super::{NOW, id, verb};
use crate::support::CALL;

#[tokio::test]
async fn who_may_call_in_is_read_and_changed() {
    let config =
        json!({"allowedCidrRanges": ["192.0.2.0/24"], "allowedAgents": [], "domain": "x.test"});
    let read = verb("GET", "/api/sip").gets(config.clone());
    let read = read.run(async |client| client.sip().get().await).await;
    assert_eq!(read.domain, "x.test");
    let update = UpdateSipConfig::new().allowed_cidr_ranges(["192.0.2.0/24"]);
    let changed = verb("PATCH", "/api/sip");
    let changed = changed
        .sends(json!({"allowedCidrRanges": ["192.0.2.0/24"]}))
        .gets(config);
    let changed = changed
        .run(async |client| client.sip().update(&update).await)
        .await;
    assert_eq!(changed.allowed_cidr_ranges, ["192.0.2.0/24"]);
}

#[tokio::test]
async fn registrations_are_created_read_changed_and_deleted() {
    let list = "/api/sip/registrations";
    let path = format!("{list}/{CALL}");
    let registration = json!({
        "registrationId": CALL, "created": NOW, "username": "ada", "proxy": "pbx.test", "successful": false,
    });
    let new = CreateSipRegistration::new("ada", "hunter2", "pbx.test");
    let sent = json!({"username": "ada", "password": "hunter2", "proxy": "pbx.test"});
    let created = verb("POST", list).sends(sent).created(registration.clone());
    let created = created.run(async |client| client.sip().registrations().create(&new).await);
    assert_eq!(created.await.successful, Some(false));
    let read = verb("GET", &path).gets(registration.clone());
    let read = read
        .run(async |client| client.sip().registrations().get(&id()).await)
        .await;
    assert_eq!(read.username, "ada");
    let update = UpdateSipRegistration::new().clear_auth_user();
    let changed = verb("PATCH", &path)
        .sends(json!({"authUser": null}))
        .gets(registration.clone());
    changed
        .run(async |client| client.sip().registrations().update(&id(), &update).await)
        .await;
    let listed = verb("GET", list).lists(registration);
    let listed = listed.run(async |client| client.sip().registrations().list().send().await);
    assert_eq!(listed.await.results[0].proxy, "pbx.test");
    verb("DELETE", path)
        .run(async |client| client.sip().registrations().delete(&id()).await)
        .await;
}

#[tokio::test]
async fn the_account_at_twilio_is_created_read_changed_and_deleted() {
    let path = "/api/telephony_configs/twilio";
    let config = json!({"accountSid": "AC1", "authTokenPrefix": {"prefix": "hunt"}});
    let new = CreateTwilioConfig::new("AC1", "hunter2");
    let created = verb("POST", path).sends(json!({"accountSid": "AC1", "authToken": "hunter2"}));
    let created = created.created(config.clone());
    let created =
        created.run(async |client| client.telephony_configs().twilio().create(&new).await);
    assert_eq!(created.await.auth_token_prefix.prefix, "hunt");
    let read = verb("GET", path).gets(config.clone());
    let read = read
        .run(async |client| client.telephony_configs().twilio().get().await)
        .await;
    assert_eq!(read.account_sid, "AC1");
    let update = UpdateTwilioConfig::new().auth_token("new");
    let changed = verb("PATCH", path)
        .sends(json!({"authToken": "new"}))
        .gets(config);
    changed
        .run(async |client| client.telephony_configs().twilio().update(&update).await)
        .await;
    verb("DELETE", path)
        .run(async |client| client.telephony_configs().twilio().delete().await)
        .await;
}

#[tokio::test]
async fn the_account_at_telnyx_is_created_read_changed_and_deleted() {
    let path = "/api/telephony_configs/telnyx";
    let config = json!({
        "accountSid": "T1", "apiKeyPrefix": {"prefix": "k"}, "publicKeyPrefix": {"prefix": "p"}, "applicationSid": "A1",
    });
    let new = CreateTelnyxConfig::new("T1", "key", "public", "A1");
    let sent =
        json!({"accountSid": "T1", "apiKey": "key", "publicKey": "public", "applicationSid": "A1"});
    let created = verb("POST", path).sends(sent).created(config.clone());
    let created =
        created.run(async |client| client.telephony_configs().telnyx().create(&new).await);
    assert_eq!(created.await.account_sid, "T1");
    let read = verb("GET", path).gets(config.clone());
    let read = read
        .run(async |client| client.telephony_configs().telnyx().get().await)
        .await;
    assert_eq!(read.application_sid, "A1");
    let update = UpdateTelnyxConfig::new().api_key("new");
    let changed = verb("PATCH", path)
        .sends(json!({"apiKey": "new"}))
        .gets(config);
    changed
        .run(async |client| client.telephony_configs().telnyx().update(&update).await)
        .await;
    verb("DELETE", path)
        .run(async |client| client.telephony_configs().telnyx().delete().await)
        .await;
}

#[tokio::test]
async fn the_account_at_plivo_is_created_read_changed_and_deleted() {
    let path = "/api/telephony_configs/plivo";
    let config = json!({"authId": "P1", "authTokenPrefix": {"prefix": "hunt"}});
    let new = CreatePlivoConfig::new("P1", "hunter2");
    let created = verb("POST", path).sends(json!({"authId": "P1", "authToken": "hunter2"}));
    let created = created.created(config.clone());
    let created = created.run(async |client| client.telephony_configs().plivo().create(&new).await);
    assert_eq!(created.await.auth_id, "P1");
    let read = verb("GET", path).gets(config.clone());
    let read = read
        .run(async |client| client.telephony_configs().plivo().get().await)
        .await;
    assert_eq!(read.auth_token_prefix.prefix, "hunt");
    let update = UpdatePlivoConfig::new().auth_token("new");
    let changed = verb("PATCH", path)
        .sends(json!({"authToken": "new"}))
        .gets(config);
    changed
        .run(async |client| client.telephony_configs().plivo().update(&update).await)
        .await;
    verb("DELETE", path)
        .run(async |client| client.telephony_configs().plivo().delete().await)
        .await;
}
