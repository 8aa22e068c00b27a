//! G.711 µ-law, the encoding of Twilio's audio: one byte for a sample, 8000 of them a second.
//!
//! A sample is 16 bits, linear, signed. The magnitude is encoded and the sign put before it, so that a wave and its mirror
//! image sound the same.
//!
//! ```
//! use twilio_voice::media::mulaw;
//!
//! assert_eq!(mulaw::decode(mulaw::SILENCE), 0);
//! assert_eq!(mulaw::encode(0), mulaw::SILENCE);
//! ```

/// The byte of a sample that is zero.
pub const SILENCE: u8 = 0xFF;

/// What is added to a magnitude so that its highest bit tells the segment.
const BIAS: i32 = 132;

/// The highest magnitude that is told from those above it.
const CLIP: i32 = 32_635;

/// Each byte's sample. 512 bytes stay in the cache; computing takes a little longer.
static SAMPLES: [i16; 256] = {
    let mut samples = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        samples[byte] = expand(byte as u8);
        byte += 1;
    }
    samples
};

const fn expand(byte: u8) -> i16 {
    let byte = !byte;
    let mantissa = ((byte & 0x0F) as i16) << 3;
    // At most 0xF8 + 132 << 7 = 32,256.
    let magnitude = ((mantissa + BIAS as i16) << ((byte & 0x70) >> 4)) - BIAS as i16;
    if byte & 0x80 == 0 {
        magnitude
    } else {
        -magnitude
    }
}

/// The sample of a byte, −32,124 to 32,124.
#[must_use]
#[inline]
pub fn decode(byte: u8) -> i16 {
    SAMPLES[usize::from(byte)]
}

/// The byte of the interval in which a sample lies. What is louder than 32,635 is taken as that.
#[must_use]
#[inline]
pub fn encode(sample: i16) -> u8 {
    let magnitude = i32::from(sample).abs().min(CLIP) + BIAS;
    // As a float, the magnitude (at most 32,767, so it is exact) has the segment in its exponent and the four bits of the
    // step on top of its mantissa. This is done for many samples at once, where counting zeros is not.
    let segment_and_step = ((magnitude as f32).to_bits() >> 19).wrapping_sub((127 + 7) << 4);
    let sign = u32::from(sample as u16 >> 8) & 0x80;
    !((sign | segment_and_step) as u8)
}

/// Decodes as many samples as both slices have room for, and says how many.
#[inline]
pub fn decode_slice(bytes: &[u8], samples: &mut [i16]) -> usize {
    samples
        .iter_mut()
        .zip(bytes)
        .map(|(sample, byte)| *sample = decode(*byte))
        .count()
}

/// Encodes as many samples as both slices have room for, and says how many.
#[inline]
pub fn encode_slice(samples: &[i16], bytes: &mut [u8]) -> usize {
    bytes
        .iter_mut()
        .zip(samples)
        .map(|(byte, sample)| *byte = encode(*sample))
        .count()
}

/// Whether this is a WAV file and not bare audio. Its header would be heard as noise: skip it, and read there how the rest
/// is encoded.
#[must_use]
pub fn is_wav(audio: &[u8]) -> bool {
    audio.starts_with(b"RIFF") && audio.get(8..12) == Some(b"WAVE")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the recommendation describes it: eight segments, each twice as long as the one below, each in sixteen steps.
    fn outputs() -> Vec<i32> {
        let mut outputs = Vec::new();
        for segment in 0..8 {
            for step in 0..16 {
                let base = 33 * (1 << segment) - 33;
                outputs.push(4 * (base + (2 << segment) * step));
            }
        }
        outputs
    }

    #[test]
    fn every_byte_is_decoded_as_in_the_table_of_the_recommendation() {
        for (number, magnitude) in outputs().into_iter().enumerate() {
            let positive = 0xFF - u8::try_from(number).unwrap();
            assert_eq!(i32::from(decode(positive)), magnitude);
            assert_eq!(i32::from(decode(positive & 0x7F)), -magnitude);
        }
    }

    /// Where each interval begins, by the decision values of the recommendation.
    fn decisions() -> Vec<i32> {
        let decision = |segment: i32, step: i32| 4 * (((32 + 2 * step) << segment) - 33);
        (0..8)
            .flat_map(|segment| (0..16).map(move |step| decision(segment, step)))
            .collect()
    }

    #[test]
    fn every_sample_becomes_the_byte_of_its_interval() {
        let decisions = decisions();
        assert_eq!(decisions[1..4], [4, 12, 20]);
        assert_eq!(decisions[112], 4 * 4_063);
        for sample in i16::MIN..=i16::MAX {
            let magnitude = i32::from(sample).abs();
            let below = decisions.iter().filter(|from| **from <= magnitude).count();
            let sign = if sample < 0 { 0x00 } else { 0x80 };
            let expected = (0x80 - u8::try_from(below).unwrap()) | sign;
            assert_eq!(encode(sample), expected, "{sample}");
        }
    }

    #[test]
    fn every_byte_comes_back_but_the_negative_zero() {
        for byte in 0..=u8::MAX {
            let expected = if byte == 0x7F { SILENCE } else { byte };
            assert_eq!(encode(decode(byte)), expected);
        }
    }

    #[test]
    fn slices_are_decoded_as_far_as_there_is_room() {
        let mut samples = [1; 3];
        assert_eq!(decode_slice(&[SILENCE, 0x00], &mut samples), 2);
        assert_eq!(samples, [0, -32_124, 1]);
        let mut bytes = [7; 1];
        assert_eq!(encode_slice(&samples, &mut bytes), 1);
        assert_eq!(bytes, [SILENCE]);
    }

    #[test]
    fn a_wav_file_is_told_from_audio() {
        assert!(is_wav(b"RIFF\x24\0\0\0WAVEfmt "));
        assert!(!is_wav(b"RIFF\x24\0\0\0AVI "));
        assert!(!is_wav(b"RIFF"));
    }
}
