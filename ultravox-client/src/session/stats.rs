//! What a session has counted.

use std::time::Duration;

/// What a session has counted so far. All counters begin at zero; audio is counted in samples.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct SessionStats {
    /// Audio that came in.
    pub audio_received: u64,
    /// Audio that came in and was dropped, because older audio was not taken out in time.
    pub audio_dropped: u64,
    /// Audio that came in and was dropped, because the agent was interrupted before it was taken out.
    pub audio_cleared: u64,
    /// Audio that was given to the websocket, silence of the [`Pacing`](super::Pacing) included.
    pub audio_sent: u64,
    /// Audio that was to be sent and was dropped, because the websocket did not take it in time or more was given than
    /// the [`Pacing`](super::Pacing) keeps.
    pub outgoing_dropped: u64,
    /// Audio that was to be sent and was dropped, because it was cleared or because the session was closed before its
    /// time came.
    pub outgoing_cleared: u64,
    /// Silence that the [`Pacing`](super::Pacing) has filled in. Zero without one, as the two below.
    pub outgoing_silence: u64,
    /// How often audio to be sent came too late, by less than a quarter of a second: gaps that can be heard, not samples.
    pub outgoing_underruns: u64,
    /// What was neither sent nor made up for, because this machine stood still.
    pub outgoing_skipped: u64,
    /// Messages that came in.
    pub messages_received: u64,
    /// Of these, messages that could not be read.
    pub messages_malformed: u64,
    /// Messages that were given to the websocket.
    pub messages_sent: u64,
    /// Uses of tools that were answered.
    pub tools_answered: u64,
    /// Uses of tools that were cut off by the end of the session.
    pub tools_unanswered: u64,
    /// How long the last ping took. `None` if none has come back.
    pub round_trip: Option<Duration>,
}
