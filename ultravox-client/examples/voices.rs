//! Voices: find one, store one of another company, clone one, hear it.
//!
//! ```text
//! cargo run -p ultravox-client --example voices --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use ultravox_client::{
    Upload,
    voices::{CloneVoice, CreateVoice, ElevenLabsVoice},
};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;

    // A name that is not unique is refused when a call is created: look before.
    let found = client.voices().list().search("Mark").send().await?;
    let voice = found.results.first().ok_or("no such voice")?;
    println!(
        "{} is {} ({:?})",
        voice.name, voice.voice_id, voice.billing_style
    );

    // The account needs a key of that company: `client.accounts().update_tts_api_keys(..)`.
    let stored = CreateVoice::new("Grace", ElevenLabsVoice::new("21m00Tcm4TlvDq8ikWAM"));
    let stored = client.voices().create(&stored).await?;
    println!("stored {} of {:?}", stored.name, stored.provider);

    let recording = Upload::new("me.wav", "audio/wav", *b"RIFF....WAVEfmt ");
    let clone = CloneVoice::new("Me", recording)
        .language("en")
        .description("Mine, early morning");
    let clone = client.voices().clone_voice(&clone).await?;
    println!("cloned {}", clone.name);

    // Bytes arrive in parts; `write_to` writes them to a file.
    let sample = client.voices().sample(&clone.voice_id).await?;
    let kind = sample.content_type().unwrap_or("something").to_owned();
    println!(
        "heard {} bytes of {kind}",
        sample.bytes(10_000_000).await?.len()
    );

    for voice in [stored, clone] {
        client.voices().delete(&voice.voice_id).await?;
    }
    println!("deleted both");
    Ok(())
}
