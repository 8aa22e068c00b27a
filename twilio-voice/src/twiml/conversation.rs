use super::{ConnectNoun, RecordingEvent, Trim, declare::element, element::Element};
use crate::{HttpMethod, wire::open_enum};

element! {
    /// A conversation of Twilio Conversations.
    ///
    /// See [Twilio Docs/TwiML: Conversation](https://www.twilio.com/docs/voice/twiml/connect/conversation).
    Conversation, "Conversation", in [ConnectNoun],
    attributes {
        /// The identifier of the service, `IS…`.
        service_instance_sid: text = "serviceInstanceSid";
        /// Whether a conversation is made if there is none. Twilio has not documented the default.
        inbound_autocreation: flag = "inboundAutocreation";
        /// How long to wait until someone is assigned, in whole seconds. Twilio has not documented the default.
        routing_assignment_timeout: seconds = "routingAssignmentTimeout";
        /// How long the call may wait to be taken, in whole seconds. Twilio has not documented the default.
        inbound_timeout: seconds = "inboundTimeout";
        /// The URL of a document for the one who answers, before the sides are connected.
        url: text = "url";
        /// How [`url`](Self::url) is requested. Default: POST.
        method: word(HttpMethod) = "method";
        /// Whether and from when it is recorded. Default: not.
        record: word(ConversationRecord) = "record";
        /// Whether silence at both ends of the recording is cut. Twilio has not documented the default.
        trim: word(Trim) = "trim";
        /// The URL that is told what becomes of the recording.
        recording_status_callback: text = "recordingStatusCallback";
        /// How [`recording_status_callback`](Self::recording_status_callback) is requested. Default: POST.
        recording_status_callback_method: word(HttpMethod) = "recordingStatusCallbackMethod";
        /// What [`recording_status_callback`](Self::recording_status_callback) is told. Default: completed.
        recording_status_callback_event: words(RecordingEvent) = "recordingStatusCallbackEvent";
        /// The URL that is told what becomes of the call.
        status_callback: text = "statusCallback";
        /// How [`status_callback`](Self::status_callback) is requested. Default: POST.
        status_callback_method: word(HttpMethod) = "statusCallbackMethod";
        /// What [`status_callback`](Self::status_callback) is told. Twilio has not documented the default.
        status_callback_event: words(ConversationEvent) = "statusCallbackEvent";
    }
}

impl Conversation {
    /// A conversation of the service with this identifier, `IS…`.
    pub fn new(service_instance_sid: impl AsRef<str>) -> Self {
        Self(Element::with_capacity("Conversation", 384)).service_instance_sid(service_instance_sid)
    }
}

open_enum! {
    /// Whether and from when a [`Conversation`] is recorded.
    ConversationRecord {
        /// It is.
        Yes = "true",
        /// It is not.
        No = "false",
        /// It is not.
        DoNotRecord = "do-not-record",
        /// From when it is answered, both sides mixed.
        FromAnswer = "record-from-answer",
        /// From when it rings, both sides mixed.
        FromRinging = "record-from-ringing",
        /// From when it is answered, each side on its own channel.
        FromAnswerDual = "record-from-answer-dual",
        /// From when it rings, each side on its own channel.
        FromRingingDual = "record-from-ringing-dual",
    }
}

open_enum! {
    /// What a callback about the call of a [`Conversation`] tells.
    ConversationEvent {
        /// Twilio dials.
        Initiated = "call-initiated",
        /// It rings.
        Ringing = "call-ringing",
        /// Someone answered.
        Answered = "call-answered",
        /// It is over.
        Completed = "call-completed",
    }
}
