//! Sessions over TLS. Which certificates are trusted is up to the system: on Linux a process can be told.

use std::{env, process::Stdio, sync::Arc};

use futures_util::{SinkExt as _, StreamExt as _};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tokio::{net::TcpListener, process::Command};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_async;
use ultravox_client::session::{Event, Pcm, Session, SessionError};

use crate::support::{end, until};

const URL: &str = "SESSION_TEST_URL";

/// An authority, and a certificate of `localhost` made by it.
fn certificates() -> (String, CertificateDer<'static>, PrivateKeyDer<'static>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    (authority.pem(), certificate.der().clone(), key)
}

/// A peer that answers one frame of audio with the same, and closes when it is told to.
async fn serve() -> (String, String) {
    let (authority, certificate, key) = certificates();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that does not trust us leaves here.
            let Ok(stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut socket = accept_async(stream).await.unwrap();
            while let Some(Ok(message)) = socket.next().await {
                if message.is_binary() {
                    socket.send(message).await.unwrap();
                }
            }
        }
    });
    (
        format!("wss://localhost:{port}/calls/top-secret"),
        authority,
    )
}

#[tokio::test]
async fn an_unknown_authority_is_not_trusted() {
    let (url, _) = serve().await;
    let error = Session::connect(&url.as_str().into()).await.unwrap_err();
    assert!(matches!(error, SessionError::Connect(_)), "{error:?}");
    assert!(!format!("{error:?}").contains("top-secret"), "{error:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_trusted_authority_carries_a_session() {
    let (url, authority) = serve().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), authority).unwrap();
    let child = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "secure::in_a_process_that_trusts_it",
            "--ignored",
        ])
        .env("SSL_CERT_FILE", file.path())
        .env_remove("SSL_CERT_DIR")
        .env(URL, url)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let limit = std::time::Duration::from_secs(30);
    let output = tokio::time::timeout(limit, child).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

#[tokio::test]
#[ignore = "is run by another test, in a process of its own"]
async fn in_a_process_that_trusts_it() {
    let url = env::var(URL).unwrap();
    for _ in 0..2 {
        let session = Session::connect(&url.as_str().into()).await.unwrap();
        let (sender, mut receiver) = session.split();
        let pcm = Pcm::from_samples(&[1, -2, 3]);
        sender.send_audio(pcm.clone()).await.unwrap();
        let heard = until(&mut receiver, |event| match event {
            Event::Audio(pcm) => Some(pcm),
            _ => None,
        });
        assert_eq!(heard.await, pcm);
        sender.close();
        end(&mut receiver).await.unwrap();
    }
}
