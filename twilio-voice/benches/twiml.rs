//! A document of 800 bytes: our types beside programs that only push the same text, escaped, into one string.
//!
//! ```text
//! cargo bench -p twilio-voice --bench twiml
//! ```
//!
//! There are two such programs. One escapes markup alone: on a text with a control character it writes what is no XML. The
//! other gives the same answer as we do for every text. They run in turns, so that a busy machine slows all; the ratio of
//! the medians is what counts. The budget is 2.0.

use std::{
    env,
    hint::black_box,
    time::{Duration, Instant},
};

use twilio_voice::twiml::{
    Connect, Gather, GatherInput, Parameter, Response, Say, SpeechModel, Stream,
};

/// What comes from outside, so that nothing is known when the program is compiled.
struct Input {
    greeting: &'static str,
    question: &'static str,
    action: &'static str,
    hints: &'static str,
    stream: &'static str,
    callback: &'static str,
    parameters: [(&'static str, &'static str); 3],
}

const INPUT: Input = Input {
    greeting: "Hello and welcome to Smith & Sons. This call may be recorded for quality and training.",
    question: "Please say in a few words why you are calling, or press 1 to talk to a colleague.",
    action: "https://voice.example.com/gather?session=5f2b9c&step=2",
    hints: "appointment, invoice, opening hours, complaint",
    stream: "wss://media.example.com/v1/stream",
    callback: "https://voice.example.com/stream-status",
    parameters: [
        ("session", "5f2b9c71-7d3e-4b52-9a4e-0f6c1d2e3b4a"),
        ("caller", "+15005550006"),
        ("agent", "front-desk"),
    ],
};

fn typed(input: &Input) -> String {
    let [first, second, third] = input.parameters;
    let stream = Stream::new(input.stream)
        .name("assistant")
        .status_callback(input.callback)
        .push(Parameter::new(first.0, first.1))
        .push(Parameter::new(second.0, second.1))
        .push(Parameter::new(third.0, third.1));
    let gather = Gather::new()
        .input([GatherInput::Dtmf, GatherInput::Speech])
        .action(input.action)
        .timeout(Duration::from_secs(3))
        .num_digits(1)
        .hints(input.hints)
        .speech_model(SpeechModel::PhoneCall)
        .push(Say::new(input.question).voice("Polly.Joanna-Neural"));
    Response::new()
        .push(Say::new(input.greeting).voice("Polly.Joanna-Neural"))
        .push(gather)
        .push(Connect::new(stream))
        .to_xml()
}

fn limit(input: &Input, push_escaped: impl Fn(&mut String, &str)) -> String {
    let mut xml = String::with_capacity(1_024);
    xml.push_str(r#"<?xml version="1.0" encoding="UTF-8"?><Response>"#);
    xml.push_str(r#"<Say voice="Polly.Joanna-Neural">"#);
    push_escaped(&mut xml, input.greeting);
    xml.push_str(r#"</Say><Gather input="dtmf speech" action=""#);
    push_escaped(&mut xml, input.action);
    xml.push_str(r#"" timeout="3" numDigits="1" hints=""#);
    push_escaped(&mut xml, input.hints);
    xml.push_str(r#"" speechModel="phone_call"><Say voice="Polly.Joanna-Neural">"#);
    push_escaped(&mut xml, input.question);
    xml.push_str(r#"</Say></Gather><Connect><Stream url=""#);
    push_escaped(&mut xml, input.stream);
    xml.push_str(r#"" name="assistant" statusCallback=""#);
    push_escaped(&mut xml, input.callback);
    xml.push_str(r#"">"#);
    for (name, value) in input.parameters {
        xml.push_str(r#"<Parameter name=""#);
        push_escaped(&mut xml, name);
        xml.push_str(r#"" value=""#);
        push_escaped(&mut xml, value);
        xml.push_str(r#""/>"#);
    }
    xml.push_str("</Stream></Connect></Response>");
    xml
}

/// Escapes markup.
fn push_markup(out: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escape);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// Escapes markup and line ends, and replaces what XML cannot carry.
fn push_everything(out: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let (escape, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\t' => ("&#x9;", 1),
            b'\n' => ("&#xA;", 1),
            b'\r' => ("&#xD;", 1),
            0..=0x1F => ("\u{FFFD}", 1),
            0xEF if text[at..].starts_with(['\u{FFFE}', '\u{FFFF}']) => ("\u{FFFD}", 3),
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escape);
        done = at + length;
    }
    out.push_str(&text[done..]);
}

const ROUNDS: usize = 301;
const REPEATS: u32 = 1_000;

fn main() {
    let input = black_box(INPUT);
    let markup = |input: &Input| limit(input, push_markup);
    let everything = |input: &Input| limit(input, push_everything);
    let xml = typed(&input);
    assert_eq!(xml, markup(&input), "the programs do not do the same");
    assert_eq!(xml, everything(&input), "the programs do not do the same");
    // Without this, it is a test that has just passed.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        times[0].push(time(&input, markup));
        times[1].push(time(&input, everything));
        times[2].push(time(&input, typed));
    }
    let [markup, everything, ours] = times.map(median);
    println!("document                  {} bytes", xml.len());
    println!("limit, markup alone       {markup:.0} ns");
    println!("limit, the same answers   {everything:.0} ns");
    println!("ours                      {ours:.0} ns");
    println!("ratio to markup alone     {:.2}", ours / markup);
    println!("ratio to the same answers {:.2}", ours / everything);
}

/// Nanoseconds for one document.
fn time(input: &Input, program: impl Fn(&Input) -> String) -> f64 {
    let start = Instant::now();
    for _ in 0..REPEATS {
        black_box(program(black_box(input)));
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(REPEATS)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
