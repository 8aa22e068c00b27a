//! The audio of one frame in base64 and back, with each library that might do it and with tables of our own.

use std::hint::black_box;

use ::base64::{
    Engine,
    engine::general_purpose::{PAD, STANDARD},
};
use base64_simd::AsOut;
use twilio_voice::media::{FRAME_SAMPLES, mulaw};

const ROUNDS: usize = 401;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Two characters for each twelve bits.
static PAIRS: [[u8; 2]; 4_096] = {
    let mut pairs = [[0; 2]; 4_096];
    let mut bits = 0;
    while bits < 4_096 {
        pairs[bits] = [ALPHABET[bits >> 6], ALPHABET[bits & 63]];
        bits += 1;
    }
    pairs
};

/// Six bits for each character. The highest bit stands for what is no character.
static BITS: [u8; 256] = {
    let mut bits = [0x80; 256];
    let mut at = 0;
    while at < 64 {
        bits[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    bits
};

fn tables_in(text: &[u8], samples: &mut [i16; FRAME_SAMPLES]) -> bool {
    let mut wrong = 0;
    // The last four may be padded; they are decoded as if they were not.
    let groups = text.as_chunks::<4>().0;
    for (group, samples) in groups.iter().zip(samples.as_chunks_mut::<3>().0) {
        let [a, b, c, d] = group.map(|byte| BITS[usize::from(byte)]);
        wrong |= a | b | c | d;
        let bits = u32::from(a) << 18 | u32::from(b) << 12 | u32::from(c) << 6 | u32::from(d);
        let [_, x, y, z] = bits.to_be_bytes();
        *samples = [x, y, z].map(mulaw::decode);
    }
    wrong & 0x80 == 0
}

fn tables_out(samples: &[i16], out: &mut [u8; 216]) {
    for (samples, out) in samples
        .as_chunks::<3>()
        .0
        .iter()
        .zip(out.as_chunks_mut::<4>().0)
    {
        let [x, y, z] = samples.map(|sample| u32::from(mulaw::encode(sample)));
        let bits = x << 16 | y << 8 | z;
        let [a, b] = PAIRS[(bits >> 12) as usize];
        let [c, d] = PAIRS[(bits & 4_095) as usize];
        *out = [a, b, c, d];
    }
}

pub(super) fn main(frames: &[[i16; FRAME_SAMPLES]]) {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    let fast = ::base64::engine::Simd::standard(PAD);
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    let fast = ::base64::engine::GeneralPurpose::new(&::base64::alphabet::STANDARD, PAD);
    let audio: Vec<[u8; FRAME_SAMPLES]> = frames
        .iter()
        .map(|frame| frame.map(mulaw::encode))
        .collect();
    let texts: Vec<String> = audio
        .iter()
        .map(|audio| base64_simd::STANDARD.encode_to_string(audio))
        .collect();
    let mut samples = [0; FRAME_SAMPLES];
    let mut bytes = [0; FRAME_SAMPLES];
    let mut wide = [0; 192];
    let mut out = [0; 216];
    let mut times = [const { Vec::new() }; 8];
    for _ in 0..ROUNDS {
        times[0].push(super::time(&texts, |text| {
            let audio = base64_simd::STANDARD.decode(text.as_bytes(), bytes[..].as_out());
            mulaw::decode_slice(audio.unwrap_or_default(), &mut samples);
            black_box(&samples);
        }));
        times[1].push(super::time(&texts, |text| {
            let len = fast.decode_slice(text, &mut wide).unwrap_or(0);
            mulaw::decode_slice(&wide[..len], &mut samples);
            black_box(&samples);
        }));
        times[2].push(super::time(&texts, |text| {
            let len = STANDARD.decode_slice(text, &mut wide).unwrap_or(0);
            mulaw::decode_slice(&wide[..len], &mut samples);
            black_box(&samples);
        }));
        times[3].push(super::time(&texts, |text| {
            black_box(tables_in(text.as_bytes(), &mut samples));
            black_box(&samples);
        }));
        times[4].push(super::time(frames, |frame| {
            mulaw::encode_slice(frame, &mut bytes);
            let _ = black_box(base64_simd::STANDARD.encode(&bytes, out[..].as_out()));
        }));
        times[5].push(super::time(frames, |frame| {
            mulaw::encode_slice(frame, &mut bytes);
            let _ = black_box(fast.encode_slice(bytes, &mut out));
        }));
        times[6].push(super::time(frames, |frame| {
            mulaw::encode_slice(frame, &mut bytes);
            let _ = black_box(STANDARD.encode_slice(bytes, &mut out));
        }));
        times[7].push(super::time(frames, |frame| {
            tables_out(frame, &mut out);
            black_box(&out);
        }));
    }
    let names = ["base64-simd", "base64, Simd", "base64, scalar", "tables"];
    let times = times.map(super::median);
    for (at, name) in names.into_iter().enumerate() {
        println!("base64 in, {name:<15} {:.0} ns", times[at]);
        println!("base64 out, {name:<14} {:.0} ns", times[at + 4]);
    }
}
