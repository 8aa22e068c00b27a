//! A server for ConversationRelay: Twilio understands and speaks, text goes both ways.
//!
//! ```text
//! cargo run -p twilio-voice --example conversation_relay --features axum,relay
//! ```
//!
//! Talks to a simulation on this machine, never to Twilio: somebody calls, breaks in, orders, and presses a key.

mod support;

use std::time::Duration;

use axum::{
    Router,
    extract::WebSocketUpgrade,
    response::Response as Answer,
    routing::{get, post},
};
use sandbox::{Callee, CalleeInput};
use tokio::{net::TcpListener, time::sleep};
use twilio_voice::{
    axum::{Handshake, Webhook},
    relay::{End, Event, Inbound, RelaySocket, SendError, SocketSettings, Text},
    twiml::{Connect, ConversationRelay, Parameter, Response, Say},
    webhook::{
        PublicOrigin, RelayAction, SessionStatus, SignatureValidator, Verifier, VoiceRequest,
    },
};

/// Twilio asks what to do with a call.
async fn voice(_: Webhook<VoiceRequest>) -> Response {
    let relay =
        ConversationRelay::new(format!("{}/relay", support::ORIGIN.replace("https", "wss")))
            .welcome_greeting("Welcome to the pizza shop, which has pizzas of all sizes and kinds.")
            .dtmf_detection(true)
            .push(Parameter::new("shop", "7"));
    // With an action the call goes on when the session is over.
    Response::new().push(Connect::new(relay).action("/done"))
}

/// Twilio opens a websocket, with a signed handshake.
async fn relay(_: Handshake, upgrade: WebSocketUpgrade) -> Answer {
    RelaySocket::upgrade(upgrade, &SocketSettings::new(), |mut socket| async move {
        match converse(&mut socket).await {
            Ok(()) => socket.close().await,
            Err(error) => println!("the session is over: {error}"),
        }
    })
}

async fn converse(socket: &mut RelaySocket) -> Result<(), SendError> {
    let setup = socket.start().await?;
    println!("{} is connected", setup.call_sid);
    let mut order = String::new();
    loop {
        match socket.next().await? {
            Event::Message(Inbound::Prompt(prompt)) if prompt.last => {
                println!("  caller: {}", prompt.voice_prompt);
                order = prompt.voice_prompt;
                // A language model writes word by word; what is there is spoken while the rest comes.
                for word in ["For how many ", "people? "] {
                    socket.send(Text::new(word)).await?;
                    sleep(Duration::from_millis(20)).await;
                }
                socket.send(Text::new("Press a key.").last(true)).await?;
            }
            // The conversation goes on from what was heard, not from what was sent.
            Event::Message(Inbound::Interrupt(cut)) => {
                println!("  [breaks in after {:?}]", cut.utterance_until_interrupt);
            }
            Event::Message(Inbound::Dtmf(key)) => {
                println!("  caller presses {}", key.digit);
                let data = format!("{order}, {}", key.digit);
                // Twilio asks the action what to do next, and passes this on.
                socket.send(End::new().handoff_data(data)).await?;
                return Ok(());
            }
            Event::Message(Inbound::Error(error)) => println!("  [{}]", error.description),
            Event::Refused(error) => println!("  [cannot read a message: {error}]"),
            _ => {}
        }
    }
}

/// The session is over, and the call goes on.
async fn done(Webhook { form, .. }: Webhook<RelayAction>) -> Response {
    let order = match form.session_status {
        Some(SessionStatus::Ended) => form.handoff_data,
        _ => None,
    };
    println!("ordered: {order:?}");
    match order {
        Some(order) => Response::new().push(Say::new(format!("You ordered {order}. Good-bye."))),
        None => Response::new().push(Say::new("Something went wrong. Please call again.")),
    }
}

#[tokio::main]
async fn main() -> support::Result {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = listener.local_addr()?;
    let origin = PublicOrigin::new(support::ORIGIN)?;
    let router = Router::new()
        .route("/voice", post(voice))
        .route("/relay", get(relay))
        .route("/done", post(done))
        .with_state(Verifier::new(
            origin,
            SignatureValidator::new(support::TOKEN),
        ));
    let server_task = tokio::spawn(axum::serve(listener, router).into_future());

    let (sandbox, _) = support::sandbox(support::behind_a_proxy(server)).await?;
    let order = CalleeInput::speech("A Margherita").after(Duration::from_millis(500));
    let caller = Callee::answers(Duration::ZERO)
        .input(order.interrupts())
        .input(CalleeInput::digits("4"));
    let sid = support::somebody_calls(&sandbox, caller, None);
    support::until_over(&sandbox).await?;
    server_task.abort();

    let call = sandbox.control().call(&sid).ok_or("there was no call")?;
    println!("the call is {}", call.state);
    if call.state != "completed" || !call.warnings.is_empty() {
        return Err(format!("the conversation went wrong: {call:?}").into());
    }
    Ok(())
}
