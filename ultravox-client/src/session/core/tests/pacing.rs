//! Sessions that pace what they send.

use super::*;
use crate::session::{Pacing, Rates};

const FRAME: usize = 160;

fn paced(start: Instant) -> Core {
    let pacing = Pacing::new()
        .lead(Duration::ZERO)
        .prebuffer(Duration::ZERO)
        .capacity(Duration::from_millis(100));
    let options = SessionOptions::new()
        .rates(Rates::both(8_000))
        .ping_interval(30 * SECOND)
        .pacing(pacing);
    Core::new(&options, start)
}

/// The samples of the frames that leave `now`.
fn sent(core: &mut Core, now: Instant) -> Vec<usize> {
    core.handle_timeout(now);
    let frames = std::iter::from_fn(|| core.poll_transmit());
    let frames = frames.map(|frame| match frame {
        Transmit::Binary(bytes) => {
            assert_eq!(bytes.len(), FRAME * 2);
            bytes.iter().filter(|byte| **byte != 0).count()
        }
        other => panic!("{other:?}"),
    });
    frames.collect()
}

#[test]
fn silence_flows_from_the_start_and_audio_takes_its_place() {
    let start = Instant::now();
    let mut core = paced(start);
    assert_eq!(core.deadline(), Some(start));
    assert_eq!(sent(&mut core, start), [0]);
    core.send_audio(&[1; 2 * FRAME][..]).unwrap();
    for (at, expected) in [(20, FRAME), (40, FRAME), (60, 0)] {
        let now = start + Duration::from_millis(at);
        assert_eq!(core.deadline(), Some(now));
        assert_eq!(sent(&mut core, now), [expected]);
    }
    let stats = core.stats();
    assert_eq!((stats.audio_sent, stats.outgoing_silence), (640, 320));
}

#[test]
fn there_is_room_for_as_much_as_fits_and_the_rest_is_counted() {
    let start = Instant::now();
    let mut core = paced(start);
    assert!(core.has_room(800) && !core.has_room(801));
    core.send_audio(&[1; 900][..]).unwrap();
    assert!(!core.has_room(1));
    assert_eq!(core.stats().outgoing_dropped, 100);
    assert_eq!(core.clear_audio(), 800);
    assert!(core.has_room(800));
    assert_eq!(core.stats().outgoing_cleared, 800);
}

#[test]
fn closing_does_not_wait_for_the_time_of_audio() {
    let start = Instant::now();
    let mut core = paced(start);
    core.send_audio(&[1; 800][..]).unwrap();
    core.send(&HangUp::new().into()).unwrap();
    core.close(start);
    core.handle_timeout(start);
    assert!(matches!(core.poll_transmit(), Some(Transmit::Text(_))));
    assert_eq!(core.poll_transmit(), Some(Transmit::Close(1000)));
    assert_eq!(core.stats().outgoing_cleared, 800);
}

#[test]
fn a_dead_connection_is_noticed_while_silence_is_sent() {
    let start = Instant::now();
    let mut core = paced(start);
    let mut now = start;
    while !core.is_over() {
        core.handle_timeout(now);
        while core.poll_transmit().is_some() {}
        now = core.deadline().unwrap_or(now);
    }
    assert!(now >= start + 39 * SECOND && now <= start + 41 * SECOND);
    assert!(matches!(
        outcome(&mut core),
        Err(SessionError::Silent { .. })
    ));
}
