//! The TLS library, chosen by features: `ring` before `aws-lc` before `native-tls`.

use url::Url;

use crate::transport_error::TransportError;

/// rustls with ring, trusting what the operating system trusts.
#[cfg(feature = "ring")]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    base_url: &Url,
) -> Result<reqwest::ClientBuilder, TransportError> {
    use std::sync::Arc;

    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let config =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(TransportError::setup)?;
    let config = match config.clone().with_platform_verifier() {
        Ok(config) => config,
        // A machine without certificates can still talk to a server that has none; over TLS it trusts nobody.
        Err(_) if base_url.scheme() == "http" => {
            config.with_root_certificates(RootCertStore::empty())
        }
        Err(error) => return Err(TransportError::setup(error)),
    };
    Ok(builder.tls_backend_preconfigured(config.with_no_client_auth()))
}

/// rustls with aws-lc, as reqwest sets it up.
#[cfg(all(feature = "aws-lc", not(feature = "ring")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    _: &Url,
) -> Result<reqwest::ClientBuilder, TransportError> {
    Ok(builder.tls_backend_rustls())
}

/// The library of the operating system.
#[cfg(all(feature = "native-tls", not(any(feature = "ring", feature = "aws-lc"))))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    _: &Url,
) -> Result<reqwest::ClientBuilder, TransportError> {
    Ok(builder.tls_backend_native())
}

/// None: only `http://` works, unless the caller brings a client.
#[cfg(not(any(feature = "ring", feature = "aws-lc", feature = "native-tls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    _: &Url,
) -> Result<reqwest::ClientBuilder, TransportError> {
    // Other crates of the tests turn on rustls in reqwest, which then panics without a provider.
    #[cfg(test)]
    drop(rustls::crypto::ring::default_provider().install_default());
    Ok(builder)
}
