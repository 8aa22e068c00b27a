//! What goes through.

use std::time::{Duration, SystemTime};

use base64_simd::STANDARD;
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::time::{self, Instant};
use tokio_tungstenite::tungstenite::Message;
use twilio_voice::media::{
    Closed, Event, MarkEcho, MediaSocket, Pacing, ReplyError, SocketSettings, StreamTokens,
};

use super::{SMALL, Twilio, begin, begin_paused, begin_with, connect, receive, send};
use crate::media::{CALL, CONNECTED, STREAM, mark, media, start, stop};

const FRAMES: u64 = 10_000;

/// Audio that no other frame has.
fn audio(number: u64) -> Vec<u8> {
    let bytes = number.to_le_bytes();
    (0..160).map(|at| bytes[at % 8]).collect()
}

async fn receive_audio(twilio: &mut Twilio) -> Option<Vec<u8>> {
    let message = receive(twilio).await?;
    assert_eq!(message["event"], "media", "{message}");
    assert_eq!(message["streamSid"], STREAM);
    let payload = message["media"]["payload"].as_str().unwrap();
    Some(STANDARD.decode_to_vec(payload).unwrap())
}

#[tokio::test]
async fn a_stream_is_told_as_events_from_its_token_to_its_stop() {
    async fn handler(mut socket: MediaSocket) -> (String, Vec<Event>, Closed) {
        let tokens = StreamTokens::new([7; 32]).unwrap();
        let start = socket.start().await.unwrap();
        tokens.check(&start, SystemTime::now()).unwrap();
        assert_eq!(socket.start().await.unwrap(), start);
        socket.player().mark("sent").unwrap();
        let mut events = Vec::new();
        let closed = loop {
            match socket.next().await {
                Ok(event) => events.push(event),
                Err(closed) => break closed,
            }
        };
        assert_eq!(socket.next().await, Err(closed));
        (start.call_sid.to_string(), events, closed)
    }

    let tokens = StreamTokens::new([7; 32]).unwrap();
    let token = tokens.sign(&CALL.parse().unwrap(), SystemTime::now());
    let (mut twilio, mut result) = connect(SocketSettings::new(), handler).await;
    send(&mut twilio, CONNECTED).await;
    send(&mut twilio, &start(&json!({ "token": token }).to_string())).await;
    let sent = json!({"event": "mark", "streamSid": STREAM, "mark": {"name": "sent"}});
    assert_eq!(receive(&mut twilio).await, Some(sent));
    send(&mut twilio, &media(1, &audio(1))).await;
    send(&mut twilio, &media(2, &audio(2)).replace("==", "=\\u003d")).await;
    send(&mut twilio, &mark(4, "sent")).await;
    send(&mut twilio, &mark(5, "never sent")).await;
    let key = format!(
        r#"{{"event":"dtmf","streamSid":"{STREAM}","sequenceNumber":"6","dtmf":{{"track":"inbound_track","digit":"5"}}}}"#
    );
    send(&mut twilio, &key).await;
    send(&mut twilio, r#"{"event":"new"}"#).await;
    send(&mut twilio, "no JSON").await;
    send(&mut twilio, &stop(7)).await;

    let (call, events, closed) = result.recv().await.unwrap();
    assert_eq!((call.as_str(), closed), (CALL, Closed::Stopped));
    let mut events = events.into_iter();
    for number in [1, 2] {
        let Some(Event::Audio(heard)) = events.next() else {
            panic!("no audio");
        };
        assert_eq!(
            (heard.chunk(), heard.sequence_number()),
            (number, number + 1)
        );
        assert_eq!(heard.timestamp(), Duration::from_millis(20 * number));
        assert_eq!(heard.mulaw(&mut [0; 160]), Ok(audio(number).as_slice()));
        assert_eq!(heard.samples(), heard.pcm(&mut [0; 160]).unwrap().len());
        assert!(!format!("{heard:?}").contains(heard.base64()));
    }
    let echo = |name: &str, echo| {
        Some(Event::Mark {
            name: name.to_owned(),
            echo,
        })
    };
    assert_eq!(events.next(), echo("sent", MarkEcho::Played));
    assert_eq!(events.next(), echo("never sent", MarkEcho::Unknown));
    assert!(matches!(events.next(), Some(Event::Key(key)) if key.digit == "5"));
    assert_eq!(events.next(), Some(Event::Other(json!({"event": "new"}))));
    assert!(matches!(events.next(), Some(Event::Refused(_))));
    assert_eq!(events.next(), None);
}

#[tokio::test]
async fn ten_thousand_frames_come_in_whole_and_in_order() {
    async fn handler(mut socket: MediaSocket) -> u64 {
        let mut number = 0;
        while let Ok(event) = socket.next().await {
            let Event::Audio(heard) = event else {
                panic!("{event:?}");
            };
            number += 1;
            assert_eq!(heard.chunk(), number);
            assert_eq!(heard.mulaw(&mut [0; 160]), Ok(audio(number).as_slice()));
        }
        assert_eq!(socket.stream_stats().missing, 0);
        number
    }

    let (mut twilio, mut result) = begin(SocketSettings::new(), handler).await;
    for number in 1..=FRAMES {
        let message = Message::text(media(number, &audio(number)));
        twilio.feed(message).await.unwrap();
    }
    send(&mut twilio, &stop(FRAMES + 2)).await;
    assert_eq!(result.recv().await, Some(FRAMES));
}

#[tokio::test]
async fn ten_thousand_frames_go_out_whole_in_order_and_at_the_pace_of_speech() {
    async fn handler(mut socket: MediaSocket) -> u64 {
        let reply = socket.sender().reply();
        tokio::spawn(async move {
            for number in 1..=FRAMES {
                reply.mulaw(&audio(number)).await.unwrap();
            }
        });
        socket.next().await.unwrap_err();
        socket.player_stats().underruns
    }

    // A clock that jumps would not wait for the answers to pings.
    let settings = SocketSettings::new().idle(Duration::from_secs(3_600));
    let (mut twilio, mut result) = begin_paused(None, settings, handler).await;
    let begin = Instant::now();
    for number in 1..=FRAMES {
        assert_eq!(receive_audio(&mut twilio).await, Some(audio(number)));
        let heard = Duration::from_millis(20) * u32::try_from(number).unwrap();
        // Never further ahead than the lead.
        let passed = begin.elapsed();
        assert!(
            passed + Duration::from_millis(200) >= heard,
            "{number}: {passed:?}"
        );
    }
    twilio.close(None).await.unwrap();
    assert_eq!(result.recv().await, Some(0));
}

#[tokio::test]
async fn a_slow_consumer_slows_the_source_and_loses_nothing() {
    async fn handler(socket: MediaSocket) -> (u64, Closed) {
        let pacing = Pacing::new()
            .lead(Duration::from_secs(60))
            .max_queue(Duration::from_secs(1));
        let mut socket = socket.pacing(pacing);
        let reply = socket.sender().reply();
        let source = tokio::spawn(async move {
            let mut number = 0;
            while reply.mulaw(&audio(number + 1)).await.is_ok() {
                number += 1;
            }
            number
        });
        let closed = socket.next().await.unwrap_err();
        assert!(socket.player().queued() <= Duration::from_secs(1));
        drop(socket);
        (source.await.unwrap(), closed)
    }

    let settings = SocketSettings::new().idle(Duration::from_secs(3_600));
    let (mut twilio, mut result) = begin_with(SMALL, settings, handler).await;
    let mut received = 0;
    for _ in 0..5 {
        time::sleep(Duration::from_millis(20)).await;
        for _ in 0..20 {
            received += 1;
            assert_eq!(receive_audio(&mut twilio).await, Some(audio(received)));
        }
    }
    drop(twilio);
    let (made, closed) = result.recv().await.unwrap();
    assert_eq!(closed, Closed::Lost);
    // The buffers of the system and our bounded queue: far less than ten minutes of speech.
    let between = made - received;
    assert!(between < 1_500, "{between} frames were under way");
}

#[tokio::test]
async fn a_clear_overtakes_all_audio_and_cuts_off_replies() {
    async fn handler(mut socket: MediaSocket) -> (Vec<Event>, Result<(), ReplyError>) {
        let sender = socket.sender();
        let late = sender.reply();
        let talk = tokio::spawn(async move {
            let reply = sender.reply();
            reply.mulaw(&[1; 16_000]).await.unwrap();
            reply.mark("end of speech").await.unwrap();
            time::sleep(Duration::from_millis(100)).await;
            assert!(!reply.is_cut());
            sender.clear();
            assert!(reply.is_cut());
            sender.reply().mulaw(&[2; 160]).await.unwrap();
        });
        let mut events = Vec::new();
        while let Ok(event) = socket.next().await {
            events.push(event);
        }
        talk.await.unwrap();
        (events, late.pcm(&[0]).await)
    }

    let (mut twilio, mut result) = begin(SocketSettings::new(), handler).await;
    let mut heard = 0;
    loop {
        let message = receive(&mut twilio).await.unwrap();
        if message["event"] == "clear" {
            break;
        }
        heard += 1;
        assert_eq!(message["event"], "media");
    }
    // 200 ms ahead, and what was heard in 100 ms; a busy machine may take longer.
    assert!((10..60).contains(&heard), "{heard}");
    assert_eq!(receive_audio(&mut twilio).await, Some(vec![2; 160]));
    send(&mut twilio, &stop(2)).await;
    let (events, late) = result.recv().await.unwrap();
    let [Event::Cleared(cleared)] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!(cleared.marks, ["end of speech"]);
    let audio = cleared.queued + cleared.sent + cleared.played;
    assert!((audio.as_secs_f64() - 2.0).abs() < 0.001, "{audio:?}");
    assert_eq!(late, Err(ReplyError::Cut));
}

#[tokio::test]
async fn breaking_in_cuts_off_what_other_tasks_say() {
    async fn handler(mut socket: MediaSocket) -> Vec<String> {
        let reply = socket.sender().reply();
        assert_eq!(socket.interrupt(), None);
        reply.mulaw(&[1; 8_000]).await.unwrap();
        reply.mark("a").await.unwrap();
        let Ok(Event::Key(_)) = socket.next().await else {
            panic!("no key");
        };
        let cleared = socket.interrupt().unwrap();
        assert_eq!(socket.next().await, Err(Closed::Stopped));
        assert_eq!(reply.pcm(&[1]).await, Err(ReplyError::Cut));
        cleared.marks
    }

    let (mut twilio, mut result) = begin(SocketSettings::new(), handler).await;
    assert!(receive_audio(&mut twilio).await.is_some());
    let key = format!(
        r#"{{"event":"dtmf","streamSid":"{STREAM}","sequenceNumber":"2","dtmf":{{"track":"inbound_track","digit":"5"}}}}"#
    );
    send(&mut twilio, &key).await;
    loop {
        if receive(&mut twilio).await.unwrap()["event"] == "clear" {
            break;
        }
    }
    send(&mut twilio, &stop(3)).await;
    assert_eq!(result.recv().await.unwrap(), ["a"]);
}

#[tokio::test]
async fn giving_up_waiting_loses_nothing() {
    async fn handler(mut socket: MediaSocket) -> u64 {
        let mut number = 0;
        loop {
            tokio::select! {
                biased;
                () = tokio::task::yield_now() => {}
                event = socket.next() => match event {
                    Ok(Event::Audio(audio)) => {
                        number += 1;
                        assert_eq!(audio.chunk(), number);
                    }
                    Ok(event) => panic!("{event:?}"),
                    Err(_) => return number,
                },
            }
        }
    }

    let (mut twilio, mut result) = begin(SocketSettings::new(), handler).await;
    for number in 1..=100 {
        send(&mut twilio, &media(number, &audio(number))).await;
    }
    send(&mut twilio, &stop(102)).await;
    assert_eq!(result.recv().await, Some(100));
    // The stream is over when Twilio says so; the handler does not wait for the close.
    assert!(!matches!(twilio.next().await, Some(Ok(Message::Text(_)))));
}
