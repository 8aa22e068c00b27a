//! A stream on a real websocket on loopback. Where the clock of a test is paused, it goes on when nothing else can.

mod ends;
mod flow;
mod hostile;
mod program;

use std::{net::Ipv4Addr, sync::Arc};

use axum::{Router, extract::WebSocketUpgrade, routing::any};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{Notify, mpsc},
    time,
};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};
use twilio_voice::media::{MediaSocket, SocketSettings};

use super::{CONNECTED, start};

/// Twilio's side.
type Twilio = WebSocketStream<TcpStream>;

/// Buffers of the system that are soon full, in bytes.
const SMALL: Option<u32> = Some(8_192);

/// Serves one stream with `handler`, and gives the other side of its websocket and what the handler ends with.
async fn connect<F>(
    settings: SocketSettings,
    handler: impl FnOnce(MediaSocket) -> F + Clone + Send + Sync + 'static,
) -> (Twilio, mpsc::UnboundedReceiver<F::Output>)
where
    F: Future<Output: Send> + Send + 'static,
{
    connect_with(None, settings, handler).await
}

async fn connect_with<F>(
    buffers: Option<u32>,
    settings: SocketSettings,
    handler: impl FnOnce(MediaSocket) -> F + Clone + Send + Sync + 'static,
) -> (Twilio, mpsc::UnboundedReceiver<F::Output>)
where
    F: Future<Output: Send> + Send + 'static,
{
    let listener = TcpSocket::new_v4().unwrap();
    let client = TcpSocket::new_v4().unwrap();
    if let Some(bytes) = buffers {
        listener.set_send_buffer_size(bytes).unwrap();
        client.set_recv_buffer_size(bytes).unwrap();
    }
    listener.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let listener: TcpListener = listener.listen(8).unwrap();
    let address = listener.local_addr().unwrap();
    let (done, result) = mpsc::unbounded_channel();
    let upgrade = move |upgrade: WebSocketUpgrade| {
        let (settings, handler, done) = (settings.clone(), handler.clone(), done.clone());
        async move {
            MediaSocket::upgrade(upgrade, &settings, move |socket| async move {
                // Nobody may listen any more.
                done.send(handler(socket).await).ok();
            })
        }
    };
    let router = Router::new().route("/", any(upgrade));
    tokio::spawn(async { axum::serve(listener, router).await });
    let client = client.connect(address).await.unwrap();
    let (twilio, _) = client_async(format!("ws://{address}/"), client)
        .await
        .unwrap();
    (twilio, result)
}

/// As [`connect`], with the messages that begin a stream.
async fn begin<F>(
    settings: SocketSettings,
    handler: impl FnOnce(MediaSocket) -> F + Clone + Send + Sync + 'static,
) -> (Twilio, mpsc::UnboundedReceiver<F::Output>)
where
    F: Future<Output: Send> + Send + 'static,
{
    begin_with(None, settings, handler).await
}

async fn begin_with<F>(
    buffers: Option<u32>,
    settings: SocketSettings,
    handler: impl FnOnce(MediaSocket) -> F + Clone + Send + Sync + 'static,
) -> (Twilio, mpsc::UnboundedReceiver<F::Output>)
where
    F: Future<Output: Send> + Send + 'static,
{
    let (mut twilio, result) = connect_with(buffers, settings, handler).await;
    send(&mut twilio, CONNECTED).await;
    send(&mut twilio, &start("{}")).await;
    (twilio, result)
}

/// As [`begin`], with a clock that is paused as soon as the stream has begun: a clock that jumps would not wait for the network.
async fn begin_paused<F>(
    buffers: Option<u32>,
    settings: SocketSettings,
    handler: impl FnOnce(MediaSocket) -> F + Clone + Send + Sync + 'static,
) -> (Twilio, mpsc::UnboundedReceiver<F::Output>)
where
    F: Future<Output: Send> + Send + 'static,
{
    let begun = Arc::new(Notify::new());
    let tell = Arc::clone(&begun);
    let connected = begin_with(buffers, settings, |mut socket| async move {
        socket.start().await.unwrap();
        tell.notify_one();
        handler(socket).await
    })
    .await;
    begun.notified().await;
    time::pause();
    connected
}

async fn send(twilio: &mut Twilio, text: &str) {
    twilio.send(Message::text(text)).await.unwrap();
}

/// The next text. `None` when the websocket is closed.
async fn receive(twilio: &mut Twilio) -> Option<serde_json::Value> {
    loop {
        match twilio.next().await?.ok()? {
            Message::Text(text) => return Some(serde_json::from_str(&text).unwrap()),
            Message::Close(_) => return None,
            _ => {}
        }
    }
}
