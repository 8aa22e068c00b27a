//! From a join URL to a session.

use std::time::Instant;

use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{self, protocol::WebSocketConfig},
};

use super::{
    Core, SessionError, SessionOptions,
    driver::{self, Shared},
    handle::Session,
    tls::{self, Wire},
};
use crate::calls::JoinUrl;

/// A frame of audio is at most a few KiB. The library's own default of 128 KiB would be the whole memory of a session.
const READ_BUFFER: usize = 4 << 10;

pub(super) async fn connect(
    url: &JoinUrl,
    options: &SessionOptions,
) -> Result<Session, SessionError> {
    options.validate()?;
    let url = options.url(url)?;
    let connecting = async {
        let stream = tls::open(&url).await?;
        shake_hands(stream, url.as_str(), options.max_message_size).await
    };
    let limit = options.connect_timeout;
    let socket = timeout(limit, connecting)
        .await
        .map_err(|_| SessionError::ConnectTimeout(limit))??;
    tracing::debug!("session connected");
    let core = Core::new(options, Instant::now());
    let shared = Shared::new(core);
    tokio::spawn(driver::run(socket, shared.clone(), options.tools.clone()));
    Ok(Session::new(shared))
}

async fn shake_hands(
    stream: Box<dyn Wire>,
    url: &str,
    max_message_size: usize,
) -> Result<WebSocketStream<Box<dyn Wire>>, SessionError> {
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(Some(max_message_size))
        .max_frame_size(Some(max_message_size));
    match client_async_with_config(url, stream, Some(config)).await {
        Ok((socket, _)) => Ok(socket),
        Err(tungstenite::Error::Http(response)) => Err(SessionError::Refused {
            status: response.status().as_u16(),
        }),
        Err(tungstenite::Error::Io(error)) => Err(SessionError::Connect(Box::new(error))),
        // What the library says of a bad answer may repeat what is in it.
        Err(_) => Err(SessionError::Protocol),
    }
}
