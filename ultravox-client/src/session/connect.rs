//! From a join URL to a session.

use std::time::Instant;

use tokio::time::timeout;
use tokio_websockets::{ClientBuilder, Config, Limits};

use super::{
    Core, SessionError, SessionOptions,
    driver::{self, Shared},
    handle::Session,
    handshake, tls,
};
use crate::calls::JoinUrl;

pub(super) async fn connect(
    url: &JoinUrl,
    options: &SessionOptions,
) -> Result<Session, SessionError> {
    options.validate()?;
    let url = options.url(url)?;
    let connecting = async {
        let stream = tls::open(&url).await?;
        handshake::upgrade(stream, &url).await
    };
    let limit = options.connect_timeout;
    let stream = timeout(limit, connecting)
        .await
        .map_err(|_| SessionError::ConnectTimeout(limit))??;
    let limits = Limits::default().max_payload_len(Some(options.max_message_size));
    let socket = ClientBuilder::new()
        .limits(limits)
        // A message that waits here cannot be overtaken: the queue of the session is the one that counts.
        .config(Config::default().flush_threshold(1))
        .take_over(stream);
    tracing::debug!("session connected");
    let core = Core::new(options, Instant::now());
    let shared = Shared::new(core);
    tokio::spawn(driver::run(socket, shared.clone(), options.tools.clone()));
    Ok(Session::new(shared))
}
