//! One frame of audio each way: our types beside programs that do only the named work, with the right answer.
//!
//! ```text
//! cargo bench -p twilio-voice --features media,axum --bench media
//! ```
//!
//! In: a message from Twilio becomes 160 samples. The limit finds the audio, decodes base64 with the same library and takes
//! each sample from a table; it does not look at the rest of the message, which we read and check. Out: 160 samples become
//! a message; the limit has a table of all 65,536 samples. They run in turns, so that a busy machine slows all; the ratio of
//! the medians is what counts. The budgets are 1.5 in and 1.3 out, and no allocation.
//!
//! With the feature `axum`, a frame also goes to a server on loopback and back: one that returns each text as it is, and one
//! with a `MediaSocket` that decodes, queues, paces and encodes it. The other side is the same, and part of both times.
//!
//! At last, 300 calls at once on one thread of a server: what one takes of memory while nobody speaks and after both sides
//! did, how often its task wakes up, and the time of the processor (on Linux) and the allocations for a frame in and one out.

mod base64;
#[cfg(feature = "axum")]
mod calls;
#[cfg(feature = "axum")]
mod socket;

use std::{env, hint::black_box, time::Instant};

use base64_simd::{AsOut, STANDARD};
use twilio_voice::{
    StreamSid,
    media::{FRAME_SAMPLES, Inbound, MediaStream, Outbound, mulaw},
};

const SID: &str = "MZ18ad3ab5a668481ce02b83e7395059f0";

/// Each byte's sample.
static SAMPLES: [i16; 256] = {
    let mut samples = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let low = !(byte as u8);
        let magnitude = (((((low & 15) as i32) << 3) + 132) << ((low >> 4) & 7)) - 132;
        samples[byte] = if low & 0x80 == 0 {
            magnitude
        } else {
            -magnitude
        } as i16;
        byte += 1;
    }
    samples
};

/// Each sample's byte.
fn bytes() -> Box<[u8; 65_536]> {
    let byte = |sample: usize| {
        let sample = sample as u16 as i16;
        let magnitude = i32::from(sample).abs().min(32_635) + 132;
        let segment = (magnitude >> 7).ilog2();
        let step = (magnitude >> (segment + 3)) & 15;
        !(((sample as u16 >> 8) as u8 & 0x80) | (segment << 4) as u8 | step as u8)
    };
    let bytes: Vec<u8> = (0..65_536).map(byte).collect();
    bytes
        .try_into()
        .unwrap_or_else(|_| unreachable!("there are as many"))
}

fn limit_in(text: &str, samples: &mut [i16; FRAME_SAMPLES]) {
    const KEY: &str = r#""payload":""#;
    let start = text.find(KEY).map_or(0, |at| at + KEY.len());
    let end = text[start..].find('"').map_or(text.len(), |at| start + at);
    let mut audio = [0; FRAME_SAMPLES];
    let audio = STANDARD
        .decode(&text.as_bytes()[start..end], audio[..].as_out())
        .unwrap_or_default();
    for (sample, byte) in samples.iter_mut().zip(audio) {
        *sample = SAMPLES[usize::from(*byte)];
    }
}

fn limit_out(bytes: &[u8; 65_536], samples: &[i16], out: &mut String) {
    let mut audio = [0; FRAME_SAMPLES];
    for (byte, sample) in audio.iter_mut().zip(samples) {
        *byte = bytes[usize::from(*sample as u16)];
    }
    out.push_str(r#"{"event":"media","streamSid":""#);
    out.push_str(SID);
    out.push_str(r#"","media":{"payload":""#);
    STANDARD.encode_append(audio, out);
    out.push_str(r#""}}"#);
}

fn parse(text: &str, samples: &mut [i16; FRAME_SAMPLES]) {
    if let Ok(Inbound::Media(media)) = Inbound::parse(text) {
        let _ = black_box(media.pcm(samples));
    }
}

fn read(stream: &mut MediaStream, text: &str, samples: &mut [i16; FRAME_SAMPLES]) {
    if let Ok(Inbound::Media(media)) = stream.read(text) {
        let _ = black_box(media.pcm(samples));
    }
}

/// What a voice might be.
fn frames() -> Vec<[i16; FRAME_SAMPLES]> {
    let sample = |at: usize| {
        let time = at as f32 / 8_000.0;
        ((time * 1_400.0).sin() * (time * 19.0).sin() * 20_000.0) as i16
    };
    (0..FRAMES)
        .map(|frame| std::array::from_fn(|at| sample(frame * FRAME_SAMPLES + at)))
        .collect()
}

fn messages(frames: &[[i16; FRAME_SAMPLES]]) -> Vec<String> {
    let message = |(at, frame): (usize, &[i16; FRAME_SAMPLES])| {
        let audio: Vec<u8> = frame.iter().map(|sample| mulaw::encode(*sample)).collect();
        format!(
            r#"{{"event":"media","sequenceNumber":"{}","media":{{"track":"inbound","chunk":"{}","timestamp":"{}","payload":"{}"}},"streamSid":"{SID}"}}"#,
            at + 2,
            at + 1,
            at * 20,
            STANDARD.encode_to_string(audio),
        )
    };
    frames.iter().enumerate().map(message).collect()
}

const FRAMES: usize = 500;
const ROUNDS: usize = 401;

fn main() {
    let frames = frames();
    let messages = messages(&frames);
    let sid: StreamSid = SID.parse().expect("it is a SID");
    let bytes = bytes();
    let mut stream = started();
    for (frame, message) in frames.iter().zip(&messages) {
        let mut samples = [[0; FRAME_SAMPLES]; 3];
        limit_in(message, &mut samples[0]);
        parse(message, &mut samples[1]);
        read(&mut stream, message, &mut samples[2]);
        assert_eq!(samples[0], samples[1], "the programs do not do the same");
        assert_eq!(samples[0], samples[2], "the programs do not do the same");
        let mut out = [const { String::new() }; 2];
        limit_out(&bytes, frame, &mut out[0]);
        Outbound::Pcm(frame).write(&sid, &mut out[1]);
        assert_eq!(out[0], out[1], "the programs do not do the same");
    }
    // Without this, it is a test that has just passed.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut times = [const { Vec::new() }; 5];
    let mut samples = [0; FRAME_SAMPLES];
    let mut out = String::with_capacity(1_024);
    for _ in 0..ROUNDS {
        times[0].push(time(&messages, |text| limit_in(text, &mut samples)));
        times[1].push(time(&messages, |text| parse(text, &mut samples)));
        times[2].push(time(&messages, |text| {
            read(&mut stream, text, &mut samples)
        }));
        times[3].push(time(&frames, |frame| {
            out.clear();
            limit_out(&bytes, frame, &mut out);
        }));
        times[4].push(time(&frames, |frame| {
            out.clear();
            Outbound::Pcm(frame).write(&sid, &mut out);
        }));
        black_box((&samples, &out));
    }
    let [limit_in, parse, read, limit_out, write] = times.map(median);
    println!("in,  limit            {limit_in:.0} ns");
    println!(
        "in,  Inbound::parse   {parse:.0} ns, ratio {:.2}",
        parse / limit_in
    );
    println!(
        "in,  MediaStream      {read:.0} ns, ratio {:.2}",
        read / limit_in
    );
    println!("out, limit            {limit_out:.0} ns");
    println!(
        "out, Outbound::write  {write:.0} ns, ratio {:.2}",
        write / limit_out
    );
    base64::main(&frames);
    #[cfg(feature = "axum")]
    {
        socket::main(&messages);
        calls::main(&messages);
    }
}

fn start() -> String {
    format!(
        r#"{{"event":"start","sequenceNumber":"1","streamSid":"{SID}","start":{{"streamSid":"{SID}","accountSid":"AC{0}","callSid":"CA{0}","tracks":["inbound"],"customParameters":{{}},"mediaFormat":{{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}}}}"#,
        "a".repeat(32)
    )
}

const CONNECTED: &str = r#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#;

fn started() -> MediaStream {
    let mut stream = MediaStream::new();
    for text in [CONNECTED, &start()] {
        stream.read(text).expect("it is the begin of a stream");
    }
    stream
}

/// Nanoseconds for one frame.
fn time<T>(inputs: &[T], mut program: impl FnMut(&T)) -> f64 {
    let start = Instant::now();
    for input in inputs {
        program(black_box(input));
    }
    start.elapsed().as_secs_f64() * 1e9 / inputs.len() as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
