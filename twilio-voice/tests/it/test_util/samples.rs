//! What Twilio would send, to servers of axum.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::FromRef,
    routing::{any, get},
};
use serde_json::json;
use twilio_voice::{
    axum::{Handshake, Webhook, WebhookBody},
    test_util::{Occasion, SampleRequest},
    webhook::{
        Algorithm, CallStatusEvent, Callback, ConferenceEvent, DialAction, EnqueueAction,
        GatherAction, MachineDetectionResult, PartialSpeech, PayAction, PublicOrigin, QueueMember,
        QueueWait, Received, RecordAction, RecordingStatusEvent, ReferAction, ReferRequest,
        RelayAction, SignatureValidator, SiprecStatusEvent, StreamStatusEvent, TranscriptionEvent,
        TranscriptionResult, UserDefinedMessage, Verifier, VoiceRequest,
    },
};

use super::{create, start};
use crate::webhook_support::{ORIGIN, TOKEN, origin, send, serve};

const OTHER: &str = "the token before";
const SHARED: &str = "webhooks_sharedkey_1";

#[derive(Clone)]
struct State(Verifier);

impl FromRef<State> for Verifier {
    fn from_ref(state: &State) -> Self {
        state.0.clone()
    }
}

/// A route that answers with how many fields had a place in the type.
fn route<T: Callback + Send + 'static>(router: Router<State>, occasion: Occasion) -> Router<State> {
    let read = async |Webhook { form, .. }: Webhook<T>| {
        let (all, extra) = (form.fields().iter().count(), form.extra().count());
        format!("{all} fields, {extra} without a place")
    };
    router.route(&format!("/{occasion:?}"), any(read))
}

async fn server() -> SocketAddr {
    let validator = SignatureValidator::new(TOKEN).auth_token(OTHER);
    let validator = validator.shared_key(SHARED, "a shared secret");
    let app = Router::new()
        .route(
            "/json",
            any(async |WebhookBody { body, .. }: WebhookBody| body),
        )
        .route("/media", get(async |_: Handshake| "accepted"));
    let app = route::<VoiceRequest>(app, Occasion::Voice);
    let app = route::<GatherAction>(app, Occasion::Gather);
    let app = route::<PartialSpeech>(app, Occasion::PartialSpeech);
    let app = route::<DialAction>(app, Occasion::Dial);
    let app = route::<RecordAction>(app, Occasion::Record);
    let app = route::<TranscriptionResult>(app, Occasion::TranscribedRecording);
    let app = route::<CallStatusEvent>(app, Occasion::CallStatus);
    let app = route::<RecordingStatusEvent>(app, Occasion::RecordingStatus);
    let app = route::<MachineDetectionResult>(app, Occasion::MachineDetection);
    let app = route::<TranscriptionEvent>(app, Occasion::Transcription);
    let app = route::<StreamStatusEvent>(app, Occasion::Stream);
    let app = route::<SiprecStatusEvent>(app, Occasion::Siprec);
    let app = route::<ConferenceEvent>(app, Occasion::Conference);
    let app = route::<PayAction>(app, Occasion::Pay);
    let app = route::<EnqueueAction>(app, Occasion::Enqueue);
    let app = route::<QueueWait>(app, Occasion::QueueWait);
    let app = route::<QueueMember>(app, Occasion::QueueMember);
    let app = route::<ReferAction>(app, Occasion::Refer);
    let app = route::<ReferRequest>(app, Occasion::ReferRequest);
    let app = route::<RelayAction>(app, Occasion::Relay);
    let app = route::<UserDefinedMessage>(app, Occasion::UserDefinedMessage);
    serve(app.with_state(State(Verifier::new(origin(), validator)))).await
}

async fn post(server: SocketAddr, sample: &SampleRequest) -> (u16, String) {
    let mut head = String::new();
    for (name, value) in sample.headers() {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let body = str::from_utf8(sample.body()).unwrap();
    // A handshake too is to be answered and done with.
    let close = if head.contains("Connection: Upgrade\r\n") {
        head = head.replace("Connection: Upgrade\r\n", "Connection: Upgrade, close\r\n");
        ""
    } else {
        "Connection: close\r\n"
    };
    // Some servers take a length for a body.
    let length = match body.len() {
        0 => String::new(),
        length => format!("Content-Length: {length}\r\n"),
    };
    let (method, target) = (sample.method(), sample.target());
    send(
        server,
        &format!(
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{close}{length}{head}\r\n{body}"
        ),
    )
    .await
}

fn sample(occasion: Occasion) -> SampleRequest {
    SampleRequest::new(occasion, format!("{ORIGIN}/{occasion:?}?step=1"))
}

#[tokio::test]
async fn every_sample_is_taken_by_the_type_of_its_occasion_and_no_forgery_is() {
    let server = server().await;
    for occasion in Occasion::ALL.iter().copied() {
        let unsigned = sample(occasion);
        let signed = unsigned.clone().auth_token(TOKEN);
        let (status, answer) = post(server, &signed).await;
        assert_eq!(status, 200, "{occasion:?}: {answer}");
        assert!(
            answer.ends_with(", 0 without a place"),
            "{occasion:?}: {answer}"
        );
        let (status, answer) = post(server, &signed.clone().get()).await;
        // The query of the URL is a field of a GET.
        assert_eq!(status, 200, "{occasion:?}: {answer}");
        assert!(
            answer.ends_with(", 1 without a place"),
            "{occasion:?}: {answer}"
        );
        // Nothing at all is told apart from a forgery.
        assert_eq!(post(server, &unsigned).await.0, 400, "{occasion:?}");
        for forgery in [
            unsigned.clone().auth_token("another token"),
            signed.clone().tampered(),
            signed.clone().get().tampered(),
        ] {
            let (status, answer) = post(server, &forgery).await;
            assert_eq!(status, 403, "{occasion:?}: {answer}");
        }
    }
}

#[tokio::test]
async fn another_token_and_a_shared_key_sign_as_well() {
    let server = server().await;
    let old = sample(Occasion::Voice).auth_token(OTHER);
    assert_eq!(post(server, &old).await.0, 200);
    for algorithm in [Algorithm::HmacSha1, Algorithm::HmacSha256] {
        let signed = |id, secret| sample(Occasion::Voice).shared_key(id, secret, algorithm);
        assert_eq!(
            post(server, &signed(SHARED, "a shared secret")).await.0,
            200
        );
        assert_eq!(post(server, &signed(SHARED, "another secret")).await.0, 403);
        assert_eq!(
            post(server, &signed("webhooks_sharedkey_2", "a shared secret"))
                .await
                .0,
            403
        );
    }
}

#[tokio::test]
async fn json_is_signed_by_its_digest() {
    let server = server().await;
    for url in ["/json", "/json?step=1"] {
        let sample =
            SampleRequest::json(format!("{ORIGIN}{url}"), json!({"event": "test", "n": 1}));
        let sample = sample.auth_token(TOKEN);
        let (status, answer) = post(server, &sample).await;
        assert_eq!(status, 200, "{answer}");
        assert!(answer.ends_with(r#"{"event":"test","n":1}"#), "{answer}");
        assert_eq!(post(server, &sample.tampered()).await.0, 403);
    }
}

#[tokio::test]
async fn a_handshake_is_signed_by_its_address() {
    let server = server().await;
    let sample = SampleRequest::handshake("wss://voice.example.com/media");
    assert_eq!(post(server, &sample).await.0, 400);
    let signed = sample.auth_token(TOKEN);
    let (status, answer) = post(server, &signed).await;
    assert!(status == 200 && answer.ends_with("accepted"), "{answer}");
    let other = SampleRequest::handshake("wss://voice.example.com/other").auth_token(TOKEN);
    assert_ne!(signed.signature(), other.signature());
    assert!(signed.tampered().target().ends_with("/media/tampered"));
}

#[test]
fn a_fragment_is_neither_sent_nor_signed() {
    let plain = "https://voice.example.com/voice?step=1";
    let connection = format!("{plain}#rc=2&rp=all");
    let pairs = [plain, &connection].map(|url| {
        let form = SampleRequest::new(Occasion::Voice, url).auth_token(TOKEN);
        let json = SampleRequest::json(url, json!({})).auth_token(TOKEN);
        [form.clone(), form.get(), json].map(|sample| (sample.target(), sample.signature()))
    });
    assert_eq!(pairs[0], pairs[1]);
}

#[test]
fn a_clone_is_a_repetition_and_another_sample_is_none() {
    let token = |sample: &SampleRequest| {
        let headers = sample.headers().into_iter();
        headers
            .filter(|(name, _)| *name == "I-Twilio-Idempotency-Token")
            .collect::<Vec<_>>()
    };
    let first = sample(Occasion::CallStatus);
    assert_eq!(token(&first), token(&first.clone()));
    assert_ne!(token(&first), token(&sample(Occasion::CallStatus)));
    let named = first.clone().idempotency_token(Some("4a6d"));
    assert_eq!(token(&named)[0].1, "4a6d");
    assert!(token(&first.idempotency_token(None)).is_empty());
    assert!(!format!("{:?}", named.auth_token(TOKEN)).contains(TOKEN));
}

#[tokio::test]
async fn a_sample_speaks_of_a_call_of_the_double() {
    let (double, client) = start().await;
    let call = create(&client).await.sid;
    double.answer(&call);
    double.complete(&call, Duration::from_secs(61));
    let sample = sample(Occasion::CallStatus)
        .of(&double.call(&call).unwrap())
        .field("SequenceNumber", "3")
        .without("Timestamp")
        .auth_token(double.auth_token());
    let target = sample.target();
    let headers = sample.headers();
    let mut request = Received::new(sample.method(), &target).body(sample.body());
    for (name, value) in &headers {
        request = request.header(name, value);
    }
    let origin = PublicOrigin::new(ORIGIN).unwrap();
    let verifier = Verifier::new(origin, SignatureValidator::new(double.auth_token()));
    let event: CallStatusEvent = verifier.verify(&request).unwrap().read().unwrap();
    assert_eq!(
        (event.call.call_sid, event.call.account_sid),
        (call, double.account())
    );
    assert_eq!(event.call.to.as_deref(), Some("+15005550001"));
    assert_eq!(event.call_duration, Some(Duration::from_secs(61)));
    assert_eq!(
        (event.duration_minutes, event.sequence_number),
        (Some(2), Some(3))
    );
    assert_eq!(event.timestamp, None);
}
