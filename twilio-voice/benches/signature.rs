//! The check of a signature beside programs that do only the named work, with the same answer.
//!
//! ```text
//! cargo bench -p twilio-voice --bench signature --features tower
//! ```
//!
//! The programs run in turns, so that a busy machine slows all; the ratio of the medians is what counts. The budgets are
//! 1.15 for parameters that are decoded, and 1.2 for a body as it was received. The layer is shown beside the service
//! that it is around, with the same work done by hand.

use std::{env, fmt::Write, hint::black_box, time::Instant};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;
use twilio_voice::webhook::{Algorithm, Content, SignatureValidator, SignedRequest, sign};

const TOKEN: &str = "12345678901234567890123456789012";
const URL: &str = "https://voice.example.com/voice/status?session=5f2b9c71&step=2";
const TARGET: &str = "/voice/status?session=5f2b9c71&step=2";

/// A request to a voice URL, in the order in which Twilio sends it.
const PARAMETERS: [(&str, &str); 25] = [
    ("Called", "+15005550001"),
    ("ToState", "CA"),
    ("CallerCountry", "US"),
    ("Direction", "inbound"),
    ("CallerState", "NY"),
    ("ToZip", "94105"),
    ("CallSid", "CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
    ("To", "+15005550001"),
    ("CallerZip", "10001"),
    ("ToCountry", "US"),
    ("StirVerstat", "TN-Validation-Passed-A"),
    (
        "CallToken",
        "%7B%22parentCallInfoToken%22%3A%22eyJhbGciOiJFUzI1NiJ9%22%7D",
    ),
    ("CalledZip", "94105"),
    ("ApiVersion", "2010-04-01"),
    ("CalledCity", "SAN FRANCISCO"),
    ("CallStatus", "ringing"),
    ("From", "+15005550006"),
    ("AccountSid", "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    ("CalledCountry", "US"),
    ("CallerCity", "NEW YORK"),
    ("ToCity", "SAN FRANCISCO"),
    ("FromCountry", "US"),
    ("Caller", "+15005550006"),
    ("FromCity", "NEW YORK"),
    ("CalledState", "CA"),
];

struct Input {
    body: Vec<u8>,
    signature: String,
}

/// The key, the URL as it is requested, and the parameters in their order.
fn limit_parsed(key: &Hmac<Sha1>, signature: &str, parameters: &[(&str, &str)]) -> bool {
    let mut sorted: Vec<_> = parameters
        .iter()
        .map(|(name, value)| (name.as_bytes(), value.as_bytes()))
        .collect();
    sorted.sort_unstable();
    is_signed(key, signature, &sorted)
}

/// The same after decoding a form into one buffer.
fn limit_raw(key: &Hmac<Sha1>, signature: &str, body: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(body.len());
    let mut ends = Vec::with_capacity(64);
    let mut done = 0;
    let mut at = 0;
    while at < body.len() {
        let byte = body[at];
        if !matches!(byte, b'&' | b'=' | b'+' | b'%') {
            at += 1;
            continue;
        }
        decoded.extend_from_slice(&body[done..at]);
        match byte {
            b'+' => decoded.push(b' '),
            b'%' => {
                decoded.push(digit(body[at + 1]) << 4 | digit(body[at + 2]));
                at += 2;
            }
            _ => ends.push(decoded.len()),
        }
        at += 1;
        done = at;
    }
    decoded.extend_from_slice(&body[done..]);
    ends.push(decoded.len());
    let mut start = 0;
    let mut sorted: Vec<_> = ends
        .chunks_exact(2)
        .map(|ends| {
            let pair = (&decoded[start..ends[0]], &decoded[ends[0]..ends[1]]);
            start = ends[1];
            pair
        })
        .collect();
    sorted.sort_unstable();
    is_signed(key, signature, &sorted)
}

fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'F' => byte - b'A' + 10,
        _ => byte - b'a' + 10,
    }
}

/// One text, hashed at once: quicker than piece by piece.
fn is_signed(key: &Hmac<Sha1>, signature: &str, sorted: &[(&[u8], &[u8])]) -> bool {
    let mut message = Vec::with_capacity(1_024);
    message.extend_from_slice(URL.as_bytes());
    for (name, value) in sorted {
        message.extend_from_slice(name);
        message.extend_from_slice(value);
    }
    let mut mac = key.clone();
    mac.update(&message);
    let mut encoded = [0; 28];
    STANDARD
        .encode_slice(mac.finalize().into_bytes(), &mut encoded)
        .is_ok()
        && encoded.ct_eq(signature.as_bytes()).into()
}

fn ours(validator: &SignatureValidator, signature: &str, content: Content<'_>) -> bool {
    let request = SignedRequest {
        url: URL,
        content,
        signature,
        settings: None,
    };
    validator.verify(&request).is_ok()
}

type Check<'a> = &'a dyn Fn(&Input, &str) -> bool;

const ROUNDS: usize = 301;
const REPEATS: u32 = 1_000;

fn main() {
    let mut body = String::new();
    for (name, value) in PARAMETERS {
        let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let separator = if body.is_empty() { "" } else { "&" };
        write!(body, "{separator}{name}={value}").expect("a text takes all");
    }
    let input = black_box(Input {
        signature: sign(
            Algorithm::HmacSha1,
            TOKEN,
            URL,
            Content::Parameters(&PARAMETERS),
        ),
        body: body.into_bytes(),
    });
    let key = Hmac::new_from_slice(TOKEN.as_bytes()).expect("HMAC takes keys of any length");
    let validator = SignatureValidator::new(TOKEN);
    let wrong = input.signature.to_lowercase();
    let programs: [(&str, Check<'_>); 4] = [
        ("limit, decoded", &|_, signature| {
            limit_parsed(&key, signature, black_box(&PARAMETERS))
        }),
        ("ours, decoded", &|_, signature| {
            ours(
                &validator,
                signature,
                Content::Parameters(black_box(&PARAMETERS)),
            )
        }),
        ("limit, raw body", &|input, signature| {
            limit_raw(&key, signature, &input.body)
        }),
        ("ours, raw body", &|input, signature| {
            ours(&validator, signature, Content::Form(&input.body))
        }),
    ];
    for (name, program) in programs {
        assert!(
            program(&input, &input.signature),
            "{name} refuses what is right"
        );
        assert!(!program(&input, &wrong), "{name} takes what is wrong");
    }
    // Without this, it is a test that has just passed.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let times = measure(
        programs.map(|(_, program)| move |input: &Input| program(input, &input.signature)),
        &input,
    );
    println!("body                      {} bytes", input.body.len());
    for ((name, _), time) in programs.iter().zip(&times) {
        println!("{name:<25} {time:.0} ns");
    }
    println!(
        "ratio, decoded            {:.2} (budget 1.15)",
        times[1] / times[0]
    );
    println!(
        "ratio, raw body           {:.2} (budget 1.20)",
        times[3] / times[2]
    );
    #[cfg(feature = "tower")]
    layer::run(&input);
}

/// Nanoseconds for one run of each program.
fn measure<const N: usize>(programs: [impl Fn(&Input) -> bool; N], input: &Input) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (program, times) in programs.iter().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..REPEATS {
                black_box(program(black_box(input)));
            }
            times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(REPEATS));
        }
    }
    times.map(median)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The layer around a service that does nothing, beside the check by hand and the service alone.
#[cfg(feature = "tower")]
mod layer {
    use std::{
        convert::Infallible,
        future::{Ready, ready},
        task::{Context, Poll},
    };

    use bytes::Bytes;
    use http::{Request, Response};
    use http_body_util::Full;
    use tower_layer::Layer;
    use tower_service::Service;
    use twilio_voice::webhook::{
        PublicOrigin, Received, SignatureValidator, Verifier, VerifyLayer,
    };

    use super::{Input, TARGET, TOKEN, measure};

    const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";

    #[derive(Clone)]
    struct Nothing;

    impl Service<Request<Full<Bytes>>> for Nothing {
        type Response = Response<Full<Bytes>>;
        type Error = Infallible;
        type Future = Ready<Result<Self::Response, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Full<Bytes>>) -> Self::Future {
            ready(Ok(Response::new(Full::default())))
        }
    }

    pub(super) fn run(input: &Input) {
        let origin = PublicOrigin::new("https://voice.example.com").expect("this is an origin");
        let verifier = Verifier::new(origin, SignatureValidator::new(TOKEN));
        let layered = VerifyLayer::new(verifier.clone()).layer(Nothing);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime can be started");
        let body = Bytes::from(input.body.clone());
        let request = || {
            Request::post(TARGET)
                .header("content-type", FORM)
                .header("x-twilio-signature", &input.signature)
                .body(Full::new(body.clone()))
                .expect("this is a request")
        };
        let alone = |_: &Input| {
            runtime
                .block_on(Nothing.call(request()))
                .is_ok_and(|answer| answer.status() == 200)
        };
        let by_hand = |input: &Input| {
            let received = Received::new("POST", TARGET)
                .header("content-type", FORM)
                .header("x-twilio-signature", &input.signature)
                .body(&input.body);
            verifier.verify(&received).is_ok() && alone(input)
        };
        let with_layer = |_: &Input| {
            runtime
                .block_on(layered.clone().call(request()))
                .is_ok_and(|answer| answer.status() == 200)
        };
        let programs: [&dyn Fn(&Input) -> bool; 3] = [&alone, &by_hand, &with_layer];
        assert!(
            programs.iter().all(|program| program(input)),
            "a service refuses what is right"
        );
        let [alone, by_hand, with_layer] = measure(programs, input);
        println!("service alone             {alone:.0} ns");
        println!("check by hand before it   {by_hand:.0} ns");
        println!("layer around it           {with_layer:.0} ns");
        println!("ratio of the layer        {:.2}", with_layer / by_hand);
    }
}
