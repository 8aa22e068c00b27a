//! The check of webhooks as a layer, for any HTTP server of tower: here around a service without a web framework.
//!
//! ```text
//! cargo run -p twilio-voice --example tower_layer --features tower
//! ```
//!
//! Talks to nobody, not even to Twilio: the requests are made and signed here.

use std::{
    convert::Infallible,
    error::Error,
    future::{Ready, ready},
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header::CONTENT_TYPE};
use http_body_util::Full;
use tower_layer::Layer as _;
use tower_service::Service;
use twilio_voice::{
    twiml::{self, Say},
    webhook::{
        Algorithm, Content, PublicOrigin, Rejection, SIGNATURE_HEADER, SignatureValidator,
        Verified, Verifier, VerifyLayer, VoiceRequest, sign,
    },
};

const TOKEN: &str = "the auth token of the account";

/// Answers calls. It is asked only what Twilio has signed.
#[derive(Clone)]
struct Voice;

impl Service<Request<Full<Bytes>>> for Voice {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        // The layer left its proof, which reads the fields.
        let call = request.extensions().get::<Verified>().map(Verified::read);
        let mut response = Response::new(Full::default());
        match call {
            Some(Ok(VoiceRequest { call, .. })) => {
                let from = call.from.unwrap_or_default();
                let document = twiml::Response::new().push(Say::new(format!("Hello {from}.")));
                *response.body_mut() = Full::from(document.to_xml());
            }
            _ => *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY,
        }
        ready(Ok(response))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let origin = PublicOrigin::new("https://voice.example.com")?;
    let verifier = Verifier::new(origin, SignatureValidator::new(TOKEN))
        // Of longer bodies and more fields nothing is read.
        .max_body(64 * 1_024)
        .max_fields(500);
    // A `ServiceBuilder` takes it as well, and so does a router of axum.
    let mut service = VerifyLayer::new(verifier).layer(Voice);

    let body = "CallSid=CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&From=%2B15005550006";
    let url = "https://voice.example.com/voice";
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        url,
        Content::Form(body.as_bytes()),
    );
    let request = |signature: &str| {
        Request::post("/voice")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(SIGNATURE_HEADER, signature)
            .body(Full::new(Bytes::from_static(body.as_bytes())))
    };

    let answer = service.call(request(&signature)?).await?;
    println!("signed:   {}, {:?}", answer.status(), answer.body());
    if answer.status() != StatusCode::OK {
        return Err("a signed request was refused".into());
    }

    let answer = service.call(request("made up")?).await?;
    // Why, for a log; who asked is told the status alone.
    let reason = answer.extensions().get::<Rejection>();
    println!("made up:  {}, {reason:?}", answer.status());
    if answer.status() != StatusCode::FORBIDDEN {
        return Err("a request of a stranger was taken".into());
    }
    Ok(())
}
