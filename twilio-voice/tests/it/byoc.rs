//! Carriers of one's own: trunks and connection policies.

use futures_util::TryStreamExt as _;
use twilio_voice::{
    ConnectionPolicySid, ErrorCode, HttpMethod, SipDomainSid,
    byoc_trunks::{CreateByocTrunk, UpdateByocTrunk},
    connection_policies::{
        CreateConnectionPolicy, UpdateConnectionPolicy,
        targets::{CreateConnectionPolicyTarget, UpdateConnectionPolicyTarget},
    },
};
use wiremock::{
    ResponseTemplate,
    matchers::{query_param, query_param_is_missing},
};

use crate::support::{self, ACCOUNT, form, json, on};

const TRUNKS: &str = "/v1/ByocTrunks";
const TRUNK: &str = "/v1/ByocTrunks/BY11111111111111111111111111111111";
const POLICIES: &str = "/v1/ConnectionPolicies";
const POLICY: &str = "/v1/ConnectionPolicies/NY11111111111111111111111111111111";
const TARGETS: &str = "/v1/ConnectionPolicies/NY11111111111111111111111111111111/Targets";
const TARGET: &str = "/v1/ConnectionPolicies/NY11111111111111111111111111111111/Targets/NE11111111111111111111111111111111";
const FULL_TRUNK: &str = include_str!("../fixtures/byoc_trunks/full.json");
const FULL_POLICY: &str = include_str!("../fixtures/connection_policies/full.json");
const FULL_TARGET: &str = include_str!("../fixtures/connection_policies/target.json");

fn policy() -> ConnectionPolicySid {
    "NY11111111111111111111111111111111".parse().unwrap()
}

fn domain() -> SipDomainSid {
    "SD22222222222222222222222222222222".parse().unwrap()
}

#[tokio::test]
async fn a_trunk_is_made_and_every_field_is_read() {
    let (server, client) = support::start().await;
    on("POST", TRUNKS)
        .and(form(&[
            ("FriendlyName", "Carrier"),
            ("VoiceUrl", "https://byoc.example.com/twilio/app"),
            ("VoiceMethod", "GET"),
            ("CnamLookupEnabled", "true"),
            ("ConnectionPolicySid", policy().as_str()),
            ("FromDomainSid", domain().as_str()),
        ]))
        .respond_with(json(201, FULL_TRUNK))
        .expect(1)
        .mount(&server)
        .await;
    let trunk = CreateByocTrunk::new()
        .friendly_name("Carrier")
        .voice_url("https://byoc.example.com/twilio/app")
        .voice_method(HttpMethod::Get)
        .cnam_lookup_enabled(true)
        .connection_policy_sid(policy())
        .from_domain_sid(domain());
    let trunk = client.byoc_trunks().create(&trunk).await.unwrap();
    assert!(TRUNK.ends_with(trunk.sid.as_str()));
    assert_eq!(trunk.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(trunk.friendly_name.as_deref(), Some("Carrier"));
    for (url, path) in [
        (&trunk.voice_url, "app"),
        (&trunk.voice_fallback_url, "fallback"),
        (&trunk.status_callback_url, "status_callback"),
    ] {
        assert_eq!(
            *url,
            Some(format!("https://byoc.example.com/twilio/{path}"))
        );
    }
    assert_eq!(trunk.voice_method, Some(HttpMethod::Get));
    assert_eq!(trunk.voice_fallback_method, Some(HttpMethod::Post));
    assert_eq!(trunk.status_callback_method, Some(HttpMethod::Post));
    assert_eq!(trunk.cnam_lookup_enabled, Some(true));
    let (policy, domain) = (trunk.connection_policy_sid, trunk.from_domain_sid);
    assert!(policy.unwrap().as_str().starts_with("NY2"));
    assert!(domain.unwrap().as_str().starts_with("SD3"));
    // The newer API writes times in another way.
    assert_eq!(
        trunk.date_created.unwrap().to_string(),
        "2020-03-18T23:31:36Z"
    );
    assert_eq!(
        trunk.date_updated.unwrap().to_string(),
        "2020-03-18T23:31:37Z"
    );
    assert!(trunk.url.unwrap().starts_with("https://voice.twilio.com/"));
}

#[tokio::test]
async fn trunks_are_streamed_looked_at_changed_and_deleted() {
    let (server, client) = support::start().await;
    on("GET", TRUNKS)
        .and(query_param("PageSize", "1"))
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(
            200,
            include_str!("../fixtures/byoc_trunks/page_1.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", TRUNKS)
        .and(query_param("PageToken", "PTBY1"))
        .respond_with(json(
            200,
            include_str!("../fixtures/byoc_trunks/page_2.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", TRUNK)
        .respond_with(json(200, FULL_TRUNK))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", TRUNK)
        .and(form(&[("VoiceUrl", ""), ("ConnectionPolicySid", "")]))
        .respond_with(json(200, FULL_TRUNK))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", TRUNK)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let trunks = client.byoc_trunks();
    let found: Vec<_> = trunks
        .list()
        .page_size(1)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found.len(), 2);
    let sid = trunks.get(&found[0].sid).await.unwrap().sid;
    let update = UpdateByocTrunk::new()
        .clear_voice_url()
        .clear_connection_policy_sid();
    trunks.update(&sid, &update).await.unwrap();
    trunks.delete(&sid).await.unwrap();
}

#[tokio::test]
async fn a_trunk_that_is_not_there_is_not_found() {
    let (server, client) = support::start().await;
    let not_found = include_str!("../fixtures/byoc_trunks/not_found.json");
    on("GET", TRUNK)
        .respond_with(json(404, not_found))
        .expect(1)
        .mount(&server)
        .await;
    let sid = "BY11111111111111111111111111111111".parse().unwrap();
    let error = client.byoc_trunks().get(&sid).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.error_code(), Some(ErrorCode::NOT_FOUND));
    let error = error.to_string();
    assert!(error.contains("/v1/ByocTrunks/{Sid}"), "{error}");
}

#[tokio::test]
async fn policies_are_made_listed_renamed_and_deleted() {
    let (server, client) = support::start().await;
    on("POST", POLICIES)
        .and(form(&[("FriendlyName", "Routes")]))
        .respond_with(json(201, FULL_POLICY))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", POLICIES)
        .respond_with(json(
            200,
            include_str!("../fixtures/connection_policies/page.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", POLICY)
        .respond_with(json(200, FULL_POLICY))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", POLICY)
        .and(form(&[("FriendlyName", "Old")]))
        .respond_with(json(200, FULL_POLICY))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", POLICY)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let policies = client.connection_policies();
    let create = CreateConnectionPolicy::new().friendly_name("Routes");
    let made = policies.create(&create).await.unwrap();
    assert_eq!(made.sid, policy());
    assert_eq!(made.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(made.friendly_name.as_deref(), Some("Routes"));
    assert!(made.date_created.is_some() && made.date_updated.is_some());
    assert!(made.url.is_some() && made.links.contains_key("targets"));
    assert_eq!(policies.list().send().await.unwrap().items.len(), 1);
    policies.get(&policy()).await.unwrap();
    let update = UpdateConnectionPolicy::new().friendly_name("Old");
    policies.update(&policy(), &update).await.unwrap();
    policies.delete(&policy()).await.unwrap();
}

#[tokio::test]
async fn targets_are_made_listed_changed_and_deleted() {
    let (server, client) = support::start().await;
    on("POST", TARGETS)
        .and(form(&[
            ("Target", "sip:carrier@example.com"),
            ("FriendlyName", "First"),
            ("Priority", "5"),
            ("Weight", "20"),
            ("Enabled", "true"),
        ]))
        .respond_with(json(201, FULL_TARGET))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", TARGETS)
        .respond_with(json(
            200,
            include_str!("../fixtures/connection_policies/targets.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", TARGET)
        .respond_with(json(200, FULL_TARGET))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", TARGET)
        .and(form(&[
            ("Target", "sip:b@example.com"),
            ("Enabled", "false"),
        ]))
        .respond_with(json(200, FULL_TARGET))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", TARGET)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let targets = client.connection_policies().targets(&policy());
    let create = CreateConnectionPolicyTarget::new("sip:carrier@example.com")
        .friendly_name("First")
        .priority(5)
        .weight(20)
        .enabled(true);
    let made = targets.create(&create).await.unwrap();
    assert!(TARGET.ends_with(made.sid.as_str()));
    assert_eq!(made.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(made.connection_policy_sid, Some(policy()));
    assert_eq!(made.friendly_name.as_deref(), Some("First"));
    assert_eq!(made.target.as_deref(), Some("sip:carrier@example.com"));
    assert_eq!((made.priority, made.weight), (Some(5), Some(20)));
    assert_eq!(made.enabled, Some(true));
    assert!(made.date_created.is_some() && made.date_updated.is_some());
    assert!(made.url.is_some());
    assert_eq!(targets.list().send().await.unwrap().items.len(), 1);
    targets.get(&made.sid).await.unwrap();
    let update = UpdateConnectionPolicyTarget::new()
        .target("sip:b@example.com")
        .enabled(false);
    targets.update(&made.sid, &update).await.unwrap();
    targets.delete(&made.sid).await.unwrap();
}

#[tokio::test]
async fn a_target_that_twilio_refuses_has_a_code() {
    let (server, client) = support::start().await;
    let invalid = include_str!("../fixtures/connection_policies/invalid_target.json");
    on("POST", TARGETS)
        .respond_with(json(400, invalid))
        .expect(1)
        .mount(&server)
        .await;
    let targets = client.connection_policies().targets(&policy());
    let target = CreateConnectionPolicyTarget::new("sip:nowhere.example");
    let error = targets.create(&target).await.unwrap_err();
    assert_eq!(error.error_code(), Some(ErrorCode::UNKNOWN_PARAMETERS));
}

#[test]
fn a_target_that_cannot_be_meant_is_refused() {
    for target in [
        "",
        "sips:a@example.com",
        "+15005550006",
        "sip:a b@example.com",
    ] {
        let create = CreateConnectionPolicyTarget::new(target).to_form();
        let update = UpdateConnectionPolicyTarget::new().target(target).to_form();
        for form in [create, update] {
            let error = form.unwrap_err().to_string();
            assert!(error.contains("Target"), "{error}");
        }
    }
    let light = UpdateConnectionPolicyTarget::new().weight(0);
    assert!(light.to_form().unwrap_err().to_string().contains("Weight"));
}
