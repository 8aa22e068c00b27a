//! Connections that do not come about.

use std::time::Duration;

use sandbox::Config;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use ultravox_client::session::{Session, SessionError, SessionOptions};

use crate::support::{call, listen, options, rig, rig_with};

/// Everything that an error shows.
fn shown(error: &SessionError) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text += &format!(" {error} {error:?}");
        source = error.source();
    }
    text
}

/// Connects to a peer that answers the handshake with these bytes.
async fn answered(bytes: &'static [u8]) -> SessionError {
    let (listener, url) = listen().await;
    let peer = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4_096];
        let length = stream.read(&mut request).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    };
    let (session, request) = tokio::join!(Session::connect(&url), peer);
    assert!(
        request.starts_with("GET /calls/top-secret?token=hidden&clientVersion=rust_"),
        "{request}"
    );
    assert!(!request.to_lowercase().contains("x-api-key"));
    let error = session.unwrap_err();
    let text = shown(&error);
    for secret in ["secret", "hidden", "+1555"] {
        assert!(!text.contains(secret), "{text}");
    }
    error
}

#[tokio::test]
async fn a_refused_handshake_has_a_status() {
    let error = answered(b"HTTP/1.1 404 Not Found\r\ncontent-length: 12\r\n\r\n+15550001111").await;
    assert!(
        matches!(error, SessionError::Refused { status: 404 }),
        "{error:?}"
    );
    assert!(error.is_not_found() && !error.is_transport());
}

#[tokio::test]
async fn what_is_no_websocket_is_no_session() {
    for bytes in [
        &b"+15550001111\r\n\r\n"[..],
        b"HTTP/1.1 101 Switching Protocols\r\nx: +15550001111\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
          Sec-WebSocket-Accept: KzE1NTUwMDAxMTExKzE1NTUwMDAxMTExKzE1NTUwMDAxMTExKzE1NTU=\r\n\r\n",
        b"",
    ] {
        let error = answered(bytes).await;
        assert!(
            matches!(error, SessionError::Protocol | SessionError::Connect(_)),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_an_end_is_not_read_to_the_end() {
    let (listener, url) = listen().await;
    let peer = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 101 Switching\r\n").await?;
        for _ in 0..100_000 {
            stream.write_all(b"x-more: and more, and more\r\n").await?;
        }
        std::io::Result::Ok(())
    };
    let (session, written) = tokio::join!(Session::connect(&url), peer);
    let error = session.unwrap_err();
    assert!(matches!(error, SessionError::Protocol), "{error:?}");
    assert!(written.is_err(), "all of it was taken");
}

#[tokio::test]
async fn nobody_there_and_no_answer_are_told_apart() {
    let (listener, url) = listen().await;
    let options = SessionOptions::new().connect_timeout(Duration::from_millis(100));
    let error = Session::connect_with(&url, &options).await.unwrap_err();
    assert!(
        matches!(error, SessionError::ConnectTimeout(_)),
        "{error:?}"
    );
    drop(listener);
    let error = Session::connect(&url).await.unwrap_err();
    assert!(matches!(error, SessionError::Connect(_)) && error.is_transport());
    assert!(!shown(&error).contains("secret"), "{error:?}");
}

#[tokio::test]
async fn a_bad_address_or_option_sends_nothing() {
    for url in ["https://example.com/x", "secret"] {
        let error = Session::connect(&url.into()).await.unwrap_err();
        assert!(
            matches!(error, SessionError::InvalidRequest(_)),
            "{error:?}"
        );
    }
    let (_listener, url) = listen().await;
    let options = SessionOptions::new().max_message_size(0);
    let error = Session::connect_with(&url, &options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid request: max_message_size: must be greater than zero"
    );
}

#[tokio::test]
async fn an_unknown_call_can_be_refused_in_the_handshake() {
    let mut config = Config::instant();
    config.ultravox.refuse_join_at_handshake = true;
    let rig = rig_with(config).await;
    let (_, url) = rig.create(&call()).await;
    let session = Session::connect(&url).await.unwrap();
    let error = Session::connect(&url).await.unwrap_err();
    assert!(error.is_already_joined(), "{error:?}");
    session.close().await.unwrap();
}

#[tokio::test]
async fn the_version_of_the_client_reaches_the_call() {
    let rig = rig("").await;
    let options = options().client_version("pizza/1.2");
    let (id, session) = rig.join(&call(), &options).await;
    let call = rig.client.calls().get(&id).await.unwrap();
    let version = call.client_version.unwrap();
    assert!(
        version.starts_with("rust_") && version.ends_with(":pizza/1.2"),
        "{version}"
    );
    session.close().await.unwrap();
}
