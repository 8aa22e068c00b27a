//! A conversation with the simulated agent.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use ultravox_client::{
    calls::{FirstSpeaker, ForcedAgentMessage, Urgency},
    session::{
        Event, Playback, SessionSender,
        message::{AgentState, OutputMedium, Role},
    },
};

use crate::support::{RATE, agent_said, call, options, rig, said, until};

const LOUD: [i16; 160] = [8_000; 160];
const QUIET: [i16; 160] = [0; 160];

/// The user's microphone: speaks for so many frames of 20 ms, then is silent.
async fn microphone(sender: SessionSender, loud: usize) {
    let mut tick = interval(Duration::from_millis(20));
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for frame in 0.. {
        tick.tick().await;
        let samples = if frame < loud { LOUD } else { QUIET };
        if sender.try_send_audio(&samples[..]).is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn audio_goes_both_ways_and_a_transcript_comes_back() {
    let greeting = "Hello, how can I help you?";
    let rig = rig(greeting).await;
    let (id, session) = rig.join(&call(), &options()).await;
    let (sender, mut receiver) = session.split();
    let mut samples = 0;
    let greeted = until(&mut receiver, |event| match event {
        Event::Audio(pcm) => {
            samples += pcm.len();
            assert!(pcm.samples().any(|sample| sample != 0));
            None
        }
        Event::Transcript(said) if said.is_final => Some(said),
        _ => None,
    })
    .await;
    assert_eq!(
        (greeted.text.as_str(), greeted.role),
        (greeting, Role::Agent)
    );
    assert!(samples * 20 >= RATE as usize, "only {samples} samples");
    assert_eq!(sender.call_id(), Some(id));

    let speaking = tokio::spawn(microphone(sender.clone(), 15));
    let heard = said(&mut receiver).await;
    assert_eq!((heard.role, heard.ordinal), (Role::User, 1));
    assert_eq!(agent_said(&mut receiver).await, "I see. Please go on.");
    let texts = receiver.transcripts();
    assert_eq!(texts.iter().filter(|it| it.is_final).count(), 3);
    let stats = sender.stats();
    assert!(
        stats.audio_sent >= 15 * 160 && stats.outgoing_dropped == 0,
        "{stats:?}"
    );
    sender.close();
    speaking.await.unwrap();
}

#[tokio::test]
async fn an_interruption_empties_the_playback() {
    let rig = rig(&"I never stop talking. ".repeat(60)).await;
    let (_, session) = rig.join(&call(), &options()).await;
    let (sender, mut receiver) = session.split();
    let (mut writer, mut reader) = Playback::new(RATE).prebuffer(Duration::ZERO).open();
    until(&mut receiver, |event| {
        writer.handle(&event);
        matches!(event, Event::Audio(_)).then_some(())
    })
    .await;
    let speaking = tokio::spawn(microphone(sender.clone(), 40));
    let cleared = until(&mut receiver, |event| {
        writer.handle(&event);
        match event {
            Event::PlaybackCleared(_) => Some(writer.stats().written),
            _ => None,
        }
    })
    .await;
    let spoken = said(&mut receiver).await;
    assert!(cleared > 0 && spoken.role == Role::Agent);
    assert!(spoken.text.len() < 60 * 20, "all was said");
    assert_eq!(reader.fill(&mut [0; 160]), 0);
    assert_eq!(reader.stats().cleared, cleared);
    sender.close();
    speaking.await.unwrap();
}

#[tokio::test]
async fn texts_are_answered_in_the_medium_that_is_set() {
    let rig = rig("").await;
    let call = call().first_speaker(FirstSpeaker::User);
    let (_, session) = rig.join(&call, &options()).await;
    let (sender, mut receiver) = session.split();
    sender.user_text("Hi!", Urgency::Soon).await.unwrap();
    let text = said(&mut receiver).await;
    assert_eq!(
        (text.text.as_str(), text.medium),
        ("Hi!", OutputMedium::Text)
    );
    let answer = said(&mut receiver).await;
    assert_eq!(answer.medium, OutputMedium::Voice);
    sender.set_output_medium(OutputMedium::Text).await.unwrap();
    sender.agent_text("Only in writing.").await.unwrap();
    let before = sender.stats().audio_received;
    let answer = said(&mut receiver).await;
    assert_eq!(
        (answer.text.as_str(), answer.medium),
        ("Only in writing.", OutputMedium::Text)
    );
    assert_eq!(sender.stats().audio_received, before);
    sender
        .send(ForcedAgentMessage::new("Again."))
        .await
        .unwrap();
    assert_eq!(agent_said(&mut receiver).await, "Again.");
    sender
        .user_text("Just so you know.", Urgency::Later)
        .await
        .unwrap();
    assert_eq!(said(&mut receiver).await.text, "Just so you know.");
}

#[tokio::test]
async fn states_follow_the_agent_and_a_ping_comes_back() {
    let rig = rig("").await;
    let (_, session) = rig.join(&call(), &options()).await;
    let (sender, mut receiver) = session.split();
    sender.user_text("Hi!", Urgency::Immediate).await.unwrap();
    let mut states = Vec::new();
    until(&mut receiver, |event| {
        if let Event::State(state) = event {
            states.push(state);
        }
        states.contains(&AgentState::Speaking).then_some(())
    })
    .await;
    assert!(states.contains(&AgentState::Thinking), "{states:?}");
    assert_eq!(sender.state(), AgentState::Speaking);
    sender.ping().unwrap();
    let latency = until(&mut receiver, |event| match event {
        Event::Latency(latency) => Some(latency),
        _ => None,
    })
    .await;
    assert_eq!(sender.stats().round_trip, Some(latency.round_trip));
    assert!(latency.round_trip > Duration::ZERO && latency.round_trip < Duration::from_secs(5));
}
