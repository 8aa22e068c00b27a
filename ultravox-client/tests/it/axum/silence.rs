//! Data connections whose other side says nothing.

use std::time::Duration;

use axum::{Router, response::Response, routing::any};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::{sleep, timeout},
};
use tokio_tungstenite::tungstenite::Message;
use ultravox_client::{
    axum::{DataConnectionUpgrade, DataEvent, DataSocket, DataSocketError},
    calls::HangUp,
    webhook::Verifier,
};

use super::{
    PATIENCE,
    data_connection::{SECRET, connect, next},
};

const TICK: Duration = Duration::from_millis(20);

/// A message that is not for a small buffer.
fn long() -> HangUp {
    HangUp::new().message("x".repeat(100_000))
}

/// Runs `talk` with each connection, after it was set up.
fn app<F>(
    set_up: fn(DataConnectionUpgrade) -> DataConnectionUpgrade,
    talk: fn(DataSocket, UnboundedSender<String>) -> F,
) -> (Router, UnboundedReceiver<String>)
where
    F: Future<Output = ()> + Send + 'static,
{
    let (told, tell) = unbounded_channel();
    let route = any(async move |upgrade: DataConnectionUpgrade| -> Response {
        set_up(upgrade).on_upgrade(move |socket| talk(socket, told))
    });
    let app = Router::new().route("/calls", route);
    (app.with_state(Verifier::new([SECRET])), tell)
}

/// Tells what comes, looking for it as somebody who does other things as well.
async fn listen(mut socket: DataSocket, told: UnboundedSender<String>) {
    loop {
        let Ok(event) = timeout(TICK / 10, socket.recv()).await else {
            continue;
        };
        let shown = match event {
            Some(Ok(DataEvent::Message(message))) => message.kind().to_owned(),
            Some(Err(DataSocketError::Silent { after })) => {
                assert!(after >= 3 * TICK, "{after:?}");
                let sent = socket.send(HangUp::new()).await;
                assert!(matches!(sent, Err(DataSocketError::Silent { .. })));
                "silent".to_owned()
            }
            Some(event) => format!("{event:?}"),
            None => return told.send("over".to_owned()).unwrap(),
        };
        told.send(shown).unwrap();
    }
}

async fn told(tell: &mut UnboundedReceiver<String>) -> String {
    timeout(PATIENCE, tell.recv()).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_peer_that_answers_nothing_is_given_up() {
    let (app, mut tell) = app(
        |upgrade| upgrade.ping_interval(TICK).ping_timeout(2 * TICK),
        listen,
    );
    // It never looks at what it is sent.
    let _socket = connect(app, SECRET).await.unwrap();
    assert_eq!(told(&mut tell).await, "silent");
    assert_eq!(told(&mut tell).await, "over");
}

#[tokio::test]
async fn a_peer_that_answers_pings_may_be_silent_for_long() {
    let (app, mut tell) = app(
        |upgrade| upgrade.ping_interval(TICK).ping_timeout(PATIENCE),
        listen,
    );
    let mut socket = connect(app, SECRET).await.unwrap();
    for _ in 0..5 {
        // Each is only sent when the one before was answered.
        assert!(matches!(next(&mut socket).await, Message::Ping(_)));
    }
    let text = r#"{"type": "sung"}"#;
    socket.send(text.into()).await.unwrap();
    assert_eq!(told(&mut tell).await, "sung");
}

#[tokio::test]
async fn a_program_that_was_busy_does_not_take_an_answer_for_silence() {
    async fn talk(mut socket: DataSocket, told: UnboundedSender<String>) {
        // Asks, and does something else for longer than the answer may take.
        let nothing = timeout(2 * TICK, socket.recv()).await;
        assert!(nothing.is_err());
        sleep(60 * TICK).await;
        let event = socket.recv().await;
        let Some(Ok(DataEvent::Message(message))) = event else {
            return told.send(format!("{event:?}")).unwrap();
        };
        told.send(message.kind().to_owned()).unwrap();
    }

    let (app, mut tell) = app(
        |upgrade| upgrade.ping_interval(TICK).ping_timeout(50 * TICK),
        talk,
    );
    let mut socket = connect(app, SECRET).await.unwrap();
    let text = r#"{"type": "sung"}"#;
    tokio::spawn(async move {
        assert!(matches!(next(&mut socket).await, Message::Ping(_)));
        while let Some(Ok(message)) = socket.next().await {
            // The second one says that it listens again.
            if matches!(message, Message::Ping(_)) {
                socket.send(text.into()).await.unwrap();
            }
        }
    });
    assert_eq!(told(&mut tell).await, "sung");
}

#[tokio::test]
async fn a_peer_that_takes_nothing_is_given_up() {
    async fn talk(mut socket: DataSocket, told: UnboundedSender<String>) {
        let error = loop {
            if let Err(error) = socket.send(long()).await {
                break error;
            }
        };
        told.send(error.to_string()).unwrap();
        assert!(socket.recv().await.is_none());
    }

    let (app, mut tell) = app(
        |upgrade| upgrade.ping_interval(None).ping_timeout(10 * TICK),
        talk,
    );
    let _socket = connect(app, SECRET).await.unwrap();
    assert_eq!(told(&mut tell).await, "nothing went through for 200ms");
}
