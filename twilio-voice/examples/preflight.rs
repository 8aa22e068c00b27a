//! Signatures without a web framework, and why they do not match behind a proxy: the preflight of a deployment.
//!
//! ```text
//! cargo run -p twilio-voice --example preflight --features webhook
//! ```
//!
//! Talks to nobody, not even to Twilio: the requests are made and signed here.

use std::error::Error;

use twilio_voice::webhook::{
    Algorithm, CallStatusEvent, Content, PublicOrigin, Received, SIGNATURE_HEADER,
    SignatureValidator, Verifier, sign,
};

const TOKEN: &str = "the auth token of the account";
const FORM: &str = "application/x-www-form-urlencoded";
const BODY: &str = "CallSid=CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
    &CallStatus=completed&CallDuration=42";

fn main() -> Result<(), Box<dyn Error>> {
    // What Twilio does: it signs the URL that it was given, with the fields.
    let url = "https://voice.example.com/status?shop=7";
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        url,
        Content::Form(BODY.as_bytes()),
    );

    // What arrives here: the proxy speaks TLS with Twilio and plain HTTP with us, at another address.
    let request = Received::new("POST", "/status?shop=7")
        .header("Host", "10.0.0.7:8080")
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", "voice.example.com")
        .header("Content-Type", FORM)
        .header(SIGNATURE_HEADER, &signature)
        .body(BODY.as_bytes());

    // A first try: the address of the server, as it sees itself. The report tells what is different.
    let naive = verifier(PublicOrigin::new("http://10.0.0.7:8080")?);
    let report = naive.preflight(&request);
    println!("{report}");
    if report.outcome.is_ok() || report.differences.is_empty() {
        return Err("the preflight did not find what is wrong".into());
    }

    // So the public address is stated. Nothing that a request says of itself changes it.
    let origin = PublicOrigin::new("https://voice.example.com")?;
    let right = verifier(origin.clone());
    println!("{}\n", right.preflight(&request));

    // That is what a server does for each request. The proof reads the fields as what they are.
    let verified = right.verify(&request)?;
    let event: CallStatusEvent = verified.read()?;
    println!(
        "{} is {:?} after {:?}",
        event.call.call_sid, event.call.call_status, event.call_duration
    );

    // One byte more, and it is not from Twilio.
    let forged = format!("{BODY}0");
    let forged = right.verify(&request.body(forged.as_bytes()));
    match forged {
        Err(rejection) => println!("forged: {rejection}, answered with {}", rejection.status()),
        Ok(_) => return Err("a forged request was taken".into()),
    }

    // The URLs that Twilio was given, for example as the voice URL of a number, can be compared before anyone calls. This
    // proxy passes `/twilio/voice` on as `/voice`.
    let origin = origin.path("/twilio", "/");
    for url in [
        "https://voice.example.com/twilio/voice",
        "http://voice.example.com/twilio/voice",
        "https://voice.example.org:8443/voice",
    ] {
        println!("{url}");
        for difference in origin.compare(url) {
            println!("  {difference}");
        }
    }
    Ok(())
}

fn verifier(origin: PublicOrigin) -> Verifier {
    Verifier::new(origin, SignatureValidator::new(TOKEN))
}
