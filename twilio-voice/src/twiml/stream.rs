use super::{
    ConnectNoun, RawElement, StartNoun, StopNoun, TwimlError, declare::element, element::Element,
    parameter::check_length, sealed::Node,
};
use crate::{HttpMethod, wire::open_enum};

/// What may stand in a [`Stream`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Stream>`")]
pub trait StreamNoun: Node {}

impl StreamNoun for RawElement {}

element! {
    /// Sends the call's audio to a websocket, and under [`Connect`](super::Connect) plays what comes back.
    ///
    /// See [Twilio Docs/TwiML: Stream](https://www.twilio.com/docs/voice/twiml/stream).
    Stream, "Stream", in [ConnectNoun, StartNoun, StopNoun],
    attributes {
        /// A name by which the stream can be stopped. Unique in the call.
        name: text = "name";
        /// Which audio is sent. Default, and the only choice under [`Connect`](super::Connect): what the other side says.
        track: word(StreamTrack) = "track";
        /// The connector of Twilio's marketplace that takes the stream.
        connector_name: text = "connectorName";
        /// The absolute URL that is told when the stream starts, stops or fails.
        status_callback: text = "statusCallback";
        /// How [`status_callback`](Self::status_callback) is requested. Default: POST.
        status_callback_method: word(HttpMethod) = "statusCallbackMethod";
        /// The encoding of the audio. Twilio has not documented the values.
        audio_format: text = "audioFormat";
        /// The sample rate of the audio. Twilio has not documented the values.
        sample_rate: text = "sampleRate";
    }
}

impl Stream {
    /// A stream to `url`, which begins with `wss://`.
    ///
    /// Twilio drops the query of this URL. A URL with a query therefore makes
    /// [`Response::check`](super::Response::check) fail; values go into [`Parameter`](super::Parameter)s.
    pub fn new(url: impl AsRef<str>) -> Self {
        let mut element = Element::with_capacity("Stream", 512);
        element.set("url", url.as_ref());
        if url.as_ref().contains('?') {
            element.refuse(TwimlError::StreamQuery);
        }
        Self(element)
    }

    /// The stream that was started under this name, to [stop](super::Stop) it.
    pub fn named(name: impl AsRef<str>) -> Self {
        Self(Element::with_capacity("Stream", 64)).name(name)
    }

    /// Appends a child, such as a [`Parameter`](super::Parameter), which arrives with the stream's `start` message.
    pub fn push(mut self, noun: impl StreamNoun) -> Self {
        let mut noun = noun.into_element();
        check_length(&mut noun);
        self.0.push(&noun);
        self
    }
}

open_enum! {
    /// Which audio of a call is taken.
    StreamTrack {
        /// What the other side says.
        Inbound = "inbound_track",
        /// What Twilio plays to the other side. Not for a stream under [`Connect`](super::Connect).
        Outbound = "outbound_track",
        /// Both, each on its own. Not for a stream under [`Connect`](super::Connect).
        Both = "both_tracks",
    }
}
