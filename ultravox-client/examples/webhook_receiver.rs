//! A server for webhooks: checks who calls, takes each event once, answers at once.
//!
//! ```text
//! cargo run -p ultravox-client --example webhook_receiver --features axum,test-util
//! ```
//!
//! Talks to a simulation on this machine, never to Ultravox: the simulation sends real requests with real signatures.

mod support;

use std::{collections::HashSet, time::Duration};

use axum::{
    Router,
    extract::{FromRef, State},
    http::StatusCode,
    routing::post,
};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use ultravox_client::{
    axum::Signed,
    calls::CreateCall,
    webhook::{Verifier, WebhookEvent},
    webhooks::{CreateWebhook, WebhookEventKind},
};

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
    events: mpsc::Sender<WebhookEvent>,
}

/// What is not signed never gets here. The work is done elsewhere: Ultravox wants an answer soon.
async fn receive(
    State(events): State<mpsc::Sender<WebhookEvent>>,
    Signed(event): Signed<WebhookEvent>,
) -> StatusCode {
    match events.try_send(event) {
        Ok(()) => StatusCode::NO_CONTENT,
        // Ultravox sends it again later.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[tokio::main]
async fn main() -> support::Result {
    let (sandbox, client) = support::sandbox().await?;
    let secret = "a long random secret";
    let (events, mut received) = mpsc::channel(100);

    // The server. Give each webhook its own secret, and the verifier two while you exchange one.
    let app = App {
        verifier: Verifier::new([secret]),
        events,
    };
    let router = Router::new()
        .route("/ultravox", post(receive))
        .with_state(app);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/ultravox", listener.local_addr()?);
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    println!("listening at {url}");

    // Who is told of what. Ultravox wants `https` and a public name.
    let kinds = [
        WebhookEventKind::CallStarted,
        WebhookEventKind::CallJoined,
        WebhookEventKind::CallEnded,
        WebhookEventKind::CallBilled,
    ];
    client
        .webhooks()
        .create(&CreateWebhook::new(url, kinds).secrets([secret]))
        .await?;

    // A call, so that something happens.
    let call = client
        .calls()
        .create(&CreateCall::new("You sell pizza."))
        .await?
        .call_id;
    sandbox.control().join(&call.to_string())?;
    client.calls().hang_up(&call).await?;

    // Events may come twice, and in any order: the call that comes with them says how things are.
    let mut seen = HashSet::new();
    let mut kinds = HashSet::new();
    while kinds.len() < 4 {
        let event = timeout(Duration::from_secs(30), received.recv())
            .await?
            .ok_or("no more events")?;
        let key = event.dedupe_key().ok_or("an event without a call")?;
        if !seen.insert(key.clone()) {
            continue;
        }
        match &event {
            WebhookEvent::CallBilled(call) => {
                println!(
                    "{:?}: {} is billed {:?}",
                    key.kind, call.call_id, call.billed_duration
                );
            }
            _ => println!("{:?}: {}", key.kind, key.call),
        }
        kinds.insert(key.kind);
    }
    server.abort();
    Ok(())
}
