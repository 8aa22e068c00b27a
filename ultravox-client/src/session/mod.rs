//! A call that is going on: its messages, its audio, its tools.

mod audio;
mod core;
mod error;
mod event;
pub mod message;
mod options;
mod playback;
mod stats;
mod tools;
mod transcript;

pub use self::{
    audio::{Pcm, Rates, SampleRate},
    core::{Core, Transmit},
    error::{CloseCode, CloseReason, SessionError},
    event::{Event, Latency, PlaybackCleared, ToolAnswered},
    options::SessionOptions,
    playback::{Playback, PlaybackReader, PlaybackStats, PlaybackWriter},
    stats::SessionStats,
    tools::{ToolAnswer, Tools},
    transcript::{Transcript, Transcripts},
};
