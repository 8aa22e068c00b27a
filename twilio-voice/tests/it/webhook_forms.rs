//! Every callback, with every field that is documented.

use std::time::Duration;

use twilio_voice::{
    SecretString,
    webhook::{
        AnsweredBy, CallDirection, CallStatus, CallStatusEvent, Callback, ConferenceEvent,
        ConferenceEventKind, DialAction, EnqueueAction, GatherAction, LeaveReason,
        MachineDetectionResult, PartialSpeech, PayAction, PayResult, QueueMember, QueueResult,
        QueueWait, Received, RecordAction, RecordingSource, RecordingStatus, RecordingStatusEvent,
        ReferAction, ReferRequest, RelayAction, SessionStatus, SiprecEventKind, SiprecStatusEvent,
        StreamEventKind, StreamStatusEvent, TranscriptionEvent, TranscriptionEventKind,
        TranscriptionResult, TranscriptionStatus, TranscriptionTrack, UserDefinedMessage,
        VoiceRequest,
    },
};

const CALL: &str =
    "CallSid=CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn query(form: &str) -> String {
    format!("/?{form}")
}

fn read<T: Callback>(form: &str) -> T {
    Received::new("GET", &query(form)).read().unwrap()
}

/// The same with the fields that every request about a call has.
fn of_call<T: Callback>(form: &str) -> T {
    let read: T = read(&format!("{CALL}&{form}"));
    assert_eq!(read.extra().count(), 0, "a field has no place");
    read
}

fn text(value: Option<&String>) -> &str {
    value.map_or("", String::as_str)
}

fn secret(value: Option<&SecretString>) -> &str {
    use secrecy::ExposeSecret;

    value.map_or("", |secret| secret.expose_secret())
}

const SECOND: Option<Duration> = Some(Duration::from_secs(1));

#[test]
fn a_voice_request_is_read() {
    let request: VoiceRequest = of_call(
        "From=%2B15005550006&To=sip%3Aa%40b&CallStatus=ringing&ApiVersion=2010-04-01&Direction=inbound\
         &ForwardedFrom=%2B1&CallerName=Ann+Lee&ParentCallSid=CAcccccccccccccccccccccccccccccccc&CallToken=hunter2\
         &StirVerstat=TN-Validation-Passed-A&StirPassportToken=ey&Caller=%2B15005550006&Called=%2B15005550001\
         &FromCity=A&FromState=B&FromZip=C&FromCountry=D&ToCity=E&ToState=F&ToZip=G&ToCountry=H\
         &CallerCity=I&CallerState=J&CallerZip=K&CallerCountry=L&CalledCity=M&CalledState=N&CalledZip=O&CalledCountry=P\
         &AnsweredBy=machine_start\
         &MachineDetectionDuration=1500&ErrorCode=11200&ErrorUrl=https%3A%2F%2Fexample.com\
         &SipDomain=x.sip.twilio.com&SipDomainSid=SDaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&SipCallId=abc&SipSourceIp=2001%3Adb8%3A%3A1&SipUsername=ann",
    );
    let call = &request.call;
    assert_eq!(call.call_sid.as_str(), "CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    assert_eq!(
        call.account_sid.as_str(),
        "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(call.call_status, Some(CallStatus::Ringing));
    assert_eq!(call.direction, Some(CallDirection::Inbound));
    assert_eq!(
        call.parent_call_sid.unwrap().as_str(),
        "CAcccccccccccccccccccccccccccccccc"
    );
    assert_eq!(secret(call.call_token.as_ref()), "hunter2");
    for (value, expected) in [
        (&call.from, "+15005550006"),
        (&call.to, "sip:a@b"),
        (&call.api_version, "2010-04-01"),
        (&call.forwarded_from, "+1"),
        (&call.caller_name, "Ann Lee"),
        (&call.stir_verstat, "TN-Validation-Passed-A"),
        (&call.stir_passport_token, "ey"),
        (&call.caller, "+15005550006"),
        (&call.called, "+15005550001"),
        (&call.from_city, "A"),
        (&call.from_state, "B"),
        (&call.from_zip, "C"),
        (&call.from_country, "D"),
        (&call.to_city, "E"),
        (&call.to_state, "F"),
        (&call.to_zip, "G"),
        (&call.to_country, "H"),
        (&call.caller_city, "I"),
        (&call.caller_state, "J"),
        (&call.caller_zip, "K"),
        (&call.caller_country, "L"),
        (&call.called_city, "M"),
        (&call.called_state, "N"),
        (&call.called_zip, "O"),
        (&call.called_country, "P"),
        (&request.error_url, "https://example.com"),
        (&request.sip.sip_domain, "x.sip.twilio.com"),
        (&request.sip.sip_call_id, "abc"),
        (&request.sip.sip_username, "ann"),
    ] {
        assert_eq!(text(value.as_ref()), expected);
    }
    assert_eq!(
        request.sip.sip_source_ip,
        Some("2001:db8::1".parse().unwrap())
    );
    assert_eq!(
        request.sip.sip_domain_sid.unwrap().as_str(),
        "SDaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(request.answered_by, Some(AnsweredBy::MachineStart));
    assert_eq!(
        request.machine_detection_duration,
        Some(Duration::from_millis(1_500))
    );
    assert_eq!(request.error_code, Some(11_200));
}

#[test]
fn a_call_status_is_read() {
    let event: CallStatusEvent = of_call(
        "CallStatus=completed&Timestamp=Fri%2C+20+Nov+2026+16%3A00%3A00+%2B0000&CallbackSource=call-progress-events\
         &SequenceNumber=3&CallDuration=1&Duration=2&SipResponseCode=486&AnsweredBy=human&RecordingUrl=u\
         &RecordingSid=REaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&RecordingDuration=1",
    );
    assert_eq!(event.call.call_status, Some(CallStatus::Completed));
    assert_eq!(event.timestamp.unwrap().to_string(), "2026-11-20T16:00:00Z");
    assert_eq!(text(event.callback_source.as_ref()), "call-progress-events");
    assert_eq!(event.sequence_number, Some(3));
    assert_eq!(
        (event.call_duration, event.duration_minutes),
        (SECOND, Some(2))
    );
    assert_eq!(event.sip_response_code, Some(486));
    assert_eq!(event.answered_by, Some(AnsweredBy::Human));
    assert_eq!(text(event.recording_url.as_ref()), "u");
    assert_eq!(
        event.recording_sid.unwrap().as_str(),
        "REaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(event.recording_duration, SECOND);
    let event: CallStatusEvent = of_call("CallStatus=initiated&SequenceNumber=0");
    assert_eq!(
        (event.call.call_status, event.sequence_number),
        (Some(CallStatus::Initiated), Some(0))
    );
}

#[test]
fn what_was_gathered_is_read() {
    let gathered: GatherAction =
        of_call("Digits=12&SpeechResult=caf%C3%A9&Confidence=0.91&FinishedOnKey=%23");
    assert_eq!(text(gathered.digits.as_ref()), "12");
    assert_eq!(text(gathered.speech_result.as_ref()), "café");
    assert_eq!(gathered.confidence, Some(0.91));
    assert_eq!(text(gathered.finished_on_key.as_ref()), "#");
    let nothing: GatherAction = of_call("Digits=&Confidence=NaN");
    assert!(
        nothing.digits.is_none() && nothing.speech_result.is_none() && nothing.confidence.is_none()
    );
    let partial: PartialSpeech =
        of_call("UnstableSpeechResult=a&StableSpeechResult=b&Stability=0.5&SequenceNumber=1");
    assert_eq!(text(partial.unstable_speech_result.as_ref()), "a");
    assert_eq!(text(partial.stable_speech_result.as_ref()), "b");
    assert_eq!(
        (partial.stability, partial.sequence_number),
        (Some(0.5), Some(1))
    );
}

#[test]
fn the_ends_of_verbs_are_read() {
    let dialled: DialAction = of_call(
        "DialCallStatus=no-answer&DialCallSid=CAcccccccccccccccccccccccccccccccc&DialCallDuration=1&DialBridged=true&RecordingUrl=u",
    );
    assert_eq!(dialled.dial_call_status, Some(CallStatus::NoAnswer));
    assert_eq!(
        dialled.dial_call_sid.unwrap().as_str(),
        "CAcccccccccccccccccccccccccccccccc"
    );
    assert_eq!(
        (dialled.dial_call_duration, dialled.dial_bridged),
        (SECOND, Some(true))
    );
    assert_eq!(text(dialled.recording_url.as_ref()), "u");
    let dialled: DialAction = of_call("DialCallStatus=answered&DialBridged=perhaps");
    assert_eq!(
        dialled.dial_call_status,
        Some(CallStatus::Other("answered".to_owned()))
    );
    assert_eq!(dialled.dial_bridged, None);

    let refer: ReferAction =
        of_call("ReferCallStatus=completed&ReferSipResponseCode=202&NotifySipResponseCode=200");
    assert_eq!(text(refer.refer_call_status.as_ref()), "completed");
    assert_eq!(
        (
            refer.refer_sip_response_code,
            refer.notify_sip_response_code
        ),
        (Some(202), Some(200))
    );
    let refer: ReferRequest = of_call("ReferTransferTarget=sip%3Aa%40b&SipDomain=x");
    assert_eq!(text(refer.refer_transfer_target.as_ref()), "sip:a@b");
    assert_eq!(text(refer.sip.sip_domain.as_ref()), "x");

    let relay: RelayAction = of_call(
        "SessionId=VX1&SessionStatus=failed&SessionDuration=1&HandoffData=%7B%7D&ErrorCode=64101&ErrorMessage=m",
    );
    assert_eq!(text(relay.session_id.as_ref()), "VX1");
    assert_eq!(relay.session_status, Some(SessionStatus::Failed));
    assert_eq!(relay.session_duration, SECOND);
    assert_eq!(text(relay.handoff_data.as_ref()), "{}");
    assert_eq!(
        (relay.error_code, text(relay.error_message.as_ref())),
        (Some(64_101), "m")
    );
}

#[test]
fn recordings_are_read() {
    let recorded: RecordAction = of_call(
        "RecordingUrl=u&RecordingSid=REaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&RecordingDuration=1&Digits=hangup",
    );
    assert_eq!(text(recorded.recording_url.as_ref()), "u");
    assert!(recorded.recording_sid.is_some());
    assert_eq!(
        (recorded.recording_duration, text(recorded.digits.as_ref())),
        (SECOND, "hangup")
    );

    let event: RecordingStatusEvent = of_call(
        "ConferenceSid=CFaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&RecordingSid=REaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&RecordingUrl=u\
         &RecordingStatus=absent&RecordingDuration=1&RecordingChannels=2\
         &RecordingStartTime=Fri%2C+20+Nov+2026+17%3A00%3A00+%2B0100&RecordingSource=OutboundAPI&RecordingTrack=both&ErrorCode=1",
    );
    assert!(
        event.account_sid.is_some() && event.call_sid.is_some() && event.conference_sid.is_some()
    );
    assert_eq!(text(event.recording_url.as_ref()), "u");
    assert_eq!(event.recording_status, Some(RecordingStatus::Absent));
    assert_eq!(
        (event.recording_duration, event.recording_channels),
        (SECOND, Some(2))
    );
    assert_eq!(
        event.recording_start_time.unwrap().to_string(),
        "2026-11-20T16:00:00Z"
    );
    assert_eq!(event.recording_source, Some(RecordingSource::OutboundApi));
    assert_eq!(
        (text(event.recording_track.as_ref()), event.error_code),
        ("both", Some(1))
    );

    let written: TranscriptionResult = of_call(
        "TranscriptionSid=TRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&TranscriptionText=hi&TranscriptionStatus=completed&TranscriptionUrl=u\
         &RecordingSid=REaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&RecordingUrl=v",
    );
    assert!(written.transcription_sid.is_some() && written.recording_sid.is_some());
    assert_eq!(text(written.transcription_text.as_ref()), "hi");
    assert_eq!(
        written.transcription_status,
        Some(TranscriptionStatus::Completed)
    );
    assert_eq!(
        (
            text(written.transcription_url.as_ref()),
            text(written.recording_url.as_ref())
        ),
        ("u", "v")
    );
}

#[test]
fn what_goes_on_in_a_call_is_read() {
    let machine: MachineDetectionResult =
        of_call("AnsweredBy=machine_end_beep&MachineDetectionDuration=1000");
    assert_eq!(machine.answered_by, Some(AnsweredBy::MachineEndBeep));
    assert_eq!(machine.machine_detection_duration, SECOND);

    let stream: StreamStatusEvent = of_call(
        "StreamSid=MZaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&StreamName=n&StreamEvent=stream-error&StreamError=e&Timestamp=2026-11-20T16%3A00%3A00Z",
    );
    assert_eq!(
        stream.stream_sid.as_str(),
        "MZaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(stream.stream_event, Some(StreamEventKind::Error));
    assert_eq!(
        (
            text(stream.stream_name.as_ref()),
            text(stream.stream_error.as_ref())
        ),
        ("n", "e")
    );
    assert_eq!(
        stream.timestamp.unwrap().to_string(),
        "2026-11-20T16:00:00Z"
    );

    let siprec: SiprecStatusEvent = of_call(
        "SiprecSid=SRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&SiprecName=n&SiprecEvent=siprec-started&SiprecError=e&SiprecErrorCode=5\
         &Timestamp=2026-11-20T16%3A00%3A00Z",
    );
    assert_eq!(siprec.siprec_event, Some(SiprecEventKind::Started));
    assert_eq!(
        (
            text(siprec.siprec_name.as_ref()),
            text(siprec.siprec_error.as_ref())
        ),
        ("n", "e")
    );
    assert!(siprec.siprec_error_code == Some(5) && siprec.timestamp.is_some());

    let said: TranscriptionEvent = of_call(
        "TranscriptionSid=GTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&TranscriptionEvent=transcription-content&SequenceId=2\
         &Timestamp=2026-02-17T02%3A29%3A39.026605605Z&Track=inbound_track\
         &TranscriptionData=%7B%22transcript%22%3A%22Hello%22%2C%22confidence%22%3A0.5%7D&Final=true&Stability=0.9\
         &LanguageCode=en-US&TranscriptionErrorCode=1&TranscriptionError=e",
    );
    assert!(said.transcription_sid.is_some() && said.timestamp.is_some());
    assert_eq!(
        said.transcription_event,
        Some(TranscriptionEventKind::Content)
    );
    assert_eq!(
        (said.sequence_id, said.track),
        (Some(2), Some(TranscriptionTrack::Inbound))
    );
    assert_eq!(
        text(said.transcription_data.as_ref()),
        r#"{"transcript":"Hello","confidence":0.5}"#
    );
    assert_eq!((said.is_final, said.stability), (Some(true), Some(0.9)));
    assert_eq!(text(said.language_code.as_ref()), "en-US");
    assert_eq!(
        (
            said.transcription_error_code,
            text(said.transcription_error.as_ref())
        ),
        (Some(1), "e")
    );

    let message: UserDefinedMessage =
        of_call("Sid=KXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&Content=%7B%7D&SequenceNumber=1");
    assert!(message.sid.is_some());
    assert_eq!(
        (text(message.content.as_ref()), message.sequence_number),
        ("{}", Some(1))
    );
}

#[cfg(feature = "models")]
#[test]
fn a_transcript_is_read_or_left() {
    let read = |data: &str| {
        let fields: twilio_voice::webhook::Fields =
            [("TranscriptionData", data)].into_iter().collect();
        TranscriptionEvent::from_fields(fields)
            .unwrap()
            .transcript()
    };
    let said = read(r#"{"transcript":"Hello","confidence":0.5,"new":1}"#).unwrap();
    assert_eq!(
        (said.transcript.as_str(), said.confidence),
        ("Hello", Some(0.5))
    );
    assert_eq!(read(r#"{"transcript":"Hello"}"#).unwrap().confidence, None);
    assert!(read("{").is_none() && read("").is_none());
}

#[test]
fn a_conference_is_read() {
    let event: ConferenceEvent = of_call(
        "ConferenceSid=CFaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&FriendlyName=r&StatusCallbackEvent=participant-leave&SequenceNumber=5\
         &Timestamp=Fri%2C+20+Nov+2026+16%3A00%3A00+%2B0000&Muted=false&Hold=true&Coaching=false&EndConferenceOnExit=true\
         &StartConferenceOnEnter=false&ParticipantLabel=l&CallSidEndingConference=CAcccccccccccccccccccccccccccccccc\
         &ParticipantLabelEndingConference=m&ReasonConferenceEnded=x&Reason=y&ParticipantCallStatus=completed\
         &ReasonParticipantLeft=participant_hung_up&AnnounceUrl=u&ReasonAnnouncementFailed=z",
    );
    assert_eq!(
        event.conference_sid.as_str(),
        "CFaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(event.event, Some(ConferenceEventKind::ParticipantLeave));
    assert!(event.account_sid.is_some() && event.call_sid.is_some() && event.timestamp.is_some());
    assert_eq!(event.sequence_number, Some(5));
    assert_eq!(
        (event.muted, event.hold, event.coaching),
        (Some(false), Some(true), Some(false))
    );
    assert_eq!(
        (
            event.end_conference_on_exit,
            event.start_conference_on_enter
        ),
        (Some(true), Some(false))
    );
    assert_eq!(
        event.call_sid_ending_conference.unwrap().as_str(),
        "CAcccccccccccccccccccccccccccccccc"
    );
    assert_eq!(event.participant_call_status, Some(CallStatus::Completed));
    assert_eq!(
        event.reason_participant_left,
        Some(LeaveReason::ParticipantHungUp)
    );
    for (value, expected) in [
        (&event.friendly_name, "r"),
        (&event.participant_label, "l"),
        (&event.participant_label_ending_conference, "m"),
        (&event.reason_conference_ended, "x"),
        (&event.reason, "y"),
        (&event.announce_url, "u"),
        (&event.reason_announcement_failed, "z"),
    ] {
        assert_eq!(text(value.as_ref()), expected);
    }
}

#[test]
fn queues_are_read() {
    let left: EnqueueAction = of_call(
        "QueueResult=redirected-from-bridged&QueueSid=QUaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&QueueTime=1",
    );
    assert_eq!(left.queue_result, Some(QueueResult::RedirectedFromBridged));
    assert!(left.queue_sid.is_some() && left.queue_time == SECOND);
    let waits: QueueWait = of_call(
        "QueuePosition=2&QueueSid=QUaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&QueueTime=1&AvgQueueTime=1&CurrentQueueSize=3&MaxQueueSize=100",
    );
    assert_eq!(
        (
            waits.queue_position,
            waits.current_queue_size,
            waits.max_queue_size
        ),
        (Some(2), Some(3), Some(100))
    );
    assert!(
        waits.queue_sid.is_some() && waits.queue_time == SECOND && waits.avg_queue_time == SECOND
    );
    let member: QueueMember = of_call(
        "QueueSid=QUaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&QueueTime=1&DequeueingCallSid=CAcccccccccccccccccccccccccccccccc",
    );
    assert!(
        member.queue_sid.is_some()
            && member.queue_time == SECOND
            && member.dequeueing_call_sid.is_some()
    );
}

#[test]
fn a_payment_is_read_and_not_shown() {
    let paid: PayAction = of_call(
        "Result=success&PaymentToken=hunter2&PaymentCardNumber=xxxxhunter2&PaymentCardType=visa&ExpirationDate=hunter2\
         &PaymentConfirmationCode=c&PaymentError=e&PayErrorCode=64000&ConnectorError=f&ProfileId=p",
    );
    assert_eq!(paid.result, Some(PayResult::Success));
    assert_eq!(secret(paid.payment_token.as_ref()), "hunter2");
    assert_eq!(secret(paid.payment_card_number.as_ref()), "xxxxhunter2");
    assert_eq!(secret(paid.expiration_date.as_ref()), "hunter2");
    assert_eq!(paid.pay_error_code, Some(64_000));
    for (value, expected) in [
        (&paid.payment_card_type, "visa"),
        (&paid.payment_confirmation_code, "c"),
        (&paid.payment_error, "e"),
        (&paid.connector_error, "f"),
        (&paid.profile_id, "p"),
    ] {
        assert_eq!(text(value.as_ref()), expected);
    }
    let shown = format!("{paid:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}
