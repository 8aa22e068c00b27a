//! The audio of a call.

use std::{slice::ChunksExact, time::Duration};

use crate::calls::{ChannelMode, DataConnectionAudio};

/// Why the audio of a data connection cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AudioError {
    /// The settings of the call have a way to put user and agent together that this version does not know.
    #[error("the channel mode is not known")]
    ChannelMode,
    /// A frame ends in the middle of a sample, or has a sample of the user and none of the agent.
    #[error("the frame is not a whole number of samples")]
    Incomplete,
}

/// What the audio of a data connection is like. It must be what the call was created with: frames do not say.
///
/// Samples are signed 16-bit numbers, little-endian. That they are so here as they are on the websocket of a call, and
/// that the user comes before the agent, is inferred: the documentation does not say. Listen once, and use
/// [`agent_first`](Self::agent_first) if it is the other way round.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub struct AudioFormat {
    sample_rate: u32,
    is_separated: bool,
    agent_first: bool,
}

impl AudioFormat {
    /// The format that a call is created with.
    ///
    /// # Errors
    ///
    /// [`AudioError::ChannelMode`] if its channel mode is not known.
    pub fn of(audio: &DataConnectionAudio) -> Result<Self, AudioError> {
        let is_separated = match &audio.channel_mode {
            None | Some(ChannelMode::Separated) => true,
            Some(ChannelMode::Mixed) => false,
            Some(ChannelMode::Other(_)) => return Err(AudioError::ChannelMode),
        };
        Ok(Self {
            sample_rate: audio.sample_rate.unwrap_or(16_000),
            is_separated,
            agent_first: false,
        })
    }

    /// The agent comes before the user in each pair of samples.
    pub fn agent_first(mut self, agent_first: bool) -> Self {
        self.agent_first = agent_first;
        self
    }

    /// Samples per second of each channel.
    #[must_use]
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    /// Finds the samples in the bytes of a frame.
    ///
    /// # Errors
    ///
    /// [`AudioError::Incomplete`] if it ends in the middle of one.
    pub fn read<'a>(&self, bytes: &'a [u8]) -> Result<AudioFrame<'a>, AudioError> {
        let width = if self.is_separated { 4 } else { 2 };
        if !bytes.len().is_multiple_of(width) {
            return Err(AudioError::Incomplete);
        }
        let channel = |at| Samples {
            chunks: bytes.chunks_exact(width),
            at,
        };
        if !self.is_separated {
            return Ok(AudioFrame::Mixed(channel(0)));
        }
        let (user, agent) = if self.agent_first { (2, 0) } else { (0, 2) };
        Ok(AudioFrame::Separated {
            user: channel(user),
            agent: channel(agent),
        })
    }

    /// How long the audio in `bytes` bytes lasts.
    #[must_use]
    pub fn duration(&self, bytes: usize) -> Duration {
        let width = if self.is_separated { 4 } else { 2 };
        let samples = u64::try_from(bytes / width).unwrap_or(u64::MAX);
        // A rate of zero is refused when a call is created; nobody should divide by it all the same.
        let nanos = u128::from(samples) * 1_000_000_000 / u128::from(self.sample_rate.max(1));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

/// The audio in a frame.
#[derive(Clone, Debug)]
pub enum AudioFrame<'a> {
    /// User and agent together.
    Mixed(Samples<'a>),
    /// User and agent at the same moments.
    Separated {
        /// What the user said.
        user: Samples<'a>,
        /// What the agent said.
        agent: Samples<'a>,
    },
}

/// The samples of one channel, read from the frame as they are asked for.
#[derive(Clone, Debug)]
#[must_use]
pub struct Samples<'a> {
    chunks: ChunksExact<'a, u8>,
    /// Where in each chunk the sample is.
    at: usize,
}

impl Iterator for Samples<'_> {
    type Item = i16;

    fn next(&mut self) -> Option<i16> {
        let sample = self.chunks.next()?.get(self.at..)?.first_chunk()?;
        Some(i16::from_le_bytes(*sample))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.chunks.size_hint()
    }
}

impl ExactSizeIterator for Samples<'_> {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn format(mode: Option<ChannelMode>) -> AudioFormat {
        let mut audio = DataConnectionAudio::new();
        audio.channel_mode = mode;
        AudioFormat::of(&audio).unwrap()
    }

    #[test]
    fn separated_audio_is_the_default_and_interleaved() {
        let format = format(None);
        assert_eq!(format.sample_rate(), 16_000);
        let bytes = [1, 0, 255, 255, 0, 128, 255, 127];
        let AudioFrame::Separated { user, agent } = format.read(&bytes).unwrap() else {
            panic!("mixed")
        };
        assert_eq!((user.len(), agent.len()), (2, 2));
        assert_eq!(user.collect::<Vec<_>>(), [1, i16::MIN]);
        assert_eq!(agent.collect::<Vec<_>>(), [-1, i16::MAX]);
        let other = format.agent_first(true).read(&bytes).unwrap();
        let AudioFrame::Separated { agent, .. } = other else {
            panic!("mixed")
        };
        assert!(agent.eq([1, i16::MIN]));
    }

    #[test]
    fn mixed_audio_is_one_channel() {
        let format = format(Some(ChannelMode::Mixed));
        let AudioFrame::Mixed(samples) = format.read(&[1, 0, 2, 0]).unwrap() else {
            panic!("separated")
        };
        assert!(samples.eq([1, 2]));
        assert_eq!(format.duration(640), Duration::from_millis(20));
    }

    #[test]
    fn half_samples_and_unknown_modes_are_refused() {
        let separated = format(Some(ChannelMode::Separated));
        for len in [1, 2, 3, 5, 6] {
            let result = separated.read(&[0; 8][..len]).map(drop);
            assert_eq!(result, Err(AudioError::Incomplete), "{len}");
        }
        assert!(format(Some(ChannelMode::Mixed)).read(&[0; 3]).is_err());
        let mode = ChannelMode::Other("CHANNEL_MODE_ROUND".to_owned());
        let audio = DataConnectionAudio::new().channel_mode(mode);
        assert_eq!(AudioFormat::of(&audio), Err(AudioError::ChannelMode));
    }

    #[test]
    fn no_rate_and_no_length_is_too_much() {
        let audio = DataConnectionAudio::new().sample_rate(0);
        let format = AudioFormat::of(&audio).unwrap();
        assert!(format.duration(usize::MAX) > Duration::ZERO);
    }

    proptest! {
        #[test]
        fn every_sample_comes_back(pairs: Vec<(i16, i16)>) {
            let bytes: Vec<u8> = pairs
                .iter()
                .flat_map(|(user, agent)| [user.to_le_bytes(), agent.to_le_bytes()].concat())
                .collect();
            let AudioFrame::Separated { user, agent } = format(None).read(&bytes).unwrap() else {
                panic!("mixed")
            };
            prop_assert_eq!(user.zip(agent).collect::<Vec<_>>(), pairs);
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, separated: bool) {
            let mode = if separated { ChannelMode::Separated } else { ChannelMode::Mixed };
            if let Ok(AudioFrame::Mixed(samples)) = format(Some(mode)).read(&bytes) {
                prop_assert_eq!(samples.len() * 2, bytes.len());
            }
        }
    }
}
