//! Usage records and notifications.

use jiff::civil::date;
use twilio_voice::{
    ErrorCode, HttpMethod,
    notifications::NotificationLevel,
    usage::{UsageDate, UsagePeriod},
};
use wiremock::matchers::query_param;

use crate::support::{self, ACCOUNT, json, on};

const USAGE: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Usage/Records";
const NOTIFICATIONS: &str =
    "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Notifications.json";
const ONE: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Notifications/NOaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.json";
const PAGE: &str = include_str!("../fixtures/usage/page.json");

#[tokio::test]
async fn usage_is_read_without_rounding() {
    let (server, client) = support::start().await;
    on("GET", &format!("{USAGE}.json"))
        .and(query_param("Category", "calls"))
        .and(query_param("StartDate", "-30days"))
        .and(query_param("EndDate", "2026-11-20"))
        .and(query_param("IncludeSubaccounts", "false"))
        .respond_with(json(200, PAGE))
        .expect(1)
        .mount(&server)
        .await;
    let list = client
        .usage_records()
        .list(UsagePeriod::Whole)
        .category("calls")
        .start_date(UsageDate::DaysAgo(30))
        .end_date(date(2026, 11, 20))
        .include_subaccounts(false);
    let record = list.send().await.unwrap().items.remove(0);
    assert_eq!(record.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(record.api_version.as_deref(), Some("2010-04-01"));
    assert_eq!(record.category.as_deref(), Some("calls"));
    assert_eq!(record.description.as_deref(), Some("Voice Minutes"));
    assert_eq!(record.start_date, Some(date(2008, 1, 2)));
    assert_eq!(record.end_date, Some(date(2008, 1, 2)));
    assert_eq!(record.as_of.unwrap().to_string(), "2019-06-24T22:32:49Z");
    assert_eq!(record.count.unwrap().as_str(), "12");
    assert_eq!(record.count_unit.as_deref(), Some("calls"));
    assert_eq!(record.usage.unwrap().to_string(), "34.5");
    assert_eq!(record.usage_unit.as_deref(), Some("minutes"));
    assert_eq!(record.price.unwrap().as_str(), "2192.84855");
    assert_eq!(record.price_unit.as_deref(), Some("usd"));
    assert!(record.uri.unwrap().contains("/Usage/Records.json"));
    assert_eq!(record.subresource_uris["daily"], "/d.json");
}

#[tokio::test]
async fn a_price_may_be_a_number() {
    let (server, client) = support::start().await;
    let body = r#"{"usage_records": [{"price": 2192.84855, "count": 7, "usage": -0.0000001}]}"#;
    on("GET", &format!("{USAGE}.json"))
        .respond_with(json(200, body))
        .expect(1)
        .mount(&server)
        .await;
    let list = client.usage_records().list(UsagePeriod::default());
    let record = list.send().await.unwrap().items.remove(0);
    assert_eq!(record.price.unwrap().as_str(), "2192.84855");
    assert_eq!(record.count.unwrap().as_str(), "7");
    assert_eq!(record.usage.unwrap().as_str(), "-0.0000001");
}

#[tokio::test]
async fn each_period_has_a_path_of_its_own() {
    for (period, path) in [
        (UsagePeriod::AllTime, "AllTime"),
        (UsagePeriod::Daily, "Daily"),
        (UsagePeriod::LastMonth, "LastMonth"),
        (UsagePeriod::Monthly, "Monthly"),
        (UsagePeriod::ThisMonth, "ThisMonth"),
        (UsagePeriod::Today, "Today"),
        (UsagePeriod::Yearly, "Yearly"),
        (UsagePeriod::Yesterday, "Yesterday"),
    ] {
        let (server, client) = support::start().await;
        on("GET", &format!("{USAGE}/{path}.json"))
            .respond_with(json(200, PAGE))
            .expect(1)
            .mount(&server)
            .await;
        client.usage_records().list(period).send().await.unwrap();
    }
}

#[tokio::test]
async fn usage_without_permission_is_refused() {
    let (server, client) = support::start().await;
    let unauthorized = include_str!("../fixtures/calls/unauthorized.json");
    on("GET", &format!("{USAGE}/Today.json"))
        .respond_with(json(401, unauthorized))
        .expect(1)
        .mount(&server)
        .await;
    let list = client.usage_records().list(UsagePeriod::Today);
    let error = list.send().await.unwrap_err();
    assert_eq!(error.error_code(), Some(ErrorCode::AUTHENTICATION));
}

#[tokio::test]
async fn a_notification_is_read_and_hides_what_was_sent() {
    let (server, client) = support::start().await;
    on("GET", ONE)
        .respond_with(json(
            200,
            include_str!("../fixtures/notifications/full.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let sid = "NOaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
    let notification = client.notifications().get(&sid).await.unwrap();
    assert_eq!(notification.sid, sid);
    assert_eq!(notification.account_sid.unwrap().as_str(), ACCOUNT);
    assert!(notification.call_sid.is_some());
    assert_eq!(notification.api_version.as_deref(), Some("2008-08-01"));
    assert_eq!(notification.error_code, Some(ErrorCode::HTTP_RETRIEVAL));
    assert_eq!(notification.log, Some(NotificationLevel::Error));
    assert_eq!(
        notification.message_date.unwrap().to_string(),
        "2010-09-13T20:02:00Z"
    );
    assert!(
        notification
            .message_text
            .as_deref()
            .unwrap()
            .contains("11200")
    );
    assert!(
        notification
            .more_info
            .as_deref()
            .unwrap()
            .ends_with("11200")
    );
    assert_eq!(notification.request_method, Some(HttpMethod::Get));
    let url = notification.request_url.as_deref().unwrap();
    assert!(url.starts_with("https://app.example.com/"));
    let variables = notification.request_variables.as_deref().unwrap();
    assert!(variables.contains("From=%2B15005550001"));
    let headers = notification.response_headers.as_deref().unwrap();
    assert!(headers.contains("Google+Frontend"));
    let body = notification.response_body.as_deref().unwrap();
    assert!(body.starts_with("Response body"));
    assert!(notification.date_created.is_some() && notification.date_updated.is_some());
    assert!(notification.uri.is_some());
    let shown = format!("{notification:?}");
    for hidden in ["15005550001", "Frontend", "Response body"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[tokio::test]
async fn notifications_are_found_by_level_and_day() {
    let (server, client) = support::start().await;
    let mut mock = on("GET", NOTIFICATIONS);
    for (name, value) in [
        ("Log", "1"),
        ("MessageDate", "2026-11-20"),
        ("MessageDate<", "2026-11-21"),
        ("MessageDate>", "2026-11-19"),
    ] {
        mock = mock.and(query_param(name, value));
    }
    mock.respond_with(json(
        200,
        include_str!("../fixtures/notifications/page.json"),
    ))
    .expect(1)
    .mount(&server)
    .await;
    let list = client
        .notifications()
        .list()
        .log(NotificationLevel::Warning)
        .message_date(date(2026, 11, 20))
        .message_date_before(date(2026, 11, 21))
        .message_date_from(date(2026, 11, 19));
    let notification = list.send().await.unwrap().items.remove(0);
    let code = notification.error_code.unwrap();
    assert_eq!((code.as_u32(), code.meaning()), (21_609, None));
    assert_eq!(notification.request_method, None);
    assert_eq!(notification.request_url, None);
}

#[tokio::test]
async fn no_days_from_today_are_refused() {
    let (_, client) = support::start().await;
    for zero in [UsageDate::DaysAgo(0), UsageDate::DaysAhead(0)] {
        let records = client.usage_records();
        for (name, list) in [
            (
                "StartDate",
                records.list(UsagePeriod::Daily).start_date(zero),
            ),
            ("EndDate", records.list(UsagePeriod::Daily).end_date(zero)),
        ] {
            assert_eq!(
                list.send().await.unwrap_err().to_string(),
                format!("invalid request: {name}: must be at least 1 day from today")
            );
        }
    }
}
