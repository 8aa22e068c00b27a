//! Helpers: checked numbers and addresses, answering machines, what error codes mean, numbers for tests.
//!
//! ```text
//! cargo run -p twilio-voice --example helpers --features e164
//! ```
//!
//! Talks to nobody, not even to Twilio.

use std::{error::Error, time::Duration};

use twilio_voice::{
    AnsweringMachineDetection, CountryCode, ErrorCode, RetryAdvice,
    address::{ClientAddress, E164, SipAddress, SipTransport},
    calls::{CreateCall, MachineDetection},
    test_credentials,
    twiml::{Response, Say},
};

fn main() -> Result<(), Box<dyn Error>> {
    // As people write numbers, with the country they mean if they name none.
    let us: CountryCode = "US".parse()?;
    for (text, country) in [
        ("(415) 555-2671", Some(us)),
        ("+44 20 7946 0018", None),
        ("call me", Some(us)),
    ] {
        match E164::parse(text, country) {
            Ok(number) => println!("{text} is {number}"),
            Err(problem) => println!("{text}: {problem}"),
        }
    }

    // Whoever can be called: numbers, SIP, the apps of the account. Text works too, and is checked when it is sent.
    let sip = SipAddress::new("ada", "pbx.example.com")?
        .transport(SipTransport::Tls)?
        .header("X-Order", "4711")?;
    let app: ClientAddress = "client:ada".parse()?;
    println!("{sip} and {app}");

    // One value for calls, participants and the nouns of <Dial>. With a callback nobody waits in silence.
    let detection = AnsweringMachineDetection::new(MachineDetection::DetectMessageEnd)
        .timeout(Duration::from_secs(20))
        .status_callback("https://voice.example.com/answered-by");
    let number: E164 = "+14155552671".parse()?;
    let hello = Response::new().push(Say::new("Hello."));
    let call =
        CreateCall::new(number, test_credentials::CALLER, hello).answering_machine(&detection);
    // Requests are values: this is what would be sent, and it is checked.
    println!("\n{}\n", call.to_form()?);

    // Errors, warnings and callbacks carry numbers.
    for code in [
        ErrorCode::TOO_MANY_REQUESTS,
        ErrorCode::INVALID_CALL_STATE,
        ErrorCode::CALL_CONCURRENCY,
        ErrorCode::new(12_345_678),
    ] {
        let advice = match code.retry() {
            RetryAdvice::NothingDone => "nothing was done: try again",
            RetryAdvice::Later => "try again later",
            RetryAdvice::OutcomeUnknown => "look before you try again",
            RetryAdvice::Never => "change something first",
            _ => "it depends",
        };
        println!(
            "{code}: {} ({advice})",
            code.meaning().unwrap_or("unknown here")
        );
    }
    Ok(())
}
