//! The bytes below the websocket: TCP, with TLS as the features say.

use std::io;

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use url::{Host, Url};

use super::SessionError;

/// Bytes both ways.
pub(super) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// Connects to the host of `url`.
pub(super) async fn open(url: &Url) -> Result<Box<dyn Wire>, SessionError> {
    let failed = |error: io::Error| SessionError::Connect(Box::new(error));
    let port = url.port_or_known_default().unwrap_or(443);
    let stream = match url.host() {
        Some(Host::Domain(name)) => TcpStream::connect((name, port)).await,
        Some(Host::Ipv4(address)) => TcpStream::connect((address, port)).await,
        Some(Host::Ipv6(address)) => TcpStream::connect((address, port)).await,
        None => Err(io::ErrorKind::AddrNotAvailable.into()),
    }
    .map_err(failed)?;
    // A frame of audio is small and must not wait for the next one.
    stream.set_nodelay(true).map_err(failed)?;
    if url.scheme() == "ws" {
        return Ok(Box::new(stream));
    }
    let host = url.host_str().unwrap_or_default();
    secure(stream, host.trim_matches(['[', ']'])).await
}

#[cfg(any(feature = "ring", feature = "aws-lc"))]
async fn secure(stream: TcpStream, host: &str) -> Result<Box<dyn Wire>, SessionError> {
    use tokio_rustls::TlsConnector;

    let failed = |error: io::Error| SessionError::Connect(Box::new(error));
    let name = rustls::pki_types::ServerName::try_from(host.to_owned())
        .map_err(|error| failed(io::Error::other(error)))?;
    let config = config().map_err(|error| failed(io::Error::other(error)))?;
    let stream = TlsConnector::from(config).connect(name, stream).await;
    Ok(Box::new(stream.map_err(failed)?))
}

/// Made once: reading the certificates of the system takes milliseconds.
#[cfg(any(feature = "ring", feature = "aws-lc"))]
fn config() -> Result<std::sync::Arc<rustls::ClientConfig>, rustls::Error> {
    use std::sync::{Arc, OnceLock};

    use rustls::ClientConfig;
    use rustls_platform_verifier::BuilderVerifierExt as _;

    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();

    if let Some(config) = CONFIG.get() {
        return Ok(Arc::clone(config));
    }
    #[cfg(feature = "ring")]
    let provider = rustls::crypto::ring::default_provider();
    #[cfg(not(feature = "ring"))]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(Arc::clone(CONFIG.get_or_init(|| Arc::new(config))))
}

#[cfg(all(feature = "native-tls", not(any(feature = "ring", feature = "aws-lc"))))]
async fn secure(stream: TcpStream, host: &str) -> Result<Box<dyn Wire>, SessionError> {
    let failed = |error| SessionError::Connect(Box::new(error));
    let connector = tokio_native_tls::native_tls::TlsConnector::new().map_err(failed)?;
    let connector = tokio_native_tls::TlsConnector::from(connector);
    Ok(Box::new(
        connector.connect(host, stream).await.map_err(failed)?,
    ))
}

#[cfg(not(any(feature = "ring", feature = "aws-lc", feature = "native-tls")))]
async fn secure(_: TcpStream, _: &str) -> Result<Box<dyn Wire>, SessionError> {
    Err(SessionError::invalid(
        "join_url",
        "wss needs one of the features ring, aws-lc, native-tls",
    ))
}
