//! What a caller says.

use std::{fmt, io, path::Path, time::Duration};

use hound::{SampleFormat, WavReader};

use crate::media::{FRAME_SAMPLES, SAMPLE_RATE, mulaw};

/// What a caller says: mono, 8,000 samples a second, as µ-law.
#[derive(Clone, Eq, PartialEq)]
pub struct Sound(pub(super) Vec<u8>);

/// Why a file cannot be said.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SoundError {
    /// The file cannot be read.
    #[error("the file cannot be read")]
    Io(#[source] io::Error),
    /// It is no WAV file, or it is cut off.
    #[error("not a whole WAV file")]
    NotWav(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It is a WAV file of another kind.
    #[error(
        "a call has one channel of 8000 Hz in 16-bit PCM or µ-law; the file has {channels} of {rate} Hz in {bits}-bit {encoding}"
    )]
    Format {
        /// How many channels the file has.
        channels: u16,
        /// How many samples a second.
        rate: u32,
        /// How many bits a sample.
        bits: u16,
        /// What stands for a sample.
        encoding: &'static str,
    },
}

impl Sound {
    /// Reads a WAV file: mono, 8,000 Hz, 16-bit PCM or µ-law.
    ///
    /// # Errors
    ///
    /// [`SoundError`] says what is wrong with it.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, SoundError> {
        Self::wav(&std::fs::read(path).map_err(SoundError::Io)?)
    }

    /// Reads the content of a WAV file: mono, 8,000 Hz, 16-bit PCM or µ-law.
    ///
    /// # Errors
    ///
    /// [`SoundError`] says what is wrong with it.
    pub fn wav(file: &[u8]) -> Result<Self, SoundError> {
        if let Some(sound) = mulaw_wav(file)? {
            return Ok(sound);
        }
        let reader = WavReader::new(file).map_err(|error| SoundError::NotWav(error.into()))?;
        let spec = reader.spec();
        let encoding = match spec.sample_format {
            SampleFormat::Int => "PCM",
            SampleFormat::Float => "floating point",
        };
        let fits = spec.channels == 1
            && spec.sample_rate == SAMPLE_RATE
            && spec.bits_per_sample == 16
            && spec.sample_format == SampleFormat::Int;
        if !fits {
            return Err(SoundError::Format {
                channels: spec.channels,
                rate: spec.sample_rate,
                bits: spec.bits_per_sample,
                encoding,
            });
        }
        let samples = reader.into_samples::<i16>().collect::<Result<Vec<_>, _>>();
        let samples = samples.map_err(|error| SoundError::NotWav(error.into()))?;
        Ok(Self::pcm(&samples))
    }

    /// Samples, 8,000 a second.
    #[must_use]
    pub fn pcm(samples: &[i16]) -> Self {
        Self(
            samples
                .iter()
                .map(|sample| mulaw::encode(*sample))
                .collect(),
        )
    }

    /// µ-law, 8,000 bytes a second.
    #[must_use]
    pub fn mulaw(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// Nothing, for so long.
    #[must_use]
    pub fn silence(time: Duration) -> Self {
        Self(vec![mulaw::encode(0); samples(time)])
    }

    /// A tone of so many vibrations a second.
    #[must_use]
    pub fn tone(hertz: f64, time: Duration) -> Self {
        let wave = (0..samples(time)).map(|at| {
            let turn = at as f64 * hertz / f64::from(SAMPLE_RATE) * std::f64::consts::TAU;
            mulaw::encode((turn.sin() * 12_000.0) as i16)
        });
        Self(wave.collect())
    }

    /// How long it takes to be said.
    #[must_use]
    pub fn duration(&self) -> Duration {
        time_of(self.0.len())
    }
}

impl fmt::Debug for Sound {
    /// Not what is said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sound")
            .field("duration", &self.duration())
            .finish_non_exhaustive()
    }
}

/// How many samples a time has.
pub(super) fn samples(time: Duration) -> usize {
    let samples = time.as_nanos() * u128::from(SAMPLE_RATE) / 1_000_000_000;
    usize::try_from(samples).unwrap_or(usize::MAX - FRAME_SAMPLES)
}

/// How long so many samples take.
pub(super) fn time_of(samples: usize) -> Duration {
    Duration::from_nanos(samples as u64 * (1_000_000_000 / u64::from(SAMPLE_RATE)))
}

/// The library for WAV files knows no µ-law. `None` if the file is none of that kind.
fn mulaw_wav(file: &[u8]) -> Result<Option<Sound>, SoundError> {
    const MULAW: u16 = 7;
    let cut = || SoundError::NotWav("the file is cut off".into());
    if !(file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WAVE")) {
        return Ok(None);
    }
    let (mut rest, mut known) = (&file[12..], false);
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, length @ ..] = *head;
        let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| cut())?;
        let chunk = after.get(..length).ok_or_else(cut);
        match &[a, b, c, d] {
            b"fmt " => {
                let format = chunk?;
                let Some(&[tag, tag_high, channels, channels_high, r0, r1, r2, r3]) =
                    format.first_chunk::<8>()
                else {
                    return Err(cut());
                };
                if u16::from_le_bytes([tag, tag_high]) != MULAW {
                    return Ok(None);
                }
                let channels = u16::from_le_bytes([channels, channels_high]);
                let rate = u32::from_le_bytes([r0, r1, r2, r3]);
                if (channels, rate) != (1, SAMPLE_RATE) {
                    return Err(SoundError::Format {
                        channels,
                        rate,
                        bits: 8,
                        encoding: "µ-law",
                    });
                }
                known = true;
            }
            b"data" if known => return Ok(Some(Sound(chunk?.to_vec()))),
            _ => {}
        }
        // Chunks begin at even places.
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    if known { Err(cut()) } else { Ok(None) }
}
