//! Applications: URLs that answer calls, under one name for many numbers and clients.
//!
//! ```text
//! cargo run -p twilio-voice --example applications --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio.

mod support;

use twilio_voice::{
    applications::{CreateApplication, UpdateApplication},
    calls::CreateCall,
};

#[tokio::main]
async fn main() -> support::Result {
    let (_twilio, client) = support::double().await;
    let new = CreateApplication::new()
        .friendly_name("pizza shop")
        .voice_url("https://voice.example.com/voice")
        .status_callback("https://voice.example.com/status");
    let application = client.applications().create(&new).await?;
    println!("made {}: {:?}", application.sid, application.voice_url);

    // Numbers may name it instead of URLs, and so may a call.
    let call = CreateCall::new("+14155550100", "+15005550006", application.sid);
    let call = client.calls().create(&call).await?;
    println!("placed {}", call.sid);
    client.calls().end(&call.sid).await?;

    let moved = UpdateApplication::new()
        .voice_url("https://voice.example.com/v2/voice")
        .clear_status_callback();
    let application = client
        .applications()
        .update(&application.sid, &moved)
        .await?;
    println!("moved to {:?}", application.voice_url);

    for found in client
        .applications()
        .list()
        .friendly_name("pizza shop")
        .send()
        .await?
        .items
    {
        client.applications().delete(&found.sid).await?;
        println!("deleted {}", found.sid);
    }
    Ok(())
}
