//! Sessions with a peer that follows a script.

use std::time::Duration;

use serde_json::json;
use ultravox_client::{
    calls::{CreateCall, EndReason, Medium, Urgency},
    session::{Event, Session, SessionError},
    test_util::{PeerError, RealtimePeer, Script},
};

use super::start;

const SHORT: Duration = Duration::from_millis(100);

async fn events(session: &mut Session) -> (Vec<Event>, Option<SessionError>) {
    let mut events = Vec::new();
    loop {
        match session.next().await {
            Some(Ok(event)) => events.push(event),
            Some(Err(error)) => return (events, Some(error)),
            None => return (events, None),
        }
    }
}

#[tokio::test]
async fn a_script_is_played_and_what_came_is_told() {
    let script = Script::new()
        .state("listening")
        .agent_says(0, "Hello!")
        .send_audio([1, 2, 3])
        .expect_audio(4)
        .expect_message("user_text_message")
        .close(1000, "");
    let peer = RealtimePeer::start(script).await.unwrap();
    let mut session = Session::connect(&peer.join_url()).await.unwrap();
    let sender = session.sender().clone();
    sender
        .send_audio([7, -7, 300, -300].as_slice())
        .await
        .unwrap();
    sender.user_text("Hi", Urgency::Soon).await.unwrap();
    let (events, error) = events(&mut session).await;
    assert!(error.is_none(), "{error:?}");
    assert!(events.iter().any(|event| matches!(event, Event::State(_))));
    let said = events.iter().find_map(|event| match event {
        Event::Transcript(said) => Some(said.text.clone()),
        _ => None,
    });
    assert_eq!(said.as_deref(), Some("Hello!"));
    let heard = peer.finish().await.unwrap();
    assert_eq!(heard.audio, [7, -7, 300, -300]);
    assert_eq!(heard.messages_of("user_text_message")[0]["text"], "Hi");
    assert_eq!(heard.malformed, 0);
}

#[tokio::test]
async fn it_is_told_how_the_client_left() {
    let peer = RealtimePeer::start(Script::new().expect_close())
        .await
        .unwrap();
    let session = Session::connect(&peer.join_url()).await.unwrap();
    session.close().await.unwrap();
    let heard = peer.finish().await.unwrap();
    assert_eq!((heard.closed, heard.close_code), (true, Some(1000)));
}

#[tokio::test]
async fn a_call_of_a_double_is_joined_at_its_peer_and_ends_with_the_session() {
    let script = Script::new().expect_message("hang_up");
    for (script, reason) in [
        (script.clone().close(1000, ""), EndReason::AgentHangup),
        (script.clone(), EndReason::Hangup),
        (script.break_connection(), EndReason::ConnectionError),
    ] {
        let (double, client) = start().await;
        let peer = double.peer(script).await.unwrap();
        let call = CreateCall::new("Hi").medium(Medium::server_web_socket(8_000));
        let call = client.calls().create(&call).await.unwrap();
        let mut session = Session::connect(&call.join_url.unwrap()).await.unwrap();
        session.sender().hang_up(None).await.unwrap();
        let id = call.call_id;
        match &reason {
            EndReason::Hangup => session.close().await.unwrap(),
            _ => drop(events(&mut session).await),
        }
        peer.finish().await.unwrap();
        let call = client.calls().get(&id).await.unwrap();
        assert_eq!(call.end_reason, Some(reason));
        assert!(call.joined.is_some());
    }
}

#[tokio::test]
async fn odd_messages_are_sent_as_they_are() {
    let script = Script::new()
        .send_text("not json")
        .send(json!({"type": "of_the_future", "x": 1}))
        .send_bytes([1])
        .clear_playback()
        .close(1000, "");
    let peer = RealtimePeer::start(script).await.unwrap();
    let mut session = Session::connect(&peer.join_url()).await.unwrap();
    let (events, error) = events(&mut session).await;
    assert!(error.is_none(), "{error:?}");
    assert!(matches!(events[0], Event::Malformed(_)), "{events:?}");
    assert!(matches!(events[1], Event::Message(_)), "{events:?}");
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::PlaybackCleared(_)))
    );
    peer.finish().await.unwrap();
}

#[tokio::test]
async fn a_close_code_a_broken_line_and_a_refusal_are_errors() {
    for script in [
        Script::new().close(4404, "no such call"),
        Script::new().break_connection(),
    ] {
        let peer = RealtimePeer::start(script.clone()).await.unwrap();
        let mut session = Session::connect(&peer.join_url()).await.unwrap();
        assert!(events(&mut session).await.1.is_some(), "{script:?}");
        peer.finish().await.unwrap();
    }
    let peer = RealtimePeer::start(Script::new().refuse(403))
        .await
        .unwrap();
    let error = Session::connect(&peer.join_url()).await.unwrap_err();
    assert!(matches!(error, SessionError::Refused { .. }), "{error:?}");
    peer.finish().await.unwrap();
}

#[tokio::test]
async fn a_tool_is_used_and_its_result_waited_for() {
    let script = Script::new()
        .invoke_tool("look_up", "i1", json!({"number": 7}))
        .expect_message("client_tool_result")
        .close(1000, "");
    let peer = RealtimePeer::start(script).await.unwrap();
    let mut session = Session::connect(&peer.join_url()).await.unwrap();
    while let Some(event) = session.next().await {
        if let Event::ToolInvocation(tool) = event.unwrap() {
            let result =
                ultravox_client::session::message::ToolResult::new(tool.invocation_id, "9 euros");
            session.sender().tool_result(result).await.unwrap();
        }
    }
    let heard = peer.finish().await.unwrap();
    let result = heard.messages_of("client_tool_result")[0];
    assert_eq!(
        (&result["invocationId"], &result["result"]),
        (&json!("i1"), &json!("9 euros"))
    );
}

#[tokio::test]
async fn what_does_not_come_is_an_error_of_the_peer() {
    let peer = RealtimePeer::start(Script::new().patience(SHORT))
        .await
        .unwrap();
    let alone = peer.finish().await.unwrap_err();
    assert!(matches!(alone, PeerError::NotJoined), "{alone}");

    let script = Script::new().state("idle").expect_message("hang_up");
    // Long enough to join on a busy machine.
    let patience = Duration::from_secs(1);
    let peer = RealtimePeer::start(script.clone().patience(patience))
        .await
        .unwrap();
    let session = Session::connect(&peer.join_url()).await.unwrap();
    let error = peer.finish().await.unwrap_err();
    assert!(
        matches!(error, PeerError::Waited { step: 2, .. }),
        "{error}"
    );
    drop(session);

    let peer = RealtimePeer::start(script).await.unwrap();
    let session = Session::connect(&peer.join_url()).await.unwrap();
    session.close().await.unwrap();
    let error = peer.finish().await.unwrap_err();
    assert!(matches!(error, PeerError::Left { step: 2 }), "{error}");
}

#[tokio::test]
async fn a_silent_peer_says_nothing_until_it_is_finished() {
    let peer = RealtimePeer::start(Script::new().go_silent())
        .await
        .unwrap();
    let mut session = Session::connect(&peer.join_url()).await.unwrap();
    let waited = tokio::time::timeout(SHORT, session.next()).await;
    assert!(waited.is_err(), "{waited:?}");
    peer.finish().await.unwrap();
    assert!(events(&mut session).await.1.is_some());
}

#[tokio::test]
async fn a_call_of_the_double_ends_with_a_peer_that_is_dropped() {
    let (ultravox, client) = start().await;
    let peer = ultravox.peer(Script::new()).await.unwrap();
    let request = CreateCall::new("Hi").medium(Medium::server_web_socket(8_000));
    let call = client.calls().create(&request).await.unwrap();
    let mut session = Session::connect(&call.join_url.unwrap()).await.unwrap();
    drop(peer);
    assert!(events(&mut session).await.1.is_some());
    assert!(ultravox.live_calls().is_empty());
    let ended = ultravox.call(&call.call_id).unwrap();
    assert_eq!(ended.end_reason, Some(EndReason::ConnectionError));
}
