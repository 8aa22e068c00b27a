//! What is created can be found, page by page, changed and deleted.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use serde_json::json;
use twilio_voice::{
    ApplicationSid, Error,
    accounts::CreateAccount,
    applications::CreateApplication,
    byoc_trunks::CreateByocTrunk,
    calls::recordings::CreateCallRecording,
    incoming_phone_numbers::{CreateIncomingPhoneNumber, PhoneNumberKind},
    queues::{
        CreateQueue, UpdateQueue,
        members::{MemberRef, UpdateMember},
    },
    recordings::{MediaFormat, RecordingMedia},
};

use super::{create, start, unknown};

#[tokio::test]
async fn lists_come_page_by_page_with_the_newest_first() {
    let (double, client) = start().await;
    let mut sids = Vec::new();
    for name in 0..5 {
        let queue = CreateQueue::new(format!("queue {name}"));
        sids.push(client.queues().create(&queue).await.unwrap().sid);
    }
    sids.reverse();
    double.page_size(2);
    let first = client.queues().list().send().await.unwrap();
    assert_eq!(first.items.len(), 2);
    assert!(first.next.is_some());
    let all: Vec<_> = client.queues().list().stream().try_collect().await.unwrap();
    assert_eq!(all.iter().map(|queue| queue.sid).collect::<Vec<_>>(), sids);
    assert_eq!(double.received("GET /Queues.json").len(), 4);
    let whole = client.queues().list().page_size(5).send().await.unwrap();
    assert!(whole.items.len() == 5 && whole.next.is_none());
}

#[tokio::test]
async fn the_other_host_is_there_too() {
    let (double, client) = start().await;
    let trunks = client.byoc_trunks();
    for name in ["a", "b", "c"] {
        trunks
            .create(&CreateByocTrunk::new().friendly_name(name))
            .await
            .unwrap();
    }
    let all: Vec<_> = trunks
        .list()
        .page_size(2)
        .stream()
        .try_collect()
        .await
        .unwrap();
    let names: Vec<_> = all
        .iter()
        .filter_map(|trunk| trunk.friendly_name.as_deref())
        .collect();
    assert_eq!(names, ["c", "b", "a"]);
    trunks.delete(&all[0].sid).await.unwrap();
    let error = trunks.get(&all[0].sid).await.unwrap_err();
    assert!(
        matches!(&error, Error::Api(api) if api.code == Some(20_404)),
        "{error}"
    );
    assert_eq!(double.received("GET /v1/ByocTrunks").len(), 2);
}

#[tokio::test]
async fn what_is_changed_stays_changed() {
    let (_double, client) = start().await;
    let queues = client.queues();
    let queue = queues
        .create(&CreateQueue::new("support").max_size(10))
        .await
        .unwrap();
    assert_eq!(queue.max_size, Some(10));
    queues
        .update(&queue.sid, &UpdateQueue::new().friendly_name("sales"))
        .await
        .unwrap();
    let queue = queues.get(&queue.sid).await.unwrap();
    assert_eq!(queue.friendly_name.as_deref(), Some("sales"));
    assert_eq!(queue.max_size, Some(10));
    let applications = client.applications();
    let made = CreateApplication::new().voice_url("https://example.com/voice");
    let made = applications.create(&made).await.unwrap();
    assert_eq!(made.voice_url.as_deref(), Some("https://example.com/voice"));
    applications.delete(&made.sid).await.unwrap();
    assert!(
        applications
            .get(&made.sid)
            .await
            .unwrap_err()
            .is_not_found()
    );
    let never: ApplicationSid = unknown("AP");
    assert!(
        applications
            .delete(&never)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn a_queue_with_callers_is_not_deleted() {
    let (double, client) = start().await;
    let queue = client
        .queues()
        .create(&CreateQueue::new("support"))
        .await
        .unwrap();
    let call = double.receive_call("+15005550009", "+15005550006");
    double.answer(&call);
    double.insert(
        &format!("/Queues/{}/Members", queue.sid),
        json!({ "call_sid": call }),
    );
    assert_eq!(
        client.queues().get(&queue.sid).await.unwrap().current_size,
        Some(1)
    );
    assert_eq!(
        client
            .queues()
            .delete(&queue.sid)
            .await
            .unwrap_err()
            .status(),
        Some(409)
    );
    double.complete(&call, Duration::from_secs(3));
    assert_eq!(
        client.queues().get(&queue.sid).await.unwrap().current_size,
        Some(0)
    );
    client.queues().delete(&queue.sid).await.unwrap();
}

#[tokio::test]
async fn who_came_first_is_taken_out_of_a_queue_first() {
    let (double, client) = start().await;
    let queues = client.queues();
    let queue = queues.create(&CreateQueue::new("support")).await.unwrap();
    let callers = ["+15005550007", "+15005550009"].map(|from| {
        let call = double.receive_call(from, "+15005550006");
        double.answer(&call);
        let list = format!("/Queues/{}/Members", queue.sid);
        double.insert(&list, json!({ "call_sid": call }));
        call
    });
    let members = queues.members(&queue.sid);
    let waiting: Vec<_> = members.list().send().await.unwrap().items;
    let waiting: Vec<_> = waiting.iter().map(|m| (m.call_sid, m.position)).collect();
    assert_eq!(waiting, [(callers[1], Some(2)), (callers[0], Some(1))]);
    let elsewhere = UpdateMember::new("https://example.com/agent");
    let taken = members.update(MemberRef::Front, &elsewhere).await.unwrap();
    assert_eq!(taken.call_sid, callers[0]);
    let front = members.get(MemberRef::Front).await.unwrap();
    assert_eq!((front.call_sid, front.position), (callers[1], Some(1)));
    members.update(callers[1], &elsewhere).await.unwrap();
    let nobody = members.get(MemberRef::Front).await.unwrap_err();
    assert!(nobody.is_not_found(), "{nobody}");
    assert_eq!(double.live_calls(), callers);
}

#[tokio::test]
async fn a_recording_can_be_heard_once_its_call_is_over() {
    let (double, client) = start().await;
    let call = create(&client).await;
    let calls = client.calls();
    let recordings = calls.recordings(&call.sid);
    let start = CreateCallRecording::new();
    assert!(
        recordings
            .create(&start)
            .await
            .unwrap_err()
            .is_invalid_call_state()
    );
    double.answer(&call.sid);
    let recording = recordings.create(&start).await.unwrap().sid;
    let wav = RecordingMedia::wav();
    let early = client.recordings().media(&recording, &wav).await.map(drop);
    assert!(early.unwrap_err().is_not_found());
    double.complete(&call.sid, Duration::from_secs(5));
    let sound = client.recordings().media(&recording, &wav).await.unwrap();
    assert_eq!(sound.content_type(), Some("audio/x-wav"));
    let sound = sound.bytes(100_000).await.unwrap();
    let read = hound::WavReader::new(&sound[..]).unwrap();
    assert_eq!((read.spec().sample_rate, read.duration()), (8_000, 8_000));
    double.set_sound(&recording, &MediaFormat::Mp3, *b"some sound");
    let sound = client
        .recordings()
        .media(&recording, &RecordingMedia::mp3())
        .await
        .unwrap();
    assert_eq!(&sound.bytes(100).await.unwrap()[..], b"some sound");
    assert_eq!(recordings.list().send().await.unwrap().items.len(), 1);
    client.recordings().delete(&recording).await.unwrap();
    assert!(
        client
            .recordings()
            .get(&recording)
            .await
            .unwrap_err()
            .is_not_found()
    );
    client
        .recordings()
        .get_soft_deleted(&recording)
        .await
        .unwrap();
    assert!(
        client
            .recordings()
            .list()
            .send()
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

#[tokio::test]
async fn a_number_is_bought_once() {
    let (_double, client) = start().await;
    let numbers = client.incoming_phone_numbers();
    let bought = numbers
        .create(&CreateIncomingPhoneNumber::area_code("415"))
        .await
        .unwrap();
    let number = bought.phone_number.unwrap();
    let again = numbers
        .create(&CreateIncomingPhoneNumber::number(number.as_str()))
        .await;
    assert!(again.unwrap_err().to_string().contains("21422"));
    let nowhere = numbers
        .create(&CreateIncomingPhoneNumber::area_code("999"))
        .await;
    assert!(nowhere.unwrap_err().to_string().contains("21452"));
    let local = numbers
        .list_of(PhoneNumberKind::Local)
        .send()
        .await
        .unwrap();
    assert_eq!(local.items.len(), 1);
    let mobile = numbers
        .list_of(PhoneNumberKind::Mobile)
        .send()
        .await
        .unwrap();
    assert!(mobile.items.is_empty());
}

#[tokio::test]
async fn a_subaccount_has_its_own_calls() {
    let (double, client) = start().await;
    let account = client
        .accounts()
        .create(&CreateAccount::new())
        .await
        .unwrap();
    let theirs = client.with_account(account.sid);
    let call = create(&theirs).await;
    assert_eq!(call.account_sid, Some(account.sid));
    assert!(
        client
            .calls()
            .get(&call.sid)
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert_eq!(double.live_calls(), [call.sid]);
    let stranger = client.with_account(unknown("AC"));
    assert!(
        stranger
            .calls()
            .list()
            .send()
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn what_the_test_puts_there_is_found() {
    let (double, client) = start().await;
    let recording = double.insert("/Recordings", json!({"duration": "7", "channels": 2}));
    let sid = recording["sid"].as_str().unwrap().parse().unwrap();
    let found = client.recordings().get(&sid).await.unwrap();
    assert_eq!(
        (found.duration, found.channels),
        (Some(Duration::from_secs(7)), Some(2))
    );
    double.set_balance("3.50", "EUR");
    let balance = client.balance().await.unwrap();
    assert_eq!(balance.currency.as_deref(), Some("EUR"));
}
