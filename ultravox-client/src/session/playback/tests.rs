use proptest::prelude::*;

use super::*;
use crate::session::{Event, Pcm, event::PlaybackCleared};

const RATE: SampleRate = SampleRate::hz(1_000);

fn at_once(capacity: usize) -> (PlaybackWriter, PlaybackReader) {
    Playback::new(RATE)
        .capacity(Duration::from_millis(capacity as u64))
        .prebuffer(Duration::ZERO)
        .open()
}

fn block<const N: usize>(reader: &mut PlaybackReader) -> [i16; N] {
    let mut block = [-1; N];
    reader.fill(&mut block);
    block
}

#[test]
fn what_is_written_is_played_and_then_silence() {
    let (mut writer, mut reader) = at_once(100);
    assert_eq!(writer.push(&Pcm::from_samples(&[1, 2, 3])), 3);
    assert_eq!(block(&mut reader), [1, 2]);
    assert_eq!(block(&mut reader), [3, 0, 0]);
    let stats = writer.stats();
    assert_eq!((stats.written, stats.played, stats.silence), (3, 3, 2));
    assert_eq!(stats, reader.stats());
}

#[test]
fn what_does_not_fit_is_dropped_and_counted() {
    let (mut writer, mut reader) = at_once(4);
    assert_eq!(writer.push(&Pcm::from_samples(&[1, 2, 3])), 3);
    assert_eq!(writer.push(&Pcm::from_samples(&[4, 5, 6])), 1);
    assert_eq!(block(&mut reader), [1, 2, 3, 4, 0]);
    assert_eq!(reader.stats().overflowed, 2);
}

#[test]
fn an_interruption_drops_what_came_before_it_and_nothing_after_it() {
    let (mut writer, mut reader) = at_once(100);
    writer.handle(&Event::Audio(Pcm::from_samples(&[1, 2, 3])));
    assert_eq!(block(&mut reader), [1]);
    writer.handle(&Event::PlaybackCleared(PlaybackCleared { discarded: 0 }));
    writer.handle(&Event::Audio(Pcm::from_samples(&[7, 8])));
    assert_eq!(block(&mut reader), [7, 8, 0]);
    writer.clear();
    assert_eq!(block(&mut reader), [0]);
    let stats = reader.stats();
    assert_eq!((stats.cleared, stats.played, stats.underruns), (2, 3, 0));
    assert_eq!(stats.buffered(), 0);
}

#[test]
fn playing_begins_when_enough_has_arrived_or_was_waited_for() {
    let playback = Playback::new(RATE).prebuffer(Duration::from_millis(3));
    let (mut writer, mut reader) = playback.open();
    writer.push(&Pcm::from_samples(&[1, 2]));
    assert_eq!(block(&mut reader), [0, 0]);
    writer.push(&Pcm::from_samples(&[3]));
    assert_eq!(block(&mut reader), [1, 2, 3, 0]);
    writer.push(&Pcm::from_samples(&[4]));
    assert_eq!(block(&mut reader), [0, 0, 0]);
    assert_eq!(block(&mut reader), [4, 0]);
}

#[test]
fn a_gap_is_counted_only_if_speech_goes_on_soon() {
    let (mut writer, mut reader) = at_once(100);
    writer.push(&Pcm::from_samples(&[1]));
    assert_eq!(block(&mut reader), [1, 0]);
    writer.push(&Pcm::from_samples(&[2]));
    assert_eq!(block(&mut reader), [2, 0]);
    assert_eq!(reader.stats().underruns, 1);
    let _: [i16; 300] = block(&mut reader);
    writer.push(&Pcm::from_samples(&[3]));
    assert_eq!(block(&mut reader), [3]);
    assert_eq!(reader.stats().underruns, 1);
}

#[test]
fn each_end_notices_that_the_other_is_gone() {
    let (writer, reader) = at_once(100);
    drop(writer);
    assert!(reader.is_abandoned());
    let (writer, reader) = at_once(100);
    drop(reader);
    assert!(writer.is_abandoned());
}

#[test]
fn two_threads_neither_lose_nor_reorder_samples() {
    let (mut writer, mut reader) = at_once(64);
    let total = 20_000_u16;
    let writing = std::thread::spawn(move || {
        let mut next = 1_u16;
        while next <= total {
            let end = next.saturating_add(7).min(total + 1);
            let samples: Vec<_> = (next..end).map(u16::cast_signed).collect();
            let fits = writer.push(&Pcm::from_samples(&samples));
            next += u16::try_from(fits).unwrap();
            std::thread::yield_now();
        }
    });
    let mut expected = 1_u16;
    while expected <= total {
        for sample in block::<16>(&mut reader) {
            if sample != 0 {
                assert_eq!(sample.cast_unsigned(), expected);
                expected += 1;
            }
        }
        std::thread::yield_now();
    }
    writing.join().unwrap();
    assert_eq!(reader.stats().played, usize::from(total));
}

#[derive(Clone, Debug)]
enum Step {
    Push(usize),
    Fill(usize),
    Clear,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..50_usize).prop_map(Step::Push),
        (0..50_usize).prop_map(Step::Fill),
        Just(Step::Clear),
    ]
}

proptest! {
    #[test]
    fn every_sample_is_played_once_in_order_or_accounted_for(
        steps in prop::collection::vec(step(), 0..80),
        capacity in 1..120_u64,
        prebuffer in 0..40_u64,
    ) {
        let (mut writer, mut reader) = Playback::new(RATE)
            .capacity(Duration::from_millis(capacity))
            .prebuffer(Duration::from_millis(prebuffer))
            .open();
        let (mut next, mut last, mut pushed, mut asked) = (1_i16, 0_i16, 0, 0);
        for step in steps {
            match step {
                Step::Push(count) => {
                    let samples: Vec<_> = (next..).take(count).collect();
                    writer.push(&Pcm::from_samples(&samples));
                    next += i16::try_from(count).unwrap();
                    pushed += count;
                }
                Step::Fill(count) => {
                    let mut block = vec![-1; count];
                    let played = reader.fill(&mut block);
                    asked += count;
                    for sample in &block[..played] {
                        prop_assert!(*sample > last, "{sample} after {last}");
                        last = *sample;
                    }
                    prop_assert!(block[played..].iter().all(|sample| *sample == 0));
                }
                Step::Clear => writer.clear(),
            }
            let stats = reader.stats();
            prop_assert_eq!(stats.written + stats.overflowed, pushed);
            prop_assert_eq!(stats.played + stats.silence, asked);
            prop_assert_eq!(stats.buffered(), reader.buffered());
        }
        // Whatever is left is played in the end.
        let mut rest = vec![0; 1_000];
        reader.fill(&mut rest);
        reader.fill(&mut rest);
        prop_assert_eq!(reader.buffered(), 0);
    }
}
