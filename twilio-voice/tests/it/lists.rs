//! Pages and streams.

use futures_util::TryStreamExt as _;
use jiff::{Timestamp, civil::date};
use twilio_voice::calls::{Call, CallStatus};
use wiremock::{
    Mock, Request,
    matchers::{any, query_param, query_param_is_missing},
};

use crate::support::{self, CALLS, FROM, TO, json, on};

const PAGE_1: &str = include_str!("../fixtures/calls/page_1.json");
const PAGE_2: &str = include_str!("../fixtures/calls/page_2.json");

fn digits(calls: &[Call]) -> String {
    calls.iter().map(|call| &call.sid.as_str()[33..]).collect()
}

#[tokio::test]
async fn every_filter_is_sent() {
    let (server, client) = support::start().await;
    let expected = support::form(&[
        ("To", TO),
        ("From", FROM),
        ("ParentCallSid", support::CALL),
        ("Status", "in-progress"),
        ("StartTime", "2026-11-20"),
        ("StartTime<", "2026-11-21"),
        ("StartTime>", "2026-11-20T12:00:01Z"),
        ("EndTime", "2026-11-20"),
        ("EndTime<", "2026-11-21"),
        ("EndTime>", "2026-11-19"),
        ("Page", "3"),
        ("PageToken", "PT"),
        ("PageSize", "1000"),
    ]);
    on("GET", CALLS)
        .and(move |request: &Request| {
            let query = request.url.query().unwrap_or_default();
            wiremock::Match::matches(
                &expected,
                &Request {
                    body: query.into(),
                    ..request.clone()
                },
            )
        })
        .respond_with(json(200, PAGE_2))
        .expect(1)
        .mount(&server)
        .await;
    let moment: Timestamp = "2026-11-20T13:00:01.9+01:00".parse().unwrap();
    let list = client
        .calls()
        .list()
        .to("replaced")
        .to(TO)
        .from(FROM)
        .parent_call_sid(support::call_sid());
    let list = list
        .status(CallStatus::InProgress)
        .start_time(date(2026, 11, 20));
    let list = list
        .start_time_before(date(2026, 11, 21))
        .start_time_from(moment);
    let list = list
        .end_time(date(2026, 11, 20))
        .end_time_before(date(2026, 11, 21))
        .end_time_from(date(2026, 11, 19));
    let page = list
        .page(3)
        .page_token("PT")
        .page_size(1_000)
        .send()
        .await
        .unwrap();
    assert_eq!((digits(&page.items).as_str(), page.next), ("2", None));
}

#[tokio::test]
async fn a_stream_has_the_calls_of_all_pages() {
    let (server, client) = support::start().await;
    on("GET", CALLS)
        .and(query_param("Status", "queued"))
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(200, PAGE_1))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", CALLS)
        .and(query_param("PageToken", "PACA1"))
        .and(query_param_is_missing("Status"))
        .respond_with(json(200, PAGE_2))
        .expect(1)
        .mount(&server)
        .await;
    let calls: Vec<_> = client
        .calls()
        .list()
        .status(CallStatus::Queued)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(digits(&calls), "b12");
}

#[tokio::test]
async fn a_page_leads_to_the_next() {
    let (server, client) = support::start().await;
    on("GET", CALLS)
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(200, PAGE_1))
        .mount(&server)
        .await;
    on("GET", CALLS)
        .and(query_param("PageToken", "PACA1"))
        .respond_with(json(200, PAGE_2))
        .mount(&server)
        .await;
    let first = client.calls().list().send().await.unwrap();
    let second = client
        .calls()
        .list()
        .cursor(first.next.unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(
        (digits(&first.items), digits(&second.items)),
        ("b1".to_owned(), "2".to_owned())
    );
}

#[tokio::test]
async fn the_credential_does_not_follow_a_link_to_another_host() {
    let (server, client) = support::start().await;
    let (elsewhere, _) = support::start().await;
    Mock::given(any())
        .respond_with(json(200, PAGE_2))
        .expect(0)
        .mount(&elsewhere)
        .await;
    let page = PAGE_1.replace(
        "\"/2010-04-01/Accounts",
        &format!("\"{}/2010-04-01/Accounts", elsewhere.uri()),
    );
    on("GET", CALLS)
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(200, &page))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", CALLS)
        .and(query_param("PageToken", "PACA1"))
        .respond_with(json(200, PAGE_2))
        .expect(1)
        .mount(&server)
        .await;
    let calls: Vec<_> = client.calls().list().stream().try_collect().await.unwrap();
    assert_eq!(calls.len(), 3);
}

#[tokio::test]
async fn a_link_that_comes_again_ends_the_stream() {
    let (server, client) = support::start().await;
    on("GET", CALLS)
        .respond_with(json(200, PAGE_1))
        .expect(2)
        .mount(&server)
        .await;
    let calls: Vec<_> = client.calls().list().stream().try_collect().await.unwrap();
    assert_eq!(digits(&calls), "b1b1");
}

#[tokio::test]
async fn links_work_below_the_path_of_the_base() {
    let (server, _) = support::start().await;
    let client = support::client(&format!("{}/twilio/", server.uri()))
        .build()
        .unwrap();
    let at = format!("/twilio{CALLS}");
    on("GET", &at)
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(200, PAGE_1))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &at)
        .and(query_param("PageToken", "PACA1"))
        .respond_with(json(200, PAGE_2))
        .expect(1)
        .mount(&server)
        .await;
    let calls: Vec<_> = client.calls().list().stream().try_collect().await.unwrap();
    assert_eq!(calls.len(), 3);
}

#[tokio::test]
async fn a_page_that_is_refused_ends_the_stream_with_an_error() {
    let (server, client) = support::start().await;
    on("GET", CALLS)
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(200, PAGE_1))
        .mount(&server)
        .await;
    let not_found = json(404, include_str!("../fixtures/calls/not_found.json"));
    on("GET", CALLS)
        .and(query_param("PageToken", "PACA1"))
        .respond_with(not_found)
        .expect(1)
        .mount(&server)
        .await;
    let mut stream = std::pin::pin!(client.calls().list().stream());
    assert!(stream.try_next().await.unwrap().is_some());
    assert!(stream.try_next().await.unwrap().is_some());
    assert!(stream.try_next().await.unwrap_err().is_not_found());
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_list_that_cannot_be_meant_is_an_error_of_the_stream() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(200, PAGE_2))
        .expect(0)
        .mount(&server)
        .await;
    let result: Result<Vec<_>, _> = client
        .calls()
        .list()
        .page_size(0)
        .stream()
        .try_collect()
        .await;
    assert!(result.unwrap_err().to_string().contains("PageSize"));
}

#[tokio::test]
async fn an_error_in_a_page_says_where() {
    let (server, client) = support::start().await;
    let page = PAGE_1.replace("CA11111111111111111111111111111111", "+15005550001");
    on("GET", CALLS)
        .respond_with(json(200, &page))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().list().send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected response body at `calls[1].sid`"
    );
}

#[tokio::test]
async fn a_search_does_not_show_numbers() {
    let (_server, client) = support::start().await;
    let shown = format!("{:?}", client.calls().list().to(TO).page_token("PT123"));
    assert!(!shown.contains(TO) && !shown.contains("PT123"), "{shown}");
    assert!(shown.contains("PageToken"), "{shown}");
}
