use super::{RecordingEvent, ResponseVerb, Trim, declare::element, element::Element};
use crate::HttpMethod;

element! {
    /// Records what the other side says, and then sends it to a URL.
    ///
    /// See [Twilio Docs/TwiML: Record](https://www.twilio.com/docs/voice/twiml/record).
    Record, "Record", in [ResponseVerb],
    attributes {
        /// The URL that is told when the recording is over and answers with further instructions. Default: that of this
        /// document.
        action: text = "action";
        /// How [`action`](Self::action) is requested. Default: POST.
        method: word(HttpMethod) = "method";
        /// How long a silence ends the recording, in whole seconds. Default: 5 s.
        timeout: seconds = "timeout";
        /// The keys that end the recording, of `0-9 * #`. Empty: none does. Default: all.
        finish_on_key: keys("0123456789*#", usize::MAX) = "finishOnKey";
        /// How long the recording may be, 1 s to 14,400 s in whole seconds. Default: 3,600 s.
        max_length: seconds(1..=14_400) = "maxLength";
        /// Whether a tone is played before. Default: true.
        play_beep: flag = "playBeep";
        /// Whether silence at both ends is cut. Default: [`Trim::Silence`].
        trim: word(Trim) = "trim";
        /// The URL that is told when the recording is there.
        recording_status_callback: text = "recordingStatusCallback";
        /// How [`recording_status_callback`](Self::recording_status_callback) is requested. Default: POST.
        recording_status_callback_method: word(HttpMethod) = "recordingStatusCallbackMethod";
        /// What [`recording_status_callback`](Self::recording_status_callback) is told. Default: completed.
        recording_status_callback_event: words(RecordingEvent) = "recordingStatusCallbackEvent";
        /// Whether the recording is put into writing, if it has 2 s to 120 s. Default: false.
        transcribe: flag = "transcribe";
        /// The URL that gets the writing. Setting it transcribes.
        transcribe_callback: text = "transcribeCallback";
        /// The identifier of a configuration of recordings. Default: none.
        recording_configuration_id: text = "recordingConfigurationId";
    }
}

impl Record {
    /// Records until a key, a silence of 5 s or an hour.
    pub fn new() -> Self {
        Self(Element::with_capacity("Record", 256))
    }
}

impl Default for Record {
    fn default() -> Self {
        Self::new()
    }
}
