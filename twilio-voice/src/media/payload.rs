//! Audio in base64, in one pass over pieces that stay in the cache.

use std::sync::LazyLock;

use base64::{
    Engine,
    engine::{
        GeneralPurposeConfig,
        general_purpose::{NO_PAD, PAD},
    },
};
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
use base64::{alphabet, engine::GeneralPurpose};

use super::mulaw;

/// Bytes of audio that are taken at once, more than a usual message has. A multiple of three, so that padding stands at the
/// end alone.
const PIECE: usize = 240;

/// Characters of a piece.
const PIECE_CHARACTERS: usize = PIECE / 3 * 4;

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
type Base64 = base64::engine::Simd;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
type Base64 = GeneralPurpose;

// What the processor can do is looked up once.
static PADDED: LazyLock<Base64> = LazyLock::new(|| base64(PAD));
static UNPADDED: LazyLock<Base64> = LazyLock::new(|| base64(NO_PAD));

fn base64(config: GeneralPurposeConfig) -> Base64 {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    return Base64::standard(config);
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    return GeneralPurpose::new(&alphabet::STANDARD, config);
}

/// Why the audio of a message cannot be decoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// It is not base64 with padding.
    #[error("the audio is not base64")]
    NotBase64,
    /// There is more audio than the buffer has room for. Twilio sends 160 samples in a message.
    #[error("the audio has {samples} samples, and the buffer has room for {room}")]
    NoRoom {
        /// How many samples there are.
        samples: usize,
        /// How many there is room for.
        room: usize,
    },
}

/// How many bytes of audio there are, if it is base64.
pub(super) fn len(payload: &str) -> usize {
    let padding = payload
        .bytes()
        .rev()
        .take(2)
        .take_while(|byte| *byte == b'=');
    (payload.len() / 4 * 3).saturating_sub(padding.count())
}

fn room(payload: &str, room: usize) -> Result<usize, PayloadError> {
    match len(payload) {
        samples if samples > room => Err(PayloadError::NoRoom { samples, room }),
        samples => Ok(samples),
    }
}

/// Decodes into the beginning of `out`, which is given back.
pub(super) fn to_mulaw<'o>(payload: &str, out: &'o mut [u8]) -> Result<&'o [u8], PayloadError> {
    let len = room(payload, out.len())?;
    let len = PADDED
        .decode_slice(payload, &mut out[..len])
        .map_err(|_| PayloadError::NotBase64)?;
    Ok(&out[..len])
}

/// Decodes into the beginning of `out`, which is given back.
#[inline]
pub(super) fn to_pcm<'o>(payload: &str, out: &'o mut [i16]) -> Result<&'o [i16], PayloadError> {
    let len = room(payload, out.len())?;
    let mut piece = [0; PIECE];
    let mut rest = payload.as_bytes();
    let mut done = 0;
    while !rest.is_empty() {
        // Padding inside of the text is refused.
        let (characters, base64) = match rest.len() {
            0..=PIECE_CHARACTERS => (rest.len(), &PADDED),
            _ => (PIECE_CHARACTERS, &UNPADDED),
        };
        let (now, later) = rest.split_at(characters);
        let decoded = base64
            .decode_slice(now, &mut piece)
            .map_err(|_| PayloadError::NotBase64)?;
        done += mulaw::decode_slice(&piece[..decoded], &mut out[done..len]);
        rest = later;
    }
    Ok(&out[..done])
}

/// Appends audio.
pub(super) fn push_mulaw(audio: &[u8], out: &mut String) {
    for audio in audio.chunks(PIECE) {
        push_piece(audio, out);
    }
}

/// Appends audio that is yet to be encoded.
#[inline]
pub(super) fn push_pcm(samples: &[i16], out: &mut String) {
    let mut piece = [0; PIECE];
    for samples in samples.chunks(PIECE) {
        let len = mulaw::encode_slice(samples, &mut piece);
        push_piece(&piece[..len], out);
    }
}

#[inline]
fn push_piece(audio: &[u8], out: &mut String) {
    let mut characters = [0; PIECE_CHARACTERS];
    let text = PADDED
        .encode_slice(audio, &mut characters)
        .ok()
        .and_then(|len| str::from_utf8(&characters[..len]).ok());
    out.push_str(text.expect("a piece has room, and base64 is ASCII"));
}

/// How many characters so many bytes become.
pub(super) const fn encoded_len(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audio_of_any_length_comes_back() {
        for len in 0..2_000_usize {
            let audio: Vec<u8> = (0..len).map(|at| (at * 7 % 256) as u8).collect();
            let mut text = String::new();
            push_mulaw(&audio, &mut text);
            assert_eq!(text.len(), encoded_len(len));
            assert_eq!(super::len(&text), len);
            let mut bytes = vec![0; len];
            assert_eq!(to_mulaw(&text, &mut bytes).unwrap(), audio);
            let expected: Vec<i16> = audio.iter().map(|byte| mulaw::decode(*byte)).collect();
            let mut samples = vec![0; len + 3];
            assert_eq!(to_pcm(&text, &mut samples).unwrap(), expected);
            let mut again = String::new();
            push_pcm(&expected, &mut again);
            let mut canonical = Vec::new();
            canonical.extend(expected.iter().map(|sample| mulaw::encode(*sample)));
            let mut wanted = String::new();
            push_mulaw(&canonical, &mut wanted);
            assert_eq!(again, wanted);
        }
    }

    #[test]
    fn both_decoders_refuse_the_same_texts() {
        let padded_inside = format!("{}=={}", "A".repeat(PIECE_CHARACTERS - 2), "AAAA");
        let texts = [
            "=",
            "==",
            "A",
            "AA",
            "AAA",
            "AA=A",
            "A===",
            "====",
            "AAAA=",
            "AA\n=",
            "AA-_",
            "ÄÄÄÄ",
            "AAAAé",
            "AB==",
            "AAB=",
            &padded_inside,
        ];
        for text in texts {
            let mut bytes = [0; 1_000];
            let mut samples = [0; 1_000];
            let one = to_mulaw(text, &mut bytes).map(<[u8]>::len);
            let other = to_pcm(text, &mut samples).map(<[i16]>::len);
            assert_eq!(one, other, "{text}");
            assert_eq!(one, Err(PayloadError::NotBase64), "{text}");
        }
    }

    #[test]
    fn audio_that_is_longer_than_the_buffer_is_refused() {
        let refused = Err(PayloadError::NoRoom {
            samples: 4,
            room: 3,
        });
        assert_eq!(to_mulaw("AAAAAA==", &mut [0; 3]).map(<[u8]>::len), refused);
        assert_eq!(to_pcm("AAAAAA==", &mut [0; 3]).map(<[i16]>::len), refused);
    }
}
