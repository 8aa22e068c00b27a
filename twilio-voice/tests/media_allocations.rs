//! What happens for each frame of audio needs no memory of the system.
//!
//! A test of its own, because it counts with an allocator that all of its program uses.

#![allow(clippy::unwrap_used)] // Helpers are outside of what clippy takes for a test.

use std::time::{Duration, Instant};

use allocation_counter::measure;
use twilio_voice::media::{FRAME_SAMPLES, Inbound, MediaStream, Outbound, Player, Step, mulaw};

const CONNECTED: &str = r#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#;
const START: &str = r#"{"event":"start","sequenceNumber":"1","streamSid":"MZ18ad3ab5a668481ce02b83e7395059f0","start":{"accountSid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","callSid":"CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}"#;

fn started() -> MediaStream {
    let mut stream = MediaStream::new();
    stream.read(CONNECTED).unwrap();
    stream.read(START).unwrap();
    stream
}

/// What Twilio sends, with streamSid last or early.
fn messages() -> [String; 2] {
    let payload = "fn7+".repeat(53) + "fg==";
    let sid = r#","streamSid":"MZ18ad3ab5a668481ce02b83e7395059f0""#;
    let media = format!(
        r#","media":{{"track":"inbound","chunk":"1","timestamp":"20","payload":"{payload}"}}"#
    );
    let head = r#"{"event":"media","sequenceNumber":"2""#;
    [
        format!("{head}{media}{sid}}}"),
        format!("{head}{sid}{media}}}"),
    ]
}

fn allocations(work: impl FnOnce()) -> u64 {
    measure(work).count_total
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(Box::new([0_u8; 64]))), 1);
    // A message that is written in another way is parsed in full.
    let unusual = messages()[0].replace(r#""chunk":"1""#, r#""chunk":"\u0031""#);
    assert!(allocations(|| assert!(Inbound::parse(&unusual).is_ok())) > 0);
}

#[test]
fn a_message_becomes_samples_without_an_allocation() {
    let messages = messages();
    let mut stream = started();
    let mut samples = [0; FRAME_SAMPLES];
    let mut bytes = [0; FRAME_SAMPLES];
    let count = allocations(|| {
        for message in &messages {
            let Ok(Inbound::Media(media)) = stream.read(message) else {
                panic!("not `media`");
            };
            assert_eq!(media.pcm(&mut samples).unwrap().len(), FRAME_SAMPLES);
            assert_eq!(media.mulaw(&mut bytes).unwrap().len(), FRAME_SAMPLES);
        }
    });
    assert_eq!(count, 0);
    assert_eq!(bytes[..3], [0x7E, 0x7E, 0xFE]);
    assert_eq!(samples[0], mulaw::decode(0x7E));
}

#[test]
fn samples_become_a_message_without_an_allocation() {
    let stream = started();
    let frame = Outbound::Pcm(&[1_000; FRAME_SAMPLES]);
    let mut text = String::with_capacity(frame.max_len());
    let count = allocations(|| {
        for message in [frame, Outbound::Mulaw(&[0; FRAME_SAMPLES]), Outbound::Clear] {
            text.clear();
            stream.write(message, &mut text).unwrap();
        }
    });
    assert_eq!(count, 0);
}

#[test]
fn audio_is_paced_without_an_allocation() {
    let mut player = Player::default();
    let mut now = Instant::now();
    let mut second = |player: &mut Player| {
        let mut frames = 0;
        for _ in 0..50 {
            player.pcm(&[1; FRAME_SAMPLES]).unwrap();
            while let Step::Send(_) = player.poll(now) {
                frames += 1;
            }
            now += Duration::from_millis(20);
        }
        frames
    };
    // The queue finds its size.
    second(&mut player);
    let mut frames = 0;
    let count = allocations(|| frames = second(&mut player));
    assert_eq!((count, frames), (0, 50));
}
