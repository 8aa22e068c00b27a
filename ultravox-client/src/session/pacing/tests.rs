use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::session::Pcm;

const RATE: u32 = 8_000;
const FRAME: usize = 160;

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Audio that is not silence.
fn sound(samples: usize) -> Pcm {
    Pcm::from_samples(&vec![1; samples])
}

/// A pacer without lead and prebuffer.
fn plain(start: Instant) -> Pacer {
    let pacing = Pacing::new().lead(Duration::ZERO).prebuffer(Duration::ZERO);
    Pacer::new(RATE, pacing, start)
}

/// All that is due: how many samples, and how many of them are sound.
fn drain(pacer: &mut Pacer, now: Instant) -> (usize, usize) {
    let (mut samples, mut sound) = (0, 0);
    while let Some(frame) = pacer.poll(now) {
        samples += frame.len();
        sound += frame.samples().filter(|sample| *sample != 0).count();
    }
    (samples, sound)
}

/// A number below `most`, from a generator that gives the same every time.
fn next(seed: &mut u64, most: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    (*seed >> 33) % most
}

#[test]
fn an_hour_of_late_polls_does_not_drift_and_is_never_early() {
    for rate in [8_000, 11_025, 16_000, 44_100, 48_000] {
        let start = Instant::now();
        let pacing = Pacing::new();
        let mut pacer = Pacer::new(rate, pacing, start);
        let (mut at, mut samples, mut seed) = (Duration::ZERO, 0_u64, 1);
        while at < Duration::from_secs(3_600) {
            samples += drain(&mut pacer, start + at).0 as u64;
            let now = samples as f64 / f64::from(rate);
            let ahead = now - at.as_secs_f64();
            assert!(ahead > 0.0 && ahead <= 0.040_1, "{ahead} s ahead at {at:?}");
            // From a timer that is on time to one that is 200 ms late.
            let late = match next(&mut seed, 100) {
                0 => 200,
                1..10 => 60,
                late => late % 8,
            };
            let next = (pacer.deadline() - start).max(at);
            at = next + millis(late);
        }
        let drift = (samples as f64 / f64::from(rate) / at.as_secs_f64() - 1.0).abs();
        assert!(drift < 50e-6, "{drift} at {rate} Hz");
        assert_eq!(pacer.stats().skipped, 0);
        assert_eq!(pacer.stats().silence, samples);
    }
}

#[test]
fn a_burst_comes_out_in_real_time_and_silence_follows() {
    let start = Instant::now();
    let mut pacer = plain(start);
    assert_eq!(pacer.push(sound(10 * FRAME)), 0);
    for frame in 0..12 {
        let now = start + millis(20 * frame);
        let expected = if frame < 10 { FRAME } else { 0 };
        assert_eq!(drain(&mut pacer, now), (FRAME, expected), "frame {frame}");
        assert_eq!(drain(&mut pacer, now + millis(19)), (0, 0));
        assert_eq!(pacer.deadline(), now + millis(20));
    }
    let stats = pacer.stats();
    assert_eq!((stats.sent, stats.silence), (10 * 160, 2 * 160));
    assert_eq!((stats.underruns, stats.dropped), (0, 0));
}

#[test]
fn what_leaves_early_is_bounded_by_the_lead() {
    let start = Instant::now();
    let mut pacer = Pacer::new(RATE, Pacing::new().lead(millis(60)), start);
    pacer.push(sound(RATE as usize));
    assert_eq!(drain(&mut pacer, start).0, 4 * FRAME);
    assert_eq!(drain(&mut pacer, start + millis(10)).0, 0);
    assert_eq!(drain(&mut pacer, start + millis(20)).0, FRAME);
}

#[test]
fn what_does_not_fit_is_dropped_and_what_waits_stays_whole() {
    let start = Instant::now();
    let pacing = Pacing::new().capacity(millis(100)).lead(Duration::ZERO);
    let mut pacer = Pacer::new(RATE, pacing, start);
    let samples: Vec<i16> = (1..=1_000).collect();
    assert_eq!(pacer.push(&samples[..]), 200);
    assert_eq!((pacer.room(), pacer.buffered()), (0, 800));
    assert_eq!(pacer.push(sound(1)), 1);
    let mut heard = Vec::new();
    for frame in 0..5 {
        let frame = pacer.poll(start + millis(20 * frame)).unwrap();
        heard.extend(frame.samples());
    }
    assert_eq!(heard, samples[..800]);
    assert_eq!(pacer.stats().dropped, 201);
}

#[test]
fn clearing_is_heard_at_the_next_frame_and_is_no_underrun() {
    let start = Instant::now();
    let mut pacer = plain(start);
    pacer.push(sound(5 * FRAME));
    assert_eq!(drain(&mut pacer, start), (FRAME, FRAME));
    assert_eq!(pacer.clear(), 4 * FRAME);
    assert_eq!(drain(&mut pacer, start + millis(20)), (FRAME, 0));
    pacer.push(sound(FRAME));
    assert_eq!(drain(&mut pacer, start + millis(40)), (FRAME, FRAME));
    let stats = pacer.stats();
    assert_eq!((stats.cleared, stats.underruns), (4 * 160, 0));
}

#[test]
fn a_short_gap_is_an_underrun_and_a_pause_is_not() {
    let start = Instant::now();
    let mut pacer = plain(start);
    for (pause, underruns) in [(1, 1), (12, 2), (13, 2), (500, 2)] {
        pacer.push(sound(FRAME));
        let now = pacer.deadline();
        assert_eq!(drain(&mut pacer, now), (FRAME, FRAME));
        for _ in 0..pause {
            let now = pacer.deadline();
            assert_eq!(drain(&mut pacer, now), (FRAME, 0));
        }
        pacer.push(sound(FRAME));
        let now = pacer.deadline();
        assert_eq!(drain(&mut pacer, now), (FRAME, FRAME));
        assert_eq!(pacer.stats().underruns, underruns, "after {pause} frames");
        // Before the next one there is a pause.
        for _ in 0..20 {
            let now = pacer.deadline();
            drain(&mut pacer, now);
        }
    }
}

#[test]
fn blocks_of_another_length_than_a_frame_are_not_torn() {
    let start = Instant::now();
    let mut pacer = Pacer::new(RATE, Pacing::new().lead(Duration::ZERO), start);
    // A source of 30 ms at a time, for ten seconds.
    let (mut heard, mut torn) = (0, 0);
    for at in 0..10_000 {
        if at % 30 == 7 {
            pacer.push(sound(240));
        }
        while let Some(frame) = pacer.poll(start + millis(at)) {
            let sound = frame.samples().filter(|sample| *sample != 0).count();
            torn += usize::from(sound != 0 && sound != FRAME);
            heard += sound;
        }
    }
    assert_eq!((torn, pacer.stats().underruns), (0, 0));
    assert!(heard > 9_800 * 8, "{heard}");
    // What is shorter than the prebuffer is not kept for ever.
    pacer.clear();
    pacer.push(sound(3));
    let mut frames = (0..4).map(|_| {
        let now = pacer.deadline();
        drain(&mut pacer, now).1
    });
    assert_eq!(frames.position(|sound| sound == 3), Some(2));
}

#[test]
fn a_machine_that_slept_sends_no_burst() {
    let start = Instant::now();
    let mut pacer = plain(start);
    pacer.push(sound(RATE as usize));
    drain(&mut pacer, start);
    let late = start + Duration::from_secs(600);
    assert_eq!(drain(&mut pacer, late), (FRAME, FRAME));
    assert_eq!(pacer.deadline(), late + millis(20));
    assert_eq!(pacer.stats().skipped, 8 * (600_000 - 20));
    assert_eq!(pacer.buffered(), RATE as usize - 2 * FRAME);
    // A clock that goes back gives nothing.
    assert!(pacer.poll(start).is_none());
}

#[test]
fn settings_that_make_no_sense_do_no_harm() {
    let start = Instant::now();
    for (rate, span) in [(0, Duration::ZERO), (96_000, Duration::MAX)] {
        let pacing = Pacing::new()
            .frame(span)
            .lead(span)
            .capacity(span)
            .prebuffer(span);
        let mut pacer = Pacer::new(rate, pacing, start);
        pacer.push(sound(1_000));
        for _ in 0..3 {
            assert!(pacer.poll(pacer.deadline()).is_some());
        }
    }
}

proptest! {
    #[test]
    fn every_sample_comes_out_once_and_in_order_or_is_counted(
        blocks in prop::collection::vec((0..700_usize, 0..90_u64), 1..60)
    ) {
        let start = Instant::now();
        let mut pacer = Pacer::new(RATE, Pacing::new().capacity(millis(120)), start);
        let (mut now, mut number, mut given, mut heard) = (start, 0_i16, Vec::new(), Vec::new());
        let mut total = 0;
        for (length, pause) in blocks {
            let block: Vec<i16> = (0..length).map(|_| { number = number % 30_000 + 1; number }).collect();
            let dropped = pacer.push(&block[..]);
            given.extend_from_slice(&block[..length - dropped]);
            now += millis(pause);
            while let Some(frame) = pacer.poll(now) {
                prop_assert_eq!(frame.len(), FRAME);
                total += frame.len() as u64;
                heard.extend(frame.samples().filter(|sample| *sample != 0));
            }
        }
        heard.extend(std::iter::repeat_with(|| pacer.poll(pacer.deadline())).take(20).flatten()
            .flat_map(|frame| frame.samples().filter(|sample| *sample != 0).collect::<Vec<_>>()));
        prop_assert_eq!(&heard, &given);
        let stats = pacer.stats();
        prop_assert_eq!(stats.sent, given.len() as u64);
        prop_assert_eq!(stats.sent + stats.silence, total + 20 * 160);
    }
}
