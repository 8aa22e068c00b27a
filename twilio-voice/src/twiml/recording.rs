use super::{StartNoun, declare::element, element::Element};
use crate::{HttpMethod, wire::open_enum};

element! {
    /// Records the call while the document goes on.
    ///
    /// See [Twilio Docs/TwiML: Recording](https://www.twilio.com/docs/voice/twiml/recording).
    Recording, "Recording", in [StartNoun],
    attributes {
        /// The URL that is told what becomes of the recording.
        recording_status_callback: text = "recordingStatusCallback";
        /// How [`recording_status_callback`](Self::recording_status_callback) is requested. Default: POST.
        recording_status_callback_method: word(HttpMethod) = "recordingStatusCallbackMethod";
        /// What [`recording_status_callback`](Self::recording_status_callback) is told. Default: completed.
        recording_status_callback_event: words(RecordingEvent) = "recordingStatusCallbackEvent";
        /// Whether silence at both ends is cut. Default: [`Trim::DoNotTrim`].
        trim: word(Trim) = "trim";
        /// Who is recorded. Default: both.
        track: word(RecordingTrack) = "track";
        /// Whether each side has a channel of its own. Twilio has not documented the default.
        channels: word(RecordingChannels) = "channels";
        /// The identifier of a configuration of recordings. Default: none.
        recording_configuration_id: text = "recordingConfigurationId";
    }
}

impl Recording {
    /// Records both sides.
    pub fn new() -> Self {
        Self(Element::with_capacity("Recording", 192))
    }
}

impl Default for Recording {
    fn default() -> Self {
        Self::new()
    }
}

open_enum! {
    /// What a callback about a recording tells.
    RecordingEvent {
        /// It has begun.
        InProgress = "in-progress",
        /// It can be fetched.
        Completed = "completed",
        /// There is none.
        Absent = "absent",
    }
}

open_enum! {
    /// Whether silence at both ends of a recording is cut.
    Trim {
        /// It is cut.
        Silence = "trim-silence",
        /// It stays.
        DoNotTrim = "do-not-trim",
    }
}

open_enum! {
    /// Who is recorded.
    RecordingTrack {
        /// What comes in from the other side.
        Inbound = "inbound",
        /// What goes out to the other side.
        Outbound = "outbound",
        /// Both.
        Both = "both",
    }
}

open_enum! {
    /// How the sides lie in a recording.
    RecordingChannels {
        /// Mixed.
        Mono = "mono",
        /// Each on its own channel.
        Dual = "dual",
    }
}
