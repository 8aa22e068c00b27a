//! Documents, against what Twilio's own library for Node writes.

mod documents;
mod limits;
mod official;

use std::time::Duration;

use proptest::prelude::*;
use twilio_voice::{
    HttpMethod,
    twiml::{
        Client, Connect, Dial, Hangup, Identity, Lang, Number, Parameter, Pause, RawElement,
        Response, Say, Stream, StreamTrack, TwimlError,
    },
};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

fn assert_xml(document: &Response, body: &str) {
    assert_eq!(document.to_xml(), format!("{DECLARATION}{body}"));
    assert_eq!(document.check(), Ok(()));
    roxmltree::Document::parse(&document.to_xml()).unwrap();
}

#[test]
fn an_element_without_content_is_closed_at_once() {
    assert_xml(&Response::new(), "<Response/>");
    assert_xml(
        &Response::new().push(Hangup::new()),
        "<Response><Hangup/></Response>",
    );
    assert_xml(
        &Response::new().push(Say::new("")),
        "<Response><Say/></Response>",
    );
    assert_xml(
        &Response::new()
            .push(Pause::new().length(Duration::from_secs(5)))
            .push(Pause::new()),
        r#"<Response><Pause length="5"/><Pause/></Response>"#,
    );
}

#[test]
fn text_is_escaped_as_the_official_library_does() {
    let say = Say::new("a & b < c > d \"e\" 'f'\n\t\ré 😀]]>")
        .voice("Polly.Joanna")
        .language("en-US")
        .repeat(0);
    assert_xml(
        &Response::new().push(say),
        concat!(
            r#"<Response><Say voice="Polly.Joanna" language="en-US" loop="0">"#,
            "a &amp; b &lt; c &gt; d \"e\" 'f'\n\t&#xD;é 😀]]&gt;</Say></Response>",
        ),
    );
}

#[test]
fn attributes_are_escaped_as_the_official_library_does() {
    let stream = Stream::new("wss://h/p")
        .name("n")
        .track(StreamTrack::Inbound)
        .push(Parameter::new("a", "b & \"c\" > <"))
        .push(Parameter::new("", ""));
    let connect = Connect::new(stream)
        .action("https://a/?x=1&y=\"2\"\n\t\r<>'")
        .method(HttpMethod::Post);
    assert_xml(
        &Response::new().push(connect),
        concat!(
            r#"<Response><Connect action="https://a/?x=1&amp;y=&quot;2&quot;&#xA;&#x9;&#xD;&lt;>'" method="POST">"#,
            r#"<Stream url="wss://h/p" name="n" track="inbound_track">"#,
            r#"<Parameter name="a" value="b &amp; &quot;c&quot; > &lt;"/><Parameter name="" value=""/>"#,
            "</Stream></Connect></Response>",
        ),
    );
}

#[test]
fn what_is_newer_than_this_version_can_be_written() {
    let element = RawElement::new("New-Verb")
        .attr("a", "1")
        .push(RawElement::new("x").text("t &amp; u"));
    assert_xml(
        &Response::new().push(element),
        r#"<Response><New-Verb a="1"><x>t &amp;amp; u</x></New-Verb></Response>"#,
    );
    let hangup = Hangup::new()
        .push(Parameter::new("a", "b"))
        .attr("new", "c");
    assert_xml(
        &Response::new().push(hangup),
        r#"<Response><Hangup new="c"><Parameter name="a" value="b"/></Hangup></Response>"#,
    );
    let mixed = Say::new("hello ")
        .push(RawElement::new("break").attr("time", "1s"))
        .text(" world");
    assert_xml(
        &Response::new().push(mixed),
        r#"<Response><Say>hello <break time="1s"/> world</Say></Response>"#,
    );
}

#[test]
fn every_attribute_of_a_stream_has_its_name() {
    let stream = Stream::new("wss://h")
        .name("n")
        .track(StreamTrack::Inbound)
        .connector_name("c")
        .status_callback("https://s")
        .status_callback_method(HttpMethod::Get)
        .audio_format("f")
        .sample_rate("r");
    assert_xml(
        &Response::new().push(Connect::new(stream)),
        concat!(
            r#"<Response><Connect><Stream url="wss://h" name="n" track="inbound_track" connectorName="c" "#,
            r#"statusCallback="https://s" statusCallbackMethod="GET" audioFormat="f" sampleRate="r"/>"#,
            "</Connect></Response>",
        ),
    );
}

#[test]
fn an_attribute_that_is_set_again_has_the_last_value_in_the_first_place() {
    let say = Say::new("text")
        .voice("a \"quoted\" voice")
        .language("x")
        .voice("b")
        .attr("language", "a longer one");
    assert_xml(
        &Response::new().push(say),
        r#"<Response><Say voice="b" language="a longer one">text</Say></Response>"#,
    );
}

#[test]
fn a_value_that_looks_like_an_attribute_is_a_value() {
    let say = Say::new("text")
        .language(" voice=")
        .attr("x", " language=\"")
        .voice("a")
        .voice("b")
        .language("c");
    assert_xml(
        &Response::new().push(say),
        r#"<Response><Say language="c" x=" language=&quot;" voice="b">text</Say></Response>"#,
    );
}

#[test]
fn characters_that_xml_cannot_carry_are_replaced_and_told() {
    for character in ['\0', '\u{7}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
        let document =
            Response::new().push(Say::new(format!("a{character}b")).voice(character.to_string()));
        assert!(
            document
                .to_xml()
                .ends_with("<Say voice=\"\u{FFFD}\">a\u{FFFD}b</Say></Response>")
        );
        let code = character.into();
        assert_eq!(document.check(), Err(TwimlError::Character { code }));
    }
    assert_eq!(
        Response::new()
            .push(Say::new("\u{1F}"))
            .check()
            .unwrap_err()
            .to_string(),
        "the character U+001F is not allowed in XML"
    );
}

#[test]
fn a_stream_has_no_query() {
    let document = Response::new().push(Connect::new(Stream::new("wss://h/?a=b")));
    assert_eq!(document.check(), Err(TwimlError::StreamQuery));
}

#[test]
fn names_that_are_no_names_are_left_out_and_told() {
    let name = r#"x="1"><Dial>+15005550001</Dial><y "#;
    for document in [
        Response::new().push(Say::new("text").attr(name, "v")),
        Response::new().push(RawElement::new(name)),
        Response::new().push(RawElement::new("")),
    ] {
        assert_eq!(document.check(), Err(TwimlError::Name));
        assert!(!document.to_xml().contains("Dial"));
        roxmltree::Document::parse(&document.to_xml()).unwrap();
    }
}

#[test]
fn a_document_has_at_most_64_kilobytes() {
    let document = |length| Response::new().push(Say::new("x".repeat(length)));
    let around = document(0).to_xml().len() + "</Say>".len() - "/".len();
    assert_eq!(document(Response::MAX_BYTES - around).check(), Ok(()));
    let problem = document(Response::MAX_BYTES - around + 1)
        .check()
        .unwrap_err();
    assert!(
        matches!(
            problem,
            TwimlError::TooLong {
                length: 65_537,
                limit: 65_536
            }
        ),
        "{problem}"
    );
}

#[test]
fn a_part_of_a_second_is_not_none() {
    let pause = Pause::new().length(Duration::from_millis(1));
    assert_xml(
        &Response::new().push(pause),
        r#"<Response><Pause length="1"/></Response>"#,
    );
}

#[test]
fn debug_shows_no_content() {
    let stream = Stream::new("wss://h/hunter2").push(Parameter::new("key", "hunter2"));
    let connect = Connect::new(stream.clone()).action("https://hunter2");
    let document = Response::new()
        .push(connect.clone())
        .push(Say::new("hunter2"));
    let shown = format!(
        "{stream:?} {connect:?} {document:?} {:?}",
        RawElement::new("hunter2")
    );
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.starts_with("Stream"), "{shown}");
}

/// Text that XML can carry.
fn xml_text() -> impl Strategy<Value = String> {
    any::<Vec<char>>().prop_map(|characters| {
        let carried = |c: &char| !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
        characters.into_iter().filter(carried).collect()
    })
}

proptest! {
    #[test]
    fn a_parser_reads_back_what_was_written(text in xml_text(), value in xml_text(), more in "[&<>\"'\r\n\t a-z]*") {
        let say = Say::new(&text).voice(&value).text(&more).language(&more).voice(&value);
        let document = Response::new().push(say).push(Hangup::new());
        prop_assert_eq!(document.check(), Ok(()));
        let xml = document.to_xml();
        let parsed = roxmltree::Document::parse(&xml).unwrap();
        let say = parsed.root_element().first_element_child().unwrap();
        prop_assert_eq!(say.attribute("voice"), Some(value.as_str()));
        prop_assert_eq!(say.attribute("language"), Some(more.as_str()));
        let read: String = say.children().filter_map(|node| node.text()).collect();
        prop_assert_eq!(read, [text, more].concat());
    }

    #[test]
    fn a_parser_reads_back_what_stands_deeper(text in xml_text(), value in xml_text()) {
        let client = Client::with(Identity::new(&text)).push(Parameter::new(&text, &value));
        let dial = Dial::new(client).push(Number::new(&value).status_callback(&text));
        let document = Response::new().push(dial).push(Say::new(&text).push(Lang::new(&value, &text).text(&value)));
        prop_assert_eq!(document.check(), Ok(()));
        let xml = document.to_xml();
        let parsed = roxmltree::Document::parse(&xml).unwrap();
        let find = |name| parsed.descendants().find(|node| node.has_tag_name(name)).unwrap();
        let read = |name| find(name).descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect::<String>();
        prop_assert_eq!(read("Identity"), text.as_str());
        prop_assert_eq!(find("Parameter").attribute("name"), Some(text.as_str()));
        prop_assert_eq!(find("Parameter").attribute("value"), Some(value.as_str()));
        prop_assert_eq!(read("Number"), value.as_str());
        prop_assert_eq!(find("Number").attribute("statusCallback"), Some(text.as_str()));
        prop_assert_eq!(read("Say"), [text.as_str(), &text, &value].concat());
        prop_assert_eq!(find("lang").attributes().next().unwrap().value(), value.as_str());
    }

    #[test]
    fn whatever_is_written_is_xml(text: String, name: String, value: String) {
        let raw = RawElement::new(&name).attr(&name, &value).attr("a", &text).attr(&name, &text).text(&text);
        let document = Response::new().push(raw).push(Say::new(&text).attr(&name, &value));
        // A colon makes a name that the parser takes for a namespace.
        prop_assume!(!name.contains(':'));
        let xml = document.to_xml();
        prop_assert!(roxmltree::Document::parse(&xml).is_ok(), "{}", xml);
    }
}
