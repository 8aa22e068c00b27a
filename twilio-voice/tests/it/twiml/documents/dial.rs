//! Whom a call may be connected to.

use std::time::Duration;

use twilio_voice::{
    HttpMethod,
    twiml::{
        Application, ApplicationSid, Client, Conference, ConferenceBeep, ConferenceEvent,
        ConferenceRecord, ConferenceRegion, DetectMachine, Dial, DialEvent, DialRecord, Header,
        Headers, Identity, JitterBufferSize, Number, Parameter, Queue, RecordingEvent,
        RecordingTrack, Response, Sim, Sip, Trim, Uri, WhatsApp,
    },
};

use super::Named;

pub(super) fn documents() -> Vec<Named> {
    vec![
        (
            "every attribute of Dial",
            Response::new().push(
                Dial::number("+15005550006")
                    .action("https://example.com/action?a=1&b=2")
                    .method(HttpMethod::Get)
                    .timeout(Duration::from_secs(20))
                    .hangup_on_star(true)
                    .time_limit(Duration::from_secs(600))
                    .caller_id("+15005550001")
                    .record(DialRecord::FromRinging)
                    .trim(Trim::DoNotTrim)
                    .recording_status_callback(
                        "https://example.com/recording-status-callback?a=1&b=2",
                    )
                    .recording_status_callback_method(HttpMethod::Get)
                    .recording_status_callback_event([
                        RecordingEvent::InProgress,
                        RecordingEvent::Completed,
                        RecordingEvent::Absent,
                    ])
                    .recording_configuration_id("recording configuration id")
                    .recording_track(RecordingTrack::Outbound)
                    .answer_on_bridge(true)
                    .ring_tone("us-old")
                    .sequential(true)
                    .refer_url("https://example.com/refer-url?a=1&b=2")
                    .refer_method(HttpMethod::Get)
                    .events("call-progress-event")
                    .passports("passports"),
            ),
        ),
        (
            "every attribute of Number",
            Response::new().push(Dial::new(
                Number::new("+15005550006")
                    .send_digits("ww12*#")
                    .url("https://example.com/url?a=1&b=2")
                    .method(HttpMethod::Post)
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Post)
                    .status_callback_event([
                        DialEvent::Initiated,
                        DialEvent::Ringing,
                        DialEvent::Answered,
                        DialEvent::Completed,
                    ])
                    .byoc("BYaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
                    .machine_detection(DetectMachine::DetectMessageEnd)
                    .machine_detection_timeout(Duration::from_secs(20))
                    .machine_detection_speech_threshold(Duration::from_millis(2_500))
                    .machine_detection_speech_end_threshold(Duration::from_millis(1_500))
                    .machine_detection_silence_timeout(Duration::from_millis(2_500))
                    .amd_status_callback("https://example.com/amd-status-callback?a=1&b=2")
                    .amd_status_callback_method(HttpMethod::Get),
            )),
        ),
        (
            "every attribute of Client",
            Response::new().push(Dial::new(
                Client::new("kate")
                    .url("https://example.com/url?a=1&b=2")
                    .method(HttpMethod::Get)
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Get)
                    .status_callback_event([
                        DialEvent::Initiated,
                        DialEvent::Ringing,
                        DialEvent::Answered,
                        DialEvent::Completed,
                    ])
                    .client_notification_url("https://example.com/client-notification-url?a=1&b=2"),
            )),
        ),
        (
            "every attribute of Sip",
            Response::new().push(Dial::new(
                Sip::new("sip:kate@example.com?x-order=7&x-more=8")
                    .username("username")
                    .password("password")
                    .url("https://example.com/url?a=1&b=2")
                    .method(HttpMethod::Get)
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Get)
                    .status_callback_event([
                        DialEvent::Initiated,
                        DialEvent::Ringing,
                        DialEvent::Answered,
                        DialEvent::Completed,
                    ])
                    .machine_detection(DetectMachine::DetectMessageEnd)
                    .machine_detection_timeout(Duration::from_secs(20))
                    .machine_detection_speech_threshold(Duration::from_millis(2_500))
                    .machine_detection_speech_end_threshold(Duration::from_millis(1_500))
                    .machine_detection_silence_timeout(Duration::from_millis(2_500))
                    .amd_status_callback("https://example.com/amd-status-callback?a=1&b=2")
                    .amd_status_callback_method(HttpMethod::Get),
            )),
        ),
        (
            "every attribute of Uri",
            Response::new().push(Dial::new(Sip::with(
                Uri::new("sip:kate@example.com")
                    .priority(4)
                    .weight(4)
                    .username("username")
                    .password("password"),
            ))),
        ),
        (
            "every attribute of Conference",
            Response::new().push(Dial::new(
                Conference::new("room")
                    .muted(false)
                    .beep(ConferenceBeep::OnExit)
                    .start_conference_on_enter(false)
                    .end_conference_on_exit(true)
                    .wait_url("https://example.com/wait-url?a=1&b=2")
                    .wait_method(HttpMethod::Get)
                    .max_participants(250)
                    .record(ConferenceRecord::FromStart)
                    .recording_configuration_id("recording configuration id")
                    .region(ConferenceRegion::De1)
                    .coach("CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
                    .trim(Trim::DoNotTrim)
                    .status_callback_event([
                        ConferenceEvent::Start,
                        ConferenceEvent::End,
                        ConferenceEvent::Join,
                        ConferenceEvent::Leave,
                        ConferenceEvent::Mute,
                        ConferenceEvent::Hold,
                        ConferenceEvent::Modify,
                        ConferenceEvent::Speaker,
                        ConferenceEvent::Announcement,
                    ])
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Post)
                    .recording_status_callback(
                        "https://example.com/recording-status-callback?a=1&b=2",
                    )
                    .recording_status_callback_method(HttpMethod::Post)
                    .recording_status_callback_event([
                        RecordingEvent::InProgress,
                        RecordingEvent::Completed,
                        RecordingEvent::Absent,
                    ])
                    .event_callback_url("https://example.com/event-callback-url?a=1&b=2")
                    .jitter_buffer_size(JitterBufferSize::Medium)
                    .participant_label("participant label"),
            )),
        ),
        (
            "every attribute of Queue",
            Response::new().push(Dial::new(
                Queue::new("support")
                    .url("https://example.com/url?a=1&b=2")
                    .method(HttpMethod::Post)
                    .reservation_sid("reservation sid")
                    .post_work_activity_sid("post work activity sid"),
            )),
        ),
        (
            "every attribute of Application",
            Response::new().push(Dial::new(
                Application::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
                    .url("https://example.com/url?a=1&b=2")
                    .method(HttpMethod::Post)
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Post)
                    .status_callback_event([
                        DialEvent::Initiated,
                        DialEvent::Ringing,
                        DialEvent::Answered,
                        DialEvent::Completed,
                    ])
                    .customer_id("customer id")
                    .copy_parent_to(true),
            )),
        ),
        (
            "every attribute of WhatsApp",
            Response::new().push(Dial::new(
                WhatsApp::new("+15005550006")
                    .url("https://example.com/url?a=1&b=2")
                    .method(HttpMethod::Get)
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Get)
                    .status_callback_event([
                        DialEvent::Initiated,
                        DialEvent::Ringing,
                        DialEvent::Answered,
                        DialEvent::Completed,
                    ]),
            )),
        ),
        (
            "several who ring at once",
            Response::new().push(
                Dial::new(Number::new("+15005550006"))
                    .push(Client::new("kate"))
                    .push(Sip::new("sip:kate@example.com"))
                    .push(Application::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))
                    .push(WhatsApp::new("+15005550006"))
                    .push(Sim::new("DEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
            ),
        ),
        (
            "a client with parameters",
            Response::new().push(Dial::new(
                Client::with(Identity::new("kate")).push(Parameter::new("a", "b")),
            )),
        ),
        (
            "an application with parameters",
            Response::new().push(Dial::new(
                Application::with(ApplicationSid::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))
                    .push(Parameter::new("a", "b")),
            )),
        ),
        (
            "an endpoint with headers",
            Response::new().push(Dial::new(
                Sip::with(Uri::new("sip:kate@example.com"))
                    .push(Uri::new("sip:kate@example.org"))
                    .push(
                        Headers::new()
                            .push(Header::new("x-order", "7"))
                            .push(Header::new("x-more", "8")),
                    ),
            )),
        ),
    ]
}
