//! Pace, marks and breaking in.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use twilio_voice::media::{
    Cleared, FRAME, FRAME_SAMPLES, MarkEcho, Outbound, Pacing, PlayError, Player, SAMPLE_RATE, Step,
};

const LEAD: Duration = Duration::from_millis(200);

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// What is sent at this time, and when to come again.
fn poll(player: &mut Player, now: Instant) -> (Vec<String>, Option<Instant>) {
    let mut sent = Vec::new();
    loop {
        match player.poll(now) {
            Step::Send(Outbound::Mulaw(audio)) => sent.push(format!("{}", audio.len())),
            Step::Send(Outbound::Mark(name)) => sent.push(name.to_owned()),
            Step::Send(Outbound::Clear) => sent.push("clear".to_owned()),
            Step::Send(other) => panic!("{other:?}"),
            Step::Wait(until) => return (sent, Some(until)),
            Step::Idle => return (sent, None),
        }
    }
}

/// How many samples are sent at this time.
fn samples(player: &mut Player, now: Instant) -> u64 {
    let (sent, _) = poll(player, now);
    sent.iter()
        .filter_map(|text| text.parse::<u64>().ok())
        .sum()
}

#[test]
fn audio_is_sent_in_order_and_unchanged() {
    let audio: Vec<u8> = (0..10_000_u32).map(|at| (at * 31 % 251) as u8).collect();
    let mut player = Player::default();
    for piece in audio.chunks(333) {
        player.mulaw(piece).unwrap();
    }
    let mut now = Instant::now();
    let mut sent = Vec::new();
    loop {
        match player.poll(now) {
            Step::Send(Outbound::Mulaw(piece)) => sent.extend_from_slice(piece),
            Step::Wait(until) => now = until,
            Step::Idle => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(sent, audio);
}

#[test]
fn audio_is_sent_ahead_by_the_lead_and_no_more() {
    let mut player = Player::default();
    player.pcm(&[0; 8_000]).unwrap();
    let begin = Instant::now();
    let (sent, next) = poll(&mut player, begin);
    assert_eq!(sent.len(), 10);
    assert_eq!(next, Some(begin + FRAME));
    let (sent, next) = poll(&mut player, begin + ms(19));
    assert_eq!((sent.len(), next), (0, Some(begin + FRAME)));
    let (sent, next) = poll(&mut player, begin + FRAME);
    assert_eq!((sent.len(), next), (1, Some(begin + 2 * FRAME)));
    // What was missed is made up for.
    let (sent, _) = poll(&mut player, begin + ms(105));
    assert_eq!(sent.len(), 4);
    assert_eq!(player.stats().underruns, 0);
    assert_eq!(player.played(begin + ms(105)), ms(105));
}

#[test]
fn less_than_a_piece_waits_for_more_as_long_as_there_is_something_to_hear() {
    let mut player = Player::default();
    player.pcm(&[0; 160 * 4 + 50]).unwrap();
    let begin = Instant::now();
    let (sent, next) = poll(&mut player, begin);
    assert_eq!(sent, ["160"; 4]);
    // One piece before silence.
    assert_eq!(next, Some(begin + ms(60)));
    player.pcm(&[0; 110]).unwrap();
    assert_eq!(poll(&mut player, begin + ms(10)).0, ["160"]);
    player.pcm(&[0; 30]).unwrap();
    let (sent, next) = poll(&mut player, begin + ms(11));
    assert_eq!((sent.len(), next), (0, Some(begin + ms(80))));
    assert_eq!(poll(&mut player, begin + ms(80)).0, ["30"]);
    assert_eq!(player.stats().underruns, 0);
}

#[test]
fn a_mark_stands_where_it_was_set() {
    let mut player = Player::default();
    player.mark("first").unwrap();
    player.pcm(&[0; 200]).unwrap();
    player.mark("second").unwrap();
    player.mark("third").unwrap();
    player.pcm(&[0; 160]).unwrap();
    let (sent, next) = poll(&mut player, Instant::now());
    assert_eq!(sent, ["first", "160", "40", "second", "third", "160"]);
    assert_eq!(next, None);
    assert_eq!(player.on_mark("first"), MarkEcho::Played);
    assert_eq!(player.acknowledged(), Duration::ZERO);
    assert_eq!(player.on_mark("second"), MarkEcho::Played);
    assert_eq!(player.acknowledged(), ms(25));
    assert_eq!(player.on_mark("second"), MarkEcho::Unknown);
    assert_eq!(player.on_mark("third"), MarkEcho::Played);
    assert_eq!(player.stats().marks_played, 3);
}

#[test]
fn a_clear_goes_out_first_and_tells_what_was_cut() {
    let mut player = Player::default();
    for name in ["heard", "under way", "waiting"] {
        player.pcm(&[0; 1_600]).unwrap();
        player.mark(name).unwrap();
    }
    let begin = Instant::now();
    let turn = player.turn();
    poll(&mut player, begin);
    poll(&mut player, begin + LEAD);
    assert_eq!(player.on_mark("heard"), MarkEcho::Played);
    let now = begin + ms(250);
    assert_eq!(player.queued(), ms(200));
    let cleared = player.clear(now);
    let Cleared {
        marks,
        queued,
        sent,
        played,
        ..
    } = cleared;
    assert_eq!(marks, ["under way", "waiting"]);
    assert_eq!((queued, sent, played), (ms(200), ms(150), ms(250)));
    assert_ne!(player.turn(), turn);
    // Under one piece: at the very same time, and before what comes then.
    player.pcm(&[0; 160]).unwrap();
    player.mark("after").unwrap();
    assert_eq!(poll(&mut player, now).0, ["clear", "160", "after"]);
    // Twilio returns the marks that are cut as if they were played.
    assert_eq!(player.on_mark("under way"), MarkEcho::Cleared);
    assert_eq!(player.on_mark("waiting"), MarkEcho::Unknown);
    assert_eq!(player.acknowledged(), ms(200));
    assert_eq!(player.on_mark("after"), MarkEcho::Played);
    assert_eq!(player.acknowledged(), ms(270));
    let stats = player.stats();
    assert_eq!((stats.marks_played, stats.marks_cut), (2, 2));
    assert_eq!(stats.cut, ms(350));
}

#[test]
fn nothing_is_cleared_when_nothing_is_to_be_heard() {
    let mut player = Player::default();
    let begin = Instant::now();
    assert_eq!(player.interrupt(begin), None);
    assert_eq!(player.poll(begin), Step::Idle);
    player.pcm(&[0; 160]).unwrap();
    poll(&mut player, begin);
    assert!(player.is_playing(begin + ms(19)));
    assert_eq!(player.interrupt(begin + FRAME), None);
    player.pcm(&[0; 160]).unwrap();
    poll(&mut player, begin + ms(30));
    let cleared = player.interrupt(begin + ms(35)).unwrap();
    assert_eq!((cleared.sent, cleared.played), (ms(15), ms(25)));
}

#[test]
fn a_full_queue_takes_all_or_nothing() {
    let mut player = Player::new(Pacing::new().max_queue(Duration::from_secs(1)));
    player.pcm(&[0; 7_900]).unwrap();
    assert_eq!(player.pcm(&[0; 101]), Err(PlayError::Full { room: 100 }));
    assert_eq!(player.queued(), Duration::from_micros(987_500));
    player.mulaw(&[0; 100]).unwrap();
    assert_eq!(player.mulaw(&[0]), Err(PlayError::Full { room: 0 }));
    assert_eq!(player.stats().refused, 2);
    poll(&mut player, Instant::now());
    assert_eq!(player.room(), 1_600);
}

#[test]
fn marks_are_bounded() {
    let mut player = Player::default();
    for number in 0..256 {
        player.mark(number.to_string()).unwrap();
    }
    assert_eq!(player.mark("more"), Err(PlayError::TooManyMarks));
    poll(&mut player, Instant::now());
    player.mark("more").unwrap();
}

#[test]
fn marks_that_never_come_back_stop_nothing() {
    let mut player = Player::default();
    let mut now = Instant::now();
    for number in 0..5_000 {
        player.pcm(&[0; 160]).unwrap();
        player.mark(number.to_string()).unwrap();
        poll(&mut player, now);
        now += FRAME;
    }
    poll(&mut player, now);
    assert_eq!(player.on_mark("0"), MarkEcho::Unknown);
    assert_eq!(player.on_mark("4743"), MarkEcho::Unknown);
    assert_eq!(player.on_mark("4744"), MarkEcho::Played);
    assert_eq!(player.on_mark("4999"), MarkEcho::Played);
    assert_eq!(player.clear(now).marks.len(), 254);
}

#[test]
fn silence_because_of_late_polls_is_counted_and_other_silence_is_not() {
    let mut player = Player::default();
    let begin = Instant::now();
    player.pcm(&[0; 3_200]).unwrap();
    poll(&mut player, begin);
    poll(&mut player, begin + ms(250));
    let stats = player.stats();
    assert_eq!((stats.underruns, stats.silence), (1, ms(50)));
    // All is sent. What is said a second later is late for nobody.
    player.pcm(&[0; 160]).unwrap();
    poll(&mut player, begin + ms(1_500));
    let stats = player.stats();
    assert_eq!((stats.underruns, stats.starts), (1, 2));
}

#[test]
fn the_pace_does_not_drift_in_an_hour_of_jittery_polls() {
    let mut player = Player::default();
    let begin = Instant::now();
    let end = begin + Duration::from_secs(3_600);
    let mut now = begin;
    let mut sent = 0;
    let mut random = fastrand::Rng::with_seed(17);
    while now < end {
        while player.room() > 80_000 {
            player.mulaw(&[0; 4_000]).unwrap();
        }
        sent += samples(&mut player, now);
        let ahead = Duration::from_micros(sent * 125)
            .checked_sub(now - begin)
            .unwrap();
        assert!(ahead <= LEAD, "{ahead:?}");
        // Mostly a few milliseconds, sometimes most of the lead.
        now += Duration::from_micros(match random.u8(..) {
            0..250 => random.u64(1..40_000),
            _ => random.u64(40_000..180_000),
        });
    }
    assert_eq!(player.stats().underruns, 0);
    let sent = sent as f64 / f64::from(SAMPLE_RATE) - LEAD.as_secs_f64();
    let passed = (now - begin).as_secs_f64();
    let drift = (sent / passed - 1.0).abs() * 1e6;
    assert!(drift < 50.0, "{drift} ppm");
}

proptest! {
    #[test]
    fn whatever_is_done_nothing_is_lost_doubled_or_too_far_ahead(
        actions in proptest::collection::vec((0..6_u8, 1..2_000_usize, 0..300_u64), 1..200),
    ) {
        let mut player = Player::new(Pacing::new().max_queue(Duration::from_secs(2)));
        let mut now = Instant::now();
        let (mut pushed, mut sent, mut queued_cut) = (0, 0, Duration::ZERO);
        let mut heard_until = now;
        let mut names: u64 = 0;
        for (action, size, wait) in actions {
            match action {
                0 | 1 => match player.mulaw(&vec![0; size]) {
                    Ok(()) => pushed += size as u64,
                    Err(error) => prop_assert_eq!(error, PlayError::Full { room: player.room() }),
                },
                2 => {
                    names += u64::from(player.mark(names.to_string()).is_ok());
                }
                3 => {
                    let cleared = player.clear(now);
                    queued_cut += cleared.queued;
                    prop_assert_eq!(player.poll(now), Step::Send(Outbound::Clear));
                    heard_until = now;
                }
                _ => now += Duration::from_millis(wait),
            }
            loop {
                match player.poll(now) {
                    Step::Send(Outbound::Mulaw(audio)) => {
                        prop_assert!((1..=FRAME_SAMPLES).contains(&audio.len()));
                        sent += audio.len() as u64;
                        heard_until = heard_until.max(now) + Duration::from_micros(125 * audio.len() as u64);
                        prop_assert!(heard_until - now <= LEAD);
                    }
                    Step::Send(Outbound::Mark(_)) => {}
                    Step::Send(other) => prop_assert!(false, "{:?}", other),
                    Step::Wait(until) => {
                        prop_assert!(until > now);
                        break;
                    }
                    Step::Idle => break,
                }
            }
        }
        let queued = player.queued() + queued_cut;
        prop_assert_eq!(Duration::from_micros(125 * (pushed - sent)), queued);
    }
}
