//! Queues and the calls in them. The fixtures are examples of Twilio's description of the API.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use twilio_voice::{
    HttpMethod, QueueSid,
    queues::{
        CreateQueue, Queue, UpdateQueue,
        members::{MemberRef, UpdateMember},
    },
};
use wiremock::{
    Mock, ResponseTemplate,
    matchers::{any, query_param, query_param_is_missing},
};

use crate::support::{self, CALL, at, form, json, on};

const QUEUE: &str = include_str!("../fixtures/queues/queue.json");
const PAGE: &str = include_str!("../fixtures/queues/page.json");
const MEMBER: &str = include_str!("../fixtures/queues/member.json");
const MEMBERS: &str = include_str!("../fixtures/queues/members.json");
const NOT_FOUND: &str = include_str!("../fixtures/calls/not_found.json");

fn sid() -> QueueSid {
    support::sid("QU")
}

fn one() -> String {
    at(&format!("/Queues/{}.json", sid()))
}

fn assert_every_field(queue: &Queue) {
    assert_eq!(
        (queue.sid, queue.account_sid),
        (sid(), Some(support::account()))
    );
    assert_eq!(queue.friendly_name.as_deref(), Some("0.361280134646222"));
    assert_eq!((queue.current_size, queue.max_size), (Some(3), Some(100)));
    assert_eq!(queue.average_wait_time, Some(Duration::from_secs(124)));
    let created = "2015-08-04T18:39:09Z".parse().ok();
    assert_eq!((queue.date_created, queue.date_updated), (created, created));
    assert_eq!(queue.uri, Some(one()));
}

#[tokio::test]
async fn a_queue_is_made_and_every_field_is_read() {
    let (server, client) = support::start().await;
    on("POST", &at("/Queues.json"))
        .and(form(&[("FriendlyName", "support"), ("MaxSize", "100")]))
        .respond_with(json(201, QUEUE))
        .expect(1)
        .mount(&server)
        .await;
    let queue = CreateQueue::new("support").max_size(100);
    assert_every_field(&client.queues().create(&queue).await.unwrap());
}

#[tokio::test]
async fn a_queue_is_looked_at_changed_and_deleted() {
    let (server, client) = support::start().await;
    on("GET", &one())
        .respond_with(json(200, QUEUE))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &one())
        .and(form(&[("FriendlyName", "sales"), ("MaxSize", "5000")]))
        .respond_with(json(200, QUEUE))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &one())
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let queues = client.queues();
    assert_every_field(&queues.get(&sid()).await.unwrap());
    let update = UpdateQueue::new().friendly_name("sales").max_size(5_000);
    assert_every_field(&queues.update(&sid(), &update).await.unwrap());
    queues.delete(&sid()).await.unwrap();
}

#[tokio::test]
async fn queues_come_page_after_page_from_our_host() {
    let (server, client) = support::start().await;
    let (elsewhere, _) = support::start().await;
    Mock::given(any())
        .respond_with(json(200, PAGE))
        .expect(0)
        .mount(&elsewhere)
        .await;
    let first = PAGE.replace(
        "\"next_page_uri\": \"",
        &format!("\"next_page_uri\": \"{}", elsewhere.uri()),
    );
    on("GET", &at("/Queues.json"))
        .and(query_param("PageSize", "1"))
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(200, &first))
        .expect(1)
        .mount(&server)
        .await;
    let last = PAGE.replace("\"next_page_uri\": \"", "\"was\": \"");
    on("GET", &at("/Queues.json"))
        .and(query_param("PageToken", format!("PA{}", sid())))
        .respond_with(json(200, &last))
        .expect(1)
        .mount(&server)
        .await;
    let list = client.queues().list().page_size(1);
    let queues: Vec<_> = list.stream().try_collect().await.unwrap();
    assert_eq!(queues.len(), 2);
}

#[tokio::test]
async fn a_queue_that_is_not_usable_is_not_sent() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(201, QUEUE))
        .expect(0)
        .mount(&server)
        .await;
    let queues = client.queues();
    for queue in [
        CreateQueue::new(""),
        CreateQueue::new("x".repeat(65)),
        CreateQueue::new("x").max_size(5_001),
        CreateQueue::new("x").max_size(0),
    ] {
        let error = queues.create(&queue).await.unwrap_err();
        assert!(
            error.to_string().starts_with("invalid request: "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_queue_with_calls_in_it_is_not_deleted() {
    let (server, client) = support::start().await;
    let refusal = r#"{"code": 20409, "message": "The queue is not empty", "status": 409}"#;
    on("DELETE", &one())
        .respond_with(json(409, refusal))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.queues().delete(&sid()).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(409), Some(20_409)));
}

#[tokio::test]
async fn a_queue_is_gone_also_if_the_answer_was_lost() {
    let (server, client) = support::start().await;
    on("DELETE", &one())
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &one())
        .respond_with(json(404, NOT_FOUND))
        .expect(1)
        .mount(&server)
        .await;
    client.queues().delete(&sid()).await.unwrap();
}

#[tokio::test]
async fn a_create_is_not_repeated_after_a_server_error_and_an_update_is() {
    let (server, client) = support::start().await;
    on("POST", &at("/Queues.json"))
        .respond_with(ResponseTemplate::new(500))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &one())
        .respond_with(ResponseTemplate::new(500))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &one())
        .respond_with(json(200, QUEUE))
        .expect(1)
        .mount(&server)
        .await;
    let error = client
        .queues()
        .create(&CreateQueue::new("x"))
        .await
        .unwrap_err();
    assert!(error.may_have_been_applied());
    client
        .queues()
        .update(&sid(), &UpdateQueue::new())
        .await
        .unwrap();
}

#[tokio::test]
async fn calls_in_a_queue_are_looked_at_and_listed() {
    let (server, client) = support::start().await;
    let members = at(&format!("/Queues/{}/Members", sid()));
    on("GET", &format!("{members}.json"))
        .respond_with(json(200, MEMBERS))
        .expect(1)
        .mount(&server)
        .await;
    for name in ["Front", CALL] {
        on("GET", &format!("{members}/{name}.json"))
            .respond_with(json(200, MEMBER))
            .expect(1)
            .mount(&server)
            .await;
    }
    let handle = client.queues().members(&sid());
    assert_eq!(handle.list().send().await.unwrap().items.len(), 1);
    handle.get(support::call_sid()).await.unwrap();
    let member = handle.get(MemberRef::Front).await.unwrap();
    assert_eq!(
        (member.call_sid, member.queue_sid),
        (support::call_sid(), Some(sid()))
    );
    assert_eq!(member.date_enqueued, "2012-08-07T22:57:41Z".parse().ok());
    assert_eq!(
        (member.position, member.wait_time),
        (Some(1), Some(Duration::from_secs(143)))
    );
    assert_eq!(member.uri, Some(format!("{members}/{CALL}.json")));
}

#[tokio::test]
async fn a_call_is_taken_out_of_a_queue_once() {
    let (server, client) = support::start().await;
    let front = at(&format!("/Queues/{}/Members/Front.json", sid()));
    on("POST", &front)
        .and(form(&[
            ("Url", "https://example.com/next"),
            ("Method", "GET"),
        ]))
        .respond_with(json(200, MEMBER))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.queues().members(&sid());
    let update = UpdateMember::new("https://example.com/next").method(HttpMethod::Get);
    handle.update(MemberRef::Front, &update).await.unwrap();
    // The one in front is another the second time.
    on("POST", &front)
        .respond_with(ResponseTemplate::new(503))
        .expect(1)
        .mount(&server)
        .await;
    let error = handle.update(MemberRef::Front, &update).await.unwrap_err();
    assert!(error.may_have_been_applied());
}

#[tokio::test]
async fn an_empty_queue_has_no_front() {
    let (server, client) = support::start().await;
    on("GET", &at(&format!("/Queues/{}/Members/Front.json", sid())))
        .respond_with(json(404, NOT_FOUND))
        .expect(1)
        .mount(&server)
        .await;
    let error = client
        .queues()
        .members(&sid())
        .get(MemberRef::Front)
        .await
        .unwrap_err();
    assert!(error.is_not_found());
}
