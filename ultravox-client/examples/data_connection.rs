//! A data connection: Ultravox opens a websocket to this server and sends what happens in the call.
//!
//! ```text
//! cargo run -p ultravox-client --example data_connection --features axum,data-connection,session,test-util
//! ```
//!
//! Talks to a simulation on this machine, never to Ultravox.

mod support;

use std::time::Duration;

use axum::{
    Router,
    extract::{FromRef, State},
    response::Response,
    routing::any,
};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use ultravox_client::{
    axum::{DataConnectionUpgrade, DataEvent, DataSocket},
    calls::{CreateCall, DataConnection, HangUp, Medium, Urgency, UserTextMessage},
    session::{
        Session,
        message::{Role, ServerMessage},
    },
    webhook::Verifier,
};

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
    over: mpsc::Sender<Result<(), String>>,
}

/// Whoever is not Ultravox, with a call of ours, is refused before the websocket opens.
async fn open(
    State(over): State<mpsc::Sender<Result<(), String>>>,
    upgrade: DataConnectionUpgrade,
) -> Response {
    println!("call {} connects", upgrade.call());
    upgrade.on_upgrade(|socket| async move {
        let _gone = over
            .send(follow(socket).await.map_err(|error| error.to_string()))
            .await;
    })
}

/// One call, from its beginning to its end.
async fn follow(mut socket: DataSocket) -> support::Result {
    let mut turns = 0;
    while let Some(event) = socket.recv().await {
        match event? {
            DataEvent::Message(message) => match *message {
                ServerMessage::Transcript(said) if said.is_final => {
                    println!("  {:?}: {}", said.role, said.text.unwrap_or_default());
                    if said.role == Role::Agent {
                        turns += 1;
                        match turns {
                            1 => {
                                let order = UserTextMessage::new("A Margherita, please.");
                                socket.send(order.urgency(Urgency::Immediate)).await?;
                            }
                            // Closing the socket is not known to end the call; this does.
                            2 => socket.send(HangUp::new()).await?,
                            _ => {}
                        }
                    }
                }
                ServerMessage::State(state) => println!("  [{:?}]", state),
                _ => {}
            },
            other => println!("  [{other:?}]"),
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> support::Result {
    let (_sandbox, client) = support::sandbox().await?;
    let secret = "a secret of this call, 16 or more characters";
    let (over, mut ended) = mpsc::channel(1);

    let app = App {
        verifier: Verifier::new([secret]),
        over,
    };
    let router = Router::new().route("/calls", any(open)).with_state(app);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    println!("listening at {address}");

    // Ultravox wants `wss`. Without shared secrets nobody can tell who connects.
    let connection = DataConnection::new(format!("ws://{address}/calls"));
    let call = CreateCall::new("You sell pizza.")
        .medium(Medium::server_web_socket(8_000))
        .data_connection(connection)
        .shared_secrets([secret]);
    let call = client.calls().create(&call).await?;

    // Somebody joins: elsewhere, a telephone or a browser.
    let url = call.join_url.ok_or("nowhere to join")?;
    let session = Session::connect(&url).await?;

    let result = timeout(Duration::from_secs(30), ended.recv()).await?;
    result.ok_or("never connected")??;
    drop(session);
    let call = client.calls().get(&call.call_id).await?;
    println!("the call has ended: {:?}", call.end_reason);
    server.abort();
    Ok(())
}
