use super::{
    ApplicationNoun, ClientNoun, ConversationRelayNoun, HangupNoun, PayNoun, RejectNoun,
    SiprecNoun, StreamNoun, TranscriptionNoun, TwimlError, VirtualAgentNoun, declare::element,
    element::Element,
};

element! {
    /// A name and a value that are passed on, for example to the websocket of a [`Stream`](super::Stream).
    ///
    /// See [Twilio Docs/TwiML: Stream, custom parameters](https://www.twilio.com/docs/voice/twiml/stream#custom-parameters).
    Parameter, "Parameter", in [
        ApplicationNoun, ClientNoun, ConversationRelayNoun, HangupNoun, PayNoun, RejectNoun, SiprecNoun, StreamNoun,
        TranscriptionNoun, VirtualAgentNoun,
    ]
}

impl Parameter {
    /// A parameter. In a stream, name and value together have at most 500 characters.
    pub fn new(name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let mut element = Element::new("Parameter");
        element.set("name", name.as_ref());
        element.set("value", value.as_ref());
        Self(element)
    }
}

/// How many characters name and value of a parameter of a stream have together at most.
const MAX_CHARACTERS: usize = 500;

/// Tells if a parameter of a stream is longer than Twilio passes on.
pub(super) fn check_length(element: &mut Element) {
    // As it is written it is never shorter.
    if element.name() != "Parameter" || element.len() <= MAX_CHARACTERS {
        return;
    }
    let length = |name| element.escaped(name).map_or(0, characters);
    if length("name") + length("value") > MAX_CHARACTERS {
        element.refuse(TwimlError::ParameterTooLong {
            limit: MAX_CHARACTERS,
        });
    }
}

/// How many characters an escaped text stands for.
fn characters(escaped: &str) -> usize {
    let mut escape = false;
    let counts = |character| {
        let counts = !escape;
        escape = match character {
            '&' => true,
            ';' => false,
            _ => escape,
        };
        counts
    };
    escaped.chars().map(counts).filter(|counts| *counts).count()
}

element! {
    /// A setting of the engine of a [`Transcription`](super::Transcription) or of a [`VirtualAgent`](super::VirtualAgent).
    ///
    /// See [Twilio Docs/TwiML: VirtualAgent](https://www.twilio.com/docs/voice/twiml/connect/virtualagent).
    Config, "Config", in [TranscriptionNoun, VirtualAgentNoun]
}

impl Config {
    /// A setting.
    pub fn new(name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let mut element = Element::new("Config");
        element.set("name", name.as_ref());
        element.set("value", value.as_ref());
        Self(element)
    }
}
