use super::{
    ConnectNoun, RawElement, TwimlError,
    element::{Element, element},
    sealed::Node,
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
    Stream, "Stream", in [ConnectNoun]
}

impl Stream {
    /// A stream to `url`, which begins with `wss://`.
    ///
    /// Twilio drops the query of this URL. A URL with a query therefore makes
    /// [`Response::check`](super::Response::check) fail; values go into [`Parameter`](super::Parameter)s.
    pub fn new(url: impl AsRef<str>) -> Self {
        let mut element = Element::with_capacity("Stream", 256);
        element.set("url", url.as_ref());
        if url.as_ref().contains('?') {
            element.refuse(TwimlError::StreamQuery);
        }
        Self(element)
    }

    /// A name by which the stream can be stopped. Unique in the call.
    pub fn name(mut self, name: impl AsRef<str>) -> Self {
        self.0.set("name", name.as_ref());
        self
    }

    /// Which audio is sent. Default, and the only choice under [`Connect`](super::Connect): what the other side says.
    pub fn track(mut self, track: StreamTrack) -> Self {
        self.0.set("track", track.as_str());
        self
    }

    /// The connector of Twilio's marketplace that takes the stream.
    pub fn connector_name(mut self, name: impl AsRef<str>) -> Self {
        self.0.set("connectorName", name.as_ref());
        self
    }

    /// The absolute URL that is told when the stream starts, stops or fails.
    pub fn status_callback(mut self, url: impl AsRef<str>) -> Self {
        self.0.set("statusCallback", url.as_ref());
        self
    }

    /// How [`status_callback`](Self::status_callback) is requested. Default: POST.
    pub fn status_callback_method(mut self, method: HttpMethod) -> Self {
        self.0.set("statusCallbackMethod", method.as_str());
        self
    }

    /// The encoding of the audio. Twilio has not documented the values.
    pub fn audio_format(mut self, format: impl AsRef<str>) -> Self {
        self.0.set("audioFormat", format.as_ref());
        self
    }

    /// The sample rate of the audio. Twilio has not documented the values.
    pub fn sample_rate(mut self, rate: impl AsRef<str>) -> Self {
        self.0.set("sampleRate", rate.as_ref());
        self
    }

    /// Appends a child, such as a [`Parameter`](super::Parameter), which arrives with the stream's `start` message.
    pub fn push(mut self, noun: impl StreamNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

open_enum! {
    /// Which audio of a call a stream carries.
    StreamTrack {
        /// What the other side says.
        Inbound = "inbound_track",
        /// What Twilio plays to the other side. Not under [`Connect`](super::Connect).
        Outbound = "outbound_track",
        /// Both, each on its own. Not under [`Connect`](super::Connect).
        Both = "both_tracks",
    }
}
