//! Data messages on the socket of a call, both ways.

use std::time::{Duration, Instant};

use sandbox::{Config, MalformedMessage};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use futures_util::SinkExt;

use crate::support::{
    Rig, frame, join, json as read, kind, message, pcm_call, quick, read_until, said, send, start,
    until, write,
};

/// Speaks slowly enough to be interrupted.
fn slow() -> Config {
    let mut config = quick();
    config.ultravox.agent.per_character = Duration::from_millis(20);
    config
}

fn with_flags(flags: Value) -> Value {
    json!({"medium": {"serverWebSocket": {"inputSampleRate": 8000, "dataMessages": flags}}})
}

fn is_final(message: &Message) -> bool {
    kind(message) == "transcript" && read(message)["final"] == true
}

fn is_agent_final(message: &Message) -> bool {
    is_final(message) && read(message)["role"] == "agent"
}

#[tokio::test]
async fn a_transcript_begins_with_a_text_goes_on_with_deltas_and_ends_with_all_of_it() {
    let rig = start(slow()).await;
    let (_, mut socket) = join(&rig, pcm_call()).await;
    write(&mut socket, "say One two three four.").await;
    let seen = read_until(&mut socket, is_agent_final).await;
    let all: Vec<_> = seen
        .iter()
        .filter(|it| kind(it) == "transcript")
        .map(read)
        .collect();
    assert_eq!(all[0]["role"], "user");
    assert_eq!(all[0]["medium"], "text");
    assert_eq!(all[0]["ordinal"], 0);
    let agent = &all[1..];
    assert!(
        agent
            .iter()
            .all(|it| it["ordinal"] == 1 && it["medium"] == "voice")
    );
    assert_eq!(agent[0]["text"], "One ");
    assert!(agent[0].get("delta").is_none());
    let deltas: Vec<_> = agent[1..agent.len() - 1].iter().collect();
    assert!(
        deltas
            .iter()
            .all(|it| it["text"] == "" && it["final"] == false)
    );
    let joined: String = deltas
        .iter()
        .map(|it| it["delta"].as_str().unwrap())
        .collect();
    assert_eq!(joined, "two three four.");
    assert_eq!(agent[agent.len() - 1]["text"], "One two three four.");
}

#[tokio::test]
async fn an_interrupted_sentence_ends_with_what_was_spoken() {
    let rig = start(slow()).await;
    let (id, mut socket) = join(&rig, pcm_call()).await;
    let sentence = "say One two three four five six seven eight nine ten eleven twelve.";
    write(&mut socket, sentence).await;
    read_until(&mut socket, Message::is_binary).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let now = json!({"type": "user_text_message", "text": "say Stopped.", "urgency": "immediate"});
    send(&mut socket, now).await;
    message(&mut socket, "playback_clear_buffer").await;
    let spoken = said(&mut socket).await;
    assert!(
        spoken.starts_with("One") && !spoken.contains("twelve"),
        "{spoken}"
    );
    assert_eq!(said(&mut socket).await, "Stopped.");
    let messages = rig.part(&id, "messages").await;
    assert!(messages.iter().any(|it| it["text"] == spoken.as_str()));
}

#[tokio::test]
async fn what_is_forced_is_said_and_done_and_may_be_uninterruptible() {
    let rig = start(slow()).await;
    let tool = json!({"temporaryTool": {"modelToolName": "book", "client": {}}});
    let mut call = pcm_call();
    call["selectedTools"] = json!([tool]);
    let (id, mut socket) = join(&rig, call).await;
    let forced = json!({
        "type": "forced_agent_message", "content": "I book the room for you now.",
        "uninterruptible": true, "urgency": "immediate",
        "toolCalls": [
            {"id": "a", "name": "book", "arguments": {"day": 1}},
            {"id": "b", "name": "book", "arguments": {"day": 2}},
        ],
        "knownToolResults": [{"invocationId": "a", "result": {"ok": true}}],
    });
    send(&mut socket, forced).await;
    read_until(&mut socket, Message::is_binary).await;
    for _ in 0..15 {
        socket.send(frame(6000)).await.unwrap();
    }
    assert_eq!(said(&mut socket).await, "I book the room for you now.");
    let invocation = message(&mut socket, "client_tool_invocation").await;
    assert_eq!(invocation["invocationId"], "b", "the result of a is known");
    let done = json!({
        "type": "client_tool_result", "invocationId": "b", "result": "no",
        "agentReaction": "listens",
    });
    send(&mut socket, done).await;
    assert_eq!(
        said(&mut socket).await,
        r#"The tool book says: {"ok":true}"#
    );
    let messages = rig.part(&id, "messages").await;
    let ids: Vec<_> = messages
        .iter()
        .filter_map(|it| it["invocationId"].as_str())
        .collect();
    assert_eq!(ids, ["a", "b", "a", "b"]);
}

#[tokio::test]
async fn a_farewell_is_heard_before_the_call_ends() {
    let mut config = slow();
    config.ultravox.speak_farewell = true;
    let rig = start(config).await;
    let (id, mut socket) = join(&rig, pcm_call()).await;
    send(
        &mut socket,
        json!({"type": "hang_up", "message": "Goodbye, and thank you."}),
    )
    .await;
    assert_eq!(said(&mut socket).await, "Goodbye, and thank you.");
    let seen = read_until(&mut socket, Message::is_close).await;
    let Some(Message::Close(Some(frame))) = seen.last() else {
        panic!("{seen:?}")
    };
    assert_eq!(u16::from(frame.code), 1000);
    assert_eq!(rig.part(&id, "messages").await.len(), 1);
    let summary = "Messages in this conversation: 1. Goodbye, and thank you.";
    until("summed up", || async {
        rig.shown(&id).await["summary"] == summary
    })
    .await;
}

#[tokio::test]
async fn a_written_answer_has_no_sound_and_the_medium_changes_after_the_sentence() {
    let rig = start(slow()).await;
    let mut call = pcm_call();
    call["initialOutputMedium"] = json!("MESSAGE_MEDIUM_TEXT");
    let (_, mut socket) = join(&rig, call).await;
    write(&mut socket, "say Written.").await;
    let seen = read_until(&mut socket, is_agent_final).await;
    assert!(!seen.iter().any(Message::is_binary));
    assert_eq!(read(seen.last().unwrap())["medium"], "text");
    send(
        &mut socket,
        json!({"type": "set_output_medium", "medium": "voice"}),
    )
    .await;
    write(&mut socket, "say Spoken.").await;
    let seen = read_until(&mut socket, is_agent_final).await;
    assert!(seen.iter().any(Message::is_binary));
}

#[tokio::test]
async fn threads_are_spawned_answer_and_end() {
    let rig = start(quick()).await;
    let tool = json!({"temporaryTool": {"modelToolName": "move", "client": {}}});
    let mut call = pcm_call();
    call["selectedTools"] = json!([tool]);
    let (_, mut socket) = join(&rig, call).await;
    let spawn = json!({
        "type": "spawn_thread", "newThreadId": "notes",
        "additionalMessages": [{"type": "user_text_message", "text": "say Noted down."}],
    });
    send(&mut socket, spawn.clone()).await;
    assert_eq!(
        message(&mut socket, "thread_spawned").await["threadId"],
        "notes"
    );
    let seen = read_until(&mut socket, |it| kind(it) == "side_generation_completed").await;
    let deltas = seen.iter().filter(|it| kind(it) == "side_generation_delta");
    let text: String = deltas
        .map(|it| read(it)["delta"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(text, "Noted down.");
    send(&mut socket, spawn.clone()).await;
    assert_eq!(
        message(&mut socket, "thread_rejected").await["threadId"],
        "notes"
    );
    let mut again = spawn;
    again["ifExists"] = json!("replace");
    send(&mut socket, again).await;
    assert_eq!(
        message(&mut socket, "thread_terminated").await["threadId"],
        "notes"
    );
    message(&mut socket, "thread_spawned").await;
    let text = json!({
        "type": "user_text_message", "threadId": "notes", "text": "call tool move {\"a\": 1}",
    });
    message(&mut socket, "side_generation_completed").await;
    send(&mut socket, text).await;
    let done = message(&mut socket, "side_generation_completed").await;
    assert_eq!(done["toolCalls"][0]["name"], "move");
    // A new stage ends them.
    write(&mut socket, "call tool move").await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    let stage = json!({
        "type": "client_tool_result", "invocationId": invocation["invocationId"],
        "result": "{}", "responseType": "new-stage",
    });
    send(&mut socket, stage).await;
    assert_eq!(
        message(&mut socket, "thread_terminated").await["threadId"],
        "notes"
    );
}

#[tokio::test]
async fn messages_come_only_if_they_are_wanted() {
    let rig = start(quick()).await;
    let flags = json!({"callStarted": false, "pong": false, "userStartedSpeaking": true});
    let (_, mut socket) = join(&rig, with_flags(flags)).await;
    send(&mut socket, json!({"type": "ping", "timestamp": 1.5})).await;
    socket.send(frame(6000)).await.unwrap();
    write(&mut socket, "say Here.").await;
    let seen = read_until(&mut socket, is_agent_final).await;
    let kinds: Vec<_> = seen.iter().map(kind).collect();
    let has = |wanted: &str| kinds.iter().any(|kind| kind == wanted);
    assert!(has("user_started_speaking") && has("state"), "{kinds:?}");
    assert!(
        !has("call_started") && !has("pong") && !has("call_event"),
        "{kinds:?}"
    );
    // The query asks for more.
    let id = rig.call(pcm_call()).await;
    let url = rig.shown(&id).await["joinUrl"].as_str().unwrap().to_owned();
    let (mut socket, _) = connect_async(format!("{url}?additionalMessages=call_event"))
        .await
        .unwrap();
    send(&mut socket, json!({"type": "from_the_future"})).await;
    let event = message(&mut socket, "call_event").await;
    assert_eq!(event["event"]["type"], "message.ignored");
}

async fn malformed(rig: &Rig) -> (String, crate::support::Socket) {
    let (id, mut socket) = join(rig, pcm_call()).await;
    for text in ["", "[1]", "\"hang_up\"", "{\"type\": \"hang_up\""] {
        socket.send(Message::text(text)).await.unwrap();
    }
    (id, socket)
}

#[tokio::test]
async fn malformed_messages_are_ignored_or_end_the_call() {
    let rig = start(quick()).await;
    let (id, mut socket) = malformed(&rig).await;
    write(&mut socket, "say Still here.").await;
    assert_eq!(said(&mut socket).await, "Still here.");
    let events = rig.part(&id, "events").await;
    assert_eq!(events.len(), 4);
    let mut config = quick();
    config.ultravox.malformed_message = MalformedMessage::Close;
    let rig = start(config).await;
    let (id, mut socket) = malformed(&rig).await;
    let seen = read_until(&mut socket, Message::is_close).await;
    let Some(Message::Close(Some(frame))) = seen.last() else {
        panic!("{seen:?}")
    };
    assert_eq!(u16::from(frame.code), 1008);
    assert_eq!(rig.shown(&id).await["endReason"], "connection_error");
}

#[tokio::test]
async fn audio_comes_as_far_ahead_as_the_client_can_keep() {
    let mut config = slow();
    config.ultravox.agent.per_character = Duration::from_millis(100);
    let rig = start(config).await;
    let medium = json!({"inputSampleRate": 8000, "clientBufferSizeMs": 30_000});
    let (_, mut socket) = join(&rig, json!({"medium": {"serverWebSocket": medium}})).await;
    // Two seconds of speech.
    write(&mut socket, "say 12345678901234567890").await;
    let begin = Instant::now();
    let mut frames = 0;
    read_until(&mut socket, |it| {
        frames += usize::from(it.is_binary());
        frames == 100
    })
    .await;
    assert!(
        begin.elapsed() < Duration::from_millis(1600),
        "{:?}",
        begin.elapsed()
    );
    let seen = read_until(&mut socket, is_agent_final).await;
    assert!(!seen.iter().any(Message::is_binary), "there is no more");
    assert!(
        begin.elapsed() >= Duration::from_millis(1900),
        "{:?}",
        begin.elapsed()
    );
}

#[tokio::test]
async fn the_rest_interface_forces_tools_and_reaches_threads() {
    let rig = start(quick()).await;
    let tool = json!({"temporaryTool": {"modelToolName": "book", "client": {}}});
    let mut call = pcm_call();
    call["selectedTools"] = json!([tool]);
    let (id, mut socket) = join(&rig, call).await;
    let path = format!("/api/calls/{id}/send_data_message");
    let forced = json!({
        "type": "forced_agent_message", "content": "One moment.",
        "toolCalls": [{"name": "book", "arguments": {"day": 1}}],
    });
    assert_eq!(rig.ultravox("POST", &path, forced).await.status, 204);
    assert_eq!(said(&mut socket).await, "One moment.");
    let invocation = message(&mut socket, "client_tool_invocation").await;
    assert_eq!(invocation["toolName"], "book");
    send(
        &mut socket,
        json!({"type": "spawn_thread", "newThreadId": "notes"}),
    )
    .await;
    message(&mut socket, "thread_spawned").await;
    let text = json!({"type": "user_text_message", "threadId": "notes", "text": "say Noted."});
    assert_eq!(rig.ultravox("POST", &path, text).await.status, 204);
    let done = message(&mut socket, "side_generation_completed").await;
    assert_eq!(done["text"], "Noted.");
    let messages = rig.part(&id, "messages").await;
    assert_eq!(
        messages.len(),
        2,
        "what is for a thread is not part of the conversation"
    );
}

/// Any JSON, a few levels deep.
fn anything(depth: u8) -> Value {
    match fastrand::u8(..8) {
        0 => Value::Null,
        1 => json!(fastrand::bool()),
        2 => json!(fastrand::i64(..)),
        3 => json!(fastrand::f64() * 1e300),
        4 | 5 => json!(["", "UI", "a", "{\"a\": [}", "\u{0}\u{fffd}", "-1s"][fastrand::usize(..6)]),
        6 if depth > 0 => (0..fastrand::usize(..3))
            .map(|_| anything(depth - 1))
            .collect(),
        _ if depth > 0 => {
            let fields = (0..fastrand::usize(..3)).map(|n| (format!("f{n}"), anything(depth - 1)));
            Value::Object(fields.collect())
        }
        _ => json!([]),
    }
}

#[tokio::test]
async fn no_message_breaks_a_session() {
    let rig = start(quick()).await;
    let tool = json!({"temporaryTool": {"modelToolName": "book", "client": {}, "timeout": "0.1s"}});
    let mut call = pcm_call();
    call["selectedTools"] = json!([tool]);
    let (_, mut socket) = join(&rig, call).await;
    let kinds = [
        "ping",
        "user_text_message",
        "input_text_message",
        "set_output_medium",
        "client_tool_result",
        "data_connection_tool_result",
        "forced_agent_message",
        "spawn_thread",
        "unknown",
    ];
    let fields = [
        "text",
        "urgency",
        "threadId",
        "placement",
        "deferResponse",
        "medium",
        "invocationId",
        "result",
        "responseType",
        "agentReaction",
        "errorType",
        "updateCallState",
        "content",
        "toolCalls",
        "knownToolResults",
        "uninterruptible",
        "newThreadId",
        "parentThreadId",
        "ifExists",
        "additionalMessages",
        "timestamp",
    ];
    fastrand::seed(7);
    for _ in 0..400 {
        let mut wild = json!({"type": kinds[fastrand::usize(..kinds.len())]});
        for _ in 0..fastrand::usize(1..6) {
            wild[fields[fastrand::usize(..fields.len())]] = anything(3);
        }
        send(&mut socket, wild).await;
    }
    send(
        &mut socket,
        json!({"type": "set_output_medium", "medium": "text"}),
    )
    .await;
    let last = json!({"type": "forced_agent_message", "content": "Still here."});
    send(&mut socket, last).await;
    read_until(&mut socket, |it| {
        is_agent_final(it) && read(it)["text"] == "Still here."
    })
    .await;
}
