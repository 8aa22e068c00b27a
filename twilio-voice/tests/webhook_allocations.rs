//! A body takes the memory that is allowed to it, however it is cut into pieces.
//!
//! A test of its own, because it counts with an allocator that all of its program uses.

#![allow(clippy::unwrap_used)] // Helpers are outside of what clippy takes for a test.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll},
};

use allocation_counter::measure;
use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full};
use tokio::runtime::{Builder, Runtime};
use tower_layer::Layer;
use tower_service::Service;
use twilio_voice::webhook::{
    Algorithm, Content, PublicOrigin, SignatureValidator, Verifier, VerifyLayer, sign,
};

const LENGTH: usize = 256 * 1024;

/// Keeps the body as a handler would, and tells its length.
#[derive(Clone)]
struct Handler;

impl Service<Request<Full<Bytes>>> for Handler {
    type Response = Response<usize>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        let length = request.body().size_hint().exact().unwrap();
        ready(Ok(Response::new(usize::try_from(length).unwrap())))
    }
}

/// A body in pieces of one byte, as a peer with small chunks sends it.
struct Pieces(usize);

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"a")))))
    }
}

/// The status, and the greatest number of bytes that were in use while this body was checked.
fn peak<B>(runtime: &Runtime, body: B) -> (u16, usize, u64)
where
    B: Body<Data = Bytes, Error = Infallible> + Send + 'static,
{
    let origin = PublicOrigin::new("https://voice.example.com").unwrap();
    let verifier = Verifier::new(origin, SignatureValidator::new("token")).max_body(LENGTH);
    let mut service = VerifyLayer::new(verifier).layer(Handler);
    let form = "a".repeat(LENGTH);
    let url = "https://voice.example.com/voice";
    let signature = sign(
        Algorithm::HmacSha1,
        "token",
        url,
        Content::Form(form.as_bytes()),
    );
    drop(form);
    let request = Request::post("/voice")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-twilio-signature", signature)
        .body(body)
        .unwrap();
    let mut answer = None;
    let bytes = measure(|| answer = Some(runtime.block_on(service.call(request)))).bytes_max;
    let answer = answer.unwrap().unwrap();
    (answer.status().as_u16(), *answer.body(), bytes)
}

#[test]
fn a_body_in_many_pieces_takes_no_more_than_one_in_few() {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let whole = Bytes::from("a".repeat(LENGTH));
    let (status, length, at_once) = peak(&runtime, Full::new(whole).boxed());
    assert_eq!((status, length), (200, LENGTH));
    let (status, length, in_pieces) = peak(&runtime, Pieces(LENGTH));
    assert_eq!((status, length), (200, LENGTH));
    // The body itself, and as much again while its memory grows.
    let allowed = at_once + 3 * u64::try_from(LENGTH).unwrap();
    assert!(in_pieces <= allowed, "{at_once} {in_pieces}");
    let (status, ..) = peak(&runtime, Pieces(LENGTH + 1));
    assert_eq!(status, 413);
}
