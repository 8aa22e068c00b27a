//! Requests as Twilio signs them, and a server on loopback that gets them byte by byte.

use std::net::SocketAddr;

use axum::Router;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use twilio_voice::webhook::{Algorithm, Content, PublicOrigin, SignatureValidator, Verifier, sign};

pub(crate) const TOKEN: &str = "the-auth-token";
pub(crate) const ORIGIN: &str = "https://voice.example.com";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";
pub(crate) const OTHER_ACCOUNT: &str = "ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
pub(crate) const CALL: &str = "CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
pub(crate) const BODY: &str = "CallSid=CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&From=%2B15005550006&Digits=42&Secret=hunter2";

pub(crate) fn origin() -> PublicOrigin {
    PublicOrigin::new(ORIGIN).unwrap()
}

pub(crate) fn verifier() -> Verifier {
    Verifier::new(origin(), SignatureValidator::new(TOKEN))
}

/// The signature of a form that is posted to this URL.
pub(crate) fn signed(url: &str, body: &str) -> String {
    sign(
        Algorithm::HmacSha1,
        TOKEN,
        url,
        Content::Form(body.as_bytes()),
    )
}

/// The signature of a request without a form.
pub(crate) fn signed_url(url: &str) -> String {
    sign(Algorithm::HmacSha1, TOKEN, url, Content::Empty)
}

/// A POST with a form, as it stands on the wire.
pub(crate) fn post(target: &str, signature: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: {FORM}\r\n\
         Content-Length: {length}\r\nX-Twilio-Signature: {signature}\r\n\r\n{body}"
    )
}

pub(crate) async fn serve(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// The status, and all of the answer.
pub(crate) async fn send(server: SocketAddr, request: &str) -> (u16, String) {
    let mut socket = TcpStream::connect(server).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    answer(&mut socket).await
}

pub(crate) async fn answer(socket: &mut TcpStream) -> (u16, String) {
    let mut answer = Vec::new();
    // A server that refuses before it has read everything may reset the connection after its answer.
    let mut buffer = [0; 4_096];
    while let Ok(length) = socket.read(&mut buffer).await {
        if length == 0 {
            break;
        }
        answer.extend_from_slice(&buffer[..length]);
    }
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer)
}
