//! Sessions: what a call may be connected to, and what may go on beside it.

use std::time::Duration;

use twilio_voice::{
    HttpMethod,
    twiml::{
        AiSession, Autopilot, Config, Connect, Conversation, ConversationEvent, ConversationRecord,
        ConversationRelay, ConversationRelaySession, InterruptSensitivity, Interruptible, Language,
        Parameter, PromptDetail, Recording, RecordingChannels, RecordingEvent, RecordingTrack,
        Response, Room, Siprec, SpeechTimeout, Start, Stop, Stream, StreamTrack, TextNormalization,
        Transcription, TranscriptionEngine, TranscriptionProvider, Trim, TtsProvider, VirtualAgent,
    },
};

use super::Named;

pub(super) fn documents() -> Vec<Named> {
    vec![
        (
            "every attribute of Connect",
            Response::new().push(
                Connect::new(Stream::new("wss://example.com/media"))
                    .action("https://example.com/action?a=1&b=2")
                    .method(HttpMethod::Post),
            ),
        ),
        (
            "every attribute of ConversationRelay",
            Response::new().push(Connect::new(
                ConversationRelay::new("wss://example.com/relay")
                    .welcome_greeting("welcome greeting")
                    .welcome_greeting_interruptible(Interruptible::Speech)
                    .language("en-GB")
                    .tts_language("en-GB")
                    .transcription_language("en-GB")
                    .tts_provider(TtsProvider::Amazon)
                    .voice("Polly.Joanna-Neural")
                    .transcription_provider(TranscriptionProvider::Google)
                    .speech_model("telephony")
                    .interruptible(Interruptible::Speech)
                    .interrupt_sensitivity(InterruptSensitivity::Low)
                    .dtmf_detection(false)
                    .preemptible(true)
                    .partial_prompts(false)
                    .partial_prompt_on_hangup(true)
                    .report_input_during_agent_speech(Interruptible::None)
                    .profanity_filter(true)
                    .hints("this, that & \"more\"")
                    .background_noise_reduction("background noise reduction")
                    .speech_timeout(Duration::from_millis(700))
                    .eager_eot_threshold(0.5)
                    .turn_detection(false)
                    .ignore_backchannel(true)
                    .echo_prompt_filtering(false)
                    .deepgram_smart_format(true)
                    .asr_smart_format(false)
                    .elevenlabs_text_normalization(TextNormalization::On)
                    .elevenlabs_language_text_normalization(false)
                    .tts_text_normalization(TextNormalization::Auto)
                    .tts_language_text_normalization(false)
                    .include_in_prompt([PromptDetail::TurnState, PromptDetail::PromptSegments])
                    .events("call-progress-event")
                    .debug("debug")
                    .customer_name("customer name")
                    .application_reconnect(true)
                    .intelligence_service("intelligence service"),
            )),
        ),
        (
            "every attribute of Language",
            Response::new().push(Connect::new(
                ConversationRelay::new("wss://example.com/relay").push(
                    Language::new("fr-FR")
                        .tts_provider(TtsProvider::ElevenLabs)
                        .voice("Polly.Joanna-Neural")
                        .transcription_provider(TranscriptionProvider::Deepgram)
                        .speech_model("telephony")
                        .hints("this, that & \"more\"")
                        .asr_smart_format(false)
                        .tts_text_normalization(TextNormalization::Off)
                        .tts_language_text_normalization(false),
                ),
            )),
        ),
        (
            "every attribute of VirtualAgent",
            Response::new().push(Connect::new(
                VirtualAgent::new("connector")
                    .connector_name("connector name")
                    .language("en-GB")
                    .sentiment_analysis(true)
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Get),
            )),
        ),
        (
            "every attribute of AiSession",
            Response::new().push(Connect::new(
                AiSession::new()
                    .ai_connector("ai connector")
                    .ai_session_configuration("ai session configuration"),
            )),
        ),
        (
            "every attribute of ConversationRelaySession",
            Response::new().push(Connect::new(
                ConversationRelaySession::new()
                    .connector("connector")
                    .session_configuration("session configuration"),
            )),
        ),
        (
            "every attribute of Conversation",
            Response::new().push(Connect::new(
                Conversation::new("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
                    .service_instance_sid("service instance sid")
                    .inbound_autocreation(true)
                    .routing_assignment_timeout(Duration::from_secs(20))
                    .inbound_timeout(Duration::from_secs(20))
                    .url("https://example.com/url?a=1&b=2")
                    .method(HttpMethod::Get)
                    .record(ConversationRecord::No)
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
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Post)
                    .status_callback_event([
                        ConversationEvent::Initiated,
                        ConversationEvent::Ringing,
                        ConversationEvent::Answered,
                        ConversationEvent::Completed,
                    ]),
            )),
        ),
        (
            "every attribute of Room",
            Response::new().push(Connect::new(
                Room::new("room").participant_identity("participant identity"),
            )),
        ),
        (
            "every attribute of Start",
            Response::new().push(
                Start::new(Recording::new())
                    .action("https://example.com/action?a=1&b=2")
                    .method(HttpMethod::Post),
            ),
        ),
        (
            "every attribute of Stream",
            Response::new().push(Start::new(
                Stream::new("wss://example.com/media")
                    .name("name")
                    .track(StreamTrack::Outbound)
                    .connector_name("connector name")
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Get)
                    .audio_format("audio format")
                    .sample_rate("sample rate"),
            )),
        ),
        (
            "every attribute of Siprec",
            Response::new().push(Start::new(
                Siprec::new()
                    .name("name")
                    .connector_name("connector name")
                    .track(StreamTrack::Inbound)
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Post),
            )),
        ),
        (
            "every attribute of Transcription",
            Response::new().push(Start::new(
                Transcription::new()
                    .name("name")
                    .track(StreamTrack::Outbound)
                    .status_callback_url("https://example.com/status-callback-url?a=1&b=2")
                    .status_callback_method(HttpMethod::Post)
                    .inbound_track_label("inbound track label")
                    .outbound_track_label("outbound track label")
                    .partial_results(true)
                    .language_code("en-GB")
                    .transcription_engine(TranscriptionEngine::Deepgram)
                    .profanity_filter(false)
                    .speech_model("telephony")
                    .hints("this, that & \"more\"")
                    .enable_automatic_punctuation(true)
                    .intelligence_service("intelligence service"),
            )),
        ),
        (
            "every attribute of Recording",
            Response::new().push(Start::new(
                Recording::new()
                    .recording_status_callback(
                        "https://example.com/recording-status-callback?a=1&b=2",
                    )
                    .recording_status_callback_method(HttpMethod::Post)
                    .recording_status_callback_event([
                        RecordingEvent::InProgress,
                        RecordingEvent::Completed,
                        RecordingEvent::Absent,
                    ])
                    .trim(Trim::Silence)
                    .track(RecordingTrack::Inbound)
                    .channels(RecordingChannels::Mono)
                    .recording_configuration_id("recording configuration id"),
            )),
        ),
        (
            "a stream with parameters",
            Response::new().push(Connect::new(
                Stream::new("wss://example.com/media")
                    .push(Parameter::new("a", "b & \"c\" > <"))
                    .push(Parameter::new("", "")),
            )),
        ),
        (
            "a conversation relay with children",
            Response::new().push(Connect::new(
                ConversationRelay::new("wss://example.com/relay")
                    .speech_timeout(SpeechTimeout::Auto)
                    .push(Language::new("sv-SE"))
                    .push(Language::new("en-US"))
                    .push(Parameter::new("a", "b")),
            )),
        ),
        (
            "a virtual agent with children",
            Response::new().push(Connect::new(
                VirtualAgent::new("connector")
                    .push(Config::new("language", "en-us"))
                    .push(Parameter::new("a", "b")),
            )),
        ),
        (
            "an assistant",
            Response::new().push(Connect::new(Autopilot::new("assistant"))),
        ),
        (
            "sessions with children",
            Response::new()
                .push(Start::new(
                    Siprec::new().name("s").push(Parameter::new("a", "b")),
                ))
                .push(Start::new(
                    Transcription::new()
                        .name("t")
                        .push(Config::new("a", "b"))
                        .push(Parameter::new("c", "d")),
                ))
                .push(Start::new(
                    Stream::new("wss://example.com/media")
                        .name("m")
                        .push(Parameter::new("e", "f")),
                )),
        ),
        (
            "sessions that stop",
            Response::new()
                .push(Stop::new(Stream::named("m")))
                .push(Stop::new(Siprec::new().name("s")))
                .push(Stop::new(Transcription::new().name("t"))),
        ),
    ]
}
