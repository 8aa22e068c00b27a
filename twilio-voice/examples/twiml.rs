//! TwiML: documents for calls. What may stand in what is checked by the compiler, the rest by `check`.
//!
//! ```text
//! cargo run -p twilio-voice --example twiml
//! ```
//!
//! Talks to nobody, not even to Twilio, and needs no feature.

use std::{error::Error, time::Duration};

use twilio_voice::twiml::{
    Conference, Connect, Dial, Enqueue, Gather, GatherInput, Number, Parameter, Pause, RawElement,
    Record, Redirect, Response, Say, Stream,
};

fn main() -> Result<(), Box<dyn Error>> {
    // Text from outside is always escaped.
    let name = "Smith & <Sons>";
    let menu = Gather::new()
        .input([GatherInput::Dtmf, GatherInput::Speech])
        .action("https://voice.example.com/menu?step=1")
        .num_digits(1)
        .timeout(Duration::from_secs(5))
        .hints("sales, support")
        .push(Say::new(format!("Welcome to {name}.")).voice("Polly.Joanna-Neural"))
        .push(Pause::new().length(Duration::from_secs(1)))
        .push(Say::new("Press 1 for sales, or say what it is about."));
    // `menu.push(Dial::number(…))` does not compile: Gather holds Say, Play and Pause alone.
    show(
        "a menu",
        &Response::new()
            .push(menu)
            .push(Redirect::new("https://voice.example.com/menu")),
    )?;

    let colleagues = Dial::new(Number::new("+15005550006"))
        .push(Number::new("+15005550009"))
        .timeout(Duration::from_secs(20))
        .caller_id("+15005550001")
        .action("https://voice.example.com/dialled");
    show(
        "whoever answers first",
        &Response::new().push(colleagues).push(Record::new()),
    )?;

    let room = Conference::new("daily").end_conference_on_exit(true);
    show("a conference", &Response::new().push(Dial::new(room)))?;
    show("a queue", &Response::new().push(Enqueue::new("support")))?;

    // A stream has no query: what it should know goes along as parameters.
    let stream =
        Stream::new("wss://voice.example.com/media").push(Parameter::new("agent", "front-desk"));
    show(
        "a voice of our own",
        &Response::new().push(Connect::new(stream)),
    )?;

    // What Twilio adds before this crate does.
    let newer = RawElement::new("Sing")
        .attr("tune", "Für Elise")
        .text("softly");
    let newer = Response::new()
        .push(newer)
        .push(Say::new("That was it.").attr("mood", "calm"));
    show("what is newer than this crate", &newer)?;

    // Nothing is wrong while a document is made; `check` tells, and a request that sends it does too.
    let wrong = Response::new().push(Connect::new(Stream::new(
        "wss://voice.example.com/media?call=7",
    )));
    match wrong.check() {
        Err(problem) => println!("refused: {problem}"),
        Ok(()) => return Err("a stream with a query was taken".into()),
    }
    Ok(())
}

fn show(what: &str, document: &Response) -> Result<(), Box<dyn Error>> {
    document.check()?;
    println!("{what}:\n{}\n", document.to_xml());
    Ok(())
}
