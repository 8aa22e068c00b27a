//! A peer that means harm, or knows no better.

use serde_json::json;

use super::*;

/// A session with the defaults: audio of 48,000 Hz.
fn plain() -> Core {
    core(&SessionOptions::new())
}

#[test]
fn frames_of_one_sample_do_not_fill_the_memory() {
    let mut core = plain();
    for _ in 0..100_000 {
        audio(&mut core, &[1]);
    }
    // Each counts for a millisecond.
    let mut frames = 0;
    while core.poll_event().is_some() {
        frames += 1;
    }
    assert_eq!(frames, 60_000);
    assert_eq!(core.stats().audio_dropped, 40_000);
    // What is cleared is counted as it is.
    audio(&mut core, &[1]);
    audio(&mut core, &[1; 480]);
    text(&mut core, &json!({"type": "playback_clear_buffer"}));
    assert_eq!(core.stats().audio_cleared, 481);
}

#[test]
fn large_messages_that_cannot_be_read_stop_the_reading_too() {
    let mut core = plain();
    let now = Instant::now();
    let large = vec![b'x'; 1 << 20];
    let mut taken = 0;
    while core.wants_input() {
        core.handle_text(&large, now);
        taken += 1;
    }
    assert_eq!(taken, 4);
}

#[test]
fn half_a_sample_before_an_interruption_does_not_shift_what_comes_after_it() {
    let mut core = plain();
    let now = Instant::now();
    core.handle_binary(vec![1, 0, 9].into(), now);
    text(&mut core, &json!({"type": "playback_clear_buffer"}));
    audio(&mut core, &[2, 3]);
    assert!(matches!(core.poll_event(), Some(Event::PlaybackCleared(_))));
    let Some(Event::Audio(pcm)) = core.poll_event() else {
        panic!("no audio")
    };
    assert_eq!(pcm, Pcm::from_samples(&[2, 3]));
    // The same on the way out.
    core.send_bytes(vec![1, 0, 9].into()).unwrap();
    assert_eq!(core.clear_audio(), 1);
    core.send_audio(&[2, 3][..]).unwrap();
    core.send_bytes(vec![4, 0].into()).unwrap();
    let sent = std::iter::from_fn(|| core.poll_transmit());
    let bytes: Vec<u8> = sent
        .flat_map(|frame| match frame {
            Transmit::Binary(bytes) => bytes,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(bytes, [2, 0, 3, 0, 4, 0]);
    assert_eq!(core.stats().outgoing_cleared, 1);
}

#[test]
fn tools_that_run_when_the_session_ends_are_counted_as_unanswered() {
    let options = SessionOptions::new().tools(Tools::new());
    for end in [
        |core: &mut Core| core.close(Instant::now()),
        |core: &mut Core| core.handle_lost(),
        |core: &mut Core| core.handle_close(Some(CloseCode::NORMAL), ""),
    ] {
        let mut core = core(&options);
        for name in ["answered", "running", "waiting"] {
            text(&mut core, &tool(name));
        }
        let invocation = core.poll_invocation().unwrap();
        let answered = ToolAnswered {
            tool_name: invocation.tool_name,
            invocation_id: invocation.invocation_id,
            error_type: None,
            elapsed: SECOND,
        };
        core.answer_tool(answered.clone(), ToolResult::new("answered", ""));
        core.poll_invocation().unwrap();
        end(&mut core);
        assert!(core.poll_invocation().is_none());
        // Too late.
        core.answer_tool(answered, ToolResult::new("running", ""));
        core.handle_lost();
        let stats = core.stats();
        assert_eq!((stats.tools_answered, stats.tools_unanswered), (1, 2));
    }
}
