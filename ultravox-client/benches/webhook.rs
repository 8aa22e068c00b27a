//! The check of a webhook beside a program that does only the named work, with the same answer.
//!
//! ```text
//! cargo bench -p ultravox-client --features webhook --bench webhook
//! ```
//!
//! - *verify*: signature and age; the limit has its key ready, hashes once, compares in constant time, and reads a time
//!   of the one form that is sent here.
//! - *read*: the body to an event; the limit is one pass of `serde_json` into a struct with the same call.
//!
//! The programs run in turns, so that a busy machine slows all; the ratio of the medians is what counts. The budget is
//! 1.3: the rest is the key, made anew for each check, and the name of the event, which is read before the event is.

use std::{env, hint::black_box, time::Instant};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use ultravox_client::{
    calls::Call,
    webhook::{Verifier, WebhookEvent, sign},
};

const SECRET: &str = "a long random secret";
const TIME: &str = "2026-11-20T12:00:00.678901+00:00";
const CALL: &str = include_str!("../tests/fixtures/calls/call.json");

type Program<'a> = &'a dyn Fn(&Input) -> bool;

const ROUNDS: usize = 301;
const REPEATS: u32 = 500;

struct Input {
    body: Vec<u8>,
    signature: String,
    now: Timestamp,
}

#[derive(Deserialize)]
struct Limit<'a> {
    event: &'a str,
    call: Call,
}

fn limit_verify(key: &Hmac<Sha256>, input: &Input) -> bool {
    let mut mac = key.clone();
    mac.update(&input.body);
    mac.update(TIME.as_bytes());
    let made = mac.finalize().into_bytes();
    let mut given = [0; 32];
    for (byte, pair) in given.iter_mut().zip(input.signature.as_bytes().chunks(2)) {
        *byte = digit(pair[0]) << 4 | digit(pair[1]);
    }
    let fits: bool = made.as_slice().ct_eq(&given).into();
    let Ok(sent) = black_box(TIME).parse::<Timestamp>() else {
        return false;
    };
    fits && input.now.duration_since(sent) < SignedDuration::from_secs(60)
}

fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        _ => byte - b'a' + 10,
    }
}

fn limit_read(input: &Input) -> bool {
    serde_json::from_slice(&input.body)
        .is_ok_and(|read: Limit<'_>| read.event == "call.ended" && is_ours(&read.call))
}

fn is_ours(call: &Call) -> bool {
    CALL.contains(black_box(call).voice.as_deref().unwrap_or_default())
}

fn ours_read(input: &Input) -> bool {
    matches!(
        WebhookEvent::from_slice(&input.body),
        Ok(WebhookEvent::CallEnded(call)) if is_ours(&call)
    )
}

fn main() {
    let body = format!(r#"{{"event": "call.ended", "call": {CALL}}}"#).into_bytes();
    let signature = sign(SECRET, &body, TIME);
    let sent: Timestamp = TIME.parse().expect("it is a time");
    let input = Input {
        body,
        signature,
        now: sent + SignedDuration::from_secs(1),
    };
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length is a key");
    let verifier = Verifier::new([SECRET]);
    let ours_verify = |input: &Input| {
        let Input {
            body,
            signature,
            now,
        } = input;
        verifier.verify_at(body, TIME, signature, *now).is_ok()
    };
    let limit_verify = |input: &Input| limit_verify(&key, input);
    let programs: [(&str, Program<'_>); 4] = [
        ("verify, limit", &limit_verify),
        ("verify, ours", &ours_verify),
        ("read, limit", &limit_read),
        ("read, ours", &ours_read),
    ];
    for (name, program) in programs {
        assert!(program(&input), "{name} refuses what is right");
    }
    let wrong = Input {
        signature: sign("another", &input.body, TIME),
        body: input.body.clone(),
        now: input.now,
    };
    assert!(!limit_verify(&wrong) && !ours_verify(&wrong));
    // Without this, it is a test that has just passed.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        for ((_, program), times) in programs.iter().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..REPEATS {
                assert!(program(black_box(&input)));
            }
            times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(REPEATS));
        }
    }
    let times = times.map(median);
    println!("{:<18}{:>7} bytes", "body", input.body.len());
    for ((name, _), time) in programs.iter().zip(&times) {
        println!("{name:<18}{time:>7.0} ns");
    }
    println!("verify, ratio     {:>7.2}", times[1] / times[0]);
    println!("read, ratio       {:>7.2}", times[3] / times[2]);
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
