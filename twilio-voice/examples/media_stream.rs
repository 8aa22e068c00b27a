//! A server for Media Streams: a voice of our own greets the caller, who may break in, and then hears himself.
//!
//! ```text
//! cargo run -p twilio-voice --example media_stream --features axum,media
//! ```
//!
//! Talks to a simulation on this machine, never to Twilio: somebody calls, speaks over the greeting, and presses `#`.

mod support;

use std::{
    f32::consts::TAU,
    time::{Duration, SystemTime},
};

use axum::{
    Router,
    extract::{FromRef, State, WebSocketUpgrade},
    response::Response as Answer,
    routing::{get, post},
    serve::ListenerExt as _,
};
use sandbox::{Callee, CalleeInput};
use tokio::net::TcpListener;
use twilio_voice::{
    axum::{Handshake, Webhook},
    media::{
        Closed, Event, FRAME_SAMPLES, MarkEcho, MediaSocket, SAMPLE_RATE, SocketSettings,
        StreamTokens,
    },
    twiml::{Connect, Response, Stream},
    webhook::{PublicOrigin, SignatureValidator, Verifier, VoiceRequest},
};

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
    tokens: StreamTokens,
}

/// Twilio asks what to do with a call. The token shows later that this answer asked for the stream.
async fn voice(
    State(tokens): State<StreamTokens>,
    Webhook { form, .. }: Webhook<VoiceRequest>,
) -> Response {
    let token = tokens.parameter(&form.call.call_sid, SystemTime::now());
    let stream = Stream::new(format!("{}/media", support::ORIGIN.replace("https", "wss")));
    // Nothing stands behind it: when the websocket is closed, Twilio hangs up.
    Response::new().push(Connect::new(stream.push(token)))
}

/// Twilio opens a websocket. Its handshake is signed too.
async fn media(
    _: Handshake,
    State(tokens): State<StreamTokens>,
    upgrade: WebSocketUpgrade,
) -> Answer {
    MediaSocket::upgrade(upgrade, &SocketSettings::new(), |socket| {
        talk(socket, tokens)
    })
}

async fn talk(mut socket: MediaSocket, tokens: StreamTokens) {
    let Ok(start) = socket.start().await else {
        return;
    };
    if tokens.check(&start, SystemTime::now()).is_err() {
        return socket.reject().await;
    }
    println!("{} is connected", start.call_sid);
    match converse(&mut socket).await {
        Ok(()) => println!("a key was pressed: good-bye"),
        Err(closed) => println!("the stream is over: {closed}"),
    }
    println!("  heard {:?}", socket.stream_stats());
    println!("  said  {:?}", socket.player_stats());
    socket.close().await;
}

/// Until a key is pressed.
async fn converse(socket: &mut MediaSocket) -> Result<(), Closed> {
    // All of it is handed over at once, and sent as it is heard. What does not fit would be refused.
    let greeting = tone(440.0, Duration::from_secs(5));
    if socket.player().pcm(&greeting).is_err() || socket.player().mark("greeting").is_err() {
        return Ok(());
    }
    let mut greets = true;
    let mut buffer = [0; 5 * FRAME_SAMPLES];
    loop {
        match socket.next().await? {
            Event::Audio(audio) => {
                let Ok(samples) = audio.pcm(&mut buffer) else {
                    continue;
                };
                if greets && is_loud(samples) {
                    // What was not heard yet is given up, in the queue here and in that of Twilio.
                    if let Some(cleared) = socket.interrupt() {
                        println!("the caller broke in after {:?} of greeting", cleared.played);
                    }
                    greets = false;
                }
                if !greets && socket.player().pcm(samples).is_err() {
                    println!("  [no room for an echo]");
                }
            }
            Event::Mark { name, echo } => {
                if echo == MarkEcho::Played {
                    println!("{name} was heard to its end");
                }
                greets = false;
            }
            Event::Key(key) if key.digit == "#" => return Ok(()),
            Event::Key(key) => println!("  [key {}]", key.digit),
            Event::Refused(error) => println!("  [cannot read a message: {error}]"),
            _ => {}
        }
    }
}

/// A quiet tone: 8,000 samples of 16 bits a second.
fn tone(hertz: f32, length: Duration) -> Vec<i16> {
    let rate = SAMPLE_RATE as f32;
    let samples = (length.as_secs_f32() * rate) as usize;
    (0..samples)
        .map(|at| ((at as f32 * hertz * TAU / rate).sin() * 6_000.0) as i16)
        .collect()
}

/// Enough for an example; a program listens with a detector of voices.
fn is_loud(samples: &[i16]) -> bool {
    samples.iter().any(|sample| sample.unsigned_abs() > 1_000)
}

#[tokio::main]
async fn main() -> support::Result {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = listener.local_addr()?;

    // Twilio knows us by the public address, and signs that.
    let app = App {
        verifier: Verifier::new(
            PublicOrigin::new(support::ORIGIN)?,
            SignatureValidator::new(support::TOKEN),
        ),
        tokens: StreamTokens::new(b"32 random bytes of a secret store")?,
    };
    let router = Router::new()
        .route("/voice", post(voice))
        .route("/media", get(media))
        .with_state(app);
    // Without this the system holds small messages back to send them together.
    let listener = listener.tap_io(|tcp| drop(tcp.set_nodelay(true)));
    let server_task = tokio::spawn(axum::serve(listener, router).into_future());

    let (sandbox, _) = support::sandbox(support::behind_a_proxy(server)).await?;
    let key = CalleeInput::digits("#").after(Duration::from_secs(3));
    let caller = Callee::answers(Duration::ZERO).speaks().input(key);
    let sid = support::somebody_calls(&sandbox, caller, None);
    support::until_over(&sandbox).await?;
    server_task.abort();

    let call = sandbox.control().call(&sid).ok_or("there was no call")?;
    println!(
        "the caller heard {:?} of audio",
        Duration::from_micros(call.media.bytes_played * 125)
    );
    if call.media.clears == 0 || call.media.bytes_played == 0 || !call.warnings.is_empty() {
        return Err(format!("the conversation went wrong: {call:?}").into());
    }
    Ok(())
}
