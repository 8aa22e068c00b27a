//! Conferences: call people into a room, hold, mute, coach, announce, and end it for all.
//!
//! ```text
//! cargo run -p twilio-voice --example conferences --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio.

mod support;

use std::time::Duration;

use twilio_voice::conferences::{
    ConferenceStatus,
    participants::{CreateParticipant, UpdateParticipant},
};

#[tokio::main]
async fn main() -> support::Result {
    let (twilio, client) = support::double().await;
    let conferences = client.conferences();

    // The room of a name is opened if need be. Each call costs until it is over, so each has a limit.
    let caller = CreateParticipant::new("+14155550100", "+15005550006")
        .label("caller")
        .time_limit(Duration::from_secs(600))
        .end_conference_on_exit(true);
    let caller = conferences.add("order 4711", &caller).await?;
    let room = caller.conference_sid.ok_or("a participant of nothing")?;
    let agent = CreateParticipant::new("+14155550101", "+15005550006")
        .label("agent")
        .time_limit(Duration::from_secs(600));
    let agent = conferences.participants(&room).create(&agent).await?;
    twilio.answer(&caller.call_sid); // what a double is told, and people do
    twilio.answer(&agent.call_sid);

    let participants = conferences.participants(&room);
    // By label or by SID.
    let held = participants.hold("caller", true).await?;
    println!("{:?} waits: {:?}", held.label, held.hold);
    let back = UpdateParticipant::new().hold(false).muted(true);
    participants.update("caller", &back).await?;
    participants
        .announce("agent", "https://voice.example.com/whisper.xml")
        .await?;
    // A third hears all and is heard by the agent alone.
    let coach = CreateParticipant::new("+14155550102", "+15005550006").label("coach");
    let coach = participants.create(&coach).await?;
    twilio.answer(&coach.call_sid);
    participants.coach("coach", &agent.call_sid).await?;
    for participant in participants.list().send().await?.items {
        println!(
            "  {:?}: muted {:?}, coaching {:?}",
            participant.label, participant.muted, participant.coaching
        );
    }

    let running = conferences
        .list()
        .status(ConferenceStatus::InProgress)
        .send()
        .await?;
    for conference in running.items {
        println!("{} is {:?}", conference.sid, conference.status);
    }

    // Ends all its calls.
    let ended = conferences.end(&room).await?;
    println!(
        "it is {:?}, because {:?}",
        ended.status, ended.reason_conference_ended
    );
    Ok(())
}
