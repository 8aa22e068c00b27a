mod hostile;
mod pacing;

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    calls::{HangUp, UserTextMessage},
    session::{
        CloseCode, Pcm, ToolAnswered, Tools,
        message::{ClientMessage, ServerMessage, ToolResult},
    },
};

const SECOND: Duration = Duration::from_secs(1);

fn core(options: &SessionOptions) -> Core {
    Core::new(options, Instant::now())
}

fn text(core: &mut Core, message: &Value) {
    core.handle_text(message.to_string().as_bytes(), Instant::now());
}

fn audio(core: &mut Core, samples: &[i16]) {
    core.handle_binary(Pcm::from_samples(samples).into_bytes(), Instant::now());
}

fn outcome(core: &mut Core) -> Result<(), SessionError> {
    while core.poll_event().is_some() {}
    core.take_outcome().expect("it is over")
}

fn tool(name: &str) -> Value {
    json!({"type": "client_tool_invocation", "toolName": name, "invocationId": name, "parameters": {}})
}

#[test]
fn events_come_out_in_the_order_in_which_they_came_in() {
    let mut core = core(&SessionOptions::new());
    audio(&mut core, &[1]);
    text(&mut core, &json!({"type": "state", "state": "speaking"}));
    audio(&mut core, &[2]);
    let transcript =
        json!({"type": "transcript", "role": "agent", "text": "Hi", "final": true, "ordinal": 0});
    text(&mut core, &transcript);
    let Some(Event::Audio(first)) = core.poll_event() else {
        panic!("no audio")
    };
    assert_eq!(first, Pcm::from_samples(&[1]));
    assert!(matches!(
        core.poll_event(),
        Some(Event::State(AgentState::Speaking))
    ));
    assert!(matches!(core.poll_event(), Some(Event::Audio(_))));
    let Some(Event::Transcript(said)) = core.poll_event() else {
        panic!("no transcript")
    };
    assert_eq!(said.text, "Hi");
    assert_eq!(
        (core.state(), core.transcripts().len()),
        (&AgentState::Speaking, 1)
    );
    assert!(core.poll_event().is_none() && core.take_outcome().is_none());
}

#[test]
fn an_interruption_drops_audio_that_was_not_taken_out() {
    let mut core = core(&SessionOptions::new());
    audio(&mut core, &[1, 2, 3]);
    text(&mut core, &json!({"type": "playback_clear_buffer"}));
    audio(&mut core, &[4]);
    let Some(Event::PlaybackCleared(cleared)) = core.poll_event() else {
        panic!("not cleared")
    };
    assert_eq!(cleared.discarded, 3);
    assert!(matches!(core.poll_event(), Some(Event::Audio(pcm)) if pcm.len() == 1));
    assert_eq!(
        (core.stats().audio_received, core.stats().audio_cleared),
        (4, 3)
    );
}

#[test]
fn old_audio_is_dropped_beyond_the_bound_and_events_are_not() {
    let options = SessionOptions::new()
        .rates(Rates::both(1_000))
        .incoming_audio(SECOND);
    let mut core = core(&options);
    for number in 0..5 {
        audio(&mut core, &[number; 400]);
        text(&mut core, &json!({"type": "state", "state": "speaking"}));
    }
    let (mut heard, mut states) = (Vec::new(), 0);
    while let Some(event) = core.poll_event() {
        match event {
            Event::Audio(pcm) => heard.extend(pcm.samples().next()),
            Event::State(_) => states += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((heard, states), (vec![3, 4], 5));
    assert_eq!(core.stats().audio_dropped, 1_200);
}

#[test]
fn nothing_is_read_while_too_many_events_wait() {
    let mut core = core(&SessionOptions::new().incoming_events(2));
    for _ in 0..2 {
        assert!(core.wants_input());
        text(&mut core, &json!({"type": "state", "state": "idle"}));
    }
    assert!(!core.wants_input());
    // Not reading, it does not take silence for death.
    core.handle_timeout(Instant::now() + 1_000 * SECOND);
    assert!(core.poll_transmit().is_none() && !core.is_over());
    core.poll_event();
    assert!(core.wants_input());
}

#[test]
fn outgoing_audio_drops_the_oldest_and_messages_are_refused() {
    let options = SessionOptions::new()
        .rates(Rates::both(1_000))
        .outgoing_audio(SECOND)
        .outgoing_messages(1);
    let mut core = core(&options);
    for number in 0..5_i16 {
        core.send_audio(&[number; 400][..]).unwrap();
    }
    assert!(!core.has_room(201) && core.has_room(200));
    core.send(&HangUp::new().into()).unwrap();
    assert!(matches!(
        core.send(&HangUp::new().into()),
        Err(SessionError::Full)
    ));
    assert_eq!(
        core.poll_transmit(),
        Some(Transmit::Text(r#"{"type":"hang_up"}"#.into()))
    );
    for number in [3, 4] {
        let expected = Pcm::from_samples(&[number; 400]).into_bytes();
        assert_eq!(core.poll_transmit(), Some(Transmit::Binary(expected)));
    }
    assert_eq!(core.poll_transmit(), None);
    let stats = core.stats();
    assert_eq!(
        (
            stats.outgoing_dropped,
            stats.audio_sent,
            stats.messages_sent
        ),
        (1_200, 800, 1)
    );
}

#[test]
fn halves_of_samples_are_put_together_both_ways() {
    let mut core = core(&SessionOptions::new());
    let now = Instant::now();
    core.handle_binary(Bytes::from_static(&[1, 0, 2]), now);
    core.handle_binary(Bytes::from_static(&[0, 3, 0]), now);
    let mut heard = Vec::new();
    while let Some(Event::Audio(pcm)) = core.poll_event() {
        heard.extend(pcm.samples());
    }
    assert_eq!(heard, [1, 2, 3]);
    core.send_bytes(Bytes::from_static(&[1])).unwrap();
    assert_eq!(core.poll_transmit(), None);
    core.send_bytes(Bytes::from_static(&[0])).unwrap();
    assert_eq!(
        core.poll_transmit(),
        Some(Transmit::Binary(Bytes::from_static(&[1, 0])))
    );
}

#[test]
fn codes_of_the_close_become_results() {
    for (code, ordinary, status) in [
        (Some(1000), true, None),
        (None, true, None),
        (Some(1008), false, None),
        (Some(4404), false, Some(404)),
        (Some(4409), false, Some(409)),
        (Some(4598), false, None),
        (Some(1011), false, None),
    ] {
        let mut core = core(&SessionOptions::new());
        core.handle_close(code.map(CloseCode::from), "secret");
        let result = outcome(&mut core);
        assert_eq!(result.is_ok(), ordinary, "{code:?}");
        if let Err(error) = result {
            assert_eq!(error.status(), status, "{code:?}");
            assert!(!format!("{error} {error:?}").contains("secret"));
            let SessionError::Closed { reason, .. } = error else {
                panic!("{error:?}")
            };
            assert_eq!(reason.expose(), "secret");
        }
    }
    let mut core = core(&SessionOptions::new());
    core.handle_lost();
    assert!(matches!(outcome(&mut core), Err(SessionError::Lost)));
}

#[test]
fn events_are_delivered_before_the_end() {
    let mut core = core(&SessionOptions::new());
    audio(&mut core, &[1]);
    core.handle_close(None, "");
    assert!(core.is_over() && core.take_outcome().is_none());
    assert!(core.poll_event().is_some());
    assert!(core.take_outcome().is_some_and(|outcome| outcome.is_ok()));
    assert!(core.take_outcome().is_none());
    assert!(matches!(
        core.send_audio(&[1][..]),
        Err(SessionError::Ended)
    ));
}

#[test]
fn closing_sends_what_waits_and_then_the_close_frame() {
    let start = Instant::now();
    let mut core = Core::new(&SessionOptions::new(), start);
    core.send(&HangUp::new().into()).unwrap();
    core.send_audio(&[1][..]).unwrap();
    core.close(start);
    assert!(matches!(
        core.send(&HangUp::new().into()),
        Err(SessionError::Ended)
    ));
    assert!(matches!(core.poll_transmit(), Some(Transmit::Text(_))));
    assert!(matches!(core.poll_transmit(), Some(Transmit::Binary(_))));
    assert_eq!(core.poll_transmit(), Some(Transmit::Close(1000)));
    assert_eq!(core.deadline(), Some(start + 2 * SECOND));
    let mut dropped = Core::new(&SessionOptions::new(), start);
    dropped.close(start);
    assert_eq!(dropped.poll_transmit(), Some(Transmit::Close(1000)));
    dropped.handle_lost();
    assert!(outcome(&mut dropped).is_ok());
    core.handle_timeout(start + 2 * SECOND);
    assert!(matches!(
        outcome(&mut core),
        Err(SessionError::Silent { .. })
    ));
}

#[test]
fn a_dead_connection_is_noticed_by_its_silence() {
    let start = Instant::now();
    let mut core = Core::new(&SessionOptions::new(), start);
    assert_eq!(core.deadline(), Some(start + 10 * SECOND));
    core.handle_timeout(start + 10 * SECOND);
    assert_eq!(core.poll_transmit(), Some(Transmit::Ping(Bytes::new())));
    core.handle_timeout(start + 19 * SECOND);
    assert!(!core.is_over());
    core.handle_timeout(start + 20 * SECOND);
    let Err(SessionError::Silent { after }) = outcome(&mut core) else {
        panic!("not silent")
    };
    assert_eq!(after, 20 * SECOND);
}

#[test]
fn pings_are_answered_and_ours_are_measured() {
    let start = Instant::now();
    let mut core = Core::new(&SessionOptions::new(), start);
    core.handle_ping(Bytes::from_static(b"x"), start);
    assert_eq!(
        core.poll_transmit(),
        Some(Transmit::Pong(Bytes::from_static(b"x")))
    );
    core.ping(SystemTime::now(), start).unwrap();
    let Some(Transmit::Text(sent)) = core.poll_transmit() else {
        panic!("no ping")
    };
    let pong = sent.replace("ping", "pong");
    core.handle_text(pong.as_bytes(), start + SECOND);
    let Some(Event::Latency(latency)) = core.poll_event() else {
        panic!("no latency")
    };
    assert_eq!(latency.round_trip, SECOND);
    assert_eq!(core.stats().round_trip, Some(SECOND));
    core.handle_text(pong.as_bytes(), start);
    assert!(matches!(
        core.poll_event(),
        Some(Event::Message(ServerMessage::Pong(_)))
    ));
}

#[test]
fn tools_come_out_apart_and_only_so_many_at_once() {
    let mut bare = core(&SessionOptions::new());
    text(&mut bare, &tool("a"));
    assert!(matches!(bare.poll_event(), Some(Event::ToolInvocation(_))));
    let mut core = core(&SessionOptions::new().tools(Tools::new()));
    for _ in 0..33 {
        text(&mut core, &tool("a"));
    }
    let Some(Transmit::Text(refused)) = core.poll_transmit() else {
        panic!("not refused")
    };
    assert!(refused.contains("too many tools"), "{refused}");
    let invocation = core.poll_invocation().unwrap();
    let answered = ToolAnswered {
        tool_name: invocation.tool_name,
        invocation_id: invocation.invocation_id,
        error_type: None,
        elapsed: SECOND,
    };
    core.answer_tool(answered, ToolResult::new("a", "ok"));
    assert!(
        matches!(core.poll_transmit(), Some(Transmit::Text(text)) if text.contains(r#""result":"ok""#))
    );
    assert!(matches!(core.poll_event(), Some(Event::ToolAnswered(_))));
    text(&mut core, &tool("b"));
    assert!(core.poll_transmit().is_none());
}

#[test]
fn what_cannot_be_read_is_an_event_unless_the_session_is_strict() {
    let bad = json!({"type": "state", "state": 7});
    let mut lenient = core(&SessionOptions::new());
    text(&mut lenient, &bad);
    assert!(matches!(lenient.poll_event(), Some(Event::Malformed(_))));
    assert!(!lenient.is_over());
    let mut strict = core(&SessionOptions::new().strict(true));
    text(&mut strict, &json!({"type": "unheard_of"}));
    assert!(!strict.is_over());
    text(&mut strict, &bad);
    assert_eq!(strict.poll_transmit(), Some(Transmit::Close(1007)));
    assert!(matches!(
        outcome(&mut strict),
        Err(SessionError::Malformed(_))
    ));
    let mut small = core(&SessionOptions::new().max_message_size(10));
    audio(&mut small, &[0; 6]);
    assert_eq!(small.poll_transmit(), Some(Transmit::Close(1009)));
    assert!(matches!(
        outcome(&mut small),
        Err(SessionError::TooLarge { limit: 10 })
    ));
}

#[test]
fn a_flood_of_tools_that_nobody_reads_the_answers_of_stops_the_reading() {
    let options = SessionOptions::new()
        .tools(Tools::new())
        .outgoing_messages(1);
    let mut core = core(&options);
    let mut read = 0;
    while core.wants_input() {
        text(&mut core, &tool("a"));
        read += 1;
        assert!(read < 1_000);
    }
    core.handle_timeout(Instant::now() + 11 * SECOND);
    core.handle_timeout(Instant::now() + 22 * SECOND);
    assert!(core.is_over());
}

proptest! {
    #[test]
    fn no_frames_panic_and_audio_adds_up(
        frames in prop::collection::vec((0..6_u8, prop::collection::vec(any::<u8>(), 0..64)), 0..60)
    ) {
        let options = SessionOptions::new().rates(Rates::both(100)).max_message_size(60);
        let mut core = core(&options);
        let now = Instant::now();
        let mut heard = 0;
        for (kind, bytes) in frames {
            match kind {
                0 => core.handle_text(&bytes, now),
                1 => core.handle_binary(bytes.into(), now),
                2 => core.handle_text(br#"{"type":"playback_clear_buffer"}"#, now),
                3 => core.handle_ping(bytes.into(), now),
                4 => drop(core.send_bytes(bytes.into())),
                _ => while let Some(event) = core.poll_event() {
                    if let Event::Audio(pcm) = event {
                        heard += pcm.len() as u64;
                    }
                },
            }
            while core.poll_transmit().is_some() {}
        }
        while let Some(event) = core.poll_event() {
            if let Event::Audio(pcm) = event {
                heard += pcm.len() as u64;
            }
        }
        let stats = core.stats();
        prop_assert_eq!(heard + stats.audio_dropped + stats.audio_cleared, stats.audio_received);
    }

    #[test]
    fn messages_are_sent_in_order(texts: Vec<String>) {
        let mut core = core(&SessionOptions::new());
        for text in texts.iter().take(256) {
            core.send(&UserTextMessage::new(text).into()).unwrap();
        }
        for text in texts.iter().take(256) {
            let expected = ClientMessage::from(UserTextMessage::new(text)).to_json();
            prop_assert_eq!(core.poll_transmit(), Some(Transmit::Text(expected)));
        }
    }
}
