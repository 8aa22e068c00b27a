//! What `check` tells of values and of elements that do not go together.

use std::time::Duration;

use twilio_voice::twiml::{
    Break, Conference, Connect, ConversationRelay, Dial, Gather, Number, Parameter, Pay, Play,
    Prompt, PromptFor, Queue, RawElement, Record, Response, ResponseVerb, Say, Start, Stream,
    StreamTrack, TwimlError,
};

fn check(verb: impl ResponseVerb) -> Result<(), TwimlError> {
    Response::new().push(verb).check()
}

fn out_of_range(element: &str, attribute: &'static str, min: &str, max: &str) -> TwimlError {
    TwimlError::OutOfRange {
        element: element.to_owned(),
        attribute,
        min: min.to_owned(),
        max: max.to_owned(),
    }
}

fn value(element: &str, attribute: &'static str) -> TwimlError {
    TwimlError::Value {
        element: element.to_owned(),
        attribute,
    }
}

#[test]
fn durations_have_the_ranges_that_twilio_documents() {
    let dial = |seconds| Dial::number("+15005550006").timeout(Duration::from_secs(seconds));
    assert_eq!(check(dial(600)), Ok(()));
    let problem = check(dial(601)).unwrap_err();
    assert_eq!(problem, out_of_range("Dial", "timeout", "0", "600"));
    assert_eq!(
        problem.to_string(),
        "the timeout of a <Dial> is not 0 to 600"
    );

    let dial = |seconds| Dial::number("+15005550006").time_limit(Duration::from_secs(seconds));
    assert_eq!(check(dial(86_400)), Ok(()));
    assert_eq!(
        check(dial(86_401)),
        Err(out_of_range("Dial", "timeLimit", "0", "86400"))
    );

    let record = |length| Record::new().max_length(length);
    assert_eq!(check(record(Duration::from_secs(14_400))), Ok(()));
    let problem = Err(out_of_range("Record", "maxLength", "1", "14400"));
    assert_eq!(check(record(Duration::ZERO)), problem);
    assert_eq!(check(record(Duration::from_millis(14_400_001))), problem);
    assert_eq!(check(record(Duration::MAX)), problem);
}

#[test]
fn recognition_of_machines_has_ranges() {
    let number = || Number::new("+15005550006");
    let problem = |attribute, min, max| Err(out_of_range("Number", attribute, min, max));
    assert_eq!(
        check(Dial::new(
            number().machine_detection_timeout(Duration::from_secs(60))
        )),
        problem("machineDetectionTimeout", "3", "59"),
    );
    assert_eq!(
        check(Dial::new(number().machine_detection_speech_threshold(
            Duration::from_millis(999)
        ))),
        problem("machineDetectionSpeechThreshold", "1000", "6000"),
    );
    assert_eq!(
        check(Dial::new(number().machine_detection_speech_end_threshold(
            Duration::from_secs(6)
        ))),
        problem("machineDetectionSpeechEndThreshold", "500", "5000"),
    );
    assert_eq!(
        check(Dial::new(
            number().machine_detection_silence_timeout(Duration::from_secs(11))
        )),
        problem("machineDetectionSilenceTimeout", "2000", "10000"),
    );
}

#[test]
fn a_pause_in_speech_has_at_most_ten_seconds() {
    let say = |time| Say::new("").push(Break::new().time(time));
    assert_eq!(check(say(Duration::from_secs(10))), Ok(()));
    assert_eq!(
        check(say(Duration::from_millis(10_001))),
        Err(out_of_range("break", "time", "0", "10"))
    );
}

#[test]
fn numbers_have_the_ranges_that_twilio_documents() {
    let conference = |count| Dial::new(Conference::new("room").max_participants(count));
    assert_eq!(check(conference(2)), Ok(()));
    let problem = Err(out_of_range("Conference", "maxParticipants", "2", "250"));
    assert_eq!(check(conference(1)), problem);
    assert_eq!(check(conference(251)), problem);

    assert_eq!(
        check(Pay::new().max_attempts(4)),
        Err(out_of_range("Pay", "maxAttempts", "1", "3"))
    );
    let prompt = Prompt::new(PromptFor::SecurityCode).attempt([1, 4]);
    assert_eq!(
        check(Pay::new().push(prompt)),
        Err(out_of_range("Prompt", "attempt", "1", "3"))
    );
    assert!(check(Gather::new().num_digits(0)).is_err());

    let relay = |sure| Connect::new(ConversationRelay::new("wss://h").eager_eot_threshold(sure));
    assert_eq!(check(relay(0.9)), Ok(()));
    let problem = Err(out_of_range(
        "ConversationRelay",
        "eagerEotThreshold",
        "0.3",
        "0.9",
    ));
    assert_eq!(check(relay(0.91)), problem);
    assert_eq!(check(relay(f64::NAN)), problem);
}

#[test]
fn keys_are_keys() {
    assert_eq!(check(Play::keys("ww0123456789*#ABCDW")), Ok(()));
    assert_eq!(check(Play::keys("12 3")), Err(value("Play", "digits")));
    for keys in ["", "#"] {
        assert_eq!(check(Gather::new().finish_on_key(keys)), Ok(()));
    }
    for keys in ["12", "a", "é"] {
        assert_eq!(
            check(Gather::new().finish_on_key(keys)),
            Err(value("Gather", "finishOnKey"))
        );
    }
    assert_eq!(check(Record::new().finish_on_key("12#")), Ok(()));
    let dial = |keys: &str| Dial::new(Number::new("+15005550006").send_digits(keys));
    assert_eq!(check(dial(&"1".repeat(32))), Ok(()));
    let problem = check(dial(&"1".repeat(33))).unwrap_err();
    assert_eq!(problem, value("Number", "sendDigits"));
    assert_eq!(
        problem.to_string(),
        "the sendDigits of a <Number> has a value that is not possible there"
    );
}

#[test]
fn at_most_ten_ring_at_once() {
    let dial = |count| {
        let first = Dial::new(Number::new("+15005550006"));
        (1..count).fold(first, |dial, _| dial.push(Number::new("+15005550006")))
    };
    assert_eq!(check(dial(10)), Ok(()));
    assert_eq!(check(dial(11)), Err(TwimlError::DialNouns));
    assert_eq!(check(dial(11).sequential(true)), Ok(()));
    assert_eq!(
        check(dial(11).sequential(false)),
        Err(TwimlError::DialNouns)
    );
}

#[test]
fn a_conference_or_a_queue_is_dialled_alone() {
    let number = || Number::new("<Conference and <Queue");
    assert_eq!(check(Dial::new(number()).push(number())), Ok(()));
    assert_eq!(check(Dial::new(Queue::new("a"))), Ok(()));
    let problem = Err(TwimlError::DialNouns);
    assert_eq!(
        check(Dial::new(number()).push(Conference::new("a"))),
        problem
    );
    assert_eq!(check(Dial::new(Queue::new("a")).push(number())), problem);
}

#[test]
fn a_stream_that_speaks_hears_the_other_side_alone() {
    let stream = |track| Stream::new("wss://h").track(track);
    assert_eq!(check(Connect::new(stream(StreamTrack::Inbound))), Ok(()));
    for track in [StreamTrack::Outbound, StreamTrack::Both] {
        assert_eq!(check(Start::new(stream(track.clone()))), Ok(()));
        assert_eq!(
            check(Connect::new(stream(track))),
            Err(value("Stream", "track"))
        );
    }
}

#[test]
fn a_parameter_of_a_stream_has_at_most_500_characters() {
    let start = |name: &str, value: &str| {
        Start::new(Stream::new("wss://h").push(Parameter::new(name, value)))
    };
    assert_eq!(check(start(&"é".repeat(200), &"&".repeat(300))), Ok(()));
    let problem = Err(TwimlError::ParameterTooLong { limit: 500 });
    assert_eq!(check(start(&"é".repeat(200), &";".repeat(301))), problem);
    assert_eq!(check(start(&"<".repeat(201), &"é".repeat(300))), problem);
    let unknown = Stream::new("wss://h").push(RawElement::new("New").text("x".repeat(501)));
    assert_eq!(check(Start::new(unknown)), Ok(()));
}

#[test]
fn what_is_newer_than_the_limits_goes_by_the_open_attribute() {
    let dial = Dial::number("+15005550006").attr("timeout", "1200");
    assert_eq!(check(dial), Ok(()));
}

#[test]
fn a_list_is_a_set() {
    use twilio_voice::twiml::GatherInput::{Dtmf, Other, Speech};
    let gather = Gather::new().input([Speech, Dtmf, Speech, Other("hum".to_owned())]);
    let xml = Response::new().push(gather).to_xml();
    assert!(xml.contains(r#"input="speech dtmf hum""#), "{xml}");
}
