//! How a conversation begins, and what breaks its silence.

use std::time::Duration;

use sandbox::{ClockMode, Config, DelayedGreeting};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{join, pcm_call, quick, read_until, said, start, write};

fn with(more: Value) -> Value {
    let mut call = pcm_call();
    for (name, value) in more.as_object().unwrap() {
        call[name] = value.clone();
    }
    call
}

fn greeting() -> Config {
    let mut config = quick();
    config.ultravox.agent.greeting = "Welcome.".to_owned();
    config
}

#[tokio::test]
async fn the_first_words_are_those_of_the_settings() {
    let rig = start(greeting()).await;
    let asked = json!([{"role": "MESSAGE_ROLE_USER", "text": "say An answer."}]);
    let fallback = json!({"user": {"fallback": {"delay": "0.2s", "text": "Are you there?"}}});
    for (more, expected) in [
        (json!({}), "Welcome."),
        (
            json!({"firstSpeakerSettings": {"agent": {"text": "Hi, Ann."}}}),
            "Hi, Ann.",
        ),
        (
            json!({"firstSpeakerSettings": {"agent": {"prompt": "Greet."}}}),
            "Welcome.",
        ),
        (json!({"firstSpeakerSettings": fallback}), "Are you there?"),
        (json!({"initialMessages": asked}), "An answer."),
    ] {
        let (_, mut socket) = join(&rig, with(more.clone())).await;
        assert_eq!(said(&mut socket).await, expected, "{more}");
    }
}

#[tokio::test]
async fn a_greeting_waits_and_can_be_unwanted() {
    let later = json!({"agent": {"text": "Late.", "delay": "0.3s"}});
    for (what, expected) in [
        (DelayedGreeting::Keep, &["Late.", "You were first."][..]),
        (
            DelayedGreeting::Drop,
            &["You were first.", "And again."][..],
        ),
    ] {
        let mut config = greeting();
        config.ultravox.delayed_greeting = what;
        let rig = start(config).await;
        let call = with(json!({"firstSpeakerSettings": later}));
        let (_, mut socket) = join(&rig, call).await;
        write(&mut socket, "say You were first.").await;
        assert_eq!(said(&mut socket).await, expected[0], "{what:?}");
        if what == DelayedGreeting::Drop {
            tokio::time::sleep(Duration::from_millis(400)).await;
            write(&mut socket, "say And again.").await;
        }
        assert_eq!(said(&mut socket).await, expected[1], "{what:?}");
    }
    let rig = start(greeting()).await;
    let path = "/api/calls?enableGreetingPrompt=false";
    let call = rig.ultravox("POST", path, pcm_call()).await.body;
    let url = call["joinUrl"].as_str().unwrap();
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    write(&mut socket, "say Only an answer.").await;
    assert_eq!(said(&mut socket).await, "Only an answer.");
}

#[tokio::test]
async fn silence_is_broken_and_then_ends_the_call() {
    let mut config = quick();
    config.clock = ClockMode::Fast { speed: 20.0 };
    let rig = start(config).await;
    let messages = json!([
        {"duration": "8s", "message": "Are you still there?"},
        {"duration": "4s", "message": "Goodbye.", "endBehavior": "END_BEHAVIOR_HANG_UP_SOFT"},
    ]);
    let (id, mut socket) = join(&rig, with(json!({"inactivityMessages": messages}))).await;
    assert_eq!(said(&mut socket).await, "Are you still there?");
    assert_eq!(said(&mut socket).await, "Goodbye.");
    read_until(&mut socket, Message::is_close).await;
    assert_eq!(rig.shown(&id).await["endReason"], "agent_hangup");
}

#[tokio::test]
async fn the_last_words_come_before_the_time_is_up() {
    let mut config = quick();
    config.ultravox.agent.per_character = Duration::from_millis(20);
    let rig = start(config).await;
    let more = json!({"maxDuration": "1.5s", "timeExceededMessage": "Our time is up."});
    let (id, mut socket) = join(&rig, with(more)).await;
    let seen = read_until(&mut socket, Message::is_close).await;
    assert!(seen.iter().any(Message::is_binary), "it is heard");
    let call = rig.shown(&id).await;
    assert_eq!(call["endReason"], "timeout");
    let messages = rig.part(&id, "messages").await;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0]["text"], "Our time is up.");
}
