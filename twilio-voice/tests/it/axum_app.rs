//! A whole program with the extractors, behind a proxy that takes away the beginning of each path.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Body,
    extract::{FromRef, Path, RawQuery, Request, State},
    http::{HeaderMap, StatusCode},
    middleware::{self, Next},
    response::Response as Answer,
    routing::{get, post as on_post},
};
use http_body_util::Limited;
use twilio_voice::{
    axum::{VerifiedForm, Webhook, WebhookRejection},
    twiml::{Gather, Response, Say},
    webhook::{
        CallStatusEvent, GatherAction, PublicOrigin, SignatureValidator, Verified, Verifier,
        VerifyLayer, VoiceRequest,
    },
};

use crate::webhook_support::{
    BODY, ORIGIN, TOKEN, origin, post, send, serve, signed, signed_url, verifier,
};

/// What the program remembers of each call.
type Log = Arc<Mutex<Vec<String>>>;

#[derive(Clone)]
struct App {
    verifier: Verifier,
    log: Log,
}

impl FromRef<App> for Verifier {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

async fn voice(Webhook { form, .. }: Webhook<VoiceRequest>) -> Response {
    let caller = form.call.from.unwrap_or_default();
    let question = Say::new(format!("Hello {caller}."));
    Response::new().push(Gather::new().action("/gather/7").push(question))
}

async fn gather(
    State(app): State<App>,
    Path(menu): Path<u8>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    Webhook { form, .. }: Webhook<GatherAction>,
) -> Result<Response, StatusCode> {
    let digits = form.digits.ok_or(StatusCode::NO_CONTENT)?;
    let host = headers.contains_key("host");
    let line = format!("menu {menu} {} {host} {digits}", query.unwrap_or_default());
    app.log.lock().unwrap().push(line);
    Ok(Response::new().push(Say::new("Thanks.")))
}

async fn status(
    State(log): State<App>,
    event: Result<Webhook<CallStatusEvent>, WebhookRejection>,
) -> Result<StatusCode, WebhookRejection> {
    let event = event?.form;
    let line = format!("{:?} {:?}", event.sequence_number, event.call.call_status);
    log.log.lock().unwrap().push(line);
    Ok(StatusCode::NO_CONTENT)
}

fn routes() -> Router<App> {
    Router::new()
        .route("/voice", on_post(voice).get(voice))
        .route("/gather/{menu}", on_post(gather))
        .route("/status", on_post(status))
}

#[tokio::test]
async fn a_program_behind_a_proxy_serves_a_call() {
    let log = Log::default();
    let origin = origin().path("/twilio", "/");
    let app = App {
        verifier: Verifier::new(origin, SignatureValidator::new(TOKEN)),
        log: Arc::clone(&log),
    };
    // Once as it is, and once nested and merged with what is no business of Twilio.
    let health = Router::new().route("/health", get(async || "well"));
    let nested = Router::new()
        .nest("/calls", routes())
        .merge(health)
        .with_state(app.clone());
    let plain = serve(routes().with_state(app)).await;
    let nested = serve(nested).await;
    for (server, below) in [(plain, ""), (nested, "/calls")] {
        let ask = |target: &str, body: &str| {
            let target = format!("{below}{target}");
            let signature = signed(&format!("{ORIGIN}/twilio{target}"), body);
            // The proxy tells of itself, which changes nothing.
            post(&target, &signature, body).replacen(
                "\r\n",
                "\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: inside\r\n",
                1,
            )
        };
        let (code, answer) = send(server, &ask("/voice", BODY)).await;
        assert_eq!(code, 200, "{answer}");
        assert!(
            answer.contains("<Gather action=\"/gather/7\"><Say>Hello +15005550006."),
            "{answer}"
        );
        assert_eq!(send(server, &ask("/gather/7?x=a+b", BODY)).await.0, 200);
        let ringing = format!("{BODY}&CallStatus=ringing&SequenceNumber=1");
        assert_eq!(send(server, &ask("/status", &ringing)).await.0, 204);
        let seen = std::mem::take(&mut *log.lock().unwrap());
        assert_eq!(seen, ["menu 7 x=a+b true 42", "Some(1) Some(Ringing)"]);
        let get = format!("{below}/voice?{BODY}");
        let signature = signed_url(&format!("{ORIGIN}/twilio{get}"));
        let request = format!(
            "GET {get} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Twilio-Signature: {signature}\r\n\r\n"
        );
        assert_eq!(send(server, &request).await.0, 200);
        for target in ["/voice", "/gather/7", "/status"] {
            let forged = post(&format!("{below}{target}"), "forged", BODY);
            assert_eq!(send(server, &forged).await.0, 403, "{target}");
        }
        assert!(log.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_state_in_an_arc_goes_with_the_layer() {
    async fn digits(
        State(log): State<Log>,
        VerifiedForm(form): VerifiedForm<GatherAction>,
    ) -> String {
        log.lock().unwrap().push(form.digits.unwrap_or_default());
        form.call.call_sid.to_string()
    }

    /// A middleware between the layer and the handler finds the proof.
    async fn count(proof: Verified, request: Request, next: Next) -> Answer {
        let mut answer = next.run(request).await;
        let fields = proof.fields().len();
        answer.headers_mut().insert("fields", fields.into());
        answer
    }

    let log = Log::default();
    let app = Router::new()
        .route("/digits", on_post(digits))
        .with_state(Arc::clone(&log))
        .layer(middleware::from_fn(count))
        .layer(VerifyLayer::new(verifier()));
    let server = serve(app).await;
    let signature = signed(&format!("{ORIGIN}/digits"), BODY);
    let (code, answer) = send(server, &post("/digits", &signature, BODY)).await;
    assert_eq!(code, 200, "{answer}");
    assert!(answer.contains("fields: 5\r\n"), "{answer}");
    assert_eq!(*log.lock().unwrap(), ["42"]);
    let unsigned = post("/digits", "", BODY);
    assert_eq!(send(server, &unsigned).await.0, 400);
    assert_eq!(log.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_limit_of_someone_else_is_a_limit() {
    async fn limit(request: Request, next: Next) -> Answer {
        next.run(request.map(|body| Body::new(Limited::new(body, 10))))
            .await
    }

    let app = Router::new()
        .route("/voice", on_post(async |_: Verified| "read"))
        .layer(VerifyLayer::new(verifier()))
        .layer(middleware::from_fn(limit));
    let server = serve(app).await;
    let signature = signed(&format!("{ORIGIN}/voice"), BODY);
    let (code, answer) = send(server, &post("/voice", &signature, BODY)).await;
    assert_eq!(code, 413, "{answer}");
}

#[tokio::test]
async fn nothing_is_read_of_what_comes_to_a_strange_host() {
    use std::time::Duration;
    use tokio::{io::AsyncWriteExt, net::TcpStream, time};

    let origin = PublicOrigin::from_trusted_proxy(["voice.example.com"]);
    let verifier = Verifier::new(origin, SignatureValidator::new(TOKEN));
    let app = Router::new()
        .route("/voice", on_post(async |_: Verified| "read"))
        .layer(VerifyLayer::new(verifier));
    let server = serve(app).await;
    let request = post("/voice", "any", "").replace("Content-Length: 0", "Content-Length: 100000");
    let mut socket = TcpStream::connect(server).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    // Not a byte of the body is sent, and the answer is there.
    let answered = crate::webhook_support::answer(&mut socket);
    let (code, _) = time::timeout(Duration::from_secs(5), answered)
        .await
        .unwrap();
    assert_eq!(code, 403);
}
