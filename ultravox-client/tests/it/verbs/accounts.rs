//! The account and the names of models.

use jiff::civil::date;
use serde_json::json;
use ultravox_client::accounts::{
    BucketSize, InvoiceStatus, UpdateAccountTelephonyConfig, UpdateTtsApiKeys,
};

use super::{NOW, verb};
use crate::support::CALL;

#[tokio::test]
async fn the_account_is_read() {
    let account = json!({
        "accountId": CALL, "name": "us", "hasActiveSubscription": true, "activeCalls": 3, "allowedConcurrentCalls": null,
        "freeTimeRemaining": "90s",
    });
    let me = verb("GET", "/api/accounts/me").gets(account.clone());
    let me = me.run(async |client| client.accounts().me().await).await;
    assert_eq!((me.active_calls, me.allowed_concurrent_calls), (3, None));
    let list = verb("GET", "/api/accounts").gets(json!([account]));
    let list = list
        .run(async |client| client.accounts().list().await)
        .await;
    assert_eq!(list[0].name, "us");
}

#[tokio::test]
async fn bills_and_usage_are_read() {
    let billing = verb("GET", "/api/accounts/me/billing");
    let billing = billing.gets(json!({"paymentMethod": "card", "billingEmail": null}));
    let billing = billing
        .run(async |client| client.accounts().billing().await)
        .await;
    assert_eq!(billing.payment_method.as_deref(), Some("card"));
    let invoice = json!({
        "invoiceDate": NOW, "amount": 1500, "billingReason": "manual", "invoiceNumber": "A-1", "invoiceStatus": "paid",
        "invoiceUrl": "https://example.com",
    });
    let invoices = verb("GET", "/api/accounts/me/billing/invoices").lists(invoice);
    let invoices = invoices
        .run(async |client| client.accounts().invoices().send().await)
        .await;
    assert_eq!(invoices.results[0].invoice_status, InvoiceStatus::Paid);
    let day = json!({"date": "2026-11-20", "minutes": 1.5, "sipMinutes": 0.5});
    let usage = json!({"dailyUsage": [day], "totalMinutes": 1.5, "totalSipMinutes": 0.5});
    let usage = verb("GET", "/api/accounts/me/billing/usage")
        .asks("fromDate", "2026-11-20")
        .gets(usage);
    let usage = usage.run(async |client| {
        client
            .accounts()
            .billing_usage()
            .from_date(date(2026, 11, 20))
            .send()
            .await
    });
    assert_eq!(usage.await.daily_usage[0].sip_minutes, 0.5);
    let all = json!({"totalCount": 3, "errorCount": 0, "duration": "9s", "joinedCount": 2, "billedMinutes": 0.2});
    let usage = verb("GET", "/api/accounts/me/usage/calls");
    let usage = usage.gets(json!({"allTime": all, "daily": [], "hourly": []}));
    let usage = usage
        .run(async |client| client.accounts().call_usage().send().await)
        .await;
    assert_eq!(usage.all_time.joined_count, 2);
    let bucket = json!({
        "timestamp": NOW, "maxTotalCalls": 2, "maxJoinedCalls": 1, "avgTotalCalls": 1.5, "avgJoinedCalls": 0.5,
    });
    let series = verb("GET", "/api/accounts/me/usage/concurrency").asks("bucket", "5min");
    let series = series
        .gets(json!({"timeSeries": [bucket]}))
        .run(async |client| {
            client
                .accounts()
                .concurrency()
                .bucket(BucketSize::FiveMinutes)
                .send()
                .await
        });
    assert_eq!(series.await.time_series[0].max_total_calls, 2);
}

#[tokio::test]
async fn keys_of_other_companies_are_read_and_changed() {
    let path = "/api/accounts/me/tts_api_keys";
    let keys = json!({"elevenLabs": {"prefix": "hunt"}, "google": null});
    let read = verb("GET", path).gets(keys.clone());
    let read = read
        .run(async |client| client.accounts().tts_api_keys().await)
        .await;
    assert_eq!(read.eleven_labs.unwrap().prefix, "hunt");
    let update = UpdateTtsApiKeys::new()
        .eleven_labs("hunter2")
        .clear_google();
    let changed = verb("PATCH", path)
        .sends(json!({"elevenLabs": "hunter2", "google": null}))
        .gets(keys);
    let changed = changed.run(async |client| client.accounts().update_tts_api_keys(&update).await);
    assert!(changed.await.google.is_none());
    let path = "/api/accounts/me/telephony_config";
    let twilio = json!({"accountSid": "AC1", "authTokenPrefix": {"prefix": "hunt"}});
    let read = verb("GET", path).gets(json!({"twilio": twilio, "plivo": null}));
    let read = read
        .run(async |client| client.accounts().telephony_config().await)
        .await;
    assert_eq!(read.twilio.unwrap().account_sid, "AC1");
    let update = UpdateAccountTelephonyConfig::new().clear_plivo();
    let changed = verb("PATCH", path)
        .sends(json!({"plivo": null}))
        .gets(json!({}));
    let changed =
        changed.run(async |client| client.accounts().update_telephony_config(&update).await);
    assert!(changed.await.plivo.is_none());
}

#[tokio::test]
async fn models_are_listed() {
    let list = verb("GET", "/api/models").lists(json!({"name": "ultravox-v0.7"}));
    let list = list
        .run(async |client| client.models().list().send().await)
        .await;
    assert_eq!(list.results[0].name, "ultravox-v0.7");
}
