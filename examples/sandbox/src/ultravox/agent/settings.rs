//! What the request for a call says about how its agent begins and waits.

use std::time::Duration;

use serde_json::{Map, Value};

use super::Line;
use crate::config::{DelayedGreeting, InactivityFrom, UltravoxConfig};
use crate::ultravox::duration;

/// `minimumInterruptionDuration` of a call that does not set it.
const INTERRUPTION: Duration = Duration::from_millis(90);

/// How the agent of one call differs from its script.
#[derive(Debug)]
pub(in crate::ultravox) struct Settings {
    pub(super) text_only: bool,
    /// What it does by itself at the beginning.
    pub(super) opening: Option<Opening>,
    pub(super) inactivity: Vec<Inactive>,
    pub(super) inactivity_from: InactivityFrom,
    /// Silence that ends a turn.
    pub(super) turn_delay: Duration,
    /// Speech that is a turn.
    pub(super) turn: Duration,
    /// Speech that interrupts.
    pub(super) interruption: Duration,
}

/// The beginning of the conversation, if it is the agent's.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) delay: Duration,
    pub(super) what: First,
    /// Only if the user has not begun.
    pub(super) fallback: bool,
}

#[derive(Debug)]
pub(super) enum First {
    /// Says this.
    Line(Line),
    /// Answers what the user said last in the initial messages.
    Answer(String),
}

/// Something to say when the user does not.
#[derive(Debug)]
pub(super) struct Inactive {
    pub(super) after: Duration,
    pub(super) line: Line,
}

impl Settings {
    /// Reads the settings of a call. `greets` is whether a greeting is asked for when nothing else
    /// makes the agent speak.
    pub(in crate::ultravox) fn read(
        call: &Map<String, Value>,
        config: &UltravoxConfig,
        greets: bool,
    ) -> Self {
        let time = |value: Option<&Value>| value.and_then(Value::as_str).and_then(duration::parse);
        let vad = |name: &str| time(call.get("vadSettings").and_then(|vad| vad.get(name)));
        let turn = vad("minimumTurnDuration").unwrap_or_default();
        let interruption = vad("minimumInterruptionDuration").unwrap_or(INTERRUPTION);
        Self {
            text_only: call.get("initialOutputMedium").and_then(Value::as_str)
                == Some("MESSAGE_MEDIUM_TEXT"),
            opening: opening(call, config, greets),
            inactivity: inactivity(call),
            inactivity_from: config.inactivity_from,
            turn_delay: vad("turnEndpointDelay").unwrap_or(config.agent.turn_delay),
            turn,
            interruption: interruption.max(turn),
        }
    }
}

fn opening(call: &Map<String, Value>, config: &UltravoxConfig, greets: bool) -> Option<Opening> {
    let speaker = call.get("firstSpeakerSettings");
    let part = |name: &str| {
        speaker
            .and_then(|it| it.get(name))
            .filter(|it| !it.is_null())
    };
    let user = part("user");
    let first = call.get("firstSpeaker").and_then(Value::as_str);
    let user_first = user.is_some() || first == Some("FIRST_SPEAKER_USER");
    let wanted = if user_first {
        // Only a fallback makes the agent begin.
        user.and_then(|user| user.get("fallback"))
            .filter(|it| !it.is_null())?
    } else {
        part("agent").unwrap_or(&Value::Null)
    };
    let delay = wanted["delay"].as_str().and_then(duration::parse);
    let mut line = Line::new(wanted["text"].as_str().unwrap_or(&config.agent.greeting));
    line.uninterruptible = wanted["uninterruptible"] == true;
    let given = wanted["text"].is_string() || wanted["prompt"].is_string();
    let last = call.get("initialMessages").and_then(Value::as_array);
    let last = last.and_then(|messages| messages.last());
    let asked = last.filter(|message| message["role"] == "MESSAGE_ROLE_USER");
    let what = match asked {
        Some(message) if !given && !user_first => {
            First::Answer(message["text"].as_str().unwrap_or_default().to_owned())
        }
        _ if line.text.is_empty() || !(given || user_first || greets) => return None,
        _ => First::Line(line),
    };
    Some(Opening {
        delay: delay.unwrap_or_default(),
        what,
        fallback: user_first || config.delayed_greeting == DelayedGreeting::Drop,
    })
}

fn inactivity(call: &Map<String, Value>) -> Vec<Inactive> {
    let list = call.get("inactivityMessages").and_then(Value::as_array);
    let read = |item: &Value| {
        let mut line = Line::new(item["message"].as_str().unwrap_or_default());
        line.hang_up = match item["endBehavior"].as_str() {
            Some("END_BEHAVIOR_HANG_UP_SOFT") => Some(false),
            Some("END_BEHAVIOR_HANG_UP_STRICT") => Some(true),
            _ => None,
        };
        let after = item["duration"].as_str().and_then(duration::parse)?;
        Some(Inactive { after, line })
    };
    list.into_iter().flatten().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(call: Value, greets: bool) -> Settings {
        let call = call.as_object().unwrap().clone();
        Settings::read(&call, &UltravoxConfig::default(), greets)
    }

    fn first(call: Value, greets: bool) -> Option<String> {
        read(call, greets)
            .opening
            .map(|opening| match opening.what {
                First::Line(line) => line.text,
                First::Answer(text) => format!("to: {text}"),
            })
    }

    #[test]
    fn the_agent_begins_unless_the_user_is_to() {
        let greeting = "Hello, how can I help you?".to_owned();
        assert_eq!(first(json!({}), true), Some(greeting.clone()));
        assert_eq!(
            first(json!({"firstSpeaker": "FIRST_SPEAKER_USER"}), true),
            None
        );
        assert_eq!(
            first(json!({"firstSpeakerSettings": {"user": {}}}), true),
            None
        );
        let fallback = json!({"user": {"fallback": {"delay": "5s", "prompt": "Greet."}}});
        let call = json!({"firstSpeakerSettings": fallback});
        assert_eq!(first(call.clone(), true), Some(greeting));
        let opening = read(call, true).opening.unwrap();
        assert_eq!(opening.delay, Duration::from_secs(5));
        let text = json!({"firstSpeakerSettings": {"agent": {"text": "Hi."}}});
        assert_eq!(first(text, false), Some("Hi.".to_owned()));
    }

    #[test]
    fn an_interruption_is_at_least_as_long_as_a_turn() {
        let usual = read(json!({}), true);
        assert_eq!(usual.turn_delay, Duration::from_millis(384));
        assert_eq!(usual.interruption, INTERRUPTION);
        assert_eq!(usual.turn, Duration::ZERO);
        let vad = json!({"minimumTurnDuration": "0.5s", "minimumInterruptionDuration": "0.2s"});
        let strict = read(json!({"vadSettings": vad}), true);
        assert_eq!(strict.interruption, Duration::from_millis(500));
    }

    #[test]
    fn initial_messages_are_answered_and_a_greeting_can_be_unwanted() {
        let asked = json!([{"role": "MESSAGE_ROLE_USER", "text": "Who are you?"}]);
        let said = json!([{"role": "MESSAGE_ROLE_AGENT", "text": "Hello."}]);
        let answer = Some("to: Who are you?".to_owned());
        assert_eq!(first(json!({"initialMessages": asked}), false), answer);
        assert_eq!(first(json!({"initialMessages": said}), false), None);
        assert!(first(json!({"initialMessages": said}), true).is_some());
    }
}
