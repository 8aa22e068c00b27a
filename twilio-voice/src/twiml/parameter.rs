use super::{
    HangupNoun, StreamNoun,
    element::{Element, element},
};

element! {
    /// A name and a value that are passed on, for example to the websocket of a [`Stream`](super::Stream).
    ///
    /// See [Twilio Docs/TwiML: Stream, custom parameters](https://www.twilio.com/docs/voice/twiml/stream#custom-parameters).
    Parameter, "Parameter", in [StreamNoun, HangupNoun]
}

impl Parameter {
    /// A parameter. For a stream, name and value together may have 500 characters.
    pub fn new(name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let mut element = Element::new("Parameter");
        element.set("name", name.as_ref());
        element.set("value", value.as_ref());
        Self(element)
    }
}
