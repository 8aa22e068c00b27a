//! Recordings: record a call, fetch the sound, read the transcription, delete what is not needed.
//!
//! ```text
//! cargo run -p twilio-voice --example recordings --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio.

mod support;

use std::time::Duration;

use serde_json::json;
use twilio_voice::{
    calls::{CreateCall, RecordingChannels, recordings::CreateCallRecording},
    recordings::{PauseBehavior, RecordingMedia},
    twiml::{Pause, Response},
};

#[tokio::main]
async fn main() -> support::Result {
    let (twilio, client) = support::double().await;
    let wait = Response::new().push(Pause::new().length(Duration::from_secs(30)));
    let call = CreateCall::new("+14155550100", "+15005550006", wait);
    let call = client.calls().create(&call).await?.sid;
    twilio.answer(&call); // what a double is told, and people do

    // Each side on a channel of its own. Nobody records before the call is answered.
    let dual = CreateCallRecording::new().recording_channels(RecordingChannels::Dual);
    let recordings = client.calls().recordings(&call);
    let recording = recordings.create(&dual).await?;
    println!("recording {}", recording.sid);

    // Numbers of cards are not for the tape.
    recordings
        .pause(&recording.sid, PauseBehavior::Silence)
        .await?;
    println!("paused");
    recordings.resume(&recording.sid).await?;
    let stopped = recordings.stop(&recording.sid).await?;
    println!("stopped: {:?}", stopped.status);
    twilio.complete(&call, Duration::from_secs(42));

    // The sound comes some time after the call is over; a callback tells when. It is fetched part by part.
    let mut file = Vec::new();
    let sound = client
        .recordings()
        .media(&recording.sid, &RecordingMedia::wav())
        .await?;
    println!(
        "{:?}, {:?} bytes",
        sound.content_type(),
        sound.content_length()
    );
    let written = sound.write_to(&mut file).await?;
    println!("wrote {written} bytes");

    // What was understood, if a <Record> asked for it.
    twilio.insert(
        "/Transcriptions",
        json!({"recording_sid": recording.sid, "transcription_text": "I would like a pizza."}),
    );
    let transcriptions = client.recordings().transcriptions(&recording.sid);
    for transcription in transcriptions.list().send().await?.items {
        println!(
            "{}: {}",
            transcription.sid,
            transcription.transcription_text.unwrap_or_default()
        );
        client.transcriptions().delete(&transcription.sid).await?;
    }

    for recording in client
        .recordings()
        .list()
        .call_sid(call)
        .send()
        .await?
        .items
    {
        println!("{} lasts {:?}", recording.sid, recording.duration);
        client.recordings().delete(&recording.sid).await?;
        println!("deleted its sound");
    }
    Ok(())
}
