//! Tones, mu-law, WAV.

use std::time::Duration;

/// Samples per second on telephone lines.
pub(crate) const LINE_RATE: u32 = 8000;

/// A 440 Hz tone; `phase` counts samples and is moved on.
pub(crate) fn tone(rate: u32, samples: usize, phase: &mut u64) -> Vec<i16> {
    let step = 440.0 * std::f64::consts::TAU / f64::from(rate);
    let start = *phase;
    *phase += samples as u64;
    (start..*phase)
        .map(|n| ((n % u64::from(rate)) as f64 * step).sin() * 8000.0)
        .map(|sample| sample as i16)
        .collect()
}

/// Whether somebody speaks: the mean level is above the noise of a line.
pub(crate) fn is_loud(samples: &[i16]) -> bool {
    let sum: u64 = samples.iter().map(|s| u64::from(s.unsigned_abs())).sum();
    !samples.is_empty() && sum / samples.len() as u64 > 500
}

const BIAS: i16 = 0x84;
const CLIP: i16 = 32_635;

/// G.711 mu-law.
pub(crate) fn to_mulaw(sample: i16) -> u8 {
    let sign = if sample < 0 { 0x80 } else { 0 };
    let magnitude = sample.saturating_abs().min(CLIP) + BIAS;
    let exponent = (magnitude.ilog2() as u8).saturating_sub(7);
    let mantissa = (magnitude >> (exponent + 3)) as u8 & 0x0F;
    !(sign | (exponent << 4) | mantissa)
}

/// G.711 mu-law.
pub(crate) fn from_mulaw(byte: u8) -> i16 {
    let byte = !byte;
    let exponent = (byte >> 4) & 7;
    let mantissa = i16::from(byte & 0x0F);
    let magnitude = (((mantissa << 3) + BIAS) << exponent) - BIAS;
    if byte & 0x80 == 0 {
        magnitude
    } else {
        -magnitude
    }
}

/// A mono WAV file with a tone.
pub(crate) fn wav(length: Duration) -> Vec<u8> {
    let count = (length.as_secs_f64() * f64::from(LINE_RATE)) as u32;
    let bytes = count * 2;
    let mut file = Vec::with_capacity(44 + bytes as usize);
    file.extend(b"RIFF");
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16u32.to_le_bytes());
    file.extend(1u16.to_le_bytes());
    file.extend(1u16.to_le_bytes());
    file.extend(LINE_RATE.to_le_bytes());
    file.extend((LINE_RATE * 2).to_le_bytes());
    file.extend(2u16.to_le_bytes());
    file.extend(16u16.to_le_bytes());
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    for sample in tone(LINE_RATE, count as usize, &mut 0) {
        file.extend(sample.to_le_bytes());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mu_law_has_its_known_values() {
        assert_eq!(to_mulaw(0), 0xFF);
        assert_eq!(from_mulaw(0xFF), 0);
        assert_eq!(from_mulaw(0x00), -32_124);
        assert_eq!(from_mulaw(0x80), 32_124);
        assert_eq!(to_mulaw(i16::MIN), 0x00);
        assert_eq!(to_mulaw(i16::MAX), 0x80);
    }

    #[test]
    fn every_code_survives_a_round_trip() {
        for code in 0..=u8::MAX {
            // Negative zero becomes zero.
            let expected = if code == 0x7F { 0xFF } else { code };
            assert_eq!(to_mulaw(from_mulaw(code)), expected);
        }
    }

    #[test]
    fn a_tone_is_heard_and_silence_is_not() {
        assert!(is_loud(&tone(8000, 160, &mut 0)));
        assert!(!is_loud(&[0; 160]));
    }

    #[test]
    fn a_wav_file_has_the_length_it_says() {
        let file = wav(Duration::from_secs(1));
        assert_eq!(file.len(), 44 + 16_000);
        assert_eq!(&file[0..4], b"RIFF");
    }
}
