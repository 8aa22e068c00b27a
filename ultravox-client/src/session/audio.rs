//! Audio as it is on the wire: signed 16-bit little-endian samples, one channel, no header.

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};

use crate::calls::{Medium, ServerWebSocketMedium};

/// Samples in one second.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SampleRate(u32);

impl SampleRate {
    /// So many samples in one second.
    #[must_use]
    pub const fn hz(hz: u32) -> Self {
        Self(hz)
    }

    /// Samples in one second.
    #[must_use]
    pub const fn as_hz(self) -> u32 {
        self.0
    }

    /// How many samples last as long as `duration`, rounded down.
    #[must_use]
    pub fn samples(self, duration: Duration) -> usize {
        let samples = u128::from(self.0) * duration.as_nanos() / 1_000_000_000;
        usize::try_from(samples).unwrap_or(usize::MAX)
    }

    /// How long so many samples last. For ever, if there are none in a second.
    #[must_use]
    pub fn duration(self, samples: usize) -> Duration {
        if self.0 == 0 {
            return Duration::MAX;
        }
        let rate = u64::from(self.0);
        let samples = samples as u64;
        let nanos = samples % rate * 1_000_000_000 / rate;
        Duration::from_secs(samples / rate) + Duration::from_nanos(nanos)
    }
}

impl From<u32> for SampleRate {
    fn from(hz: u32) -> Self {
        Self(hz)
    }
}

impl fmt::Display for SampleRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Hz", self.0)
    }
}

/// The two sample rates of a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rates {
    /// Of what we send: the user.
    pub input: SampleRate,
    /// Of what we receive: the agent.
    pub output: SampleRate,
}

impl Rates {
    /// Rates that may differ.
    #[must_use]
    pub fn new(input: impl Into<SampleRate>, output: impl Into<SampleRate>) -> Self {
        Self {
            input: input.into(),
            output: output.into(),
        }
    }

    /// The same rate both ways.
    #[must_use]
    pub fn both(rate: impl Into<SampleRate>) -> Self {
        let rate = rate.into();
        Self::new(rate, rate)
    }

    /// The rates of a call with this medium. `None` if it is not a plain websocket.
    #[must_use]
    pub fn of(medium: &Medium) -> Option<Self> {
        match medium {
            Medium::ServerWebSocket(medium) => Some(Self::from(medium)),
            _ => None,
        }
    }
}

impl From<SampleRate> for Rates {
    /// The same rate both ways.
    fn from(rate: SampleRate) -> Self {
        Self::both(rate)
    }
}

impl From<&ServerWebSocketMedium> for Rates {
    fn from(medium: &ServerWebSocketMedium) -> Self {
        let input = medium.input_sample_rate;
        Self::new(input, medium.output_sample_rate.unwrap_or(input))
    }
}

/// Whole samples, as they arrive and as they are sent. Cloning it does not copy them.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Pcm(Bytes);

impl Pcm {
    /// Copies samples.
    #[must_use]
    pub fn from_samples(samples: &[i16]) -> Self {
        let mut bytes = BytesMut::zeroed(samples.len() * 2);
        let (pairs, _) = bytes.as_chunks_mut::<2>();
        for (pair, sample) in pairs.iter_mut().zip(samples) {
            *pair = sample.to_le_bytes();
        }
        Self(bytes.freeze())
    }

    /// Takes bytes without copying them. The second value is half a sample that was left over.
    #[must_use]
    pub fn from_bytes(mut bytes: Bytes) -> (Self, Option<u8>) {
        let rest = (bytes.len() % 2 == 1)
            .then(|| bytes.split_off(bytes.len() - 1))
            .and_then(|rest| rest.first().copied());
        (Self(bytes), rest)
    }

    /// Takes an even number of bytes.
    pub(super) fn from_whole(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// Takes off the first samples: as many, at most, as there are. Nothing is copied.
    pub(super) fn split_to(&mut self, samples: usize) -> Self {
        Self(self.0.split_to(samples.min(self.len()) * 2))
    }

    /// How many samples there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len() / 2
    }

    /// Whether there are no samples.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The samples, one by one.
    pub fn samples(&self) -> impl ExactSizeIterator<Item = i16> + DoubleEndedIterator + '_ {
        let (pairs, _) = self.0.as_chunks::<2>();
        pairs.iter().map(|pair| i16::from_le_bytes(*pair))
    }

    /// Copies the first samples into `buffer`, and returns how many fitted.
    pub fn copy_to(&self, buffer: &mut [i16]) -> usize {
        let (pairs, _) = self.0.as_chunks::<2>();
        for (sample, pair) in buffer.iter_mut().zip(pairs) {
            *sample = i16::from_le_bytes(*pair);
        }
        buffer.len().min(pairs.len())
    }

    /// The bytes, two for each sample.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, without copying them.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl From<&[i16]> for Pcm {
    fn from(samples: &[i16]) -> Self {
        Self::from_samples(samples)
    }
}

impl fmt::Debug for Pcm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pcm({} samples)", self.len())
    }
}

/// Puts together samples whose halves came in different frames.
#[derive(Debug, Default)]
pub(super) struct Halves(Option<u8>);

impl Halves {
    /// Whole samples, of what was left over and `bytes`. Copies only if something was left over.
    pub(super) fn join(&mut self, bytes: Bytes) -> Pcm {
        let bytes = match self.0 {
            None => bytes,
            Some(_) if bytes.is_empty() => return Pcm::default(),
            Some(first) => {
                let mut joined = BytesMut::with_capacity(bytes.len() + 1);
                joined.extend_from_slice(&[first]);
                joined.extend_from_slice(&bytes);
                joined.freeze()
            }
        };
        let (pcm, rest) = Pcm::from_bytes(bytes);
        self.0 = rest;
        pcm
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rates_and_durations_are_exact() {
        let rate = SampleRate::hz(48_000);
        assert_eq!(rate.samples(Duration::from_millis(20)), 960);
        assert_eq!(rate.duration(960), Duration::from_millis(20));
        assert_eq!(rate.duration(48_001 * 3_600).as_secs(), 3_600);
        assert_eq!(SampleRate::hz(0).duration(1), Duration::MAX);
        assert_eq!(rate.samples(Duration::MAX), usize::MAX);
    }

    #[test]
    fn the_output_rate_of_a_medium_is_the_input_rate_unless_it_is_given() {
        let medium = ServerWebSocketMedium::new(8_000);
        assert_eq!(Rates::from(&medium), Rates::both(8_000));
        let medium = medium.output_sample_rate(24_000);
        assert_eq!(Rates::from(&medium), Rates::new(8_000, 24_000));
        assert_eq!(Rates::of(&medium.into()), Some(Rates::new(8_000, 24_000)));
        assert_eq!(Rates::of(&Medium::twilio()), None);
    }

    #[test]
    fn a_frame_that_is_whole_is_not_copied() {
        let bytes = Bytes::from(vec![1, 2, 3, 4]);
        let start = bytes.as_ptr();
        assert_eq!(Halves::default().join(bytes).as_bytes().as_ptr(), start);
    }

    proptest! {
        #[test]
        fn samples_survive(samples: Vec<i16>) {
            let pcm = Pcm::from_samples(&samples);
            prop_assert_eq!(pcm.samples().collect::<Vec<_>>(), samples.clone());
            let mut buffer = vec![0; samples.len() + 1];
            prop_assert_eq!(pcm.copy_to(&mut buffer), samples.len());
            prop_assert_eq!(&buffer[..samples.len()], &samples[..]);
        }

        #[test]
        fn no_byte_is_lost_however_frames_are_cut(frames: Vec<Vec<u8>>) {
            let mut halves = Halves::default();
            let mut all = Vec::new();
            for frame in &frames {
                all.extend_from_slice(halves.join(Bytes::from(frame.clone())).as_bytes());
            }
            let sent = frames.concat();
            prop_assert_eq!(&all[..], &sent[..sent.len() / 2 * 2]);
        }
    }
}
