//! Sample webhooks against the checks of this crate.

use std::time::Duration;

use ultravox_client::{
    calls::EndReason,
    test_util::SampleWebhook,
    webhook::{SIGNATURE_HEADER, SignatureError, TIMESTAMP_HEADER, Verifier, WebhookEvent},
    webhooks::{CreateWebhook, WebhookEventKind},
};

use super::{create, start};

const SECRET: &str = "hunter2";

fn verify(webhook: &SampleWebhook, secret: &str) -> Result<(), SignatureError> {
    let verifier = Verifier::new([secret]);
    verifier.verify(webhook.body(), &webhook.timestamp(), &webhook.signature())
}

#[tokio::test]
async fn every_event_is_signed_and_read() {
    let (double, client) = start().await;
    let id = create(&client).await.call_id;
    double.end(&id, &EndReason::Unjoined);
    for kind in [
        WebhookEventKind::CallStarted,
        WebhookEventKind::CallJoined,
        WebhookEventKind::CallEnded,
        WebhookEventKind::CallBilled,
    ] {
        let webhook = double.webhook(kind.clone(), &id).secrets([SECRET]);
        verify(&webhook, SECRET).unwrap();
        let event = WebhookEvent::from_slice(webhook.body()).unwrap();
        assert_eq!(event.kind(), Some(kind));
        assert_eq!(event.call().unwrap().call_id, id);
    }
}

#[tokio::test]
async fn two_secrets_give_two_signatures() {
    let (double, client) = start().await;
    let new = CreateWebhook::new("https://example.com", [WebhookEventKind::CallEnded]);
    let registered = client
        .webhooks()
        .create(&new.secrets(["new", "old"]))
        .await
        .unwrap();
    let id = create(&client).await.call_id;
    let secrets = double.webhook_secrets(&registered.webhook_id);
    let webhook = double
        .webhook(WebhookEventKind::CallEnded, &id)
        .secrets(secrets);
    for secret in ["new", "old"] {
        verify(&webhook, secret).unwrap();
    }
    assert!(verify(&webhook, "other").is_err());
}

#[test]
fn what_must_be_refused_is_refused() {
    let webhook = SampleWebhook::from_body(r#"{"event": "x"}"#).secrets([SECRET]);
    verify(&webhook, SECRET).unwrap();
    let hour = Duration::from_secs(3600);
    for wrong in [
        webhook.clone().age(hour),
        webhook.clone().tampered(),
        webhook.clone().secrets(Vec::<String>::new()),
    ] {
        assert!(verify(&wrong, SECRET).is_err(), "{wrong:?}");
    }
}

#[test]
fn headers_have_the_names_of_the_provider() {
    let webhook = SampleWebhook::from_body("{}").secrets([SECRET]);
    let headers = webhook.headers();
    for (name, value) in [
        (TIMESTAMP_HEADER, webhook.timestamp()),
        (SIGNATURE_HEADER, webhook.signature()),
    ] {
        assert!(headers.contains(&(name, value)), "{name}");
    }
    assert!(!format!("{webhook:?}").contains(SECRET));
    assert_eq!(SampleWebhook::from_body("{}").headers().len(), 2);
}
