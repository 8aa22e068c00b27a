//! Whether a request to create a call is valid.

mod check;
mod template;

use serde_json::{Map, Value};

use self::check::Check;
use super::call::NewCall;

/// What is wrong with a request, by field.
pub(in crate::ultravox) type Problems = Vec<(String, String)>;

/// Fields of a call without an agent.
const CALL_FIELDS: &[&str] = &[
    "systemPrompt",
    "temperature",
    "model",
    "voice",
    "externalVoice",
    "voiceOverrides",
    "languageHint",
    "initialMessages",
    "joinTimeout",
    "maxDuration",
    "timeExceededMessage",
    "inactivityMessages",
    "selectedTools",
    "medium",
    "recordingEnabled",
    "firstSpeakerSettings",
    "firstSpeaker",
    "transcriptOptional",
    "initialOutputMedium",
    "vadSettings",
    "experimentalSettings",
    "metadata",
    "initialState",
    "dataConnection",
    "callbacks",
    "retentionPolicy",
    "sharedSecrets",
];

/// Fields of a call with an agent.
const AGENT_FIELDS: &[&str] = &[
    "templateContext",
    "initialMessages",
    "metadata",
    "medium",
    "joinTimeout",
    "maxDuration",
    "recordingEnabled",
    "initialOutputMedium",
    "firstSpeakerSettings",
    "dataConnection",
    "experimentalSettings",
    "callbacks",
    "voice",
    "voiceOverrides",
    "toolOverrides",
    "retentionPolicy",
    "sharedSecrets",
    "agentId",
];

/// Reads the request for a call without an agent.
pub(in crate::ultravox) fn call(
    body: &Map<String, Value>,
    strict: bool,
) -> Result<NewCall, Problems> {
    let mut check = Check::new(body);
    check.known(CALL_FIELDS, strict);
    let model = check.text("model");
    if model == Some("fixie-ai/ultravox-qwen3-32b-preview") {
        check.wrong("model", "This model is no longer available.");
    }
    if check.get("voice").is_some() && check.get("externalVoice").is_some() {
        check.wrong(
            "externalVoice",
            "Only one of voice and externalVoice may be set.",
        );
    }
    if let Some(temperature) = check.get("temperature")
        && !temperature
            .as_f64()
            .is_some_and(|t| (0.0..=1.0).contains(&t))
    {
        check.wrong("temperature", "A number from 0 to 1 is required.");
    }
    for name in [
        "systemPrompt",
        "languageHint",
        "timeExceededMessage",
        "firstSpeaker",
    ] {
        check.text(name);
    }
    check.timed_messages();
    check.tools("selectedTools");
    check.finish(body.clone(), None)
}

/// Reads the request for a call with an agent, whose template is `template`.
pub(in crate::ultravox) fn agent_call(
    body: &Map<String, Value>,
    template: &Map<String, Value>,
    agent: (String, String),
    strict: bool,
) -> Result<NewCall, Problems> {
    let mut check = Check::new(body);
    check.known(AGENT_FIELDS, strict);
    if let Some(context) = check.get("templateContext")
        && !context.is_object()
    {
        check.wrong("templateContext", "An object is required.");
    }
    let mut settings = template.clone();
    for name in ["name", "created", "updated", "contextSchema"] {
        settings.remove(name);
    }
    let context = body.get("templateContext").and_then(Value::as_object);
    let context = context.cloned().unwrap_or_default();
    let schema = template.get("contextSchema").unwrap_or(&Value::Null);
    if let Some(problem) = template::violation(schema, &context) {
        check.wrong("templateContext", &problem);
    }
    template::fill_all(&mut settings, &context);
    for (name, value) in body {
        if AGENT_FIELDS.contains(&name.as_str()) && name != "templateContext" && name != "agentId" {
            settings.insert(name.clone(), value.clone());
        }
    }
    let mut merged = Check::new(&settings);
    merged.problems = check.problems;
    merged.finish(settings.clone(), Some(agent))
}

/// The texts of a JSON list.
pub(in crate::ultravox) fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::ultravox::call::Medium;

    fn read(body: Value) -> Result<NewCall, Problems> {
        call(body.as_object().unwrap(), false)
    }

    #[test]
    fn an_empty_request_gets_the_documented_defaults() {
        let new = read(json!({})).unwrap();
        assert_eq!(new.join_timeout, Duration::from_secs(30));
        assert_eq!(new.max_duration, Duration::from_secs(3600));
        assert_eq!(new.medium, Medium::WebRtc);
    }

    #[test]
    fn each_wrong_field_is_named() {
        let wrong = read(json!({
            "maxDuration": "30", "temperature": 2, "metadata": {"ultravox.x": "1"},
            "medium": {"webRtc": {}, "twilio": {}}, "sharedSecrets": ["short"],
        }));
        let mut fields: Vec<_> = wrong
            .err()
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        fields.sort();
        assert_eq!(
            fields,
            [
                "maxDuration",
                "medium",
                "metadata",
                "sharedSecrets",
                "temperature"
            ]
        );
    }

    #[test]
    fn fields_that_exclude_each_other_are_refused_unless_null() {
        let speakers = json!({"user": {}});
        for wrong in [
            json!({"voice": "a", "externalVoice": {}}),
            json!({"voiceOverrides": {}}),
            json!({"firstSpeaker": "FIRST_SPEAKER_AGENT", "firstSpeakerSettings": speakers}),
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
        for right in [
            json!({"voice": "a", "externalVoice": null, "voiceOverrides": {}}),
            json!({"firstSpeaker": "FIRST_SPEAKER_USER", "firstSpeakerSettings": speakers}),
        ] {
            assert!(read(right.clone()).is_ok(), "{right}");
        }
    }

    #[test]
    fn a_server_socket_needs_a_rate_and_has_a_least_idle_time() {
        assert!(read(json!({"medium": {"serverWebSocket": {}}})).is_err());
        let settings = json!({"inputSampleRate": 8000, "mediaIdleTimeout": "2s"});
        let new = read(json!({"medium": {"serverWebSocket": settings}})).unwrap();
        let idle = Some(Duration::from_secs(10));
        let expected = Medium::ServerWebSocket {
            input_rate: 8000,
            output_rate: 8000,
            idle,
        };
        assert_eq!(new.medium, expected);
    }

    #[test]
    fn unknown_fields_are_a_matter_of_configuration() {
        let body = json!({"maxduration": "30s"});
        assert!(call(body.as_object().unwrap(), false).is_ok());
        assert!(call(body.as_object().unwrap(), true).is_err());
    }

    #[test]
    fn a_template_is_filled_from_the_context() {
        let template = json!({"systemPrompt": "Hi {{ name }}, {{missing}}!", "name": "x"});
        let body = json!({"templateContext": {"name": "Ann"}, "maxDuration": "60s"});
        let agent = ("id".to_owned(), "x".to_owned());
        let new = agent_call(
            body.as_object().unwrap(),
            template.as_object().unwrap(),
            agent,
            true,
        )
        .unwrap();
        assert_eq!(new.settings["systemPrompt"], "Hi Ann, !");
        assert_eq!(new.max_duration, Duration::from_secs(60));
    }
}
