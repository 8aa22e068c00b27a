//! Who ends a call, and how both sides know.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::{CloseFrame, frame::coding::CloseCode as WireCode},
};
use ultravox_client::{
    calls::{EndBehavior, EndReason, TimedMessage},
    session::{CloseCode, Session, SessionError},
};

use crate::support::{agent_said, call, end, options, pair, rig};

#[tokio::test]
async fn a_hang_up_ends_the_call_after_the_farewell() {
    let rig = rig("").await;
    let (id, session) = rig.join(&call(), &options()).await;
    let (sender, mut receiver) = session.split();
    sender.hang_up(Some("Good night!")).await.unwrap();
    assert_eq!(agent_said(&mut receiver).await, "Good night!");
    end(&mut receiver).await.unwrap();
    assert_eq!(
        rig.ended(&id).await.end_reason,
        Some(EndReason::AgentHangup)
    );
    assert!(matches!(
        sender.hang_up(None).await,
        Err(SessionError::Ended)
    ));
}

#[tokio::test]
async fn closing_ends_the_call() {
    let rig = rig("Hello").await;
    let (id, session) = rig.join(&call(), &options()).await;
    session.close().await.unwrap();
    assert_eq!(rig.ended(&id).await.end_reason, Some(EndReason::Hangup));
}

#[tokio::test]
async fn dropping_ends_the_call() {
    let rig = rig("Hello").await;
    let (id, session) = rig.join(&call(), &options()).await;
    drop(session);
    assert_eq!(rig.ended(&id).await.end_reason, Some(EndReason::Hangup));
    let (id, session) = rig.join(&call(), &options()).await;
    let (sender, receiver) = session.split();
    let other = sender.clone();
    drop(sender);
    other.try_send_audio(&[0; 160][..]).unwrap();
    drop(receiver);
    assert_eq!(rig.ended(&id).await.end_reason, Some(EndReason::Hangup));
    assert!(matches!(
        other.send_audio(&[0; 160][..]).await,
        Err(SessionError::Ended)
    ));
}

#[tokio::test]
async fn the_other_side_ends_the_call() {
    let rig = rig("").await;
    let (id, session) = rig.join(&call(), &options()).await;
    let (_sender, mut receiver) = session.split();
    rig.sandbox
        .control()
        .end_with(&id.to_string(), "timeout")
        .unwrap();
    end(&mut receiver).await.unwrap();
    assert_eq!(rig.ended(&id).await.end_reason, Some(EndReason::Timeout));
    assert!(receiver.next().await.is_none());
}

#[tokio::test]
async fn silence_ends_the_call_if_it_is_to() {
    let rig = rig("").await;
    let silence = TimedMessage::new(Duration::from_millis(200), "Are you still there?");
    let silence = silence.end_behavior(EndBehavior::HangUpStrict);
    let call = call().inactivity_messages([silence]);
    let (id, session) = rig.join(&call, &options()).await;
    let (_sender, mut receiver) = session.split();
    assert_eq!(agent_said(&mut receiver).await, "Are you still there?");
    end(&mut receiver).await.unwrap();
    assert_eq!(
        rig.ended(&id).await.end_reason,
        Some(EndReason::AgentHangup)
    );
}

#[test]
fn a_session_whose_runtime_is_gone_is_lost() {
    let runtime = || tokio::runtime::Runtime::new().unwrap();
    let first = runtime();
    let (session, mut peer) = first.block_on(pair(&options()));
    let (sender, mut receiver) = session.split();
    // The runtime waits for nobody.
    let peer_reads = first.spawn(async move { peer.next().await.is_none() });
    drop(first);
    let second = runtime();
    let error = second.block_on(end(&mut receiver)).unwrap_err();
    assert!(matches!(error, SessionError::Lost), "{error:?}");
    let sent = second.block_on(sender.send_audio(&[1][..]));
    assert!(matches!(sent, Err(SessionError::Ended)));
    assert!(second.block_on(peer_reads).is_err());
}

#[tokio::test]
async fn a_second_client_and_an_unknown_call_are_refused() {
    let rig = rig("").await;
    let (_, url) = rig.create(&call()).await;
    let first = Session::connect(&url).await.unwrap();
    let (_sender, mut second) = Session::connect(&url).await.unwrap().split();
    let error = end(&mut second).await.unwrap_err();
    assert!(error.is_already_joined(), "{error:?}");
    first.close().await.unwrap();
    let (_sender, mut late) = Session::connect(&url).await.unwrap().split();
    let error = end(&mut late).await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
    assert!(late.next().await.is_none());
}

#[tokio::test]
async fn codes_of_the_close_are_told_apart() {
    for (code, ordinary) in [(1000, true), (1008, false), (4404, false), (4598, false)] {
        let (session, mut peer) = pair(&options()).await;
        let frame = CloseFrame {
            code: WireCode::from(code),
            reason: "because".into(),
        };
        peer.send(Message::Close(Some(frame))).await.unwrap();
        let (_sender, mut receiver) = session.split();
        match end(&mut receiver).await {
            Ok(()) => assert!(ordinary, "{code}"),
            Err(SessionError::Closed { code: seen, reason }) => {
                assert_eq!((seen, reason.expose()), (CloseCode::from(code), "because"));
            }
            Err(error) => panic!("{code}: {error:?}"),
        }
    }
    let (session, mut peer) = pair(&options()).await;
    peer.send(Message::Close(None)).await.unwrap();
    end(&mut session.split().1).await.unwrap();
}

#[tokio::test]
async fn a_lost_connection_is_not_an_ordinary_end() {
    let (session, peer) = pair(&options()).await;
    drop(peer);
    let (_sender, mut receiver) = session.split();
    let error = end(&mut receiver).await.unwrap_err();
    assert!(
        matches!(error, SessionError::Lost) && error.is_transport(),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_half_open_connection_is_noticed() {
    let second = Duration::from_secs(1);
    let options = options().ping_interval(second / 4).ping_timeout(second);
    let (session, mut peer) = pair(&options).await;
    let (sender, mut receiver) = session.split();
    // A peer that answers stays, however silent it is otherwise.
    let answering = async { while let Some(Ok(_)) = peer.next().await {} };
    let stays = tokio::time::timeout(2 * second, answering).await;
    assert!(stays.is_err() && sender.try_send_audio(&[1][..]).is_ok());
    // From now on it is there, and nobody reads.
    let start = std::time::Instant::now();
    let error = end(&mut receiver).await.unwrap_err();
    assert!(matches!(error, SessionError::Silent { .. }), "{error:?}");
    assert!(error.is_transport() && start.elapsed() < 10 * second);
    drop(peer);
}

#[tokio::test]
async fn a_peer_that_does_not_close_does_not_hold_us() {
    let options = options().close_timeout(Duration::from_millis(50));
    let (session, peer) = pair(&options).await;
    let error = session.close().await.unwrap_err();
    assert!(matches!(error, SessionError::Silent { .. }), "{error:?}");
    drop(peer);
}

#[tokio::test]
async fn a_sender_that_waits_for_room_is_told_of_the_close_at_once() {
    let options = options().close_timeout(Duration::from_secs(15));
    let (session, _peer) = pair(&options).await;
    let (sender, _receiver) = session.split();
    let waiting = {
        let sender = sender.clone();
        tokio::spawn(async move {
            // Nobody reads: after some time there is no more room.
            while sender.send_audio(&[1; 8_000][..]).await.is_ok() {}
        })
    };
    while !waiting.is_finished() && sender.stats().audio_sent < 1 {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!waiting.is_finished());
    sender.close();
    let told = tokio::time::timeout(Duration::from_secs(5), waiting).await;
    told.expect("it waits for the end").unwrap();
}

#[tokio::test]
async fn a_dropped_receiver_closes_however_much_it_had_not_taken() {
    let options = options()
        .incoming_events(4)
        .close_timeout(Duration::from_secs(15));
    let (session, mut peer) = pair(&options).await;
    let (sender, receiver) = session.split();
    for _ in 0..50 {
        peer.send(Message::text(r#"{"type":"debug"}"#))
            .await
            .unwrap();
    }
    while sender.stats().messages_received < 4 {
        tokio::task::yield_now().await;
    }
    drop(receiver);
    let start = std::time::Instant::now();
    while let Some(Ok(message)) = peer.next().await {
        if message.is_close() {
            break;
        }
    }
    // The answer to the close is read, although nobody takes the events before it.
    assert!(peer.next().await.is_none());
    assert!(start.elapsed() < Duration::from_secs(5));
}
