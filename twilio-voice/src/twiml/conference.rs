use super::{DialNoun, RecordingEvent, Trim, declare::element, element::Element};
use crate::{HttpMethod, wire::open_enum};

element! {
    /// A room in which calls hear each other.
    ///
    /// See [Twilio Docs/TwiML: Conference](https://www.twilio.com/docs/voice/twiml/conference).
    Conference, "Conference", in [DialNoun],
    attributes {
        /// Whether the others do not hear this call. Default: false.
        muted: flag = "muted";
        /// Whether a tone is played when this call comes and goes. Default: both.
        beep: word(ConferenceBeep) = "beep";
        /// Whether the conference begins when this call comes. Default: true.
        start_conference_on_enter: flag = "startConferenceOnEnter";
        /// Whether the conference ends when this call goes. Default: false.
        end_conference_on_exit: flag = "endConferenceOnExit";
        /// The URL of what is heard before the conference begins. Empty: silence. Default: Twilio's music.
        wait_url: text = "waitUrl";
        /// How [`wait_url`](Self::wait_url) is requested. Default: POST.
        wait_method: word(HttpMethod) = "waitMethod";
        /// How many calls may take part, 2 to 250. Default: 250.
        max_participants: count(2..=250) = "maxParticipants";
        /// Whether the conference is recorded. Default: not.
        record: word(ConferenceRecord) = "record";
        /// The identifier of a configuration of recordings. Default: none.
        recording_configuration_id: text = "recordingConfigurationId";
        /// Where the sound is mixed. Default: as near as possible to the most calls.
        region: word(ConferenceRegion) = "region";
        /// The identifier of the call, `CA…`, that alone hears this one. Default: all hear it.
        coach: text = "coach";
        /// Whether silence at both ends of the recording is cut. Default: [`Trim::Silence`].
        trim: word(Trim) = "trim";
        /// What [`status_callback`](Self::status_callback) is told. Default: nothing.
        status_callback_event: words(ConferenceEvent) = "statusCallbackEvent";
        /// The URL that is told what happens. Only that of the first call counts.
        status_callback: text = "statusCallback";
        /// How [`status_callback`](Self::status_callback) is requested. Default: POST.
        status_callback_method: word(HttpMethod) = "statusCallbackMethod";
        /// The URL that is told what becomes of the recording.
        recording_status_callback: text = "recordingStatusCallback";
        /// How [`recording_status_callback`](Self::recording_status_callback) is requested. Default: POST.
        recording_status_callback_method: word(HttpMethod) = "recordingStatusCallbackMethod";
        /// What [`recording_status_callback`](Self::recording_status_callback) is told. Default: completed.
        recording_status_callback_event: words(RecordingEvent) = "recordingStatusCallbackEvent";
        /// Superseded by [`status_callback`](Self::status_callback).
        event_callback_url: text = "eventCallbackUrl";
        /// How much sound is held back to even out a bad line. Default: [`JitterBufferSize::Large`].
        jitter_buffer_size: word(JitterBufferSize) = "jitterBufferSize";
        /// A name for this call by which the API finds it. Unique in the conference.
        participant_label: text = "participantLabel";
    }
}

impl Conference {
    /// The room called `name`. Who names it first, opens it.
    pub fn new(name: impl AsRef<str>) -> Self {
        let mut element = Element::new("Conference");
        element.text(name.as_ref());
        Self(element)
    }
}

open_enum! {
    /// When a [`Conference`] plays a tone.
    ConferenceBeep {
        /// When a call comes and when it goes.
        Always = "true",
        /// Never.
        Never = "false",
        /// When a call comes.
        OnEnter = "onEnter",
        /// When a call goes.
        OnExit = "onExit",
    }
}

open_enum! {
    /// Whether a [`Conference`] is recorded.
    ConferenceRecord {
        /// Not.
        DoNotRecord = "do-not-record",
        /// From its begin.
        FromStart = "record-from-start",
    }
}

open_enum! {
    /// Where the sound of a [`Conference`] is mixed.
    ConferenceRegion {
        /// The east of the United States.
        Us1 = "us1",
        /// The west of the United States.
        Us2 = "us2",
        /// Ireland.
        Ie1 = "ie1",
        /// Singapore.
        Sg1 = "sg1",
        /// Brazil.
        Br1 = "br1",
        /// Australia.
        Au1 = "au1",
        /// Japan.
        Jp1 = "jp1",
        /// Germany.
        De1 = "de1",
    }
}

open_enum! {
    /// What a callback about a [`Conference`] tells.
    ConferenceEvent {
        /// It began.
        Start = "start",
        /// It ended.
        End = "end",
        /// A call came.
        Join = "join",
        /// A call went.
        Leave = "leave",
        /// A call was muted or heard again.
        Mute = "mute",
        /// A call was put on hold or taken back.
        Hold = "hold",
        /// A call was changed.
        Modify = "modify",
        /// Someone began or ceased to speak.
        Speaker = "speaker",
        /// An announcement began or ended.
        Announcement = "announcement",
    }
}

open_enum! {
    /// How much sound a [`Conference`] holds back.
    JitterBufferSize {
        /// Much: the most even sound, the longest delay.
        Large = "large",
        /// Less.
        Medium = "medium",
        /// Little.
        Small = "small",
        /// None.
        Off = "off",
    }
}
