//! No bytes of the other side panic, whether they are one message or many frames.

#![no_main]

use std::time::{Duration, Instant};

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use ultravox_client::session::{Core, Event, Rates, SessionOptions, Tools, message::ServerMessage};

fuzz_target!(|data: &[u8]| {
    drop(ServerMessage::from_slice(data));

    // The first byte chooses how the rest is cut into frames, the first of each frame what it is.
    let Some((cut, rest)) = data.split_first() else {
        return;
    };
    let options = SessionOptions::new()
        .rates(Rates::both(100))
        .max_message_size(4_096)
        .incoming_events(64)
        .tools(Tools::new());
    let mut now = Instant::now();
    let mut core = Core::new(&options, now);
    let mut heard = 0;
    for frame in rest.chunks(usize::from(*cut).max(1) * 4) {
        let (kind, content) = (frame[0], &frame[1..]);
        match kind % 8 {
            0..=2 => core.handle_text(content, now),
            3 => core.handle_binary(Bytes::copy_from_slice(content), now),
            4 => core.handle_ping(Bytes::copy_from_slice(content), now),
            5 => drop(core.send_bytes(Bytes::copy_from_slice(content))),
            6 => now += Duration::from_secs(u64::from(kind)),
            _ => heard += drain(&mut core),
        }
        core.handle_timeout(now);
        while core.poll_transmit().is_some() {}
    }
    heard += drain(&mut core);
    let stats = core.stats();
    assert_eq!(
        heard + stats.audio_dropped + stats.audio_cleared,
        stats.audio_received
    );
});

fn drain(core: &mut Core) -> u64 {
    let mut heard = 0;
    while let Some(event) = core.poll_event() {
        if let Event::Audio(pcm) = event {
            heard += pcm.len() as u64;
        }
    }
    heard
}
