//! Payments, messages, events and notifications of a call. The fixtures are examples of Twilio's description of the
//! API.

use jiff::civil::date;
use twilio_voice::{
    HttpMethod, UserDefinedMessageSubscriptionSid,
    calls::{
        Price,
        payments::{CreatePayment, PaymentCapture, PaymentFinalStatus, UpdatePayment},
        streams::CreateStream,
        user_defined_message_subscriptions::CreateUserDefinedMessageSubscription,
        user_defined_messages::CreateUserDefinedMessage,
    },
    notifications::NotificationLevel,
    twiml::CardType,
};
use wiremock::{Mock, ResponseTemplate, matchers::any};

use crate::support::{
    self, CALL, below_call, call_sid, form, json, on, post_below_call, query, sid,
};

const STREAM: &str = include_str!("../fixtures/call_parts/stream.json");
const PAYMENT: &str = include_str!("../fixtures/call_parts/payment.json");
const MESSAGE: &str = include_str!("../fixtures/call_parts/message.json");
const SUBSCRIPTION: &str = include_str!("../fixtures/call_parts/subscription.json");
const EVENTS: &str = include_str!("../fixtures/call_parts/events.json");
const NOTIFICATION: &str = include_str!("../fixtures/call_parts/notification.json");
const NOT_FOUND: &str = include_str!("../fixtures/calls/not_found.json");

#[tokio::test]
async fn what_cannot_be_meant_is_not_sent() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(200, STREAM))
        .expect(0)
        .mount(&server)
        .await;
    let (calls, call) = (client.calls(), call_sid());
    let many = vec![("a".to_owned(), String::new()); 100];
    for stream in [
        CreateStream::new("https://example.com"),
        CreateStream::new("wss://example.com").parameters(many),
        CreateStream::new("wss://example.com").status_callback("/relative"),
    ] {
        calls.streams(&call).create(&stream).await.unwrap_err();
    }
    for name in ["", ".."] {
        calls.streams(&call).stop(name).await.unwrap_err();
        calls.siprec(&call).stop(name).await.unwrap_err();
        calls.transcriptions(&call).stop(name).await.unwrap_err();
    }
    for message in ["{", &format!("{:?}", "x".repeat(10_000))] {
        let message = CreateUserDefinedMessage::new(message);
        calls
            .user_defined_messages(&call)
            .create(&message)
            .await
            .unwrap_err();
    }
    let amount = |amount: &str| amount.parse::<Price>().unwrap();
    let nested = serde_json::Map::from_iter([("a".to_owned(), serde_json::json!([1]))]);
    for payment in [
        CreatePayment::new("", "/s"),
        CreatePayment::new("k", ""),
        CreatePayment::new("k", "/s").charge_amount(amount("-1")),
        CreatePayment::new("k", "/s").charge_amount(amount("1000000")),
        CreatePayment::new("k", "/s").parameter(nested),
    ] {
        calls.payments(&call).create(&payment).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_payment_is_begun_led_on_and_completed() {
    let (server, client) = support::start().await;
    let begun = [
        ("IdempotencyKey", "k1"),
        ("StatusCallback", "/paid"),
        ("ChargeAmount", "999999.99"),
        ("Parameter", r#"{"customer":"7"}"#),
        ("ValidCardTypes", "visa amex"),
        ("RequireMatchingInputs", "payment-card-number,postal-code"),
        ("SecurityCode", "false"),
        ("Confirmation", "true"),
        ("Timeout", "7"),
    ];
    // Twilio knows the second request by its key.
    on("POST", &below_call("/Payments"))
        .respond_with(ResponseTemplate::new(500))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    post_below_call(&server, "/Payments", &begun, PAYMENT).await;
    let one = format!("/Payments/PK{}", "a".repeat(32));
    for (key, name, value) in [
        ("k2", "Capture", "security-code"),
        ("k3", "Status", "complete"),
    ] {
        let parameters = [
            ("IdempotencyKey", key),
            ("StatusCallback", "/paid"),
            (name, value),
        ];
        post_below_call(&server, &one, &parameters, PAYMENT).await;
    }
    let customer = ("customer".to_owned(), "7".into());
    let payment = CreatePayment::new("k1", "/paid")
        .charge_amount("999999.99".parse::<Price>().unwrap())
        .parameter(serde_json::Map::from_iter([customer]))
        .valid_card_types([CardType::Visa, CardType::Amex])
        .require_matching_inputs([
            PaymentCapture::PaymentCardNumber,
            PaymentCapture::PostalCode,
        ])
        .security_code(false)
        .confirmation(true)
        .timeout(std::time::Duration::from_secs(7));
    let payments = client.calls().payments(&call_sid());
    let payment = payments.create(&payment).await.unwrap();
    assert_eq!(
        (payment.sid, payment.call_sid),
        (sid("PK"), Some(call_sid()))
    );
    assert_eq!(payment.account_sid, Some(support::account()));
    let begun = "2019-12-18T20:02:01Z".parse().ok();
    assert_eq!((payment.date_created, payment.date_updated), (begun, begun));
    assert_eq!(payment.uri, Some(below_call(&one)));
    for update in [
        UpdatePayment::capture_next("k2", "/paid", PaymentCapture::SecurityCode),
        UpdatePayment::end("k3", "/paid", PaymentFinalStatus::Complete),
    ] {
        payments.update(&payment.sid, &update).await.unwrap();
    }
}

#[tokio::test]
async fn a_message_is_sent_once() {
    let (server, client) = support::start().await;
    let content = r#"{"hello": "ü"}"#;
    let parameters = [("Content", content), ("IdempotencyKey", "k")];
    post_below_call(&server, "/UserDefinedMessages", &parameters, MESSAGE).await;
    on("POST", &below_call("/UserDefinedMessages"))
        .and(form(&[("Content", content)]))
        .respond_with(ResponseTemplate::new(500))
        .expect(1)
        .mount(&server)
        .await;
    let messages = client.calls().user_defined_messages(&call_sid());
    let message = CreateUserDefinedMessage::new(content);
    assert!(!format!("{message:?}").contains("hello"));
    let error = messages.create(&message).await.unwrap_err();
    assert!(error.may_have_been_applied());
    let sent = messages
        .create(&message.idempotency_key("k"))
        .await
        .unwrap();
    assert_eq!((sent.sid, sent.call_sid), (sid("KX"), Some(call_sid())));
    assert_eq!(sent.account_sid, Some(support::account()));
    assert_eq!(sent.date_created, "2019-12-18T20:02:01Z".parse().ok());
}

#[tokio::test]
async fn a_subscription_to_messages_is_made_and_ended() {
    let (server, client) = support::start().await;
    let parameters = [
        ("Callback", "https://example.com/m"),
        ("IdempotencyKey", "k"),
        ("Method", "GET"),
    ];
    post_below_call(
        &server,
        "/UserDefinedMessageSubscriptions",
        &parameters,
        SUBSCRIPTION,
    )
    .await;
    let id: UserDefinedMessageSubscriptionSid = sid("ZY");
    on(
        "DELETE",
        &below_call(&format!("/UserDefinedMessageSubscriptions/{id}")),
    )
    .respond_with(ResponseTemplate::new(204))
    .expect(1)
    .mount(&server)
    .await;
    let subscription = CreateUserDefinedMessageSubscription::new("https://example.com/m")
        .idempotency_key("k")
        .method(HttpMethod::Get);
    let handle = client
        .calls()
        .user_defined_message_subscriptions(&call_sid());
    let made = handle.create(&subscription).await.unwrap();
    assert_eq!((made.sid, made.call_sid), (id, Some(call_sid())));
    assert_eq!(made.account_sid, Some(support::account()));
    assert_eq!(made.date_created, "2019-12-18T20:02:01Z".parse().ok());
    assert!(made.uri.unwrap().ends_with(&format!("{id}.json")));
    handle.delete(&id).await.unwrap();
}

#[tokio::test]
async fn the_events_of_a_call_are_read_and_not_shown() {
    let (server, client) = support::start().await;
    on("GET", &below_call("/Events"))
        .and(query(&[("PageSize", "50")]))
        .respond_with(json(200, EVENTS))
        .expect(1)
        .mount(&server)
        .await;
    let events = client.calls().events(&call_sid()).list().page_size(50);
    let event = events.send().await.unwrap().items.remove(0);
    let shown = format!("{event:?}");
    assert!(
        !shown.contains("Hi!") && !shown.contains("123456789"),
        "{shown}"
    );
    let request = event.request.unwrap();
    assert_eq!(request.method, Some(HttpMethod::Post));
    assert!(request.url.unwrap().ends_with(&format!("{CALL}.json")));
    assert_eq!(request.parameters.len(), 9);
    assert_eq!(request.parameters["timeout"], "55");
    let response = event.response.unwrap();
    assert_eq!(
        (response.response_code, response.request_duration),
        (Some(201), Some(50))
    );
    assert_eq!(response.content_type.as_deref(), Some("application/json"));
    assert!(response.response_body.unwrap().contains(CALL));
    assert_eq!(response.date_created, "2020-08-11T17:44:08Z".parse().ok());
}

#[tokio::test]
async fn the_notifications_of_a_call_are_looked_at_and_listed() {
    let (server, client) = support::start().await;
    let one = below_call(&format!("/Notifications/NO{}", "a".repeat(32)));
    on("GET", &one)
        .respond_with(json(200, NOTIFICATION))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &below_call("/Notifications"))
        .and(query(&[
            ("Log", "0"),
            ("MessageDate", "2026-11-20"),
            ("MessageDate<", "2026-11-21"),
            ("MessageDate>", "2026-11-19"),
        ]))
        .respond_with(json(
            200,
            &format!(r#"{{"notifications": [{NOTIFICATION}]}}"#),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.calls().notifications(&call_sid());
    let found = handle.get(&sid("NO")).await.unwrap();
    assert_eq!((found.sid, found.call_sid), (sid("NO"), Some(call_sid())));
    assert_eq!(found.log, Some(NotificationLevel::Warning));
    assert_eq!(found.error_code.map(|code| code.as_u32()), Some(15_003));
    assert_eq!(found.message_date, "2015-08-18T08:46:56Z".parse().ok());
    assert_eq!((found.request_url, found.request_method), (None, None));
    let list = handle.list().log(NotificationLevel::Error);
    let list = list
        .message_date(date(2026, 11, 20))
        .message_date_before(date(2026, 11, 21));
    let page = list
        .message_date_from(date(2026, 11, 19))
        .send()
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);
}

#[tokio::test]
async fn what_belongs_to_no_call_is_not_found() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(404, NOT_FOUND))
        .expect(3)
        .mount(&server)
        .await;
    let (calls, call) = (client.calls(), call_sid());
    assert!(
        calls
            .streams(&call)
            .stop("x")
            .await
            .unwrap_err()
            .is_not_found()
    );
    let notification = calls.notifications(&call).get(&sid("NO")).await;
    assert!(notification.unwrap_err().is_not_found());
    let subscriptions = calls.user_defined_message_subscriptions(&call);
    assert!(
        subscriptions
            .delete(&sid("ZY"))
            .await
            .unwrap_err()
            .is_not_found()
    );
}
