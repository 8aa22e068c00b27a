//! Numbers: find one, buy it, say who answers it, and show a number of another company to those we call.
//!
//! ```text
//! cargo run -p twilio-voice --example phone_numbers --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio: numbers cost money every month.

mod support;

use serde_json::json;
use twilio_voice::{
    CountryCode,
    incoming_phone_numbers::{
        CreateIncomingPhoneNumber, PhoneNumberKind, UpdateIncomingPhoneNumber,
    },
    outgoing_caller_ids::{CreateValidationRequest, UpdateOutgoingCallerId},
};

#[tokio::main]
async fn main() -> support::Result {
    let (twilio, client) = support::double().await;
    let us: CountryCode = "US".parse()?;

    let found = client
        .available_phone_numbers()
        .list(&us, PhoneNumberKind::Local)
        .area_code(415_u32)
        .voice_enabled(true)
        .page_size(3)
        .send()
        .await?;
    for number in &found.items {
        println!("for sale: {:?}", number.phone_number);
    }
    let wanted = found
        .items
        .into_iter()
        .find_map(|number| number.phone_number);

    // Bought and set up in one step, so that no call comes in unanswered. It is charged from here on.
    let purchase = CreateIncomingPhoneNumber::number(wanted.ok_or("nothing is for sale")?)
        .friendly_name("pizza shop")
        .voice_url("https://voice.example.com/voice")
        .voice_fallback_url("https://fallback.example.com/voice")
        .status_callback("https://voice.example.com/status");
    let number = client.incoming_phone_numbers().create(&purchase).await?;
    println!("bought {:?} as {}", number.phone_number, number.sid);

    // What is not named stays; what is cleared is emptied.
    let change = UpdateIncomingPhoneNumber::new()
        .voice_url("https://voice.example.com/v2/voice")
        .clear_voice_fallback_url();
    let number = client
        .incoming_phone_numbers()
        .update(&number.sid, &change)
        .await?;
    println!(
        "answered by {:?}, then {:?}",
        number.voice_url, number.voice_fallback_url
    );

    // A number of another company may be shown too, once its owner has typed the code that Twilio asks for by phone.
    let caller_ids = client.outgoing_caller_ids();
    let validation = CreateValidationRequest::new("+14155550199").friendly_name("the shop");
    let validation = caller_ids.create(&validation).await?;
    println!("Twilio calls; the code is {:?}", validation.validation_code);
    // Somebody types it, as a double is told.
    twilio.insert(
        "/OutgoingCallerIds",
        json!({"phone_number": "+14155550199"}),
    );
    for caller_id in caller_ids
        .list()
        .phone_number("+14155550199")
        .send()
        .await?
        .items
    {
        let named = UpdateOutgoingCallerId::new().friendly_name("the old shop");
        caller_ids.update(&caller_id.sid, &named).await?;
        caller_ids.delete(&caller_id.sid).await?;
        println!("{:?} is not shown any more", caller_id.phone_number);
    }

    // Gives the number back. It may be sold to others.
    client.incoming_phone_numbers().delete(&number.sid).await?;
    println!("released {:?}", number.phone_number);
    Ok(())
}
