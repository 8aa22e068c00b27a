use serde_json::Value;

use super::*;
use crate::config::UltravoxConfig;

const STEP: Duration = Duration::from_millis(20);
const SECOND: Duration = Duration::from_secs(1);

fn agent(script: AgentScript, call: Value) -> Agent {
    let config = UltravoxConfig {
        agent: script.clone(),
        ..UltravoxConfig::default()
    };
    let call = call.as_object().unwrap().clone();
    Agent::new(script, Settings::read(&call, &config, true))
}

fn quiet() -> Agent {
    agent(
        AgentScript::default(),
        serde_json::json!({"firstSpeakerSettings": {"user": {}}}),
    )
}

fn run(agent: &mut Agent, from: Time, length: Duration, loud: bool) -> (Time, Vec<Act>) {
    let mut now = from;
    let mut acts = Vec::new();
    while now < from.plus(length) {
        now = now.plus(STEP);
        agent.hear(loud, now);
        acts.extend(agent.tick(now));
    }
    (now, acts)
}

fn said(acts: &[Act], by_agent: bool) -> Vec<&str> {
    let texts = acts.iter().filter_map(|act| match act {
        Act::Said(said) if said.agent == by_agent && said.done => Some(said.text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn it_greets_hears_and_answers() {
    let mut agent = agent(AgentScript::default(), serde_json::json!({}));
    let (now, acts) = run(&mut agent, Time::default(), 2 * SECOND, false);
    assert_eq!(said(&acts, true), ["Hello, how can I help you?"]);
    let (now, acts) = run(&mut agent, now, SECOND, true);
    assert_eq!(said(&acts, false), [""; 0]);
    assert!(acts.contains(&Act::Voice(true)));
    let (_, acts) = run(&mut agent, now, 3 * SECOND, false);
    assert!(acts.contains(&Act::Voice(false)));
    assert_eq!(said(&acts, false), ["(speech)"]);
    assert_eq!(said(&acts, true), ["I see. Please go on."]);
}

#[test]
fn deltas_make_up_the_final_text() {
    let mut agent = agent(AgentScript::default(), serde_json::json!({}));
    let (_, acts) = run(&mut agent, Time::default(), 2 * SECOND, false);
    let mut whole = String::new();
    let mut finals = Vec::new();
    for act in acts {
        match act {
            Act::Said(said) if said.done => finals.push(said.text),
            Act::Said(said) => {
                assert_eq!(said.is_delta, !whole.is_empty(), "the first one is a text");
                whole.push_str(&said.text);
            }
            _ => {}
        }
    }
    assert_eq!(finals, [whole]);
}

#[test]
fn it_stops_when_it_is_interrupted_unless_it_must_not() {
    for uninterruptible in [false, true] {
        let first = serde_json::json!({"agent": {"uninterruptible": uninterruptible}});
        let call = serde_json::json!({"firstSpeakerSettings": first});
        let mut agent = agent(AgentScript::default(), call);
        let (now, _) = run(
            &mut agent,
            Time::default(),
            Duration::from_millis(400),
            false,
        );
        assert!(agent.speaking(now).is_some());
        let (now, acts) = run(&mut agent, now, Duration::from_millis(300), true);
        assert_eq!(acts.contains(&Act::Clear), !uninterruptible);
        assert_eq!(agent.speaking(now).is_some(), uninterruptible);
        if !uninterruptible {
            assert_eq!(said(&acts, true), ["Hello, how"]);
        }
    }
}

#[test]
fn it_waits_when_the_user_speaks_first_and_hangs_up_when_told() {
    let mut agent = quiet();
    agent.script.hang_up_after = Some(1);
    let (now, acts) = run(&mut agent, Time::default(), 2 * SECOND, false);
    assert_eq!(acts, [Act::State("listening")]);
    agent.read("Hi", Urgency::Soon, now);
    let (_, acts) = run(&mut agent, now, 3 * SECOND, false);
    assert_eq!(acts.last(), Some(&Act::HangUp));
}

#[test]
fn what_is_not_urgent_waits_for_the_end_of_the_sentence() {
    for (urgency, cleared, answers) in [
        (Urgency::Immediate, true, 1),
        (Urgency::Soon, false, 1),
        (Urgency::Later, false, 0),
    ] {
        let mut agent = agent(AgentScript::default(), serde_json::json!({}));
        let (now, _) = run(&mut agent, Time::default(), STEP * 10, false);
        agent.read("Wait", urgency, now);
        let (_, acts) = run(&mut agent, now, 4 * SECOND, false);
        assert_eq!(acts.contains(&Act::Clear), cleared, "{urgency:?}");
        let texts = said(&acts, true);
        assert_eq!(texts.len() - 1, answers, "{urgency:?}: {texts:?}");
    }
}

#[test]
fn the_conversation_stands_still_while_tools_run() {
    let mut agent = quiet();
    agent.read(
        "call tool a {}\ncall tool b {}\nsay Done.",
        Urgency::Soon,
        Time::default(),
    );
    let (now, acts) = run(&mut agent, Time::default(), SECOND, false);
    let Some(Act::Call(calls)) = acts.last() else {
        panic!("{acts:?}")
    };
    assert_eq!(calls.len(), 2);
    agent.read("Are you there?", Urgency::Immediate, now);
    let (now, acts) = run(&mut agent, now, 2 * SECOND, false);
    assert_eq!(said(&acts, true), [""; 0]);
    agent.tools_done(Reaction::Speaks("Result.".to_owned()), now);
    let (_, acts) = run(&mut agent, now, 4 * SECOND, false);
    let expected = ["Result.", "Done.", "I see. Please go on."];
    assert_eq!(said(&acts, true), expected);
}

#[test]
fn a_reaction_decides_whether_it_speaks_again() {
    let result = || "Result.".to_owned();
    for (before, reaction, speaks) in [
        ("", Reaction::Listens, false),
        ("", Reaction::SpeaksOnce(result()), true),
        ("say One moment.\n", Reaction::SpeaksOnce(result()), false),
        ("say One moment.\n", Reaction::Speaks(result()), true),
    ] {
        let mut agent = quiet();
        let text = format!("{before}call tool a {{}}");
        agent.read(&text, Urgency::Soon, Time::default());
        let (now, _) = run(&mut agent, Time::default(), 2 * SECOND, false);
        agent.tools_done(reaction.clone(), now);
        let (_, acts) = run(&mut agent, now, 2 * SECOND, false);
        assert_eq!(
            said(&acts, true).contains(&"Result."),
            speaks,
            "{reaction:?}"
        );
    }
}

#[test]
fn the_user_can_stop_a_hang_up_that_is_not_strict() {
    for (strict, interrupted, ends) in [
        (false, false, true),
        (false, true, false),
        (true, false, true),
        (true, true, true),
    ] {
        for text in ["", "Goodbye, and thank you."] {
            let mut agent = quiet();
            agent.read("call tool a {}", Urgency::Soon, Time::default());
            let (now, _) = run(&mut agent, Time::default(), SECOND, false);
            let mut line = Line::new(text);
            line.hang_up = Some(strict);
            agent.tools_done(Reaction::HangUp(line), now);
            let (now, first) = run(&mut agent, now, STEP * 2, false);
            let (_, acts) = run(&mut agent, now, STEP * 60, interrupted);
            let ended = first.iter().chain(&acts).any(|act| *act == Act::HangUp);
            assert_eq!(
                ended, ends,
                "strict {strict}, interrupted {interrupted}, {text:?}"
            );
        }
    }
}

#[test]
fn silence_is_broken_by_its_messages_one_after_the_other() {
    let messages = serde_json::json!([
        {"duration": "5s", "message": "Hello?"},
        {"duration": "3s", "message": "Bye.", "endBehavior": "END_BEHAVIOR_HANG_UP_SOFT"},
    ]);
    let call = serde_json::json!({
        "firstSpeakerSettings": {"user": {}}, "inactivityMessages": messages,
    });
    let mut agent = agent(AgentScript::default(), call);
    let (now, acts) = run(&mut agent, Time::default(), 6 * SECOND, false);
    assert_eq!(said(&acts, true), ["Hello?"]);
    // The user is there after all.
    agent.read("Yes", Urgency::Later, now);
    let (now, acts) = run(&mut agent, now, 4 * SECOND, false);
    assert_eq!(said(&acts, true), [""; 0]);
    let (_, acts) = run(&mut agent, now, 6 * SECOND, false);
    assert_eq!(said(&acts, true), ["Hello?", "Bye."]);
    assert_eq!(acts.last(), Some(&Act::HangUp));
}

#[test]
fn a_fallback_speaks_unless_the_user_did() {
    let fallback = serde_json::json!({"fallback": {"delay": "2s", "text": "Hello?"}});
    let call = serde_json::json!({"firstSpeakerSettings": {"user": fallback}});
    let mut silent = agent(AgentScript::default(), call.clone());
    let (now, acts) = run(&mut silent, Time::default(), SECOND, false);
    assert_eq!(said(&acts, true), [""; 0]);
    let (_, acts) = run(&mut silent, now, 2 * SECOND, false);
    assert_eq!(said(&acts, true), ["Hello?"]);
    let mut asked = agent(AgentScript::default(), call);
    asked.read("Hi", Urgency::Soon, Time::default());
    let (_, acts) = run(&mut asked, Time::default(), 5 * SECOND, false);
    assert_eq!(said(&acts, true), ["I see. Please go on."]);
}

#[test]
fn it_greets_even_if_the_user_is_quicker() {
    let mut agent = agent(AgentScript::default(), serde_json::json!({}));
    agent.read("Hi", Urgency::Soon, Time::default());
    let (_, acts) = run(&mut agent, Time::default(), 4 * SECOND, false);
    let expected = ["Hello, how can I help you?", "I see. Please go on."];
    assert_eq!(said(&acts, true), expected);
}

#[test]
fn a_greeting_that_waits_is_not_given_up_because_the_user_is_quicker() {
    for spoken in [false, true] {
        let first = serde_json::json!({"agent": {"delay": "2s", "text": "Welcome."}});
        let mut agent = agent(
            AgentScript::default(),
            serde_json::json!({"firstSpeakerSettings": first}),
        );
        if !spoken {
            agent.read("Hi", Urgency::Immediate, Time::default());
        }
        let (now, early) = run(&mut agent, Time::default(), SECOND, spoken);
        assert_eq!(said(&early, true), [""; 0], "spoken {spoken}");
        let (_, acts) = run(&mut agent, now, 4 * SECOND, false);
        let expected = ["Welcome.", "I see. Please go on."];
        assert_eq!(said(&acts, true), expected, "spoken {spoken}");
    }
}

#[test]
fn a_user_who_writes_during_a_soft_last_message_stays() {
    for (behavior, ends) in [
        ("END_BEHAVIOR_HANG_UP_SOFT", false),
        ("END_BEHAVIOR_HANG_UP_STRICT", true),
    ] {
        let call = serde_json::json!({
            "firstSpeakerSettings": {"user": {}},
            "inactivityMessages": [
                {"duration": "1s", "message": "Goodbye then.", "endBehavior": behavior},
            ],
        });
        let mut agent = agent(AgentScript::default(), call);
        let (now, _) = run(
            &mut agent,
            Time::default(),
            SECOND + Duration::from_millis(200),
            false,
        );
        assert!(agent.speaking(now).is_some());
        agent.read("No, wait", Urgency::Later, now);
        let (_, acts) = run(&mut agent, now, SECOND, false);
        assert_eq!(said(&acts, true), ["Goodbye then."]);
        assert_eq!(acts.contains(&Act::HangUp), ends, "{behavior}");
    }
}

#[test]
fn a_sound_that_is_too_short_is_no_turn() {
    for (minimum, turns) in [("0s", 1), ("0.5s", 0)] {
        let call = serde_json::json!({
            "firstSpeakerSettings": {"user": {}},
            "vadSettings": {"minimumTurnDuration": minimum},
        });
        let mut agent = agent(AgentScript::default(), call);
        let (now, first) = run(
            &mut agent,
            Time::default(),
            Duration::from_millis(200),
            true,
        );
        let (_, acts) = run(&mut agent, now, 2 * SECOND, false);
        assert!(first.contains(&Act::Voice(true)) && acts.contains(&Act::Voice(false)));
        assert_eq!(said(&acts, false).len(), turns, "{minimum}");
        assert_eq!(said(&acts, true).len(), turns, "{minimum}");
    }
}

#[test]
fn what_waits_to_be_said_is_bounded() {
    let mut agent = quiet();
    for _ in 0..1200 {
        agent.say(Line::new("A."), Urgency::Soon, Time::default());
    }
    assert_eq!(agent.forced.len(), MOST_JOBS);
    let acts = agent.tick(Time::default());
    let dropped = acts.iter().filter(|act| **act == Act::Overloaded).count();
    assert_eq!(dropped, 200);
}

#[test]
fn the_end_of_the_call_keeps_what_was_spoken() {
    let mut agent = agent(AgentScript::default(), serde_json::json!({}));
    let (now, _) = run(
        &mut agent,
        Time::default(),
        Duration::from_millis(500),
        false,
    );
    let acts = agent.stop(now);
    assert_eq!(said(&acts, true), ["Hello, how"]);
    assert_eq!(agent.stop(now), []);
}
