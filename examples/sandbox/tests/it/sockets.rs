use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use sandbox::{Config, FaultKind, FaultRule};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::support::{frame, instant, join, kind, pcm_call, read_until, start, transcript, until};

#[tokio::test]
async fn an_agent_greets_listens_and_answers_at_twenty_milliseconds() {
    let rig = instant().await;
    let (id, mut socket) = join(&rig, pcm_call()).await;
    let start = Instant::now();
    let seen = read_until(&mut socket, |message| {
        transcript(message).is_some_and(|(role, _, done)| role == "agent" && done)
    })
    .await;
    assert_eq!(kind(&seen[0]), "call_started");
    let audio: Vec<_> = seen.iter().filter(|message| message.is_binary()).collect();
    assert!(
        audio.iter().all(|frame| frame.len() == 320),
        "20 ms of 16 bits at 8 kHz"
    );
    let expected = start.elapsed().as_millis() / 20;
    let sent = audio.len() as u128;
    assert!(
        sent + 8 >= expected && sent <= expected + 8,
        "{sent} frames, {expected} expected"
    );

    for level in std::iter::repeat_n(6000, 15).chain(std::iter::repeat_n(0, 45)) {
        socket.send(frame(level)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let seen = read_until(&mut socket, |message| {
        transcript(message)
            .is_some_and(|(role, text, done)| role == "agent" && done && text.starts_with("I see"))
    })
    .await;
    assert!(
        seen.iter()
            .filter_map(transcript)
            .any(|(role, _, done)| role == "user" && done)
    );
    let call = rig.shown(&id).await;
    assert_eq!(call["clientVersion"], "test");
    let messages = rig
        .ultravox("GET", &format!("/api/calls/{id}/messages"), Value::Null)
        .await
        .body;
    assert_eq!(messages["total"], 3);

    socket
        .send(Message::text(r#"{"type":"ping","timestamp":12.5}"#))
        .await
        .unwrap();
    let pong = read_until(&mut socket, |message| kind(message) == "pong")
        .await
        .pop()
        .unwrap();
    assert!(pong.to_text().unwrap().contains("12.5"));

    socket
        .close(Some(CloseFrame {
            code: 1000.into(),
            reason: "".into(),
        }))
        .await
        .unwrap();
    until("ended", || async { rig.state(&id) == "ended" }).await;
    let row = rig.control.call(&id).unwrap();
    assert_eq!(row.end_reason.as_deref(), Some("hangup"));
    assert_eq!(row.media.frames_received, 60);
    assert!(row.media.frames_sent > 50);
}

#[tokio::test]
async fn speaking_over_the_agent_clears_the_buffer() {
    let rig = instant().await;
    let (_, mut socket) = join(&rig, pcm_call()).await;
    read_until(&mut socket, Message::is_binary).await;
    for _ in 0..15 {
        socket.send(frame(6000)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    read_until(&mut socket, |message| {
        kind(message) == "playback_clear_buffer"
    })
    .await;
}

#[tokio::test]
async fn a_hang_up_on_the_socket_or_by_rest_closes_it_in_order() {
    let rig = instant().await;
    for by_rest in [false, true] {
        let (id, mut socket) = join(&rig, pcm_call()).await;
        read_until(&mut socket, |message| kind(message) == "state").await;
        if by_rest {
            assert_eq!(rig.hang_up(&id).await, 204);
        } else {
            socket
                .send(Message::text(r#"{"type":"hang_up"}"#))
                .await
                .unwrap();
        }
        let seen = read_until(&mut socket, Message::is_close).await;
        let Some(Message::Close(Some(frame))) = seen.last() else {
            panic!("{seen:?}")
        };
        assert_eq!(u16::from(frame.code), 1000);
        assert_eq!(rig.shown(&id).await["endReason"], "agent_hangup");
    }
}

#[tokio::test]
async fn a_second_connection_is_not_attached() {
    let rig = instant().await;
    let (id, _first) = join(&rig, pcm_call()).await;
    until("joined", || async { rig.state(&id) == "joined" }).await;
    let url = rig.shown(&id).await["joinUrl"].as_str().unwrap().to_owned();
    let (mut second, _) = connect_async(&url).await.unwrap();
    let seen = read_until(&mut second, Message::is_close).await;
    let Some(Message::Close(Some(frame))) = seen.last() else {
        panic!("{seen:?}")
    };
    assert_eq!(u16::from(frame.code), 4409);
    assert_eq!(rig.state(&id), "joined");
}

#[tokio::test]
async fn an_impossible_join_can_be_refused_in_the_handshake() {
    let mut config = Config::instant();
    config.ultravox.refuse_join_at_handshake = true;
    let rig = start(config).await;
    let nobody = rig
        .url("/calls/nobody/server_web_socket")
        .replacen("http", "ws", 1);
    assert!(connect_async(&nobody).await.is_err());
}

#[tokio::test]
async fn a_broken_connection_is_not_a_hang_up() {
    let rig = instant().await;
    let rule = FaultRule::new(FaultKind::CutLater { ms: 150 }).operation("join");
    rig.control.add_fault(rule);
    let (id, mut socket) = join(&rig, pcm_call()).await;
    while let Some(Ok(_)) = socket.next().await {}
    until("ended", || async { rig.state(&id) == "ended" }).await;
    assert_eq!(rig.shown(&id).await["endReason"], "connection_error");
}

#[tokio::test]
async fn silence_on_the_socket_ends_the_call_after_the_idle_time() {
    let mut config = Config::instant();
    config.clock = sandbox::ClockMode::Fast { speed: 50.0 };
    let rig = start(config).await;
    let medium = json!({"serverWebSocket": {"inputSampleRate": 8000, "mediaIdleTimeout": "30s"}});
    let (id, mut socket) = join(&rig, json!({"medium": medium})).await;
    let seen = read_until(&mut socket, Message::is_close).await;
    let Some(Message::Close(Some(frame))) = seen.last() else {
        panic!("{seen:?}")
    };
    assert_eq!(u16::from(frame.code), 1008);
    assert_eq!(rig.shown(&id).await["endReason"], "connection_error");
}

#[tokio::test]
async fn the_control_socket_of_a_web_call_tells_the_room_and_is_the_call() {
    let rig = instant().await;
    let (id, mut socket) = join(&rig, json!({})).await;
    let seen = read_until(&mut socket, |message| kind(message) == "state").await;
    assert_eq!(kind(&seen[0]), "room_info");
    assert_eq!(rig.state(&id), "joined");
    let text = json!({"type": "user_text_message", "text": "Hi", "urgency": "immediate"});
    socket.send(Message::text(text.to_string())).await.unwrap();
    let seen = read_until(&mut socket, |message| {
        transcript(message)
            .is_some_and(|(role, text, done)| role == "agent" && done && text.starts_with("I see"))
    })
    .await;
    assert!(
        !seen.iter().any(Message::is_binary),
        "its audio is in the room"
    );
    socket.close(None).await.unwrap();
    until("ended", || async { rig.state(&id) == "ended" }).await;
    assert_eq!(rig.shown(&id).await["endReason"], "hangup");
}

#[tokio::test]
async fn what_the_agent_is_told_to_say_is_one_message_and_text_is_noted_too() {
    let mut config = Config::instant();
    config.ultravox.agent.greeting = String::new();
    config.ultravox.agent.replies = vec!["Written.".to_owned()];
    let rig = start(config).await;
    let (id, mut socket) = join(&rig, pcm_call()).await;
    let path = format!("/api/calls/{id}/send_data_message");
    let told = json!({"type": "forced_agent_message", "content": "Told."});
    assert_eq!(rig.ultravox("POST", &path, told).await.status, 204);
    let done = |message: &Message| transcript(message).is_some_and(|(_, _, done)| done);
    read_until(&mut socket, done).await;
    for text in [
        r#"{"type":"set_output_medium","medium":"text"}"#,
        r#"{"type":"user_text_message","text":"Hi"}"#,
    ] {
        socket.send(Message::text(text)).await.unwrap();
    }
    read_until(&mut socket, |message| {
        transcript(message).is_some_and(|(_, text, done)| done && text == "Written.")
    })
    .await;
    let messages = rig
        .ultravox("GET", &format!("/api/calls/{id}/messages"), Value::Null)
        .await;
    let said: Vec<_> = messages.body["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| (message["text"].clone(), message["medium"].clone()))
        .collect();
    let expected = [
        (json!("Told."), json!("MESSAGE_MEDIUM_VOICE")),
        (json!("Hi"), json!("MESSAGE_MEDIUM_TEXT")),
        (json!("Written."), json!("MESSAGE_MEDIUM_TEXT")),
    ];
    assert_eq!(said, expected);
}

#[tokio::test]
async fn an_agent_that_hangs_up_by_itself_is_the_reason() {
    let mut config = Config::instant();
    config.ultravox.hang_up_reason = "hangup".to_owned();
    config.ultravox.agent.greeting = String::new();
    config.ultravox.agent.hang_up_after = Some(1);
    let rig = start(config).await;
    let (id, mut socket) = join(&rig, pcm_call()).await;
    let bye = r#"{"type":"user_text_message","text":"Bye"}"#;
    socket.send(Message::text(bye)).await.unwrap();
    read_until(&mut socket, Message::is_close).await;
    assert_eq!(rig.shown(&id).await["endReason"], "agent_hangup");
}

#[tokio::test]
async fn what_is_told_by_rest_is_a_message_as_far_as_it_was_heard() {
    let mut config = Config::instant();
    config.ultravox.agent.greeting = String::new();
    config.ultravox.agent.per_character = Duration::from_millis(40);
    let rig = start(config).await;
    let (id, mut socket) = join(&rig, pcm_call()).await;
    let path = format!("/api/calls/{id}/send_data_message");
    let told = json!({"type": "forced_agent_message", "content": "One two three four five six."});
    assert_eq!(rig.ultravox("POST", &path, told).await.status, 204);
    read_until(&mut socket, Message::is_binary).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(
        rig.part(&id, "messages").await.is_empty(),
        "it is still said"
    );
    socket.close(None).await.unwrap();
    rig.until_state(&id, "ended").await;
    let messages = rig.part(&id, "messages").await;
    let text = messages[0]["text"].as_str().unwrap();
    assert!(text.starts_with("One") && !text.contains("six"), "{text}");
    let span = &messages[0]["wallClockTimespan"];
    assert_ne!(span["start"], span["end"], "it has a length");
    assert_eq!(messages.len(), 1);
}
