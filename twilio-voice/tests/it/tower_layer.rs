//! The layer, over real sockets.

use std::{
    convert::Infallible,
    future::{Ready, poll_fn, ready},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{Extension, Router, body::Bytes, routing::any};
use http_body_util::Full;
use tokio::{io::AsyncWriteExt, net::TcpStream, time};
use tower_layer::Layer;
use tower_service::Service;
use twilio_voice::webhook::{
    Algorithm, Content, PublicOrigin, Rejection, SignatureError, SignatureValidator, Verified,
    Verifier, VerifyLayer, sign,
};

use crate::webhook_support::{
    BODY, FORM, ORIGIN, OTHER_ACCOUNT, TOKEN, answer, origin, post, send, serve, signed,
    signed_url, verifier,
};

/// Answers with what it got: the kind, the number of fields and the body.
fn app(verifier: Verifier, calls: Arc<AtomicUsize>) -> Router {
    let handler = move |Extension(verified): Extension<Verified>, body: Bytes| async move {
        calls.fetch_add(1, Ordering::SeqCst);
        let kind = verified.kind();
        let fields = verified.fields().len();
        let body = String::from_utf8_lossy(&body).into_owned();
        format!("{kind:?} {fields} [{body}]")
    };
    Router::new()
        .fallback(any(handler))
        .layer(VerifyLayer::new(verifier))
}

async fn start(verifier: Verifier) -> (std::net::SocketAddr, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    (serve(app(verifier, Arc::clone(&calls))).await, calls)
}

#[tokio::test]
async fn a_signed_form_goes_on_with_its_body_and_its_proof() {
    let (server, calls) = start(verifier()).await;
    let signature = signed(&format!("{ORIGIN}/voice?step=1"), BODY);
    let (status, answer) = send(server, &post("/voice?step=1", &signature, BODY)).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.ends_with(&format!("Form 5 [{BODY}]")), "{answer}");
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_signed_get_has_the_fields_of_its_query() {
    let (server, _) = start(verifier()).await;
    let signature = signed_url(&format!("{ORIGIN}/voice?{BODY}"));
    let request = format!(
        "GET /voice?{BODY} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Twilio-Signature: {signature}\r\n\r\n"
    );
    let (status, answer) = send(server, &request).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.ends_with("Query 5 []"), "{answer}");
}

#[tokio::test]
async fn a_json_body_is_taken_through_its_digest_alone() {
    let (server, _) = start(verifier()).await;
    let body = r#"{"event":"test","n":1}"#;
    let digest = "829ae2d3a157f2d3a9e99f221392c416a31026fb2bc17ad755b69170e942c916";
    let ask = |target: &str, body: &str| {
        let signature = signed_url(&format!("{ORIGIN}{target}"));
        post(target, &signature, body).replace(FORM, "application/json")
    };
    let target = format!("/json?bodySHA256={digest}");
    let (status, answer) = send(server, &ask(&target, body)).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.contains(body), "{answer}");
    for (target, body) in [
        (target.as_str(), r#"{"event":"test","n":2}"#),
        (target.as_str(), ""),
        ("/json", body),
    ] {
        assert_eq!(
            send(server, &ask(target, body)).await.0,
            403,
            "{target} {body}"
        );
    }
}

#[tokio::test]
async fn a_form_that_is_called_something_else_is_refused() {
    let (server, calls) = start(verifier()).await;
    let signature = signed(&format!("{ORIGIN}/voice"), BODY);
    for content_type in [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "",
    ] {
        let request = post("/voice", &signature, BODY).replace(FORM, content_type);
        assert_eq!(send(server, &request).await.0, 403, "{content_type}");
    }
    // And what comes with a GET is not signed.
    let request = post("/voice", &signed_url(&format!("{ORIGIN}/voice")), BODY);
    let (status, _) = send(server, &request.replacen("POST", "GET", 1)).await;
    assert_eq!(status, 403);
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_handshake_of_a_websocket_is_signed_with_its_own_scheme() {
    let (server, _) = start(verifier()).await;
    let ask = |signature: &str| {
        format!(
            "GET /media HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUpgrade: websocket\r\nX-Twilio-Signature: {signature}\r\n\r\n"
        )
    };
    let (status, answer) = send(server, &ask(&signed_url("wss://voice.example.com/media"))).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.ends_with("Handshake 0 []"), "{answer}");
    let (status, _) = send(server, &ask(&signed_url("https://voice.example.com/media"))).await;
    assert_eq!(status, 403);
}

#[tokio::test]
async fn a_shared_key_signs_when_the_header_says_so() {
    let keys = SignatureValidator::new("another").shared_key("webhooks_sharedkey_1", TOKEN);
    let (server, _) = start(Verifier::new(origin(), keys)).await;
    let url = format!("{ORIGIN}/voice");
    let signature = sign(
        Algorithm::HmacSha256,
        TOKEN,
        &url,
        Content::Form(BODY.as_bytes()),
    );
    let request = post("/voice", &signature, BODY);
    let settings =
        "X-Twilio-Webhooks-Signature-Settings: key=webhooks_sharedkey_1,algorithm=HMAC_SHA256";
    let with_settings = request.replacen("\r\n", &format!("\r\n{settings}\r\n"), 1);
    assert_eq!(send(server, &with_settings).await.0, 200);
    assert_eq!(send(server, &request).await.0, 403);
    assert_eq!(
        send(server, &with_settings.replace("sharedkey_1", "sharedkey_2"))
            .await
            .0,
        403
    );
}

#[tokio::test]
async fn each_rejection_has_its_status_and_reaches_nobody() {
    let small = verifier()
        .max_body(BODY.len())
        .max_fields(5)
        .body_timeout(Duration::from_millis(200));
    let (server, calls) = start(small).await;
    let good = signed(&format!("{ORIGIN}/voice"), BODY);
    let missing = post("/voice", &good, BODY).replace("X-Twilio-Signature", "X-Other");
    assert_eq!(send(server, &missing).await.0, 400);
    assert_eq!(send(server, &post("/voice", "", BODY)).await.0, 400);
    assert_eq!(send(server, &post("/voice", "wrong", BODY)).await.0, 403);
    assert_eq!(send(server, &post("/other", &good, BODY)).await.0, 403);
    assert_eq!(send(server, &post("/voice?", &good, BODY)).await.0, 403);
    let changed = BODY.replace("42", "43");
    assert_eq!(send(server, &post("/voice", &good, &changed)).await.0, 403);
    let longer = format!("{BODY}&");
    assert_eq!(send(server, &post("/voice", &good, &longer)).await.0, 413);
    let fields = "a&a&a&a&a&a";
    assert_eq!(send(server, &post("/voice", &good, fields)).await.0, 413);
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    let (status, answer) = send(server, &post("/voice", &good, BODY)).await;
    assert_eq!(status, 200, "{answer}");
}

#[tokio::test]
async fn a_chunked_body_is_bounded_as_it_arrives() {
    let (server, calls) = start(verifier().max_body(1_000)).await;
    let head = post("/voice", "any", "").replace("Content-Length: 0", "Transfer-Encoding: chunked");
    let mut socket = TcpStream::connect(server).await.unwrap();
    socket.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("200\r\n{}\r\n", "a".repeat(0x200));
    for _ in 0..2 {
        socket.write_all(chunk.as_bytes()).await.unwrap();
    }
    // The last chunk never comes: the answer does not wait for it.
    let (status, _) = time::timeout(Duration::from_secs(5), answer(&mut socket))
        .await
        .unwrap();
    assert_eq!(status, 413);
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_slow_body_is_not_waited_for() {
    let (server, calls) = start(verifier().body_timeout(Duration::from_millis(100))).await;
    let request = post("/voice", &signed(&format!("{ORIGIN}/voice"), BODY), BODY);
    let mut socket = TcpStream::connect(server).await.unwrap();
    socket
        .write_all(&request.as_bytes()[..request.len() - 1])
        .await
        .unwrap();
    let (status, _) = time::timeout(Duration::from_secs(5), answer(&mut socket))
        .await
        .unwrap();
    assert_eq!(status, 408);
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn nothing_is_read_of_what_is_not_signed() {
    let (server, _) = start(verifier()).await;
    let request = post("/voice", "", "").replace("Content-Length: 0", "Content-Length: 100000");
    let mut socket = TcpStream::connect(server).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    // Not a byte of the body is sent, and the answer is there.
    let (status, _) = time::timeout(Duration::from_secs(5), answer(&mut socket))
        .await
        .unwrap();
    assert_eq!(status, 400);
}

#[tokio::test]
async fn every_token_of_a_rotation_is_good() {
    let both = SignatureValidator::new("the new token").auth_token(TOKEN);
    let (server, _) = start(Verifier::new(origin(), both)).await;
    let url = format!("{ORIGIN}/voice");
    for (token, expected) in [(TOKEN, 200), ("the new token", 200), ("a third", 403)] {
        let signature = sign(
            Algorithm::HmacSha1,
            token,
            &url,
            Content::Form(BODY.as_bytes()),
        );
        assert_eq!(
            send(server, &post("/voice", &signature, BODY)).await.0,
            expected,
            "{token}"
        );
    }
}

#[tokio::test]
async fn each_account_has_its_own_token() {
    let lookup = |account: Option<twilio_voice::AccountSid>| {
        let account = account?;
        let token = format!("token of {account}");
        (account.as_str() != "ACcccccccccccccccccccccccccccccccc")
            .then(|| Arc::new(SignatureValidator::new(token)))
    };
    let (server, _) = start(Verifier::per_account(origin(), lookup)).await;
    let url = format!("{ORIGIN}/voice");
    let ask = |token_of: &str, body: String| {
        let token = format!("token of {token_of}");
        let signature = sign(
            Algorithm::HmacSha1,
            &token,
            &url,
            Content::Form(body.as_bytes()),
        );
        async move { send(server, &post("/voice", &signature, &body)).await.0 }
    };
    let account = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let stranger = "ACcccccccccccccccccccccccccccccccc";
    assert_eq!(ask(account, BODY.to_owned()).await, 200);
    assert_eq!(
        ask(OTHER_ACCOUNT, BODY.replace(account, OTHER_ACCOUNT)).await,
        200
    );
    // One's own key proves nothing of another's account, however the fields are arranged.
    assert_eq!(ask(OTHER_ACCOUNT, BODY.to_owned()).await, 403);
    for both in [
        format!("{BODY}&AccountSid={OTHER_ACCOUNT}"),
        format!("AccountSid={OTHER_ACCOUNT}&{BODY}"),
        format!("Account%53id={OTHER_ACCOUNT}&{BODY}"),
    ] {
        assert_eq!(ask(OTHER_ACCOUNT, both.clone()).await, 403, "{both}");
        assert_eq!(ask(account, both).await, 403);
    }
    assert_eq!(ask(stranger, BODY.replace(account, stranger)).await, 403);
    assert_eq!(ask("", "AccountSid=".to_owned()).await, 403);
    assert_eq!(ask("", "CallSid=CA0".to_owned()).await, 403);
}

#[tokio::test]
async fn what_a_request_says_of_its_host_changes_nothing() {
    let (server, _) = start(verifier()).await;
    let forge = |request: String| {
        request.replacen(
            "\r\n",
            "\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: http\r\nForwarded: host=evil.example\r\n",
            1,
        )
    };
    let good = post("/voice", &signed(&format!("{ORIGIN}/voice"), BODY), BODY);
    assert_eq!(send(server, &forge(good)).await.0, 200);
    let evil = post("/voice", &signed("http://evil.example/voice", BODY), BODY);
    assert_eq!(send(server, &forge(evil)).await.0, 403);
}

#[tokio::test]
async fn a_trusted_proxy_may_name_one_of_our_hosts() {
    let origin = PublicOrigin::from_trusted_proxy(["a.example", "b.example:8443"]);
    let (server, _) = start(Verifier::new(origin, SignatureValidator::new(TOKEN))).await;
    let ask = |url: &str, headers: &str| {
        let request = post("/voice", &signed(url, BODY), BODY);
        let request = request.replacen("\r\n", &format!("\r\n{headers}"), 1);
        async move { send(server, &request).await.0 }
    };
    let proto = "X-Forwarded-Proto: https\r\n";
    for (url, headers, expected) in [
        (
            "https://a.example/voice",
            "X-Forwarded-Host: a.example\r\n",
            200,
        ),
        (
            "https://a.example/voice",
            "X-Forwarded-Host: A.Example, 10.0.0.1\r\n",
            200,
        ),
        (
            "https://b.example:8443/voice",
            "X-Forwarded-Host: b.example:8443\r\n",
            200,
        ),
        (
            "https://b.example/voice",
            "X-Forwarded-Host: b.example\r\n",
            403,
        ),
        (
            "https://evil.example/voice",
            "X-Forwarded-Host: evil.example\r\n",
            403,
        ),
        (
            "https://a.example/voice",
            "X-Forwarded-Host: evil.example, a.example\r\n",
            403,
        ),
        ("https://a.example/voice", "", 403),
    ] {
        assert_eq!(
            ask(url, &format!("{proto}{headers}")).await,
            expected,
            "{url} {headers}"
        );
    }
    let host = "X-Forwarded-Host: a.example\r\n";
    assert_eq!(ask("https://a.example/voice", host).await, 403);
    let http = format!("{host}X-Forwarded-Proto: http, https\r\n");
    assert_eq!(ask("http://a.example/voice", &http).await, 200);
    let gopher = format!("{host}X-Forwarded-Proto: gopher\r\n");
    assert_eq!(ask("https://a.example/voice", &gopher).await, 403);
}

#[tokio::test]
async fn a_proxy_may_rewrite_paths() {
    let origin = origin().path("/twilio", "/");
    let (server, _) = start(Verifier::new(origin, SignatureValidator::new(TOKEN))).await;
    let public = signed(&format!("{ORIGIN}/twilio/voice?x=1"), BODY);
    assert_eq!(
        send(server, &post("/voice?x=1", &public, BODY)).await.0,
        200
    );
    let local = signed(&format!("{ORIGIN}/voice?x=1"), BODY);
    assert_eq!(send(server, &post("/voice?x=1", &local, BODY)).await.0, 403);
}

#[tokio::test]
async fn a_whole_url_in_the_request_line_changes_nothing() {
    let (server, _) = start(verifier()).await;
    let signature = signed(&format!("{ORIGIN}/voice?x=1"), BODY);
    let request = post("http://evil.example/voice?x=1", &signature, BODY);
    assert_eq!(send(server, &request).await.0, 200);
    let evil = signed("http://evil.example/voice?x=1", BODY);
    let request = post("http://evil.example/voice?x=1", &evil, BODY);
    assert_eq!(send(server, &request).await.0, 403);
}

#[test]
fn a_request_without_a_host_header_has_its_host_in_the_url() {
    // So HTTP/2 has it.
    let origin = PublicOrigin::from_trusted_proxy(["voice.example.com"]);
    let (parts, ()) = http::Request::get("https://voice.example.com/voice?x=1")
        .header("X-Forwarded-Proto", "https")
        .body(())
        .unwrap()
        .into_parts();
    let url = origin.url(&twilio_voice::webhook::Received::from(&parts));
    assert_eq!(url.as_deref(), Some("https://voice.example.com/voice?x=1"));
}

/// May be called only after it was asked whether it is ready; a clone was not asked.
struct Asked(bool);

impl Clone for Asked {
    fn clone(&self) -> Self {
        Self(false)
    }
}

impl Service<http::Request<Full<Bytes>>> for Asked {
    type Response = http::Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0 = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Full<Bytes>>) -> Self::Future {
        assert!(self.0, "it was not asked");
        ready(Ok(http::Response::new("called".to_owned())))
    }
}

#[tokio::test]
async fn who_was_asked_is_called_and_the_answer_tells_why_not() {
    let mut service = VerifyLayer::new(verifier()).layer(Asked(false));
    let url = format!("{ORIGIN}/voice");
    for (signature, status, reason) in [
        (signed(&url, BODY), 200, None),
        (
            "forged".to_owned(),
            403,
            Some(Rejection::Signature(SignatureError::Mismatch)),
        ),
        (signed(&url, BODY), 200, None),
    ] {
        let request = http::Request::post("/voice")
            .header("Content-Type", FORM)
            .header("X-Twilio-Signature", signature)
            .body(Full::new(Bytes::from(BODY)))
            .unwrap();
        poll_fn(|context| Service::<http::Request<Full<Bytes>>>::poll_ready(&mut service, context))
            .await
            .unwrap();
        let answer = service.call(request).await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.extensions().get::<Rejection>().copied(), reason);
        assert_eq!(answer.body(), if status == 200 { "called" } else { "" });
    }
}
