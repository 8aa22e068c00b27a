//! Numbers of others that may be shown as the caller.

use std::time::Duration;

use twilio_voice::{
    ErrorCode, HttpMethod,
    outgoing_caller_ids::{CreateValidationRequest, UpdateOutgoingCallerId},
};
use wiremock::{ResponseTemplate, matchers::query_param};

use crate::support::{self, ACCOUNT, CALL, TO, form, json, on};

const CALLER_IDS: &str =
    "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/OutgoingCallerIds.json";
const ONE: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/OutgoingCallerIds/PN11111111111111111111111111111111.json";
const SID: &str = "PN11111111111111111111111111111111";
const FULL: &str = include_str!("../fixtures/outgoing_caller_ids/full.json");

#[tokio::test]
async fn a_validation_calls_and_tells_the_digits() {
    let (server, client) = support::start().await;
    on("POST", CALLER_IDS)
        .and(form(&[
            ("PhoneNumber", TO),
            ("FriendlyName", "Ann"),
            ("CallDelay", "30"),
            ("Extension", "ww12"),
            ("StatusCallback", "https://example.com/validated"),
            ("StatusCallbackMethod", "GET"),
        ]))
        .respond_with(json(
            200,
            include_str!("../fixtures/outgoing_caller_ids/validation.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let request = CreateValidationRequest::new(TO)
        .friendly_name("Ann")
        .call_delay(Duration::from_secs(30))
        .extension("ww12")
        .status_callback("https://example.com/validated")
        .status_callback_method(HttpMethod::Get);
    assert!(!format!("{request:?}").contains("example.com"));
    let validation = client.outgoing_caller_ids().create(&request).await;
    let validation = validation.unwrap();
    assert_eq!(validation.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(validation.call_sid.unwrap().as_str(), CALL);
    assert_eq!(validation.phone_number.as_deref(), Some(TO));
    assert_eq!(validation.friendly_name.as_deref(), Some("Ann"));
    // The zero in front counts.
    assert_eq!(validation.validation_code.as_deref(), Some("012345"));
}

#[tokio::test]
async fn caller_ids_are_listed_looked_at_renamed_and_deleted() {
    let (server, client) = support::start().await;
    let page = include_str!("../fixtures/outgoing_caller_ids/page.json");
    on("GET", CALLER_IDS)
        .and(query_param("PhoneNumber", TO))
        .and(query_param("FriendlyName", "Ann"))
        .respond_with(json(200, page))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", ONE)
        .respond_with(json(200, FULL))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", ONE)
        .and(form(&[("FriendlyName", "Bob")]))
        .respond_with(json(200, FULL))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", ONE)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let caller_ids = client.outgoing_caller_ids();
    let list = caller_ids.list().phone_number(TO).friendly_name("Ann");
    assert_eq!(list.send().await.unwrap().items.len(), 1);
    let sid = SID.parse().unwrap();
    let caller_id = caller_ids.get(&sid).await.unwrap();
    assert_eq!(caller_id.sid, sid);
    assert_eq!(caller_id.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(caller_id.phone_number.as_deref(), Some(TO));
    assert_eq!(caller_id.friendly_name.as_deref(), Some("Ann"));
    assert!(caller_id.date_created.is_some() && caller_id.date_updated.is_some());
    assert!(caller_id.uri.is_some());
    let update = UpdateOutgoingCallerId::new().friendly_name("Bob");
    caller_ids.update(&sid, &update).await.unwrap();
    caller_ids.delete(&sid).await.unwrap();
}

#[tokio::test]
async fn a_number_that_is_verified_already_is_told_by_its_code() {
    let (server, client) = support::start().await;
    let verified = include_str!("../fixtures/outgoing_caller_ids/already_verified.json");
    on("POST", CALLER_IDS)
        .respond_with(json(400, verified))
        .expect(1)
        .mount(&server)
        .await;
    let request = CreateValidationRequest::new(TO);
    let error = client.outgoing_caller_ids().create(&request).await;
    let code = error.unwrap_err().error_code();
    assert_eq!(code, Some(ErrorCode::ALREADY_VERIFIED));
}

#[tokio::test]
async fn a_validation_whose_answer_is_lost_calls_nobody_twice() {
    let (server, client) = support::start().await;
    on("POST", CALLER_IDS)
        .respond_with(ResponseTemplate::new(500))
        .expect(1)
        .mount(&server)
        .await;
    let request = CreateValidationRequest::new(TO);
    let error = client.outgoing_caller_ids().create(&request).await;
    assert!(error.unwrap_err().may_have_been_applied());
}

#[test]
fn what_cannot_be_validated_is_refused() {
    let late = CreateValidationRequest::new(TO).call_delay(Duration::from_secs(61));
    for (request, name) in [
        (late, "CallDelay"),
        (CreateValidationRequest::new("client:ann"), "PhoneNumber"),
    ] {
        let error = request.to_form().unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
}
