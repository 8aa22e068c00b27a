//! One frame after the other through a websocket on loopback, there and back.

use std::{
    hint::black_box,
    net::{Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::ws::{Message, WebSocket, WebSocketUpgrade},
    routing::any,
};
use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{client_async, tungstenite};
use twilio_voice::media::{Event, FRAME_SAMPLES, MediaSocket, Pacing, SocketSettings};

const ROUNDS: usize = 21;

/// Frames that the longest lead lets go back at once.
const REPEATS: usize = 4;

async fn as_it_is(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if matches!(message, Message::Text(_)) && socket.send(message).await.is_err() {
            break;
        }
    }
}

async fn understood(socket: MediaSocket) {
    let mut socket = socket.pacing(Pacing::new().lead(Duration::from_secs(60)));
    let mut audio = [0; FRAME_SAMPLES];
    while let Ok(event) = socket.next().await {
        if let Event::Audio(heard) = event
            && let Ok(audio) = heard.mulaw(&mut audio)
            && socket.player().mulaw(audio).is_err()
        {
            break;
        }
    }
}

pub(super) fn main(messages: &[String]) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let [bare, ours] = runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let bare = |upgrade: WebSocketUpgrade| async {
            upgrade.read_buffer_size(4_096).on_upgrade(as_it_is)
        };
        let ours = |upgrade: WebSocketUpgrade| async {
            MediaSocket::upgrade(upgrade, &SocketSettings::new(), understood)
        };
        let router = Router::new()
            .route("/bare", any(bare))
            .route("/ours", any(ours));
        let server = tokio::spawn(async { axum::serve(listener, router).await });
        let mut times = [const { Vec::new() }; 2];
        for _ in 0..ROUNDS {
            times[0].push(round_trips(address, "bare", messages).await);
            times[1].push(round_trips(address, "ours", messages).await);
        }
        server.abort();
        times.map(super::median)
    });
    println!("echo, bare            {bare:.0} ns");
    println!(
        "echo, MediaSocket     {ours:.0} ns, {:.0} ns more, ratio {:.2}",
        ours - bare,
        ours / bare
    );
}

/// Nanoseconds for one frame there and back, one after the other.
async fn round_trips(address: SocketAddr, path: &str, messages: &[String]) -> f64 {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("an option");
    let (mut socket, _) = client_async(format!("ws://{address}/{path}"), stream)
        .await
        .expect("a websocket");
    if path == "ours" {
        for text in [super::CONNECTED, &super::start()] {
            socket
                .send(tungstenite::Message::text(text))
                .await
                .expect("it is sent");
        }
    }
    let start = Instant::now();
    for message in std::iter::repeat_n(messages, REPEATS).flatten() {
        socket
            .send(tungstenite::Message::text(message.as_str()))
            .await
            .expect("it is sent");
        black_box(socket.next().await.expect("an answer").expect("an answer"));
    }
    start.elapsed().as_secs_f64() * 1e9 / (REPEATS * messages.len()) as f64
}
