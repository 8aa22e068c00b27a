//! On which occasions Twilio sends something, and what it says then.

use super::state::ACCOUNT;

/// On which occasion Twilio sends a request: there is one for each type that implements
/// [`Callback`](crate::webhook::Callback).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Occasion {
    /// What to do with a call: [`VoiceRequest`](crate::webhook::VoiceRequest).
    Voice,
    /// `<Gather>` is done: [`GatherAction`](crate::webhook::GatherAction).
    Gather,
    /// What was said so far: [`PartialSpeech`](crate::webhook::PartialSpeech).
    PartialSpeech,
    /// `<Dial>` is done: [`DialAction`](crate::webhook::DialAction).
    Dial,
    /// `<Record>` is done: [`RecordAction`](crate::webhook::RecordAction).
    Record,
    /// A recording was written down: [`TranscriptionResult`](crate::webhook::TranscriptionResult).
    TranscribedRecording,
    /// A call has come to another state: [`CallStatusEvent`](crate::webhook::CallStatusEvent).
    CallStatus,
    /// A recording has come to another state: [`RecordingStatusEvent`](crate::webhook::RecordingStatusEvent).
    RecordingStatus,
    /// It is known who answered: [`MachineDetectionResult`](crate::webhook::MachineDetectionResult).
    MachineDetection,
    /// Something was said: [`TranscriptionEvent`](crate::webhook::TranscriptionEvent).
    Transcription,
    /// A media stream began or ended: [`StreamStatusEvent`](crate::webhook::StreamStatusEvent).
    Stream,
    /// A SIPREC session began or ended: [`SiprecStatusEvent`](crate::webhook::SiprecStatusEvent).
    Siprec,
    /// Something happened in a conference: [`ConferenceEvent`](crate::webhook::ConferenceEvent).
    Conference,
    /// `<Pay>` is done: [`PayAction`](crate::webhook::PayAction).
    Pay,
    /// A call has left a queue: [`EnqueueAction`](crate::webhook::EnqueueAction).
    Enqueue,
    /// A call waits in a queue: [`QueueWait`](crate::webhook::QueueWait).
    QueueWait,
    /// A call is about to be taken from a queue: [`QueueMember`](crate::webhook::QueueMember).
    QueueMember,
    /// `<Refer>` is done: [`ReferAction`](crate::webhook::ReferAction).
    Refer,
    /// A phone asks to be transferred: [`ReferRequest`](crate::webhook::ReferRequest).
    ReferRequest,
    /// A session of ConversationRelay is over: [`RelayAction`](crate::webhook::RelayAction).
    Relay,
    /// A client sent a message: [`UserDefinedMessage`](crate::webhook::UserDefinedMessage).
    UserDefinedMessage,
}

/// A SID of the samples.
macro_rules! sid {
    ($prefix:literal) => {
        concat!($prefix, "0123456789abcdef0123456789abcdef")
    };
}

/// Names and values.
type Pairs = &'static [(&'static str, &'static str)];

/// What most requests say of their call.
const CALL: Pairs = &[
    ("CallSid", sid!("CA")),
    ("AccountSid", ACCOUNT),
    ("From", "+15005550001"),
    ("To", "+15005550006"),
    ("CallStatus", "in-progress"),
    ("ApiVersion", "2010-04-01"),
    ("Direction", "inbound"),
];

/// What the others say.
const SIDS: Pairs = &[("CallSid", sid!("CA")), ("AccountSid", ACCOUNT)];

const RECORDING_URL: &str = concat!(
    "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/",
    sid!("RE")
);

impl Occasion {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Voice,
        Self::Gather,
        Self::PartialSpeech,
        Self::Dial,
        Self::Record,
        Self::TranscribedRecording,
        Self::CallStatus,
        Self::RecordingStatus,
        Self::MachineDetection,
        Self::Transcription,
        Self::Stream,
        Self::Siprec,
        Self::Conference,
        Self::Pay,
        Self::Enqueue,
        Self::QueueWait,
        Self::QueueMember,
        Self::Refer,
        Self::ReferRequest,
        Self::Relay,
        Self::UserDefinedMessage,
    ];

    /// What Twilio says of the call, and what it adds on this occasion.
    pub(super) fn fields(self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        let (call, added) = self.parts();
        call.iter().chain(added)
    }

    fn parts(self) -> (Pairs, Pairs) {
        match self {
            Self::Voice => (CALL, &[("FromCountry", "US"), ("ToCountry", "US")]),
            Self::Gather => (CALL, &[("Digits", "42"), ("FinishedOnKey", "#")]),
            Self::PartialSpeech => (
                CALL,
                &[
                    ("UnstableSpeechResult", "a large pizza"),
                    ("StableSpeechResult", "a large"),
                    ("Stability", "0.8"),
                    ("SequenceNumber", "2"),
                ],
            ),
            Self::Dial => (
                CALL,
                &[
                    ("DialCallStatus", "completed"),
                    ("DialCallSid", "CAfedcba9876543210fedcba9876543210"),
                    ("DialCallDuration", "61"),
                    ("DialBridged", "true"),
                ],
            ),
            Self::Record => (
                CALL,
                &[
                    ("RecordingUrl", RECORDING_URL),
                    ("RecordingSid", sid!("RE")),
                    ("RecordingDuration", "7"),
                    ("Digits", "hangup"),
                ],
            ),
            Self::TranscribedRecording => (
                CALL,
                &[
                    ("TranscriptionSid", sid!("TR")),
                    ("TranscriptionText", "Please call me back."),
                    ("TranscriptionStatus", "completed"),
                    ("RecordingSid", sid!("RE")),
                    ("RecordingUrl", RECORDING_URL),
                ],
            ),
            Self::CallStatus => (
                CALL,
                &[
                    ("Timestamp", "Fri, 20 Nov 2026 12:00:00 +0000"),
                    ("CallbackSource", "call-progress-events"),
                    ("SequenceNumber", "2"),
                ],
            ),
            Self::RecordingStatus => (
                SIDS,
                &[
                    ("RecordingSid", sid!("RE")),
                    ("RecordingUrl", RECORDING_URL),
                    ("RecordingStatus", "completed"),
                    ("RecordingDuration", "7"),
                    ("RecordingChannels", "1"),
                    ("RecordingStartTime", "Fri, 20 Nov 2026 12:00:00 +0000"),
                    ("RecordingSource", "OutboundAPI"),
                    ("RecordingTrack", "both"),
                ],
            ),
            Self::MachineDetection => (
                SIDS,
                &[
                    ("AnsweredBy", "human"),
                    ("MachineDetectionDuration", "2300"),
                ],
            ),
            Self::Transcription => (
                SIDS,
                &[
                    ("TranscriptionSid", sid!("GT")),
                    ("TranscriptionEvent", "transcription-content"),
                    ("SequenceId", "2"),
                    ("Timestamp", "2026-11-20T12:00:00.000Z"),
                    ("Track", "inbound_track"),
                    (
                        "TranscriptionData",
                        r#"{"transcript":"Hello.","confidence":0.97}"#,
                    ),
                    ("Final", "true"),
                    ("LanguageCode", "en-US"),
                ],
            ),
            _ => self.more(),
        }
    }

    fn more(self) -> (Pairs, Pairs) {
        match self {
            Self::Stream => (
                SIDS,
                &[
                    ("StreamSid", sid!("MZ")),
                    ("StreamName", "media"),
                    ("StreamEvent", "stream-started"),
                    ("Timestamp", "2026-11-20T12:00:00.000Z"),
                ],
            ),
            Self::Siprec => (
                SIDS,
                &[
                    ("SiprecSid", sid!("SR")),
                    ("SiprecName", "recorder"),
                    ("SiprecEvent", "siprec-started"),
                    ("Timestamp", "2026-11-20T12:00:00.000Z"),
                ],
            ),
            Self::Conference => (
                SIDS,
                &[
                    ("ConferenceSid", sid!("CF")),
                    ("FriendlyName", "room"),
                    ("StatusCallbackEvent", "participant-join"),
                    ("SequenceNumber", "1"),
                    ("Timestamp", "Fri, 20 Nov 2026 12:00:00 +0000"),
                    ("Muted", "false"),
                    ("Hold", "false"),
                    ("Coaching", "false"),
                    ("EndConferenceOnExit", "false"),
                    ("StartConferenceOnEnter", "true"),
                ],
            ),
            Self::Pay => (
                CALL,
                &[
                    ("Result", "success"),
                    ("PaymentToken", "token"),
                    ("PaymentCardNumber", "xxxxxxxxxxxx1111"),
                    ("PaymentCardType", "visa"),
                    ("ExpirationDate", "1227"),
                ],
            ),
            Self::Enqueue => (
                CALL,
                &[
                    ("QueueResult", "bridged"),
                    ("QueueSid", sid!("QU")),
                    ("QueueTime", "42"),
                ],
            ),
            Self::QueueWait => (
                CALL,
                &[
                    ("QueuePosition", "1"),
                    ("QueueSid", sid!("QU")),
                    ("QueueTime", "10"),
                    ("AvgQueueTime", "30"),
                    ("CurrentQueueSize", "1"),
                    ("MaxQueueSize", "100"),
                ],
            ),
            Self::QueueMember => (
                CALL,
                &[
                    ("QueueSid", sid!("QU")),
                    ("QueueTime", "42"),
                    ("DequeueingCallSid", "CAfedcba9876543210fedcba9876543210"),
                ],
            ),
            Self::Refer => (
                CALL,
                &[
                    ("ReferCallStatus", "completed"),
                    ("ReferSipResponseCode", "202"),
                    ("NotifySipResponseCode", "200"),
                ],
            ),
            Self::ReferRequest => (CALL, &[("ReferTransferTarget", "sip:desk@example.com")]),
            Self::Relay => (
                CALL,
                &[
                    ("SessionId", sid!("VX")),
                    ("SessionStatus", "ended"),
                    ("SessionDuration", "61"),
                ],
            ),
            _ => (
                SIDS,
                &[
                    ("Sid", sid!("KX")),
                    ("Content", r#"{"key":"value"}"#),
                    ("SequenceNumber", "1"),
                ],
            ),
        }
    }
}
