//! SIP and accounts at telephony providers.

use serde_json::json;
use ultravox_client::{
    sip::{AgentAllowance, CreateSipRegistration, FallbackHandler, UpdateSipConfig},
    telephony_configs::{CreateTwilioConfig, IncomingCalls, UpdateTelnyxConfig},
};
use wiremock::{ResponseTemplate, matchers::body_json};

use crate::support::{AGENT, is_invalid, json, on, start};

#[tokio::test]
async fn who_may_call_in_is_changed() {
    let (server, client) = start().await;
    on("PATCH", "/api/sip")
        .and(body_json(json!({
            "allowedAgents": [{"agentId": AGENT}],
            "fallbackHandler": {"url": "https://example.com", "secrets": ["s"]},
        })))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "allowedAgents": [{"agentId": AGENT, "toUserPattern": null}],
            "fallbackHandler": {"url": "https://example.com", "secrets": ["hunter2"]},
            "domain": "x.sip.example.com",
        })))
        .expect(1)
        .mount(&server)
        .await;
    let update = UpdateSipConfig::new()
        .allowed_agents([AgentAllowance::new(AGENT.parse().unwrap())])
        .fallback_handler(FallbackHandler::new("https://example.com").secrets(["s"]));
    let config = client.sip().update(&update).await.unwrap();
    assert_eq!(config.domain, "x.sip.example.com");
    assert!(!format!("{config:?}").contains("hunter2"));
    let update = UpdateSipConfig::new().allowed_cidr_ranges(["everywhere"]);
    let error = client.sip().update(&update).await.unwrap_err();
    assert!(is_invalid(&error, "allowed_cidr_ranges[0]"), "{error}");
}

#[tokio::test]
async fn a_registration_may_not_be_known_to_have_worked() {
    let (server, client) = start().await;
    on("POST", "/api/sip/registrations")
        .and(body_json(
            json!({"username": "u", "password": "p", "proxy": "sip.example.com"}),
        ))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({
            "registrationId": "r1",
            "created": "2026-11-20T12:00:00Z",
            "username": "u",
            "proxy": "sip.example.com",
            "successful": null,
        })))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", "/api/sip/registrations/r1")
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let registrations = client.sip().registrations();
    let new = CreateSipRegistration::new("u", "p", "sip.example.com");
    let registration = registrations.create(&new).await.unwrap();
    assert_eq!(registration.successful, None);
    registrations
        .delete(&registration.registration_id)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_account_at_twilio_is_set_and_shown_in_part() {
    let (server, client) = start().await;
    on("POST", "/api/telephony_configs/twilio")
        .and(body_json(json!({
            "accountSid": "AC1",
            "authToken": "token",
            "callCreationAllowAllAgents": true,
        })))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({
            "accountSid": "AC1",
            "authTokenPrefix": {"prefix": "to"},
            "callCreationAllowAllAgents": true,
        })))
        .expect(1)
        .mount(&server)
        .await;
    let incoming = IncomingCalls::new().call_creation_allow_all_agents(true);
    let new = CreateTwilioConfig::new("AC1", "token").incoming(incoming);
    let config = client
        .telephony_configs()
        .twilio()
        .create(&new)
        .await
        .unwrap();
    assert_eq!(config.auth_token_prefix.prefix, "to");
    assert_eq!(config.incoming.call_creation_allow_all_agents, Some(true));
}

#[tokio::test]
async fn an_account_that_was_never_set_is_not_found() {
    let (server, client) = start().await;
    let missing = || json(404, r#"{"detail": "Not found."}"#);
    for verb in ["GET", "PATCH", "DELETE"] {
        on(verb, "/api/telephony_configs/telnyx")
            .respond_with(missing())
            .expect(1)
            .mount(&server)
            .await;
    }
    let telnyx = client.telephony_configs().telnyx();
    assert!(telnyx.get().await.unwrap_err().is_not_found());
    let update = UpdateTelnyxConfig::new().api_key("k");
    assert!(telnyx.update(&update).await.unwrap_err().is_not_found());
    assert!(telnyx.delete().await.unwrap_err().is_not_found());
}
