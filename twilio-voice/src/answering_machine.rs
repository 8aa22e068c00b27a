//! Answering-machine detection, as one value for everything that dials.

use std::{fmt, time::Duration};

use crate::{
    HttpMethod,
    calls::{CreateCall, MachineDetection},
    twiml,
};

/// How Twilio finds out whether a person or a machine answers.
///
/// One value for all that dials: [`CreateCall::answering_machine`], [`twiml::Number::answering_machine`],
/// [`twiml::Sip::answering_machine`] and participants of conferences. Ranges are checked where it is used.
///
/// With a [`status_callback`](Self::status_callback) the call goes on while Twilio listens, and the callback is told
/// who answered. Without one, a call waits for the decision before anything is said: seconds of silence. Participants,
/// `Number` and `Sip` never wait.
///
/// ```
/// use std::time::Duration;
/// use twilio_voice::{
///     AnsweringMachineDetection,
///     calls::{CreateCall, MachineDetection},
///     twiml::{Response, Say},
/// };
///
/// let detection = AnsweringMachineDetection::new(MachineDetection::DetectMessageEnd)
///     .timeout(Duration::from_secs(20))
///     .status_callback("https://example.com/answered-by");
/// let call = CreateCall::new("+15005550001", "+15005550006", Response::new().push(Say::new("Hello.")))
///     .answering_machine(&detection);
/// assert_eq!(call.async_amd, Some(true));
/// ```
///
/// See [Twilio Docs/Answering machine detection](https://www.twilio.com/docs/voice/answering-machine-detection).
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct AnsweringMachineDetection {
    /// Whether to wait for the end of a machine's greeting.
    pub mode: MachineDetection,
    /// How long to listen, in whole seconds from 3 s to 59 s. `None`: 30 s.
    pub timeout: Option<Duration>,
    /// Speech shorter than this is a person's, in milliseconds from 1 s to 6 s. `None`: 2.4 s.
    pub speech_threshold: Option<Duration>,
    /// The silence after which speech is over, in milliseconds from 0.5 s to 5 s. `None`: 1.2 s.
    pub speech_end_threshold: Option<Duration>,
    /// The silence at the beginning after which it is not known who answered, in milliseconds from 2 s to 10 s.
    /// `None`: 5 s.
    pub silence_timeout: Option<Duration>,
    /// The URL that is told who answered, while the call goes on.
    pub status_callback: Option<String>,
    /// How that URL is requested. `None`: POST.
    pub status_callback_method: Option<HttpMethod>,
}

impl AnsweringMachineDetection {
    /// Detection with Twilio's defaults.
    #[must_use]
    pub fn new(mode: MachineDetection) -> Self {
        Self {
            mode,
            timeout: None,
            speech_threshold: None,
            speech_end_threshold: None,
            silence_timeout: None,
            status_callback: None,
            status_callback_method: None,
        }
    }

    /// How long to listen, in whole seconds from 3 s to 59 s. Default: 30 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Speech shorter than this is a person's, in milliseconds from 1 s to 6 s. Default: 2.4 s.
    #[must_use]
    pub fn speech_threshold(mut self, threshold: Duration) -> Self {
        self.speech_threshold = Some(threshold);
        self
    }

    /// The silence after which speech is over, in milliseconds from 0.5 s to 5 s. Default: 1.2 s.
    #[must_use]
    pub fn speech_end_threshold(mut self, threshold: Duration) -> Self {
        self.speech_end_threshold = Some(threshold);
        self
    }

    /// The silence at the beginning after which it is not known who answered, in milliseconds from 2 s to 10 s.
    /// Default: 5 s.
    #[must_use]
    pub fn silence_timeout(mut self, timeout: Duration) -> Self {
        self.silence_timeout = Some(timeout);
        self
    }

    /// The URL that is told who answered, while the call goes on.
    #[must_use]
    pub fn status_callback(mut self, url: impl Into<String>) -> Self {
        self.status_callback = Some(url.into());
        self
    }

    /// How that URL is requested. Default: POST.
    #[must_use]
    pub fn status_callback_method(mut self, method: HttpMethod) -> Self {
        self.status_callback_method = Some(method);
        self
    }
}

impl fmt::Debug for AnsweringMachineDetection {
    /// Not the URL: it may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnsweringMachineDetection")
            .field("mode", &self.mode)
            .field("timeout", &self.timeout)
            .field("speech_threshold", &self.speech_threshold)
            .field("speech_end_threshold", &self.speech_end_threshold)
            .field("silence_timeout", &self.silence_timeout)
            .field("has_status_callback", &self.status_callback.is_some())
            .finish_non_exhaustive()
    }
}

impl CreateCall {
    /// Listens for an answering machine as `detection` says, in place of what was said before.
    ///
    /// With a callback the instructions run at once (`AsyncAmd`), else they wait for the decision. Twilio does not
    /// listen if there are [`send_digits`](Self::send_digits).
    #[must_use]
    pub fn answering_machine(mut self, detection: &AnsweringMachineDetection) -> Self {
        self.machine_detection = Some(detection.mode.clone());
        self.machine_detection_timeout = detection.timeout;
        self.machine_detection_speech_threshold = detection.speech_threshold;
        self.machine_detection_speech_end_threshold = detection.speech_end_threshold;
        self.machine_detection_silence_timeout = detection.silence_timeout;
        self.async_amd = detection.status_callback.is_some().then_some(true);
        self.async_amd_status_callback
            .clone_from(&detection.status_callback);
        self.async_amd_status_callback_method
            .clone_from(&detection.status_callback_method);
        self
    }
}

macro_rules! noun {
    ($noun:ident) => {
        impl twiml::$noun {
            /// Listens for an answering machine as `detection` says, while the call goes on.
            pub fn answering_machine(mut self, detection: &AnsweringMachineDetection) -> Self {
                self = self.machine_detection(detection.mode.as_str().into());
                if let Some(timeout) = detection.timeout {
                    self = self.machine_detection_timeout(timeout);
                }
                if let Some(threshold) = detection.speech_threshold {
                    self = self.machine_detection_speech_threshold(threshold);
                }
                if let Some(threshold) = detection.speech_end_threshold {
                    self = self.machine_detection_speech_end_threshold(threshold);
                }
                if let Some(timeout) = detection.silence_timeout {
                    self = self.machine_detection_silence_timeout(timeout);
                }
                if let Some(url) = &detection.status_callback {
                    self = self.amd_status_callback(url);
                }
                if let Some(method) = &detection.status_callback_method {
                    self = self.amd_status_callback_method(method.clone());
                }
                self
            }
        }
    };
}

noun!(Number);
noun!(Sip);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twiml::{Dial, Number, Response, Sip};

    fn full() -> AnsweringMachineDetection {
        AnsweringMachineDetection::new(MachineDetection::DetectMessageEnd)
            .timeout(Duration::from_secs(20))
            .speech_threshold(Duration::from_millis(2_000))
            .speech_end_threshold(Duration::from_millis(1_000))
            .silence_timeout(Duration::from_millis(4_000))
            .status_callback("https://example.com/amd")
            .status_callback_method(HttpMethod::Get)
    }

    fn call() -> CreateCall {
        CreateCall::new("+15005550001", "+15005550006", Response::new())
    }

    #[test]
    fn a_call_with_a_callback_does_not_wait() {
        let form = call().answering_machine(&full()).to_form().unwrap();
        let sent = form.split_once("MachineDetection=").unwrap().1;
        assert_eq!(
            sent,
            "DetectMessageEnd&MachineDetectionTimeout=20&MachineDetectionSpeechThreshold=2000\
             &MachineDetectionSpeechEndThreshold=1000&MachineDetectionSilenceTimeout=4000&AsyncAmd=true\
             &AsyncAmdStatusCallback=https%3A%2F%2Fexample.com%2Famd&AsyncAmdStatusCallbackMethod=GET"
        );
    }

    #[test]
    fn a_call_without_a_callback_waits_and_forgets_what_was_said_before() {
        let waiting = AnsweringMachineDetection::new(MachineDetection::Enable);
        let call = call()
            .answering_machine(&full())
            .answering_machine(&waiting);
        let form = call.to_form().unwrap();
        assert!(form.ends_with("MachineDetection=Enable"), "{form}");
    }

    #[test]
    fn nouns_listen_while_the_call_goes_on() {
        let attributes = "machineDetection=\"DetectMessageEnd\" machineDetectionTimeout=\"20\" \
             machineDetectionSpeechThreshold=\"2000\" machineDetectionSpeechEndThreshold=\"1000\" \
             machineDetectionSilenceTimeout=\"4000\" amdStatusCallback=\"https://example.com/amd\" \
             amdStatusCallbackMethod=\"GET\"";
        let dial = Dial::new(Number::new("+15005550001").answering_machine(&full()))
            .push(Sip::new("sip:ann@example.com").answering_machine(&full()));
        let xml = Response::new().push(dial).to_xml();
        assert_eq!(xml.matches(attributes).count(), 2, "{xml}");
        assert!(!xml.contains("async"), "{xml}");
    }

    #[test]
    fn debug_does_not_show_the_callback() {
        let shown = format!("{:?}", full());
        assert!(shown.contains("has_status_callback: true"), "{shown}");
        assert!(!shown.contains("example.com"), "{shown}");
    }

    #[test]
    fn ranges_are_checked_where_it_is_used() {
        let too_long = full().timeout(Duration::from_secs(60));
        assert!(call().answering_machine(&too_long).to_form().is_err());
        let number = Number::new("+15005550001").answering_machine(&too_long);
        let document = Response::new().push(Dial::new(number));
        assert!(document.check().is_err());
    }
}
