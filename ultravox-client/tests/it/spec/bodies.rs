//! Requests that set everything there is to set.

use std::time::Duration;

use serde_json::{Map, json};
use ultravox_client::{
    agents::CallTemplate,
    calls::{
        AgentGreeting, Callback, Callbacks, ChannelMode, CreateAgentCall, CreateCall,
        DataConnection, DataConnectionAudio, DtmfMessage, EnabledDataMessages, EndBehavior,
        ExotelMedium, FallbackGreeting, FirstSpeaker, FirstSpeakerSettings, Medium, Message,
        MessageMedium, OutgoingCall, RetentionPolicy, ServerWebSocketMedium, SipCall, SipMedium,
        TelephonyMedium, TimedMessage, ToolOverrides, Urgency, UserGreeting, VadSettings,
    },
    tools::{
        AgentReaction, AutomaticParameter, CallTokenRequirement, DynamicParameter, KnownValue,
        ParameterLocation, SecurityOptions, SecurityRequirement, SecurityRequirements,
        SelectedTool, StaticParameter, ToolDefinition, ToolRequirements,
    },
    voices::{
        ByteEncoding, CartesiaGeneration, CartesiaVoice, ElevenLabsVoice, ExternalVoice,
        GenericVoice, GoogleVoice, InworldVoice, LmntVoice, PronunciationDictionary,
        RespeecherVoice,
    },
};

use crate::support::CALL as ID;

const SECOND: Duration = Duration::from_secs(1);

pub(super) fn voices() -> Vec<ExternalVoice> {
    let dictionary = PronunciationDictionary::new("d").version_id("1");
    let generation = CartesiaGeneration::default()
        .volume(1.0)
        .speed(1.0)
        .emotion("calm")
        .pronunciation_dict_id("d");
    vec![
        ElevenLabsVoice::new("v")
            .model("m")
            .speed(1.0)
            .use_speaker_boost(true)
            .style(0.5)
            .similarity_boost(0.5)
            .stability(0.5)
            .pronunciation_dictionaries([dictionary])
            .optimize_streaming_latency(1)
            .max_sample_rate(16_000)
            .enable_ssml_parsing(true)
            .into(),
        CartesiaVoice::new("v")
            .model("m")
            .speed(0.0)
            .emotion("calm")
            .emotions(["calm"])
            .generation_config(generation)
            .into(),
        LmntVoice::new("v")
            .model("m")
            .speed(1.0)
            .conversational(true)
            .into(),
        GoogleVoice::new("v").speaking_rate(1.0).into(),
        InworldVoice::new("v")
            .model_id("m")
            .speaking_rate(1.0)
            .temperature(1.0)
            .apply_text_normalization(true)
            .into(),
        RespeecherVoice::new("v")
            .model("m")
            .seed(1)
            .temperature(1.0)
            .top_k(-1)
            .top_p(1.0)
            .min_p(0.0)
            .presence_penalty(1.0)
            .repetition_penalty(1.0)
            .frequency_penalty(1.0)
            .into(),
        GenericVoice::new("https://example.com")
            .headers("Authorization", "t")
            .body("text", "{text}")
            .response_sample_rate(16_000)
            .response_words_per_minute(150)
            .response_mime_type("audio/l16")
            .json_audio_field_path("audio")
            .json_byte_encoding(ByteEncoding::Hex)
            .into(),
    ]
}

pub(super) fn media() -> Vec<Medium> {
    let dtmf = || DtmfMessage::new().text("{digits}").urgency(Urgency::Soon);
    let phone = || {
        let call = OutgoingCall::new("+1", "+2").additional_params("Timeout", 20);
        TelephonyMedium::outgoing(call).dtmf_handling(dtmf())
    };
    let exotel =
        ExotelMedium::default().dtmf_handling(ultravox_client::calls::DtmfHandling::Ignore);
    vec![
        Medium::WebRtc(
            ultravox_client::calls::WebRtcMedium::default().data_messages(data_messages()),
        ),
        ServerWebSocketMedium::new(16_000)
            .output_sample_rate(8_000)
            .client_buffer_size_ms(60)
            .data_messages(data_messages())
            .media_idle_timeout(30 * SECOND)
            .into(),
        Medium::Twilio(phone()),
        Medium::Telnyx(phone()),
        Medium::Plivo(phone()),
        Medium::Exotel(exotel),
        Medium::Sip(SipMedium::Incoming(Map::new())),
        SipCall::new("sip:a@example.com")
            .from("sip:b@example.com")
            .username("u")
            .password("p")
            .into(),
    ]
}

fn data_messages() -> EnabledDataMessages {
    EnabledDataMessages::new()
        .pong(true)
        .state(true)
        .transcript(true)
        .client_tool_invocation(true)
        .data_connection_tool_invocation(true)
        .playback_clear_buffer(true)
        .call_started(true)
        .debug(true)
        .call_event(true)
        .tool_used(true)
        .user_started_speaking(true)
        .user_stopped_speaking(true)
        .invoking_tool(true)
}

/// One definition of each kind of tool, the first with everything set.
pub(super) fn definitions() -> Vec<ToolDefinition> {
    let security = SecurityRequirements::default()
        .requirements("query", SecurityRequirement::query_api_key("k"))
        .requirements("header", SecurityRequirement::header_api_key("k"))
        .requirements("auth", SecurityRequirement::http_auth("Bearer"))
        .ultravox_call_token_requirement(CallTokenRequirement::default().scopes(["s"]));
    let requirements = ToolRequirements::default()
        .http_security_options(SecurityOptions::new([security]))
        .required_parameter_overrides(["shop"]);
    let known = [
        KnownValue::CallId,
        KnownValue::ConversationHistory,
        KnownValue::OutputSampleRate,
        KnownValue::CallState,
        KnownValue::CallStageId,
        KnownValue::ThreadId,
        KnownValue::ThreadStates,
        KnownValue::CallMetadata,
    ];
    let automatic =
        known.map(|known| AutomaticParameter::new("x", ParameterLocation::Header, known));
    let http = ToolDefinition::http("order", "POST", "https://example.com/{id}")
        .description("Takes an order.")
        .dynamic_parameters([
            DynamicParameter::new("a", ParameterLocation::Path, json!({})).required(true),
        ])
        .static_parameters([StaticParameter::new("b", ParameterLocation::Query, 1)])
        .automatic_parameters(automatic)
        .requirements(requirements)
        .timeout(2 * SECOND)
        .precomputable(true)
        .default_reaction(AgentReaction::SpeaksOnce)
        .static_response("OK");
    vec![
        http,
        ToolDefinition::client("c"),
        ToolDefinition::data_connection("d"),
    ]
}

fn tools() -> Vec<SelectedTool> {
    let selected = [
        SelectedTool::by_id(ID.parse().unwrap()),
        SelectedTool::by_name("hangUp")
            .name_override("bye")
            .description_override("Ends the call.")
            .auth_tokens("query", "t")
            .parameter_overrides("strict", true)
            .transition_id("t"),
    ];
    (selected.into_iter())
        .chain(definitions().into_iter().map(SelectedTool::from))
        .collect()
}

fn greetings() -> Vec<FirstSpeakerSettings> {
    let agent = AgentGreeting::new()
        .uninterruptible(true)
        .text("t")
        .prompt("p")
        .delay(SECOND);
    let fallback = FallbackGreeting::new(SECOND).text("t").prompt("p");
    vec![agent.into(), UserGreeting::new().fallback(fallback).into()]
}

fn data_connection() -> DataConnection {
    DataConnection::new("wss://example.com")
        .audio_config(
            DataConnectionAudio::new()
                .sample_rate(8_000)
                .channel_mode(ChannelMode::Mixed),
        )
        .data_messages(data_messages())
        .headers("Authorization", "t")
}

fn callbacks() -> Callbacks {
    let callback = || Callback::new("https://example.com").secrets(["s"]);
    Callbacks::new()
        .joined(callback())
        .ended(callback())
        .billed(callback())
}

fn messages() -> [Message; 2] {
    let result = Message::tool_result("i", "order", "OK")
        .error_details("none")
        .medium(MessageMedium::Text);
    [Message::user("Hi"), result.metadata(Map::new())]
}

/// Calls that together set every field.
pub(super) fn create_calls() -> Vec<CreateCall> {
    let full = |voice: &str| {
        CreateCall::new("x")
            .temperature(0.5)
            .model("ultravox-v0.7")
            .voice(voice)
            .language_hint("en")
            .initial_messages(messages())
            .join_timeout(30 * SECOND)
            .max_duration(60 * SECOND)
            .time_exceeded_message("Time is up.")
            .inactivity_messages([
                TimedMessage::new(SECOND, "m").end_behavior(EndBehavior::HangUpStrict)
            ])
            .selected_tools(tools())
            .recording_enabled(true)
            .first_speaker(FirstSpeaker::Agent)
            .transcript_optional(true)
            .initial_output_medium(MessageMedium::Text)
            .vad_settings(vad())
            .experimental_settings("a", 1)
            .metadata("a", "b")
            .initial_state("a", 1)
            .data_connection(data_connection())
            .callbacks(callbacks())
            .retention_policy(RetentionPolicy::AutoDelete)
            .shared_secrets(["0123456789abcdef"])
    };
    let voices = voices()
        .into_iter()
        .map(|voice| full("Mark").voice_overrides(voice));
    let external = CreateCall::new("x").external_voice(GoogleVoice::new("v"));
    let media = media()
        .into_iter()
        .map(|medium| CreateCall::new("x").medium(medium));
    let greetings = greetings()
        .into_iter()
        .map(|greeting| CreateCall::new("x").first_speaker_settings(greeting));
    voices
        .chain([external])
        .chain(media)
        .chain(greetings)
        .collect()
}

/// Agent calls that together set every field.
pub(super) fn create_agent_calls() -> Vec<CreateAgentCall> {
    let full = CreateAgentCall::new()
        .template_context("a", 1)
        .initial_messages(messages())
        .metadata("a", "b")
        .join_timeout(SECOND)
        .max_duration(SECOND)
        .recording_enabled(true)
        .initial_output_medium(MessageMedium::Voice)
        .data_connection(data_connection())
        .experimental_settings("a", 1)
        .callbacks(callbacks())
        .voice("Mark")
        .voice_overrides(LmntVoice::new("v"))
        .tool_overrides(ToolOverrides::new().remove(["x"]).add(tools()))
        .retention_policy(RetentionPolicy::Retain)
        .shared_secrets(["0123456789abcdef"])
        .agent_id(ID.parse().unwrap());
    let none = CreateAgentCall::new().tool_overrides(ToolOverrides::new().remove_all(true));
    let voices = voices()
        .into_iter()
        .map(|voice| CreateAgentCall::new().voice("Mark").voice_overrides(voice));
    let media = media()
        .into_iter()
        .map(|medium| CreateAgentCall::new().medium(medium));
    let greetings = greetings()
        .into_iter()
        .map(|greeting| CreateAgentCall::new().first_speaker_settings(greeting));
    [full, none]
        .into_iter()
        .chain(voices)
        .chain(media)
        .chain(greetings)
        .collect()
}

/// Templates that together set every field.
pub(super) fn call_templates() -> Vec<CallTemplate> {
    let full = CallTemplate::new()
        .name("x")
        .initial_output_medium(MessageMedium::Voice)
        .join_timeout(SECOND)
        .max_duration(SECOND)
        .vad_settings(vad())
        .recording_enabled(true)
        .system_prompt("p")
        .temperature(0.5)
        .model("ultravox-v0.7")
        .language_hint("en")
        .time_exceeded_message("Time is up.")
        .inactivity_messages([
            TimedMessage::new(SECOND, "m").end_behavior(EndBehavior::HangUpStrict)
        ])
        .selected_tools(tools())
        .data_connection(data_connection())
        .context_schema(Map::new())
        .shared_secrets(["0123456789abcdef"])
        .retention_policy(RetentionPolicy::Retain);
    let external = CallTemplate::new().external_voice(GoogleVoice::new("v"));
    let voices = voices()
        .into_iter()
        .map(|voice| CallTemplate::new().voice("Mark").voice_overrides(voice));
    let media = media()
        .into_iter()
        .map(|medium| CallTemplate::new().medium(medium));
    let greetings = greetings()
        .into_iter()
        .map(|greeting| CallTemplate::new().first_speaker_settings(greeting));
    [full, external]
        .into_iter()
        .chain(voices)
        .chain(media)
        .chain(greetings)
        .collect()
}

fn vad() -> VadSettings {
    VadSettings::new()
        .turn_endpoint_delay(SECOND)
        .minimum_turn_duration(SECOND)
        .minimum_interruption_duration(SECOND)
        .frame_activation_threshold(0.2)
}
