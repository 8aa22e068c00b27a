//! The double of Ultravox, used as a program would use it in its tests.

mod answers;
mod calls;
#[cfg(feature = "data-connection")]
mod handshake;
#[cfg(feature = "session")]
mod peer;
mod resources;
#[cfg(feature = "tool")]
mod tools;
mod webhooks;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use ultravox_client::{
    Client,
    calls::{Call, CreateCall},
    test_util::MockUltravox,
};

use crate::support::double;

async fn start() -> (MockUltravox, Client) {
    let double = double().await;
    let client = double.client();
    (double, client)
}

async fn create(client: &Client) -> Call {
    let call = CreateCall::new("You sell pizza.");
    client.calls().create(&call).await.unwrap()
}

/// An id that was never given.
fn unknown<T: std::str::FromStr<Err: std::fmt::Debug>>() -> T {
    crate::support::CALL.parse().unwrap()
}

/// The status of the answer to a request that the client would not send.
async fn raw(
    double: &MockUltravox,
    method: &str,
    path: &str,
    key: Option<&str>,
    body: &str,
) -> u16 {
    let url = double.url();
    let address = url.strip_prefix("http://").unwrap();
    let key = key.map_or(String::new(), |key| format!("x-api-key: {key}\r\n"));
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{key}\
         content-length: {length}\r\n\r\n{body}"
    );
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}
