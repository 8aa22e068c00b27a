//! Peers that break the rules.

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::Message;
use ultravox_client::session::{Event, SessionError, message::ServerMessage};

use crate::support::{end, options, pair, until};

/// What becomes of a session whose peer sends these bytes below the websocket.
async fn raw(bytes: &[u8]) -> SessionError {
    let (session, mut peer) = pair(&options()).await;
    peer.get_mut().write_all(bytes).await.unwrap();
    let (_sender, mut receiver) = session.split();
    end(&mut receiver).await.unwrap_err()
}

#[tokio::test]
async fn broken_frames_end_the_session() {
    let mut long_ping = vec![0x89, 126, 0, 126];
    long_ping.resize(130, 0);
    for bytes in [
        // An opcode that does not exist, a frame with a reserved bit, a masked frame, text that is no UTF-8, a
        // continuation of nothing, a ping that is too long.
        &[0x83, 0][..],
        &[0xC2, 0],
        &[0x82, 0x81, 1, 2, 3, 4, 5],
        &[0x81, 1, 0xFF],
        &[0x80, 0],
        &long_ping,
    ] {
        let error = raw(bytes).await;
        assert!(
            matches!(error, SessionError::Protocol),
            "{bytes:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_huge_frame_is_refused_before_it_has_come() {
    let error = raw(&[0x82, 127, 0, 0, 0, 0, 0x40, 0, 0, 0]).await;
    assert!(
        matches!(error, SessionError::TooLarge { limit: 1_048_576 }),
        "{error:?}"
    );
}

#[tokio::test]
async fn fragments_of_a_huge_message_are_refused_too() {
    let mut bytes = vec![0x02, 127, 0, 0, 0, 0, 0, 8, 0, 0];
    bytes.resize(10 + 0x8_0000, 0);
    let mut fragments = bytes.clone();
    for _ in 0..2 {
        bytes[0] = 0;
        fragments.extend_from_slice(&bytes);
    }
    let (session, mut peer) = pair(&options()).await;
    let (_sender, mut receiver) = session.split();
    // The session may be gone before all is written.
    let (_, error) = tokio::join!(peer.get_mut().write_all(&fragments), end(&mut receiver));
    assert!(
        matches!(error, Err(SessionError::TooLarge { .. })),
        "{error:?}"
    );
    let Some(Ok(Message::Close(Some(frame)))) = peer.next().await else {
        panic!("not told why")
    };
    assert_eq!(u16::from(frame.code), 1009);
}

#[tokio::test]
async fn fragments_are_put_together_and_pings_in_between_are_answered() {
    let (session, mut peer) = pair(&options()).await;
    let (_sender, mut receiver) = session.split();
    let mut bytes = vec![0x01, 5];
    bytes.extend_from_slice(br#"{"typ"#);
    bytes.extend_from_slice(&[0x89, 2, b'h', b'i', 0x00, 0, 0x80, 24]);
    bytes.extend_from_slice(br#"e":"sung","loud":"very"}"#);
    bytes.extend_from_slice(&[0x02, 3, 1, 0, 2, 0x80, 1, 0]);
    peer.get_mut().write_all(&bytes).await.unwrap();
    let message = until(&mut receiver, |event| match event {
        Event::Message(message) => Some(message),
        _ => None,
    });
    assert!(matches!(message.await, ServerMessage::Other(value) if value["loud"] == "very"));
    let pcm = until(&mut receiver, |event| match event {
        Event::Audio(pcm) => Some(pcm),
        _ => None,
    });
    assert_eq!(pcm.await.as_bytes(), [1, 0, 2, 0]);
    let answer = peer.next().await.unwrap().unwrap();
    assert_eq!(answer, Message::Pong(b"hi"[..].into()));
}

#[tokio::test]
async fn updates_that_are_forgotten_at_once_do_not_stop_the_reading() {
    let options = options().incoming_events(4).ping_interval(None);
    let (session, mut peer) = pair(&options).await;
    let (sender, mut receiver) = session.split();
    let transcript = |ordinal: u32, text: &str| {
        let text = format!(
            r#"{{"type":"transcript","role":"agent","text":"{text}","final":true,"ordinal":{ordinal}}}"#
        );
        Message::text(text)
    };
    // As much as is remembered.
    for ordinal in 10..15 {
        let text = "x".repeat(1_040_000);
        peer.send(transcript(ordinal, &text)).await.unwrap();
        until(&mut receiver, |_| Some(())).await;
    }
    // Older than all that; there is room for four of them.
    for ordinal in 0..8 {
        peer.send(transcript(ordinal, &"y".repeat(40_000)))
            .await
            .unwrap();
    }
    peer.send(transcript(20, "the last")).await.unwrap();
    while sender.stats().messages_received < 9 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let last = until(&mut receiver, |event| match event {
        Event::Transcript(said) => Some(said.ordinal),
        _ => None,
    });
    assert_eq!(last.await, 20);
}

#[tokio::test]
async fn a_message_that_cannot_be_read_does_not_end_the_session() {
    let (session, mut peer) = pair(&options()).await;
    let (sender, mut receiver) = session.split();
    for text in [
        "",
        "{",
        "[]",
        r#"{"type":"state"}"#,
        r#"{"type":"pong","timestamp":"+15550001111"}"#,
    ] {
        peer.send(Message::text(text)).await.unwrap();
        let error = until(&mut receiver, |event| match event {
            Event::Malformed(error) => Some(error),
            other => panic!("{other:?}"),
        })
        .await;
        assert!(!format!("{error} {error:?}").contains("5550001111"));
    }
    peer.send(Message::text(r#"{"type":"new_thing","x":1}"#))
        .await
        .unwrap();
    let message = until(&mut receiver, |event| match event {
        Event::Message(message) => Some(message),
        _ => None,
    })
    .await;
    assert!(matches!(message, ServerMessage::Other(value) if value["x"] == 1));
    assert_eq!(sender.stats().messages_malformed, 5);
    let strict = options().strict(true);
    let (session, mut peer) = pair(&strict).await;
    let (_sender, mut receiver) = session.split();
    peer.send(Message::text("{")).await.unwrap();
    let error = end(&mut receiver).await.unwrap_err();
    assert!(matches!(error, SessionError::Malformed(_)), "{error:?}");
    let Some(Ok(Message::Close(Some(frame)))) = peer.next().await else {
        panic!("not told why")
    };
    assert_eq!(u16::from(frame.code), 1007);
}

#[tokio::test]
async fn odd_frames_lose_no_byte() {
    let (session, mut peer) = pair(&options()).await;
    let (sender, mut receiver) = session.split();
    let bytes: Vec<u8> = (0..=255).collect();
    let mut sent = 0;
    for size in [1, 2, 3, 5, 7, 1, 1, 236] {
        let frame = bytes[sent..sent + size].to_vec();
        sent += size;
        peer.send(Message::binary(frame.clone())).await.unwrap();
        sender.send_bytes(frame.into()).await.unwrap();
    }
    let (mut heard, mut arrived) = (Vec::new(), Vec::new());
    while heard.len() < bytes.len() {
        let pcm = until(&mut receiver, |event| match event {
            Event::Audio(pcm) => Some(pcm),
            _ => None,
        });
        heard.extend_from_slice(pcm.await.as_bytes());
    }
    while arrived.len() < bytes.len() {
        let frame = peer.next().await.unwrap().unwrap().into_data();
        assert!(frame.len().is_multiple_of(2));
        arrived.extend_from_slice(&frame);
    }
    assert_eq!((&heard, &arrived), (&bytes, &bytes));
}
