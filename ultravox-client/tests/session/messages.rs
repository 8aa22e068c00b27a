//! Messages other than those of every call: threads, forced messages, what is not documented.

use serde_json::json;
use ultravox_client::{
    calls::{
        EnabledDataMessages, ForcedAgentMessage, ForcedToolCall, KnownToolResult,
        ServerWebSocketMedium, UserTextMessage,
    },
    session::{
        Event, SessionReceiver,
        message::{ClientMessage, IfExists, OutputMedium, ServerMessage, SpawnThread},
    },
    tools::{SelectedTool, ToolDefinition},
};

use crate::support::{RATE, agent_said, call, options, rig, until};

/// The next message that is none of every call.
async fn message(receiver: &mut SessionReceiver) -> ServerMessage {
    until(receiver, |event| match event {
        Event::Message(message) => Some(message),
        _ => None,
    })
    .await
}

#[tokio::test]
async fn threads_start_write_and_end() {
    let rig = rig("").await;
    let (_, session) = rig.join(&call(), &options()).await;
    let (sender, mut receiver) = session.split();
    let spawn =
        SpawnThread::new("notes").additional_messages([UserTextMessage::new("say Noted down.")]);
    sender.send(spawn.clone()).await.unwrap();
    let spawned = message(&mut receiver).await;
    assert!(matches!(spawned, ServerMessage::ThreadSpawned(it) if it.thread_id == "notes"));
    let mut written = String::new();
    let completed = loop {
        match message(&mut receiver).await {
            ServerMessage::SideGenerationDelta(more) => written += &more.delta,
            ServerMessage::SideGenerationCompleted(all) => break all,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        (written.as_str(), completed.text.as_str()),
        ("Noted down.", "Noted down.")
    );
    sender.send(spawn.clone()).await.unwrap();
    let rejected = message(&mut receiver).await;
    assert!(matches!(rejected, ServerMessage::ThreadRejected(it) if it.reason.is_some()));
    sender
        .send(spawn.if_exists(IfExists::Replace))
        .await
        .unwrap();
    let terminated = message(&mut receiver).await;
    assert!(matches!(terminated, ServerMessage::ThreadTerminated(it) if it.thread_id == "notes"));
}

#[tokio::test]
async fn the_agent_is_made_to_use_a_tool_whose_result_is_known() {
    let rig = rig("").await;
    let tool = SelectedTool::temporary(ToolDefinition::client("look_up"));
    let (_, session) = rig.join(&call().selected_tools([tool]), &options()).await;
    let (sender, mut receiver) = session.split();
    let forced = ForcedAgentMessage::default()
        .tool_calls([ForcedToolCall::new("look_up", json!({})).id("known")])
        .known_tool_results([KnownToolResult::new("known", "It is open.")]);
    sender.send(forced).await.unwrap();
    assert_eq!(
        agent_said(&mut receiver).await,
        "The tool look_up says: It is open."
    );
    assert_eq!(sender.stats().tools_answered, 0);
}

#[tokio::test]
async fn what_is_not_documented_is_kept_whole() {
    let rig = rig("").await;
    let flags = EnabledDataMessages::new().call_event(true);
    let medium = ServerWebSocketMedium::new(RATE).data_messages(flags);
    let (_, session) = rig.join(&call().medium(medium), &options()).await;
    let (sender, mut receiver) = session.split();
    sender.set_output_medium(OutputMedium::Text).await.unwrap();
    let unknown = ClientMessage::Other(json!({"type": "from_the_future"}));
    sender.send(unknown).await.unwrap();
    let ServerMessage::CallEvent(event) = message(&mut receiver).await else {
        panic!("no event")
    };
    assert!(event["event"]["type"].is_string(), "{event:?}");

    // Or asked for when joining, where the join URL has no flags.
    let options = options().additional_messages(["call_event"]);
    let (_, session) = rig.join(&call(), &options).await;
    let (sender, mut receiver) = session.split();
    sender
        .send(ClientMessage::Other(json!({"type": "from_the_future"})))
        .await
        .unwrap();
    assert_eq!(message(&mut receiver).await.kind(), "call_event");
}
