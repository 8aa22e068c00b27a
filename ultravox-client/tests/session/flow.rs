//! More than can be handled at once.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::Message;
use ultravox_client::{
    calls::UserTextMessage,
    session::{Event, Pcm, Rates, SessionError, SessionOptions},
};

use crate::support::{options, pair, until};

/// A frame of 20 ms that says which one it is.
fn frame(number: u32) -> Pcm {
    let mut samples = [0_i16; 160];
    for (at, sample) in samples.iter_mut().enumerate() {
        *sample = (number as i16).wrapping_mul(31).wrapping_add(at as i16);
    }
    samples[0] = (number >> 16) as i16;
    samples[1] = number as i16;
    Pcm::from_samples(&samples)
}

async fn ten_thousand_frames() {
    const COUNT: u32 = 10_000;

    let (session, peer) = pair(&options().incoming_audio(Duration::from_secs(1_000))).await;
    let (sender, mut receiver) = session.split();
    let (mut out, mut back) = peer.split();
    let here = tokio::spawn(async move {
        for number in 0..COUNT {
            sender.send_audio(frame(number)).await.unwrap();
        }
        sender
    });
    let there = tokio::spawn(async move {
        for number in 0..COUNT {
            let message = Message::Binary(frame(number).into_bytes());
            out.send(message).await.unwrap();
        }
        out
    });
    let arriving = tokio::spawn(async move {
        for number in 0..COUNT {
            let message = back.next().await.unwrap().unwrap();
            assert_eq!(
                message.into_data(),
                frame(number).into_bytes(),
                "frame {number}"
            );
        }
    });
    for number in 0..COUNT {
        let pcm = until(&mut receiver, |event| match event {
            Event::Audio(pcm) => Some(pcm),
            other => panic!("{other:?}"),
        });
        assert_eq!(pcm.await, frame(number), "frame {number}");
    }
    arriving.await.unwrap();
    drop(there.await.unwrap());
    let stats = here.await.unwrap().stats();
    assert_eq!(stats.audio_sent, 160 * u64::from(COUNT));
    assert_eq!(stats.audio_received, stats.audio_sent);
    assert_eq!((stats.audio_dropped, stats.outgoing_dropped), (0, 0));
}

#[tokio::test]
async fn ten_thousand_frames_each_way_arrive_in_order_on_one_thread() {
    ten_thousand_frames().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn ten_thousand_frames_each_way_arrive_in_order_on_three_threads() {
    ten_thousand_frames().await;
}

#[tokio::test]
async fn a_slow_consumer_loses_old_audio_and_no_event() {
    let options = options().incoming_audio(Duration::from_secs(1));
    let (session, mut peer) = pair(&options).await;
    let (sender, mut receiver) = session.split();
    for number in 0..200 {
        peer.send(Message::Binary(frame(number).into_bytes()))
            .await
            .unwrap();
        let text = format!(r#"{{"type":"debug","message":"{number}"}}"#);
        peer.send(Message::text(text)).await.unwrap();
    }
    while sender.stats().messages_received < 200 {
        sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(sender.stats().audio_dropped, 150 * 160);
    let (mut frames, mut messages) = (150, 0);
    while messages < 200 || frames < 200 {
        until(&mut receiver, |event| match event {
            Event::Audio(pcm) => {
                assert_eq!(pcm, frame(frames));
                frames += 1;
                Some(())
            }
            Event::Message(_) => {
                messages += 1;
                Some(())
            }
            other => panic!("{other:?}"),
        })
        .await;
    }
    assert_eq!((frames, messages), (200, 200));
}

#[tokio::test]
async fn a_consumer_that_stands_still_stops_the_sender_of_events() {
    let options = options().incoming_events(10);
    let (session, mut peer) = pair(&options).await;
    let (sender, mut receiver) = session.split();
    let sending = tokio::spawn(async move {
        for number in 0..5_000 {
            let text = format!(r#"{{"type":"debug","message":"{number:0>2000}"}}"#);
            peer.send(Message::text(text)).await.unwrap();
        }
        peer
    });
    while sender.stats().messages_received < 10 {
        sleep(Duration::from_millis(5)).await;
    }
    sleep(Duration::from_millis(100)).await;
    assert_eq!(sender.stats().messages_received, 10);
    for number in 0..5_000 {
        let text = until(&mut receiver, |event| match event {
            Event::Message(message) => Some(format!("{message:?}")),
            other => panic!("{other:?}"),
        });
        assert!(
            text.await.contains(&format!("{number:0>2000}")),
            "message {number}"
        );
    }
    drop(sending.await.unwrap());
}

#[tokio::test]
async fn audio_that_nobody_takes_is_dropped_or_waited_for_as_asked() {
    let options = SessionOptions::new()
        .rates(Rates::both(1_000))
        .outgoing_audio(Duration::from_secs(10))
        .ping_interval(None);
    let (session, mut peer) = pair(&options).await;
    let (sender, _receiver) = session.split();
    let second = Pcm::from_samples(&[7; 100_000]);
    // Until neither the socket nor the queue take any more.
    let filling = async {
        let mut offered = 0;
        while sender.stats().outgoing_dropped == 0 {
            sender.try_send_audio(second.clone()).unwrap();
            offered += second.len() as u64;
            tokio::task::yield_now().await;
        }
        offered
    };
    let offered = filling.await + second.len() as u64;
    let waiting = tokio::time::timeout(
        Duration::from_millis(100),
        sender.send_audio(second.clone()),
    );
    assert!(waiting.await.is_err(), "it did not wait");
    // Messages go before the audio that waits, and a peer that reads again gets everything.
    sender.send(UserTextMessage::new("Hi")).await.unwrap();
    let reading = tokio::spawn(async move {
        let mut samples = 0;
        while let Some(Ok(message)) = peer.next().await {
            if message.is_binary() {
                samples += message.into_data().len() as u64 / 2;
            }
        }
        samples
    });
    sender.send_audio(second).await.unwrap();
    let dropped = sender.stats().outgoing_dropped;
    sender.close();
    let heard = reading.await.unwrap();
    let stats = sender.stats();
    assert_eq!((heard, stats.messages_sent), (stats.audio_sent, 1));
    // Who waits pushes nothing out.
    assert_eq!(
        (stats.outgoing_dropped, heard + dropped),
        (dropped, offered)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn senders_that_wait_do_not_push_each_other_out() {
    let options = options().outgoing_audio(Duration::from_millis(40));
    let (session, mut peer) = pair(&options).await;
    let (sender, _receiver) = session.split();
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let sender = sender.clone();
            tokio::spawn(async move {
                for number in 0..500 {
                    sender.send_audio(frame(number)).await.unwrap();
                }
            })
        })
        .collect();
    for _ in 0..8 * 500 {
        assert!(peer.next().await.unwrap().unwrap().is_binary());
    }
    for sender in senders {
        sender.await.unwrap();
    }
    assert_eq!(sender.stats().outgoing_dropped, 0);
}

#[tokio::test]
async fn messages_that_nobody_takes_are_refused_or_waited_for_as_asked() {
    let options = options().outgoing_messages(2).ping_interval(None);
    let (session, mut peer) = pair(&options).await;
    let (sender, _receiver) = session.split();
    let text = "x".repeat(100_000);
    let mut sent = 0;
    // Until neither the socket nor the queue take any more.
    loop {
        match sender.try_send(&UserTextMessage::new(&*text).into()) {
            Ok(()) => sent += 1,
            Err(SessionError::Full) => break,
            Err(error) => panic!("{error:?}"),
        }
        // The session sends what it can before we go on.
        tokio::task::yield_now().await;
    }
    let last = sender.send(UserTextMessage::new("the last"));
    let mut last = std::pin::pin!(last);
    let waiting = tokio::time::timeout(Duration::from_millis(100), last.as_mut());
    assert!(waiting.await.is_err(), "it did not wait");
    let reading = async {
        for _ in 0..sent {
            let message = peer.next().await.unwrap().unwrap();
            assert!(message.into_data().len() > text.len());
        }
        peer.next().await.unwrap().unwrap().into_text().unwrap()
    };
    let (result, message) = tokio::join!(last, reading);
    result.unwrap();
    assert!(message.contains("the last"), "{message}");
}
