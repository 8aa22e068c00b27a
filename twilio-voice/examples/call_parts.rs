//! What runs beside a call: streams, SIPREC, transcription, payments, messages to an app, and what happened.
//!
//! ```text
//! cargo run -p twilio-voice --example call_parts --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio.

mod support;

use std::time::Duration;

use serde_json::json;
use twilio_voice::{
    CallSid, Client,
    calls::{
        CreateCall,
        payments::{CreatePayment, PaymentCapture, PaymentFinalStatus, UpdatePayment},
        siprec::CreateSiprec,
        streams::CreateStream,
        transcriptions::CreateRealtimeTranscription,
        user_defined_message_subscriptions::CreateUserDefinedMessageSubscription,
        user_defined_messages::CreateUserDefinedMessage,
    },
    twiml::{Pause, Response, StreamTrack},
};

#[tokio::main]
async fn main() -> support::Result {
    let (twilio, client) = support::double().await;
    let wait = Response::new().push(Pause::new().length(Duration::from_secs(30)));
    let call = CreateCall::new("+14155550100", "+15005550006", wait);
    let call = client.calls().create(&call).await?.sid;
    twilio.answer(&call); // what a double is told, and people do

    listen(&client, &call).await?;
    pay(&client, &call).await?;
    exchange(&client, &call).await?;

    // Each request that Twilio made for the call, and what it got.
    twilio.insert(
        &format!("/Calls/{call}/Events"),
        json!({"request": {"method": "POST", "url": "https://voice.example.com/voice"}, "response": {"response_code": 200}}),
    );
    for event in client.calls().events(&call).list().send().await?.items {
        let request = event.request.and_then(|request| request.url);
        let response = event.response.and_then(|response| response.response_code);
        println!("{request:?} answered {response:?}");
    }
    let problems = client.calls().notifications(&call).list().send().await?;
    println!("{} problems", problems.items.len());
    client.calls().end(&call).await?;
    Ok(())
}

/// Others listen, while the call goes on as it does.
async fn listen(client: &Client, call: &CallSid) -> support::Result {
    let streams = client.calls().streams(call);
    let stream = CreateStream::new("wss://voice.example.com/media")
        .name("monitor")
        .track(StreamTrack::Both)
        .parameter("order", "4711");
    let stream = streams.create(&stream).await?;
    println!("stream {} is {:?}", stream.sid, stream.status);
    streams.stop(&stream.sid).await?;

    let siprec = client.calls().siprec(call);
    let session = CreateSiprec::new().connector_name("the recorder");
    let session = siprec.create(&session).await?;
    println!("SIPREC {} is {:?}", session.sid, session.status);
    siprec.stop(&session.sid).await?;

    let transcriptions = client.calls().transcriptions(call);
    let transcription = CreateRealtimeTranscription::new()
        .status_callback_url("https://voice.example.com/words")
        .language_code("en-US")
        .partial_results(true);
    let transcription = transcriptions.create(&transcription).await?;
    println!(
        "transcription {} is {:?}",
        transcription.sid, transcription.status
    );
    transcriptions.stop(&transcription.sid).await?;
    Ok(())
}

/// The caller types the number of a card, which we never see. Our keys make repetitions harmless.
async fn pay(client: &Client, call: &CallSid) -> support::Result {
    let told = "https://voice.example.com/payment";
    let payments = client.calls().payments(call);
    let payment = CreatePayment::new("order-4711", told)
        .charge_amount("12.50".parse::<twilio_voice::calls::Price>()?)
        .currency("usd");
    let payment = payments.create(&payment).await?.sid;
    println!("payment {payment} begins");
    for (step, capture) in [
        ("number", PaymentCapture::PaymentCardNumber),
        ("date", PaymentCapture::ExpirationDate),
        ("code", PaymentCapture::SecurityCode),
    ] {
        let next = UpdatePayment::capture_next(format!("order-4711-{step}"), told, capture);
        payments.update(&payment, &next).await?;
        // The callback tells when it is typed.
    }
    let done = UpdatePayment::end("order-4711-end", told, PaymentFinalStatus::Complete);
    payments.update(&payment, &done).await?;
    println!("payment {payment} is made");
    Ok(())
}

/// JSON between a server and an app that takes part in the call by a client SDK.
async fn exchange(client: &Client, call: &CallSid) -> support::Result {
    let subscriptions = client.calls().user_defined_message_subscriptions(call);
    let subscription =
        CreateUserDefinedMessageSubscription::new("https://voice.example.com/from-the-app");
    let subscription = subscriptions.create(&subscription).await?;
    let message = CreateUserDefinedMessage::new(json!({"order": 4711}).to_string());
    let messages = client.calls().user_defined_messages(call);
    println!("sent {}", messages.create(&message).await?.sid);
    subscriptions.delete(&subscription.sid).await?;
    Ok(())
}
