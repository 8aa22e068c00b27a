//! Tests of a program: a double of the API, requests as Twilio signs them, and a caller with a voice for a server.
//!
//! ```text
//! cargo run -p twilio-voice --example testing --features axum,media,test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio.

mod support;

use std::time::{Duration, SystemTime};

use axum::{
    Router,
    extract::{FromRef, State, WebSocketUpgrade},
    response::Response as Answer,
    routing::{get, post},
};
use tokio::net::TcpListener;
use twilio_voice::{
    axum::{Handshake, Webhook},
    calls::CreateCall,
    media::{Event, FRAME_SAMPLES, MediaSocket, SocketSettings, StreamTokens},
    test_util::{Answer as Planned, Occasion, SampleRequest, Sound, StreamPeer},
    twiml::{Connect, Response, Say, Stream},
    webhook::{PublicOrigin, Received, SignatureValidator, Verifier, VoiceRequest},
};

const TOKEN: &str = "the auth token";

// The program under test: it plays a second of a sound until a key is pressed.

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
    tokens: StreamTokens,
}

async fn voice(
    State(tokens): State<StreamTokens>,
    Webhook { form, .. }: Webhook<VoiceRequest>,
) -> Response {
    let token = tokens.parameter(&form.call.call_sid, SystemTime::now());
    Response::new().push(Connect::new(
        Stream::new("wss://voice.example.com/media").push(token),
    ))
}

async fn media(
    _: Handshake,
    State(tokens): State<StreamTokens>,
    upgrade: WebSocketUpgrade,
) -> Answer {
    MediaSocket::upgrade(upgrade, &SocketSettings::new(), |mut socket| async move {
        match socket.start().await {
            Ok(start) if tokens.check(&start, SystemTime::now()).is_ok() => {}
            _ => return socket.reject().await,
        }
        for _ in 0..50 {
            let _full = socket.player().pcm(&[3_000; FRAME_SAMPLES]);
        }
        let _full = socket.player().mark("greeting");
        while let Ok(event) = socket.next().await {
            if matches!(event, Event::Key(_)) {
                return socket.close().await;
            }
        }
    })
}

// Its tests.

#[tokio::main]
async fn main() -> support::Result {
    a_lost_answer_does_not_lose_a_call().await?;
    a_request_of_twilio_is_taken_and_a_changed_one_is_not()?;
    callers_hear_the_greeting_and_strangers_do_not().await?;
    Ok(())
}

async fn a_lost_answer_does_not_lose_a_call() -> support::Result {
    let (twilio, client) = support::double().await;
    twilio
        .on("POST /Calls.json")
        .times(1)
        .answer(Planned::lost());
    let hello = Response::new().push(Say::new("Hello."));
    let call = CreateCall::new("+14155550100", "+15005550006", hello);
    let lost = client.calls().create(&call).await;
    assert!(lost.is_err_and(|error| error.may_have_been_applied()));
    // The program looks for it, and ends it.
    for call in client.calls().list().to("+14155550100").send().await?.items {
        client.calls().end(&call.sid).await?;
    }
    assert!(twilio.live_calls().is_empty());
    println!(
        "no call is left over: {} was asked for",
        twilio.created_calls().len()
    );
    Ok(())
}

fn a_request_of_twilio_is_taken_and_a_changed_one_is_not() -> support::Result {
    let origin = PublicOrigin::new("https://voice.example.com")?;
    let verifier = Verifier::new(origin, SignatureValidator::new(TOKEN));
    let is_taken = |sample: SampleRequest| {
        let (target, headers) = (sample.target(), sample.headers());
        let request = Received::new(sample.method(), &target).body(sample.body());
        let request = (headers.iter()).fold(request, |all, (name, value)| all.header(name, value));
        verifier.verify(&request).is_ok()
    };
    let sample = SampleRequest::new(Occasion::Voice, "https://voice.example.com/voice");
    let sample = sample.field("From", "+14155550100").auth_token(TOKEN);
    assert!(is_taken(sample.clone()));
    assert!(!is_taken(sample.tampered()));
    println!("a signed request is taken, a changed one is not");
    Ok(())
}

async fn callers_hear_the_greeting_and_strangers_do_not() -> support::Result {
    let origin = PublicOrigin::new("https://voice.example.com")?;
    let tokens = StreamTokens::new(b"32 random bytes of a secret store")?;
    let app = App {
        verifier: Verifier::new(origin, SignatureValidator::new(TOKEN)),
        tokens: tokens.clone(),
    };
    let router = Router::new()
        .route("/voice", post(voice))
        .route("/media", get(media))
        .with_state(app);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("ws://{}/media", listener.local_addr()?);
    let server = tokio::spawn(axum::serve(listener, router).into_future());

    // Twilio's side: a call with what the TwiML had in it. It hears a while, speaks, and presses a key.
    let call = "CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    let peer = |token: String| {
        StreamPeer::new(&url)
            .public_url("wss://voice.example.com/media")
            .auth_token(TOKEN)
            .call(call)
            .parameter(StreamTokens::PARAMETER, token)
    };
    let heard = peer(tokens.sign(&call, SystemTime::now()))
        .wait_for_mark("greeting")
        .say(Sound::tone(440.0, Duration::from_millis(200)))
        .press("#")
        .wait_for_close()
        .run()
        .await?;
    heard.assert_heard(Duration::from_secs(1));
    heard.assert_marks(&["greeting"]);
    println!(
        "the caller heard {:?}, as loud as {}",
        heard.heard(),
        heard.loudest()
    );

    // Who has no token of ours is sent away.
    let heard = peer("made up".to_owned()).wait_for_close().run().await?;
    assert!(heard.heard().is_zero());
    println!("a stranger heard nothing");
    server.abort();
    Ok(())
}
