use super::{
    RawElement, RecordingEvent, RecordingTrack, ResponseVerb, Trim, TwimlError, declare::element,
    element::Element, sealed::Node,
};
use crate::{HttpMethod, wire::open_enum};

/// Whom a [`Dial`] may call.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Dial>`")]
pub trait DialNoun: Node {}

impl DialNoun for RawElement {}

element! {
    /// Connects the call to someone else.
    ///
    /// Several nouns ring at once, at most ten, and the first to answer is connected. A [`Conference`](super::Conference)
    /// or a [`Queue`](super::Queue) stands alone. Otherwise [`Response::check`](super::Response::check) fails.
    ///
    /// See [Twilio Docs/TwiML: Dial](https://www.twilio.com/docs/voice/twiml/dial).
    Dial, "Dial", in [ResponseVerb],
    attributes {
        /// The URL that is told how it ended and answers with further instructions. Default: the next verb is carried out.
        action: text = "action";
        /// How [`action`](Self::action) is requested. Default: POST.
        method: word(HttpMethod) = "method";
        /// How long it may ring, at most 600 s in whole seconds. Twilio may add 5 s. Default: 30 s.
        timeout: seconds(0..=600) = "timeout";
        /// Whether `*` ends the connection. Not with a conference. Default: false.
        hangup_on_star: flag = "hangupOnStar";
        /// How long the connection may last, at most 86,400 s in whole seconds. Default: 14,400 s.
        time_limit: seconds(0..=86_400) = "timeLimit";
        /// The number, client or SIP user that is shown. Default: the caller's.
        caller_id: text = "callerId";
        /// Whether and from when the connection is recorded. Default: not.
        record: word(DialRecord) = "record";
        /// Whether silence at both ends of the recording is cut. Default: [`Trim::DoNotTrim`].
        trim: word(Trim) = "trim";
        /// The URL that is told what becomes of the recording.
        recording_status_callback: text = "recordingStatusCallback";
        /// How [`recording_status_callback`](Self::recording_status_callback) is requested. Default: POST.
        recording_status_callback_method: word(HttpMethod) = "recordingStatusCallbackMethod";
        /// What [`recording_status_callback`](Self::recording_status_callback) is told. Default: completed.
        recording_status_callback_event: words(RecordingEvent) = "recordingStatusCallbackEvent";
        /// The identifier of a configuration of recordings. Default: none.
        recording_configuration_id: text = "recordingConfigurationId";
        /// Who is recorded. Default: both.
        recording_track: word(RecordingTrack) = "recordingTrack";
        /// Whether the caller hears ringing until someone answers, and the call is not answered before. Default: false.
        answer_on_bridge: flag = "answerOnBridge";
        /// The country whose ringing the caller hears: `us`, `us-old`, `gb`, `de` and others. Default: Twilio's choice.
        ring_tone: text = "ringTone";
        /// Whether the nouns are dialled one after the other. Default: false.
        sequential: flag = "sequential";
        /// The URL that is asked when the other side of a SIP call transfers it. Default: transfers are refused.
        refer_url: text = "referUrl";
        /// How [`refer_url`](Self::refer_url) is requested. Default: POST.
        refer_method: word(HttpMethod) = "referMethod";
        /// The events to which the dialled call subscribes, `call-progress-event`. Default: none.
        events: text = "events";
        /// Identity passports in Base64, with commas between them. Default: none.
        passports: text = "passports";
    },
    finish check_nouns
}

impl Dial {
    /// Dials a phone number in E.164, for example `+15005550006`.
    pub fn number(number: impl AsRef<str>) -> Self {
        let mut element = Element::with_capacity("Dial", 128);
        element.text(number.as_ref());
        Self(element)
    }

    /// Dials `noun`.
    pub fn new(noun: impl DialNoun) -> Self {
        Self(Element::with_capacity("Dial", 384)).push(noun)
    }

    /// Dials this one too.
    pub fn push(mut self, noun: impl DialNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

/// How many nouns may ring at once.
const MAX_NOUNS: usize = 10;

fn check_nouns(dial: &mut Element) {
    let content = dial.content();
    let alone = ["<Conference", "<Queue"];
    let crowded = dial.children() > 1 && alone.iter().any(|noun| content.contains(noun));
    let many = dial.children() > MAX_NOUNS && dial.escaped("sequential") != Some("true");
    if crowded || many {
        dial.refuse(TwimlError::DialNouns);
    }
}

open_enum! {
    /// Whether and from when a [`Dial`] is recorded.
    DialRecord {
        /// Not at all.
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
    /// What a callback about a dialled call tells.
    DialEvent {
        /// Twilio dials.
        Initiated = "initiated",
        /// It rings.
        Ringing = "ringing",
        /// Someone answered.
        Answered = "answered",
        /// It is over.
        Completed = "completed",
    }
}
