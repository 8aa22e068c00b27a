//! Reads TwiML.

use std::time::Duration;

use roxmltree::{Document, Node};

use super::extras::or_completed;

/// What a document tells a call to do, step by step.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verb {
    /// Something is heard for this long; zero repetitions mean until the call ends.
    Sound {
        length: Duration,
        times: u32,
    },
    Pause(Duration),
    Hangup,
    Redirect(Link),
    Reject {
        busy: bool,
    },
    Connect {
        action: Option<Link>,
        stream: Stream,
    },
    Relay {
        action: Option<Link>,
        relay: Relay,
    },
    Start(Stream),
    /// Ends the streams started in the background, or the one of this name.
    Stop(Option<String>),
    Gather(Gather),
    Record(Record),
    Dial(Dial),
    /// Known to the provider, without effect here; the debugger says so.
    NotSimulated(String),
    /// Unknown: a schema warning.
    Unknown(String),
}

/// A URL, possibly relative, and its method.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) url: String,
    pub(super) post: bool,
}

/// `<Stream>`
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stream {
    pub(super) url: String,
    pub(super) name: Option<String>,
    pub(super) track: Option<String>,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) status_callback: Option<Link>,
}

/// `<ConversationRelay>`
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Relay {
    pub(super) url: String,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) greeting: String,
    pub(super) language: String,
    /// Speech may stop what is being said.
    pub(super) interruptible: bool,
    pub(super) greeting_interruptible: bool,
    pub(super) digits: bool,
    pub(super) partial: bool,
}

/// `<Gather>`
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gather {
    pub(super) prompts: Vec<Verb>,
    pub(super) digits: bool,
    pub(super) speech: bool,
    pub(super) most_digits: Option<usize>,
    pub(super) finish_on: String,
    pub(super) timeout: Duration,
    pub(super) action: Option<Link>,
    pub(super) action_on_empty: bool,
}

/// `<Record>`
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    pub(super) action: Option<Link>,
    pub(super) silence: Duration,
    pub(super) longest: Duration,
    /// Keys that end it.
    pub(super) finish_on: String,
    pub(super) callback: Option<Link>,
    pub(super) events: Vec<String>,
}

/// `<Dial>`, one number at a time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dial {
    pub(super) numbers: Vec<String>,
    pub(super) caller_id: Option<String>,
    pub(super) timeout: Duration,
    pub(super) time_limit: Duration,
    pub(super) action: Option<Link>,
}

/// Error code of a document that cannot be run.
pub(super) type Invalid = u32;

const NOT_SIMULATED: &[&str] = &[
    "Enqueue", "Leave", "Echo", "Refer", "Sms", "Pay", "Prompt", "Queue",
];
/// Time to read one character aloud.
const PER_CHARACTER: Duration = Duration::from_millis(60);
/// A file that is played lasts as long.
const FILE: Duration = Duration::from_secs(3);
const KEY: Duration = Duration::from_millis(200);

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Vec<Verb>, Invalid> {
    let document = Document::parse(text.trim_start()).map_err(|_| 12_100_u32)?;
    let root = document.root_element();
    if root.tag_name().name() != "Response" {
        return Err(12_102);
    }
    Ok(root.children().filter(Node::is_element).map(verb).collect())
}

/// Whether inline TwiML has an action that is not a whole URL.
pub(super) fn has_relative_action(text: &str) -> bool {
    Document::parse(text).is_ok_and(|document| {
        let mut actions = document
            .descendants()
            .filter_map(|node| node.attribute("action"));
        actions.any(|action| !action.starts_with("http"))
    })
}

fn seconds(node: Node<'_, '_>, name: &str, default: u64) -> Duration {
    let seconds = node.attribute(name).and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(default))
}

fn link(node: Node<'_, '_>, name: &str, method: &str) -> Option<Link> {
    let url = node.attribute(name).filter(|url| !url.is_empty())?;
    Some(Link {
        url: url.to_owned(),
        post: is_post(node, method),
    })
}

fn is_post(node: Node<'_, '_>, method: &str) -> bool {
    node.attribute(method)
        .is_none_or(|method| !method.eq_ignore_ascii_case("GET"))
}

fn text(node: Node<'_, '_>) -> String {
    let texts = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|node| node.text());
    texts.collect::<String>().trim().to_owned()
}

fn verb(node: Node<'_, '_>) -> Verb {
    let name = node.tag_name().name();
    let times = node
        .attribute("loop")
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    match name {
        "Say" => {
            let characters = u32::try_from(text(node).chars().count()).unwrap_or(u32::MAX);
            Verb::Sound {
                length: PER_CHARACTER.saturating_mul(characters),
                times,
            }
        }
        "Play" => {
            let length = match node.attribute("digits") {
                Some(digits) => KEY * u32::try_from(digits.len()).unwrap_or(u32::MAX),
                None => FILE,
            };
            Verb::Sound { length, times }
        }
        "Pause" => Verb::Pause(seconds(node, "length", 1)),
        "Hangup" => Verb::Hangup,
        "Redirect" => Verb::Redirect(Link {
            url: text(node),
            post: is_post(node, "method"),
        }),
        "Reject" => Verb::Reject {
            busy: node.attribute("reason") == Some("busy"),
        },
        "Connect" => match child(node, "Stream") {
            Some(found) => Verb::Connect {
                action: link(node, "action", "method"),
                stream: stream(found),
            },
            None => match child(node, "ConversationRelay") {
                Some(found) => Verb::Relay {
                    action: link(node, "action", "method"),
                    relay: relay(found),
                },
                None => first_child(node, name),
            },
        },
        "Start" => match child(node, "Stream") {
            Some(found) => Verb::Start(stream(found)),
            None => first_child(node, name),
        },
        "Stop" => match child(node, "Stream") {
            Some(found) => Verb::Stop(found.attribute("name").map(str::to_owned)),
            None => first_child(node, name),
        },
        "Gather" => Verb::Gather(gather(node)),
        "Record" => Verb::Record(record(node)),
        "Dial" => dial(node),
        _ if NOT_SIMULATED.contains(&name) => Verb::NotSimulated(name.to_owned()),
        _ => Verb::Unknown(name.to_owned()),
    }
}

fn child<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Option<Node<'a, 'b>> {
    node.children().find(|child| child.has_tag_name(name))
}

fn first_child(node: Node<'_, '_>, name: &str) -> Verb {
    match node.first_element_child() {
        Some(child) => Verb::NotSimulated(format!("{name}/{}", child.tag_name().name())),
        None => Verb::Unknown(name.to_owned()),
    }
}

fn parameters(node: Node<'_, '_>) -> Vec<(String, String)> {
    let parameters = node
        .children()
        .filter(|child| child.has_tag_name("Parameter"));
    let pair = |node: Node<'_, '_>| {
        let value = node.attribute("value").unwrap_or_default();
        Some((node.attribute("name")?.to_owned(), value.to_owned()))
    };
    parameters.filter_map(pair).collect()
}

fn stream(node: Node<'_, '_>) -> Stream {
    Stream {
        url: node.attribute("url").unwrap_or_default().to_owned(),
        name: node.attribute("name").map(str::to_owned),
        track: node.attribute("track").map(str::to_owned),
        parameters: parameters(node),
        status_callback: link(node, "statusCallback", "statusCallbackMethod"),
    }
}

fn relay(node: Node<'_, '_>) -> Relay {
    let text = |name: &str| node.attribute(name).unwrap_or_default();
    // Booleans are accepted for compatibility.
    let by_speech = |name: &str| matches!(text(name), "" | "any" | "speech" | "true");
    let language = ["transcriptionLanguage", "language"];
    let language = language.iter().find_map(|name| node.attribute(*name));
    Relay {
        url: text("url").to_owned(),
        parameters: parameters(node),
        greeting: text("welcomeGreeting").to_owned(),
        language: language.unwrap_or("en-US").to_owned(),
        interruptible: by_speech("interruptible"),
        greeting_interruptible: by_speech("welcomeGreetingInterruptible"),
        digits: text("dtmfDetection") == "true",
        partial: text("partialPrompts") == "true",
    }
}

fn record(node: Node<'_, '_>) -> Record {
    let events = node.attribute("recordingStatusCallbackEvent");
    let events = events.unwrap_or_default().split(' ').map(str::to_owned);
    Record {
        action: link(node, "action", "method"),
        silence: seconds(node, "timeout", 5),
        longest: seconds(node, "maxLength", 3600),
        finish_on: node
            .attribute("finishOnKey")
            .unwrap_or("1234567890*#")
            .to_owned(),
        callback: link(
            node,
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
        ),
        events: or_completed(events.collect()),
    }
}

fn gather(node: Node<'_, '_>) -> Gather {
    let input = node.attribute("input").unwrap_or("dtmf");
    Gather {
        prompts: node
            .children()
            .filter(Node::is_element)
            .map(prompt)
            .collect(),
        digits: input.contains("dtmf"),
        speech: input.contains("speech"),
        most_digits: node
            .attribute("numDigits")
            .and_then(|text| text.parse().ok()),
        finish_on: node.attribute("finishOnKey").unwrap_or("#").to_owned(),
        timeout: seconds(node, "timeout", 5),
        action: link(node, "action", "method"),
        action_on_empty: node.attribute("actionOnEmptyResult") == Some("true"),
    }
}

/// What may stand in a `<Gather>`; anything else is not looked into, however deep it is.
fn prompt(node: Node<'_, '_>) -> Verb {
    match node.tag_name().name() {
        "Say" | "Play" | "Pause" => verb(node),
        other => Verb::Unknown(other.to_owned()),
    }
}

fn dial(node: Node<'_, '_>) -> Verb {
    let nouns: Vec<_> = node.children().filter(Node::is_element).collect();
    let dialled =
        |node: &Node<'_, '_>| ["Number", "Client", "Sip"].contains(&node.tag_name().name());
    if let Some(other) = nouns.iter().find(|node| !dialled(node)) {
        return Verb::NotSimulated(format!("Dial/{}", other.tag_name().name()));
    }
    let mut numbers: Vec<String> = nouns
        .iter()
        .map(|node| match node.tag_name().name() {
            "Client" => format!("client:{}", text(*node)),
            _ => text(*node),
        })
        .collect();
    if numbers.is_empty() {
        numbers.push(text(node));
    }
    Verb::Dial(Dial {
        numbers,
        caller_id: node.attribute("callerId").map(str::to_owned),
        timeout: seconds(node, "timeout", 30),
        time_limit: seconds(node, "timeLimit", 14_400),
        action: link(node, "action", "method"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_read_with_their_defaults() {
        let verbs = parse(
            r#"<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say><Pause/>
               <Redirect method="GET">/next</Redirect><Reject reason="busy"/><Hangup/></Response>"#,
        )
        .unwrap();
        let expected = [
            Verb::Sound {
                length: Duration::from_millis(300),
                times: 1,
            },
            Verb::Pause(Duration::from_secs(1)),
            Verb::Redirect(Link {
                url: "/next".to_owned(),
                post: false,
            }),
            Verb::Reject { busy: true },
            Verb::Hangup,
        ];
        assert_eq!(verbs, expected);
    }

    #[test]
    fn a_stream_carries_its_parameters() {
        let verbs = parse(
            r#"<Response><Connect action="https://x.example/a"><Stream url="wss://x.example/m?a=1&amp;b=2">
               <Parameter name="token" value="t"/></Stream></Connect></Response>"#,
        )
        .unwrap();
        let Verb::Connect {
            action: Some(action),
            stream,
        } = &verbs[0]
        else {
            panic!("{verbs:?}");
        };
        assert_eq!(action.url, "https://x.example/a");
        assert_eq!(stream.url, "wss://x.example/m?a=1&b=2");
        assert_eq!(stream.parameters, [("token".to_owned(), "t".to_owned())]);
    }

    #[test]
    fn gather_and_dial_are_read() {
        let verbs = parse(
            r#"<Response><Gather input="dtmf speech" numDigits="1" action="/in" timeout="3"><Say>x</Say></Gather>
               <Dial callerId="+15550001111"><Number>+15550002222</Number></Dial><Dial>+15550003333</Dial></Response>"#,
        )
        .unwrap();
        let Verb::Gather(gather) = &verbs[0] else {
            panic!()
        };
        assert!(gather.digits && gather.speech && gather.most_digits == Some(1));
        assert_eq!(gather.timeout, Duration::from_secs(3));
        let Verb::Dial(dial) = &verbs[1] else {
            panic!()
        };
        assert_eq!(dial.numbers, ["+15550002222"]);
        let Verb::Dial(dial) = &verbs[2] else {
            panic!()
        };
        assert_eq!(dial.numbers, ["+15550003333"]);
    }

    #[test]
    fn documents_that_cannot_run_have_their_code() {
        assert_eq!(parse("<Response><Say></Response>"), Err(12_100));
        assert_eq!(parse("<Answer/>"), Err(12_102));
        assert_eq!(parse("<Response/>"), Ok(vec![]));
    }

    #[test]
    fn nothing_is_skipped_in_silence() {
        let verbs =
            parse("<Response><say>x</say><Echo/><Connect><VirtualAgent/></Connect></Response>");
        let expected = vec![
            Verb::Unknown("say".to_owned()),
            Verb::NotSimulated("Echo".to_owned()),
            Verb::NotSimulated("Connect/VirtualAgent".to_owned()),
        ];
        assert_eq!(verbs, Ok(expected));
    }

    #[test]
    fn a_gather_in_a_gather_is_not_looked_into() {
        let depth = 3000;
        let document = format!(
            "<Response>{}{}</Response>",
            "<Gather>".repeat(depth),
            "</Gather>".repeat(depth)
        );
        let verbs = parse(&document).unwrap();
        let Verb::Gather(gather) = &verbs[0] else {
            panic!()
        };
        assert_eq!(gather.prompts, [Verb::Unknown("Gather".to_owned())]);
    }

    #[test]
    fn relative_actions_are_found() {
        assert!(has_relative_action(
            r#"<Response><Gather action="/x"/></Response>"#
        ));
        assert!(!has_relative_action(
            r#"<Response><Gather action="https://x/"/></Response>"#
        ));
    }
}
