//! The parameters of a webhook, whatever they are.

use proptest::prelude::*;
use twilio_voice::webhook::{
    AnsweredBy, CallStatus, CallStatusEvent, Callback, ConferenceEvent, FormError, GatherAction,
    PayAction, Received, TranscriptionEvent, VoiceRequest,
};

const CALL: &str =
    "CallSid=CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn query(form: &str) -> String {
    format!("/?{form}")
}

fn read<T: Callback>(form: &str) -> T {
    Received::new("GET", &query(form)).read().unwrap()
}

#[test]
fn what_has_no_place_is_kept_in_order() {
    let request: VoiceRequest = read(&format!(
        "customer=7&{CALL}&SipHeader_X-Trunk=a+b&customer=8&New2027=&SipHeader_X-Id=1"
    ));
    let extra: Vec<_> = request.extra().collect();
    assert_eq!(
        extra,
        [
            ("customer", "7"),
            ("SipHeader_X-Trunk", "a b"),
            ("customer", "8"),
            ("New2027", ""),
            ("SipHeader_X-Id", "1")
        ]
    );
    let fields = request.fields();
    assert_eq!(fields.len(), 7);
    assert_eq!(fields.get("New2027"), Some(""));
    assert_eq!(fields.get_all("customer").collect::<Vec<_>>(), ["7", "8"]);
    assert_eq!(
        fields.sip_headers().collect::<Vec<_>>(),
        [("X-Trunk", "a b"), ("X-Id", "1")]
    );
}

#[test]
fn nothing_is_left_over_of_a_call_from_the_telephone_network() {
    // All that Twilio sends with such a call, some of it empty.
    let form = "Called=%2B15005550001&ToState=CA&CallerCountry=US&Direction=inbound&CallerState=&ToZip=94105\
                &To=%2B15005550001&CallerZip=&ToCountry=US&StirVerstat=TN-Validation-Passed-A&CallToken=%7B%7D\
                &CalledZip=94105&ApiVersion=2010-04-01&CalledCity=SAN+FRANCISCO&CallStatus=ringing&From=%2B266696687\
                &CalledCountry=US&CallerCity=&ToCity=SAN+FRANCISCO&FromCountry=US&Caller=%2B266696687&FromCity=\
                &CalledState=CA&FromZip=&FromState=";
    let request: VoiceRequest = read(&format!("{CALL}&{form}"));
    assert_eq!(request.extra().collect::<Vec<_>>(), []);
    assert_eq!(request.fields().len(), 27);
    let call = &request.call;
    assert_eq!(call.from.as_deref(), Some("+266696687"));
    assert_eq!(call.called_city.as_deref(), Some("SAN FRANCISCO"));
    assert_eq!((&call.caller_city, &call.from_zip), (&None, &None));
    // What is asked at the end of a verb tells the same of the call.
    let gathered: GatherAction = read(&format!("{CALL}&{form}&Digits=1&FinishedOnKey="));
    assert_eq!(gathered.extra().count(), 0);
    assert_eq!(gathered.finished_on_key, None);
}

#[test]
fn only_what_identifies_must_be_there() {
    let fails = |form: &str| {
        Received::new("GET", &query(form))
            .read::<GatherAction>()
            .unwrap_err()
    };
    let error = fails("AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_eq!(error, FormError::Missing { field: "CallSid" });
    assert_eq!(error.to_string(), "the field `CallSid` is missing");
    let error = fails("CallSid=hunter2&AccountSid=hunter2");
    assert_eq!(error.field(), "CallSid");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    assert_eq!(
        fails(&format!("{CALL}&CallSid=").replacen("CallSid", "callsid", 1)).field(),
        "CallSid"
    );

    let odd: CallStatusEvent = Received::new("GET", &query(&format!("{CALL}&{}", "CallStatus=on-the-moon&Timestamp=yesterday&SequenceNumber=-1&CallDuration=1.5&Duration=99999999999999999999\
         &SipResponseCode=70000&RecordingSid=RE&AnsweredBy=martian"))).read().unwrap();
    assert_eq!(
        odd.call.call_status,
        Some(CallStatus::Other("on-the-moon".to_owned()))
    );
    assert_eq!(
        odd.answered_by,
        Some(AnsweredBy::Other("martian".to_owned()))
    );
    assert!(
        odd.timestamp.is_none() && odd.sequence_number.is_none() && odd.call_duration.is_none()
    );
    assert!(
        odd.duration_minutes.is_none()
            && odd.sip_response_code.is_none()
            && odd.recording_sid.is_none()
    );
    assert_eq!(odd.fields().get("CallDuration"), Some("1.5"));
}

#[test]
fn a_time_is_read_in_each_way_it_is_written() {
    for (written, read) in [
        (
            "Tue, 31 Aug 2010 20:36:28 +0000",
            Some("2010-08-31T20:36:28Z"),
        ),
        (
            "Tue, 31 Aug 2010 20:36:28 GMT",
            Some("2010-08-31T20:36:28Z"),
        ),
        (
            "Wed, 31 Aug 2010 20:36:28 GMT",
            Some("2010-08-31T20:36:28Z"),
        ),
        (
            "Wed, 1 Sep 2010 20:36:28 +0100",
            Some("2010-09-01T19:36:28Z"),
        ),
        (
            "2010-08-31T20:36:28.5+01:00",
            Some("2010-08-31T19:36:28.5Z"),
        ),
        ("2010-08-31", None),
        ("Tue, 31 Aug 2010 25:36:28 +0000", None),
    ] {
        let fields: twilio_voice::webhook::Fields = [
            ("ConferenceSid", "CFaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            ("Timestamp", written),
        ]
        .into_iter()
        .collect();
        let event = ConferenceEvent::from_fields(fields).unwrap();
        let timestamp = event.timestamp.map(|timestamp| timestamp.to_string());
        assert_eq!(timestamp.as_deref(), read, "{written}");
    }
}

#[test]
fn what_is_no_text_is_replaced() {
    // A character that begins in the name and ends in the value is none.
    let fields = Received::new("GET", "/?%C3=%A9&%FF=%FE&ok=%C3%A9").fields();
    let pairs: Vec<_> = fields.iter().collect();
    assert_eq!(
        pairs,
        [
            ("\u{FFFD}", "\u{FFFD}"),
            ("\u{FFFD}", "\u{FFFD}"),
            ("ok", "é")
        ]
    );
}

proptest! {
    #[test]
    fn fields_are_those_of_any_other_parser(form in "[a-c=&+%0-9A-Fé]{0,40}") {
        let target = query(&form);
        let fields = Received::new("GET", &target).fields();
        let ours: Vec<_> = fields.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let theirs: Vec<_> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn no_bytes_panic(body: Vec<u8>, target: String, content_type in "application/x-www-form-urlencoded|.{0,20}", method: String) {
        let request = Received::new(&method, &target).header("content-type", &content_type).body(&body);
        let fields = request.fields();
        prop_assert_eq!(fields.len(), fields.iter().count());
        drop(request.read::<VoiceRequest>());
        drop(request.read::<ConferenceEvent>());
        drop(request.read::<TranscriptionEvent>());
        drop(request.read::<PayAction>());
    }
}
