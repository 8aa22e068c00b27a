//! Our signatures and those of Twilio's own library for Python, on many random requests, in both directions.
//!
//! The interpreter is named by `TWILIO_PYTHON`, and must have what `tests/signatures/requirements.txt` names. Without the
//! variable the test says that it did not run. `TWILIO_CROSSCHECK_SEED` repeats a run, `TWILIO_CROSSCHECK_CASES` makes
//! it longer.
//!
//! What is left out, because the library is known to be wrong there, or to lose what was sent:
//!
//! 1. The library takes a port away by cutting the host at the first `:`. Where it must do so, it cannot check a URL with
//!    a password, which follows a `:`, or with an IPv6 address.
//! 2. It drops an empty query (a `?` at the end), and a `;` at the end of the path.
//!
//! Such URLs are left out in one direction alone: they are signed by it, and checked by us. It also writes the scheme in
//! small letters, so here it is in these. Fragments are in no URL: Twilio takes them away before it signs.

use std::{
    env,
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
};

use fastrand::Rng;
use serde_json::{Value, json};
use twilio_voice::webhook::{Algorithm, Content, SignatureValidator, SignedRequest, sign};

const CASES: usize = 12_500;
const KEY: &str = "webhooks_sharedkey_1";

struct Case {
    token: String,
    sha256: bool,
    /// The URL that was requested.
    signed: String,
    /// The URL as the receiver knows it: the port may be there or not.
    known: String,
    sent: Sent,
    /// Whether the library can check it: see the rules above.
    checkable: bool,
}

enum Sent {
    Parameters(Vec<(String, String)>),
    Body(String),
    Nothing,
}

#[test]
fn twilios_own_library_agrees() {
    let Ok(python) = env::var("TWILIO_PYTHON") else {
        println!("`twilios_own_library_agrees` did not run: TWILIO_PYTHON names no interpreter");
        return;
    };
    let number = |name: &str| env::var(name).ok().map(|text| text.parse().unwrap());
    let seed: u64 = number("TWILIO_CROSSCHECK_SEED").unwrap_or_else(|| fastrand::u64(..));
    let count =
        number("TWILIO_CROSSCHECK_CASES").map_or(CASES, |count| usize::try_from(count).unwrap());
    println!("TWILIO_CROSSCHECK_SEED={seed}");
    let mut random = Rng::with_seed(seed);
    let cases: Vec<_> = (0..count).map(|_| Case::random(&mut random)).collect();

    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signatures/crosscheck.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = BufWriter::new(child.stdin.take().unwrap());
    let lines: Vec<_> = cases.iter().map(|case| case.line().to_string()).collect();
    let writer = thread::spawn(move || {
        for line in lines {
            writeln!(input, "{line}").unwrap();
        }
    });
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut read = || -> Value {
        let line = answers.next().expect("the library answers every request");
        serde_json::from_str(&line.unwrap()).unwrap()
    };
    println!("twilio {}", read()["library"]);
    let (mut theirs, mut ours) = (0, 0);
    for (at, case) in cases.iter().enumerate() {
        let answer = read();
        let what = format!("seed {seed}, case {at}: {}", case.signed);
        let signature = answer["signature"].as_str().unwrap();
        assert_eq!(signature, case.sign(), "{what}");
        assert!(case.verify(&case.known, signature), "{what}");
        theirs += 1;
        if case.checkable {
            assert_eq!(answer["valid"], json!(true), "{what}");
            assert_eq!(answer["changed"], json!(false), "{what}");
            ours += 1;
        }
        assert!(!case.verify(&case.known, &wrong(signature)), "{what}");
        if case.known.ends_with(|last: char| !last.is_ascii_digit()) {
            assert!(
                !case.verify(&format!("{}x", case.known), signature),
                "{what}"
            );
        }
    }
    writer.join().unwrap();
    assert!(child.wait().unwrap().success());
    println!("{theirs} signatures of Twilio's are good here, {ours} of ours are good there");
    assert!(ours >= count * 4 / 5, "too much is left out");
}

impl Case {
    fn random(random: &mut Rng) -> Self {
        let scheme = pick(random, &["https", "https", "https", "http", "wss", "ws"]);
        let user = pick(
            random,
            &["", "", "", "", "", "", "user@", "user:pa$$@", "u:p%40w@"],
        );
        let host = pick(
            random,
            &[
                "example.com",
                "Voice.Example.COM",
                "a-b.example",
                "127.0.0.1",
                "x",
                "[::1]",
                "[2001:db8::7]",
            ],
        );
        let port = match random.u8(..10) {
            0..=5 => String::new(),
            6 => ":443".to_owned(),
            7 => ":80".to_owned(),
            _ => format!(":{}", random.u16(1..)),
        };
        let path = path(random);
        let mut query = query(random);
        let websocket = scheme.starts_with("ws");
        let sent = match random.u8(..10) {
            _ if websocket => Sent::Nothing,
            0..=6 => Sent::Parameters(parameters(random)),
            7 => Sent::Nothing,
            _ => {
                let body = json!({ text(random): text(random), "n": random.i32(..) }).to_string();
                let digest = sha256(&body);
                query = Some(match query {
                    Some(query) if !query.is_empty() => format!("{query}&bodySHA256={digest}"),
                    _ => format!("bodySHA256={digest}"),
                });
                Sent::Body(body)
            }
        };
        let rest = match &query {
            Some(query) => format!("{path}?{query}"),
            None => path.clone(),
        };
        let url = |port: &str| format!("{scheme}://{user}{host}{port}{rest}");
        // Either side may know the URL with the port of the scheme, or without.
        let standard = if scheme == "https" { ":443" } else { ":80" };
        let (signed, known) = match random.u8(..4) {
            0 if port.is_empty() => (url(""), url(standard)),
            1 if port.is_empty() => (url(standard), url("")),
            _ => (url(&port), url(&port)),
        };
        let cuts = signed != known && known.ends_with(&format!("{host}{standard}{rest}"));
        let colons = user.contains(':') || host.starts_with('[');
        let normalized = query.as_deref() == Some("") || path.ends_with(';');
        Self {
            token: format!("{:032x}", random.u128(..)),
            sha256: random.u8(..5) == 0,
            checkable: !(normalized || cuts && colons),
            signed,
            known,
            sent,
        }
    }

    fn line(&self) -> Value {
        let signature = self.sign();
        let mut line = json!({
            "token": self.token,
            "algorithm": if self.sha256 { "HMAC_SHA256" } else { "HMAC_SHA1" },
            "signed": self.signed,
            "known": self.known,
            "signature": signature,
            "wrong": wrong(&signature),
        });
        match &self.sent {
            Sent::Parameters(parameters) => line["parameters"] = json!(parameters),
            Sent::Body(body) => line["body"] = json!(body),
            Sent::Nothing => line["parameters"] = json!([]),
        }
        line
    }

    fn sign(&self) -> String {
        let algorithm = if self.sha256 {
            Algorithm::HmacSha256
        } else {
            Algorithm::HmacSha1
        };
        self.with_content(|content| sign(algorithm, &self.token, &self.signed, content))
    }

    fn verify(&self, url: &str, signature: &str) -> bool {
        let token = self.token.as_str();
        let validator = SignatureValidator::new("another")
            .auth_token(token)
            .shared_key(KEY, token);
        let settings = format!("key={KEY},algorithm=HMAC_SHA256");
        self.with_content(|content| {
            let settings = self.sha256.then_some(settings.as_str());
            validator
                .verify(&SignedRequest {
                    url,
                    content,
                    signature,
                    settings,
                })
                .is_ok()
        })
    }

    /// What was sent, as it stands on the wire.
    fn with_content<T>(&self, then: impl FnOnce(Content<'_>) -> T) -> T {
        match &self.sent {
            Sent::Parameters(parameters) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                let form = form.extend_pairs(parameters).finish();
                then(Content::Form(form.as_bytes()))
            }
            Sent::Body(body) => then(Content::Other(body.as_bytes())),
            Sent::Nothing => then(Content::Empty),
        }
    }
}

fn pick<'a>(random: &mut Rng, from: &[&'a str]) -> &'a str {
    from[random.usize(..from.len())]
}

/// A path of characters that parsers like to change.
fn path(random: &mut Rng) -> String {
    const PIECES: &[&str] = &[
        "voice", "Voice", "a.b", "..", ".", "%2F", "%2f", "%20", "'", "%27", "(x)", "~", ";p=1",
        ";", "é", "日本", "😀", "@", ":", "!", "$", "*", "+", ",", "%C3%A9", "%zz", "%",
    ];
    let mut path = String::new();
    for _ in 0..random.usize(..4) {
        path.push('/');
        for _ in 0..random.usize(..3) {
            path.push_str(pick(random, PIECES));
        }
    }
    if path.is_empty() && random.bool() {
        path.push('/');
    }
    path
}

fn query(random: &mut Rng) -> Option<String> {
    const PIECES: &[&str] = &[
        "a",
        "B",
        "=",
        "=",
        "&",
        "&",
        "+",
        "%20",
        "%2B",
        "%26",
        "'",
        "%27",
        "\"",
        "[]",
        "é",
        "%C3%A9",
        "日",
        "?",
        "/",
        "://",
        ":",
        "@",
        ";",
        "|",
        "token=abc",
        "x=1",
    ];
    if random.bool() {
        return None;
    }
    let pieces = random.usize(..10);
    Some((0..pieces).map(|_| pick(random, PIECES)).collect())
}

/// Parameters with repeated names, empty values and values that look like others.
fn parameters(random: &mut Rng) -> Vec<(String, String)> {
    const NAMES: &[&str] = &[
        "CallSid", "From", "To", "MediaUrl", "a", "A", "b", "B", "", "é", "Called", "Caller",
    ];
    let mut parameters = Vec::new();
    for _ in 0..random.usize(..30) {
        let name = match random.u8(..3) {
            0 => text(random),
            _ => pick(random, NAMES).to_owned(),
        };
        let value = match random.u8(..6) {
            0 => String::new(),
            1 => format!(" {} ", text(random)),
            2 => pick(random, NAMES).to_owned(),
            _ => text(random),
        };
        parameters.push((name, value));
    }
    parameters
}

fn text(random: &mut Rng) -> String {
    let length = random.usize(..12);
    (0..length)
        .map(|_| match random.u8(..4) {
            0 => random.char('\u{0}'..'\u{80}'),
            1 => random.char('\u{80}'..'\u{800}'),
            2 => random.char('\u{800}'..'\u{10FFFF}'),
            _ => random.alphanumeric(),
        })
        .collect()
}

/// Another signature of the same length.
fn wrong(signature: &str) -> String {
    let first = if signature.starts_with('A') { "B" } else { "A" };
    format!("{first}{}", &signature[1..])
}

/// The digest that Twilio puts into the URL, as the sender of a test must.
fn sha256(body: &str) -> String {
    use sha2::{Digest, Sha256};

    Sha256::digest(body)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
