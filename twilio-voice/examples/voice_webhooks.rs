//! A server for webhooks: checks who calls, answers with TwiML, takes each status once.
//!
//! ```text
//! cargo run -p twilio-voice --example voice_webhooks --features axum
//! ```
//!
//! Talks to a simulation on this machine, never to Twilio: somebody calls, presses keys, and hangs up. The requests are
//! signed as Twilio signs them, for the public address of a proxy.

mod support;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{FromRef, State},
    http::StatusCode,
    routing::post,
};
use sandbox::{Callee, CalleeInput};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use twilio_voice::{
    CallSid,
    axum::Webhook,
    twiml::{Gather, Hangup, Response, Say},
    webhook::{
        CallStatusEvent, GatherAction, PublicOrigin, Recent, SignatureValidator, Verifier,
        VoiceRequest,
    },
};

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
    /// The newest status of each call. In memory: several processes share a database.
    newest: Arc<Recent<CallSid>>,
    events: mpsc::Sender<CallStatusEvent>,
}

/// Somebody calls. What is not signed never gets here.
async fn voice(Webhook { form, .. }: Webhook<VoiceRequest>) -> Response {
    println!(
        "a call of {}",
        form.call.from.as_deref().unwrap_or("somebody")
    );
    let question = Gather::new()
        .action("/digits")
        .num_digits(4)
        .timeout(Duration::from_secs(5))
        .push(Say::new("Please enter the number of your order."));
    Response::new()
        .push(question)
        // Only if nothing was pressed.
        .push(Say::new("We did not hear anything. Good-bye."))
}

/// Keys were pressed.
async fn digits(Webhook { form, .. }: Webhook<GatherAction>) -> Response {
    let digits = form.digits.unwrap_or_default();
    println!("the number {digits} was pressed");
    // Whatever comes from outside is escaped.
    Response::new()
        .push(Say::new(format!("Order {digits} leaves the oven.")))
        .push(Hangup::new())
}

/// The call has moved on. The work is done elsewhere: Twilio wants an answer soon.
async fn status(
    State(newest): State<Arc<Recent<CallSid>>>,
    State(events): State<mpsc::Sender<CallStatusEvent>>,
    Webhook { form, .. }: Webhook<CallStatusEvent>,
) -> StatusCode {
    let number = form.sequence_number.unwrap_or_default();
    // They may come twice, and the last one first.
    if !newest.is_newest(&form.call.call_sid, number) {
        return StatusCode::NO_CONTENT;
    }
    let call = form.call.call_sid;
    match events.try_send(form) {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => {
            // Then a repetition is welcome, where the URL asks Twilio for it.
            newest.forget(&call);
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

#[tokio::main]
async fn main() -> support::Result {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = listener.local_addr()?;
    let (events, mut received) = mpsc::channel(100);

    // The origin is that of the URLs Twilio was given, whatever the server sees behind the proxy.
    let origin = PublicOrigin::new(support::ORIGIN)?;
    let app = App {
        verifier: Verifier::new(origin, SignatureValidator::new(support::TOKEN)),
        newest: Arc::new(Recent::new(10_000, Duration::from_secs(3_600))),
        events,
    };
    let router = Router::new()
        .route("/voice", post(voice))
        .route("/digits", post(digits))
        .route("/status", post(status))
        .with_state(app);
    let server_task = tokio::spawn(axum::serve(listener, router).into_future());
    println!("listening at {server}, known as {}", support::ORIGIN);

    let (sandbox, _) = support::sandbox(support::behind_a_proxy(server)).await?;
    let caller = Callee::answers(Duration::ZERO).input(CalleeInput::digits("4711"));
    support::somebody_calls(&sandbox, caller, Some("/status"));

    // A number tells of the end alone; a call that we place, of every step that we ask for.
    let event = timeout(Duration::from_secs(30), received.recv()).await?;
    let event = event.ok_or("no event")?;
    println!(
        "{} is {:?} after {:?}",
        event.call.call_sid, event.call.call_status, event.call_duration
    );
    server_task.abort();
    Ok(())
}
