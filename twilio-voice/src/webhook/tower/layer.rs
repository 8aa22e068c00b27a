use std::{
    error::Error,
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body::Body;
use http_body_util::Full;
use tower_layer::Layer;
use tower_service::Service;

use super::read;
use crate::webhook::{Rejection, Verifier};

/// Lets through what is from Twilio alone.
///
/// The body is read once, in time and as far as it is not too long, and goes on as it was. The extensions of the
/// request then have the proof, [`Verified`](crate::webhook::Verified), with the fields read. What is refused is
/// answered without a body, with [`Rejection::status`], which the extensions of the response have.
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use http_body_util::Full;
/// use tower_layer::Layer;
/// use twilio_voice::webhook::{PublicOrigin, SignatureValidator, Verified, Verifier, VerifyLayer};
///
/// # fn service<S>(inner: S) -> Result<impl Clone, twilio_voice::webhook::OriginError>
/// # where
/// #     S: tower_service::Service<Request<Full<Bytes>>, Response = Response<Full<Bytes>>> + Clone,
/// # {
/// let origin = PublicOrigin::new("https://voice.example.com")?;
/// let verifier = Verifier::new(origin, SignatureValidator::new("the auth token"));
/// let service = VerifyLayer::new(verifier).layer(inner);
/// # Ok(service)
/// # }
/// ```
///
/// It runs on tokio, with its timer on. In a router of axum that is nested in another, the feature `axum` must be on:
/// the URL that is signed is the one before the outer router took away its part.
#[derive(Clone, Debug)]
pub struct VerifyLayer {
    verifier: Verifier,
}

impl VerifyLayer {
    /// A layer that lets through what this verifier takes.
    #[must_use]
    pub fn new(verifier: Verifier) -> Self {
        Self { verifier }
    }
}

impl<S> Layer<S> for VerifyLayer {
    type Service = Verify<S>;

    fn layer(&self, inner: S) -> Verify<S> {
        Verify {
            verifier: self.verifier.clone(),
            inner,
        }
    }
}

/// A service behind a [`VerifyLayer`].
#[derive(Clone, Debug)]
pub struct Verify<S> {
    verifier: Verifier,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Verify<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let verifier = self.verifier.clone();
        // The one that was asked whether it is ready is the one to be called.
        let clone = self.inner.clone();
        let mut inner = mem::replace(&mut self.inner, clone);
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            match read(&verifier, &parts, body).await {
                Ok((verified, body)) => {
                    parts.extensions.insert(verified);
                    inner
                        .call(Request::from_parts(parts, Full::new(body)))
                        .await
                }
                Err(rejection) => Ok(refuse(rejection)),
            }
        })
    }
}

fn refuse<R: Default>(rejection: Rejection) -> Response<R> {
    let mut response = Response::new(R::default());
    *response.status_mut() =
        StatusCode::from_u16(rejection.status()).unwrap_or(StatusCode::FORBIDDEN);
    response.extensions_mut().insert(rejection);
    response
}
