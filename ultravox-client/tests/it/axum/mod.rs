//! Extractors, behind a real server on this machine.

#[cfg(feature = "data-connection")]
mod data_connection;
#[cfg(feature = "data-connection")]
mod silence;
#[cfg(feature = "tool")]
mod tools;
mod webhooks;

use std::{net::SocketAddr, time::Duration};

use axum::Router;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};

/// No answer on this machine takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

async fn serve(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// An answer of a server.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Sends a request with these headers, and reads the answer to its end.
async fn send(address: SocketAddr, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut socket = open(address, line, headers, body.len()).await;
    // A server that refuses a large body closes before it has read all of it.
    drop(socket.write_all(body).await);
    answer(&mut socket).await
}

/// Sends all of a request but its body, which is to be `length` bytes long.
async fn open(
    address: SocketAddr,
    line: &str,
    headers: &[(&str, &str)],
    length: usize,
) -> TcpStream {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let mut head = format!("{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {length}\r\n\r\n"));
    socket.write_all(head.as_bytes()).await.unwrap();
    socket
}

async fn answer(socket: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let read = async {
        // A reset after the answer is as good as its end.
        while matches!(socket.read_buf(&mut bytes).await, Ok(read) if read > 0) {}
    };
    timeout(PATIENCE, read).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_lowercase(),
        body: body.to_owned(),
    }
}
