//! The extractors, over real sockets.

use axum::{
    Router,
    extract::FromRef,
    routing::{any, get, post as on_post},
};
use twilio_voice::{
    axum::{Handshake, VerifiedForm, Webhook, WebhookBody},
    twiml::{Response, Say},
    webhook::{
        GatherAction, IdempotencyToken, Preflight, Verified, Verifier, VerifyLayer, VoiceRequest,
    },
};

use crate::webhook_support::{
    BODY, CALL, FORM, ORIGIN, post, send, serve, signed, signed_url, verifier,
};

#[derive(Clone)]
struct State {
    verifier: Verifier,
}

impl FromRef<State> for Verifier {
    fn from_ref(state: &State) -> Self {
        state.verifier.clone()
    }
}

async fn digits(Webhook { form, verified }: Webhook<GatherAction>) -> String {
    let token = verified
        .idempotency_token()
        .map_or("none", IdempotencyToken::as_str);
    format!(
        "{} {} {token}",
        form.call.call_sid,
        form.digits.unwrap_or_default()
    )
}

fn app() -> Router {
    let state = State {
        verifier: verifier(),
    };
    Router::new()
        .route("/digits", on_post(digits))
        .route(
            "/voice",
            on_post(async |_: Webhook<VoiceRequest>| Response::new().push(Say::new("Hi <you>."))),
        )
        .route("/media", get(async |_: Handshake| "accepted"))
        .route(
            "/raw",
            any(async |WebhookBody { body, .. }: WebhookBody| body),
        )
        .with_state(state)
}

fn voice(target: &str) -> String {
    post(target, &signed(&format!("{ORIGIN}{target}"), BODY), BODY)
}

#[tokio::test]
async fn a_webhook_is_checked_and_read() {
    let server = serve(app()).await;
    let request = voice("/digits").replacen("\r\n", "\r\nI-Twilio-Idempotency-Token: 4a6d\r\n", 1);
    let (status, answer) = send(server, &request).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.ends_with(&format!("{CALL} 42 4a6d")), "{answer}");
}

#[tokio::test]
async fn a_document_is_an_answer() {
    let server = serve(app()).await;
    let (status, answer) = send(server, &voice("/voice")).await;
    assert_eq!(status, 200, "{answer}");
    assert!(
        answer.contains("content-type: text/xml; charset=utf-8\r\n"),
        "{answer}"
    );
    let xml =
        r#"<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hi &lt;you&gt;.</Say></Response>"#;
    assert!(answer.ends_with(xml), "{answer}");
}

#[tokio::test]
async fn each_refusal_says_why_and_repeats_nothing() {
    let server = serve(app()).await;
    let unread = "From=hunter2&CallSid=hunter2&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let refused = |answer: &str| {
        assert!(!answer.contains("hunter2"), "{answer}");
        answer.rsplit("\r\n").next().unwrap().to_owned()
    };
    for (request, expected, reason) in [
        (post("/digits", "", BODY), 400, "the signature is missing"),
        (
            post("/digits", "hunter2", BODY),
            403,
            "the signature does not match the request",
        ),
        (
            voice("/digits").replace(FORM, "text/plain"),
            403,
            "the signature does not match the request",
        ),
        (
            post(
                "/digits",
                &signed(&format!("{ORIGIN}/digits"), unread),
                unread,
            ),
            422,
            "the field `CallSid` cannot be read",
        ),
        (
            post(
                "/digits",
                &signed(&format!("{ORIGIN}/digits"), "a=hunter2"),
                "a=hunter2",
            ),
            422,
            "the field `CallSid` is missing",
        ),
    ] {
        let (status, answer) = send(server, &request).await;
        assert_eq!(status, expected, "{answer}");
        assert_eq!(refused(&answer), reason);
    }
}

#[tokio::test]
async fn a_handshake_must_be_one() {
    let server = serve(app()).await;
    let ask = |signature: &str, upgrade: &str| {
        format!(
            "GET /media HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{upgrade}X-Twilio-Signature: {signature}\r\n\r\n"
        )
    };
    let wss = signed_url("wss://voice.example.com/media");
    let https = signed_url("https://voice.example.com/media");
    assert_eq!(
        send(server, &ask(&wss, "Upgrade: WebSocket\r\n")).await.0,
        200
    );
    assert_eq!(
        send(server, &ask(&https, "Upgrade: websocket\r\n")).await.0,
        403
    );
    let (status, answer) = send(server, &ask(&https, "")).await;
    assert_eq!(status, 426);
    assert!(answer.contains("\r\nupgrade: websocket\r\n"), "{answer}");
    // The signature says nothing of a body.
    for body in ["Content-Length: 2", "Transfer-Encoding: chunked"] {
        let upgrade = format!("Upgrade: websocket\r\n{body}\r\n");
        let (status, answer) = send(server, &ask(&wss, &upgrade)).await;
        assert_eq!(status, 403, "{answer}");
    }
    let empty = "Upgrade: websocket\r\nContent-Length: 0\r\n";
    assert_eq!(send(server, &ask(&wss, empty)).await.0, 200);
    assert_eq!(
        send(server, &ask("", "Upgrade: websocket\r\n")).await.0,
        400
    );
}

#[tokio::test]
async fn a_nested_router_is_reached_at_its_whole_path() {
    let server = serve(Router::new().nest("/twilio", app())).await;
    let (status, answer) = send(server, &voice("/twilio/digits")).await;
    assert_eq!(status, 200, "{answer}");
    let wrong = post(
        "/twilio/digits",
        &signed(&format!("{ORIGIN}/digits"), BODY),
        BODY,
    );
    assert_eq!(send(server, &wrong).await.0, 403);
    // With the layer inside of the nested router too.
    let inside = Router::new()
        .route(
            "/digits",
            on_post(async |VerifiedForm(form): VerifiedForm<GatherAction>| {
                form.digits.unwrap_or_default()
            }),
        )
        .layer(VerifyLayer::new(verifier()));
    let server = serve(Router::new().nest("/twilio", inside)).await;
    let (status, answer) = send(server, &voice("/twilio/digits")).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.ends_with("42"), "{answer}");
}

#[tokio::test]
async fn a_preflight_tells_how_the_server_is_reached() {
    let app = Router::new()
        .route(
            "/preflight",
            any(async |report: Preflight| report.to_string()),
        )
        .with_state(verifier().max_body(1_000));
    let server = serve(Router::new().nest("/debug", app)).await;
    let (status, answer) = send(server, &voice("/debug/preflight?token=hunter2")).await;
    assert_eq!(status, 200, "{answer}");
    assert!(
        answer.contains("voice.example.com/debug/preflight?token=…\nthe signature is good"),
        "{answer}"
    );
    let signature = signed("http://127.0.0.1/debug/preflight", BODY);
    let (status, answer) = send(server, &post("/debug/preflight", &signature, BODY)).await;
    assert_eq!(status, 200, "{answer}");
    assert!(
        answer.contains("- Twilio uses the scheme http\n- Twilio uses the host 127.0.0.1\n"),
        "{answer}"
    );
    assert!(
        !answer.contains("hunter2") && !answer.contains(&signature),
        "{answer}"
    );
    let long = "a".repeat(1_001);
    assert_eq!(
        send(server, &post("/debug/preflight", "x", &long)).await.0,
        413
    );
}

#[tokio::test]
async fn the_proof_of_the_layer_is_taken() {
    // Its own verifier would refuse: the origin is another.
    let origin = twilio_voice::webhook::PublicOrigin::new("https://other.example").unwrap();
    let keys = twilio_voice::webhook::SignatureValidator::new("another");
    let state = State {
        verifier: Verifier::new(origin, keys),
    };
    let app = Router::new()
        .route("/digits", on_post(digits))
        .route(
            "/raw",
            on_post(async |WebhookBody { body, .. }: WebhookBody| body),
        )
        .with_state(state)
        .layer(VerifyLayer::new(verifier()));
    let server = serve(app).await;
    let (status, answer) = send(server, &voice("/digits")).await;
    assert_eq!(status, 200, "{answer}");
    let (status, answer) = send(server, &voice("/raw")).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.ends_with(BODY), "{answer}");
}

#[tokio::test]
async fn without_a_layer_there_is_no_proof() {
    let app = Router::new()
        .route(
            "/form",
            on_post(async |_: VerifiedForm<GatherAction>| "read"),
        )
        .route("/proof", on_post(async |_: Verified| "read"));
    let server = serve(app).await;
    for target in ["/form", "/proof"] {
        let (status, answer) = send(server, &voice(target)).await;
        assert_eq!(status, 500, "{answer}");
    }
}

#[tokio::test]
async fn json_goes_through_other_extractors_behind_the_layer() {
    let app = Router::new()
        .route(
            "/json",
            on_post(async |_: Verified, body: String| body.len().to_string()),
        )
        .layer(VerifyLayer::new(verifier()));
    let server = serve(app).await;
    let target =
        "/json?bodySHA256=829ae2d3a157f2d3a9e99f221392c416a31026fb2bc17ad755b69170e942c916";
    let body = r#"{"event":"test","n":1}"#;
    let request = post(target, &signed_url(&format!("{ORIGIN}{target}")), body);
    let (status, answer) = send(server, &request.replace(FORM, "application/json")).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.ends_with("22"), "{answer}");
}

#[cfg(feature = "media")]
#[tokio::test]
async fn a_websocket_is_accepted_after_its_handshake_is_checked() {
    use axum::extract::ws::WebSocketUpgrade;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    let media = async |_: Handshake, upgrade: WebSocketUpgrade| upgrade.on_upgrade(async |_| {});
    let state = State {
        verifier: verifier(),
    };
    let routes = || Router::new().route("/media", get(media));
    let bare = serve(routes().with_state(state.clone())).await;
    let layered = serve(
        routes()
            .with_state(state)
            .layer(VerifyLayer::new(verifier())),
    )
    .await;
    let ask = |url: &str| {
        let signature = signed_url(url);
        format!(
            "GET /media HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Twilio-Signature: {signature}\r\n\r\n"
        )
    };
    for server in [bare, layered] {
        // The connection stays, so only the beginning of the answer is awaited.
        let mut socket = TcpStream::connect(server).await.unwrap();
        let request = ask("wss://voice.example.com/media");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut head = [0; 12];
        socket.read_exact(&mut head).await.unwrap();
        assert_eq!(&head, b"HTTP/1.1 101");
        let wrong = ask("wss://voice.example.com/other")
            .replace("Connection: Upgrade", "Connection: close");
        assert_eq!(send(server, &wrong).await.0, 403);
    }
}
