//! The account, models, the document.

use std::{pin::pin, time::Duration};

use futures_util::StreamExt as _;
use jiff::civil::date;
use serde_json::json;
use ultravox_client::{
    accounts::{BillingReason, BucketSize, InvoiceStatus, UpdateTtsApiKeys},
    schema::SchemaFormat,
};
use wiremock::{
    ResponseTemplate,
    matchers::{body_json, header, query_param},
};

use crate::support::{CALL, is_invalid, json, on, start};

#[tokio::test]
async fn the_account_says_what_is_open_and_allowed() {
    let (server, client) = start().await;
    on("GET", "/api/accounts/me")
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "accountId": CALL,
            "name": "shop",
            "billingUrl": "https://example.com",
            "freeTimeUsed": "90s",
            "freeTimeRemaining": "1710s",
            "hasActiveSubscription": false,
            "subscriptionTier": null,
            "activeCalls": 2,
            "allowedConcurrentCalls": null,
            "allowedVoices": 1,
        })))
        .expect(1)
        .mount(&server)
        .await;
    let account = client.accounts().me().await.unwrap();
    assert_eq!(account.free_time_remaining, Some(Duration::from_secs(1710)));
    assert_eq!(
        (account.active_calls, account.allowed_concurrent_calls),
        (2, None)
    );
}

#[tokio::test]
async fn bills_come_in_pages_without_a_total() {
    let (server, client) = start().await;
    on("GET", "/api/accounts/me/billing/invoices")
        .and(query_param("pageSize", "100"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "next": null,
            "previous": null,
            "results": [{
                "invoiceDate": "2026-11-01T00:00:00Z",
                "amount": 10000,
                "billingReason": "subscription_cycle",
                "invoiceNumber": "N-1",
                "invoiceStatus": "lost",
                "invoiceUrl": "https://example.com",
            }],
        })))
        .expect(1)
        .mount(&server)
        .await;
    let mut bills = pin!(client.accounts().invoices().page_size(100).stream());
    let bill = bills.next().await.unwrap().unwrap();
    assert_eq!(bill.billing_reason, BillingReason::SubscriptionCycle);
    assert_eq!(bill.invoice_status, InvoiceStatus::Other("lost".to_owned()));
    assert!(bills.next().await.is_none());
    let error = client
        .accounts()
        .invoices()
        .page_size(101)
        .send()
        .await
        .unwrap_err();
    assert!(is_invalid(&error, "page_size"), "{error}");
}

#[tokio::test]
async fn usage_is_asked_for_by_period() {
    let (server, client) = start().await;
    on("GET", "/api/accounts/me/billing/usage")
        .and(query_param("fromDate", "2026-11-01"))
        .and(query_param("toDate", "2026-11-20"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "dailyUsage": [{"date": "2026-11-01", "minutes": 1.5, "sipMinutes": 0}],
            "totalMinutes": 1.5,
            "totalSipMinutes": 0,
        })))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", "/api/accounts/me/usage/concurrency")
        .and(query_param("bucket", "5min"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"timeSeries": []})))
        .expect(1)
        .mount(&server)
        .await;
    let accounts = client.accounts();
    let period = accounts.billing_usage().from_date(date(2026, 11, 1));
    let usage = period.to_date(date(2026, 11, 20)).send().await.unwrap();
    assert_eq!(usage.daily_usage[0].minutes.to_string(), "1.5");
    let concurrency = accounts.concurrency().bucket(BucketSize::FiveMinutes);
    assert!(concurrency.send().await.unwrap().time_series.is_empty());
    let later = jiff::Timestamp::UNIX_EPOCH;
    let earlier = later - jiff::SignedDuration::from_secs(1);
    let backwards = accounts.concurrency().start(later).end(earlier);
    assert!(is_invalid(&backwards.send().await.unwrap_err(), "end"));
}

#[tokio::test]
async fn a_key_of_another_company_is_taken_away_with_null() {
    let (server, client) = start().await;
    on("PATCH", "/api/accounts/me/tts_api_keys")
        .and(body_json(json!({"cartesia": "k", "lmnt": null})))
        .respond_with(
            ResponseTemplate::new(200).set_body_json(json!({"cartesia": {"prefix": "k"}})),
        )
        .expect(1)
        .mount(&server)
        .await;
    let update = UpdateTtsApiKeys::new().cartesia("k").clear_lmnt();
    let keys = client
        .accounts()
        .update_tts_api_keys(&update)
        .await
        .unwrap();
    assert_eq!(keys.cartesia.unwrap().prefix, "k");
    assert!(keys.lmnt.is_none());
}

#[tokio::test]
async fn models_and_the_document_are_read() {
    let (server, client) = start().await;
    on("GET", "/api/models")
        .respond_with(
            ResponseTemplate::new(200).set_body_json(json!({"results": [{"name": "ultravox"}]})),
        )
        .expect(1)
        .mount(&server)
        .await;
    on("GET", "/api/schema/")
        .and(query_param("format", "json"))
        .and(header("accept", "application/vnd.oai.openapi+json"))
        .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(
        client.models().list().send().await.unwrap().results[0].name,
        "ultravox"
    );
    assert_eq!(
        client
            .schema()
            .format(SchemaFormat::Json)
            .send()
            .await
            .unwrap(),
        "{}"
    );
}

#[tokio::test]
async fn a_document_that_is_no_text_is_an_error() {
    let (server, client) = start().await;
    on("GET", "/api/schema/")
        .respond_with(ResponseTemplate::new(200).set_body_bytes([0xff]))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.schema().send().await.unwrap_err();
    assert_eq!(error.to_string(), "unexpected response body at `.`");
    let (server, client) = start().await;
    on("GET", "/api/accounts")
        .respond_with(json(401, r#"{"detail": "Invalid API key"}"#))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(
        client.accounts().list().await.unwrap_err().status(),
        Some(401)
    );
}
