//! What a call may be connected to besides streams and conversation relays.

use super::{ConnectNoun, RawElement, declare::element, element::Element, sealed::Node};
use crate::HttpMethod;

/// What may stand in a [`VirtualAgent`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<VirtualAgent>`")]
pub trait VirtualAgentNoun: Node {}

impl VirtualAgentNoun for RawElement {}

element! {
    /// An agent of Google Dialogflow.
    ///
    /// See [Twilio Docs/TwiML: VirtualAgent](https://www.twilio.com/docs/voice/twiml/connect/virtualagent).
    VirtualAgent, "VirtualAgent", in [ConnectNoun],
    attributes {
        /// The connector of Twilio's marketplace behind which the agent is.
        connector_name: text = "connectorName";
        /// The language of the conversation, for example `en-US`. Default: that of the agent.
        language: text = "language";
        /// Whether the mood of the other side is found out. Default: as the connector is configured.
        sentiment_analysis: flag = "sentimentAnalysis";
        /// The URL that is told what happens.
        status_callback: text = "statusCallback";
        /// How [`status_callback`](Self::status_callback) is requested. Default: POST.
        status_callback_method: word(HttpMethod) = "statusCallbackMethod";
    }
}

impl VirtualAgent {
    /// The agent behind the connector called `connector_name`.
    pub fn new(connector_name: impl AsRef<str>) -> Self {
        Self(Element::with_capacity("VirtualAgent", 192)).connector_name(connector_name)
    }

    /// Appends a [`Config`](super::Config) or a [`Parameter`](super::Parameter) that the agent gets.
    pub fn push(mut self, noun: impl VirtualAgentNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

element! {
    /// A session with an AI connector. Twilio has not documented it.
    ///
    /// See [Twilio Docs/TwiML: Connect](https://www.twilio.com/docs/voice/twiml/connect).
    AiSession, "AiSession", in [ConnectNoun],
    attributes {
        /// The connector.
        ai_connector: text = "aiConnector";
        /// The configuration of the session.
        ai_session_configuration: text = "aiSessionConfiguration";
    }
}

impl AiSession {
    /// A session.
    pub fn new() -> Self {
        Self(Element::new("AiSession"))
    }
}

impl Default for AiSession {
    fn default() -> Self {
        Self::new()
    }
}

element! {
    /// A session of a configured conversation relay. Twilio has not documented it.
    ///
    /// See [Twilio Docs/TwiML: Connect](https://www.twilio.com/docs/voice/twiml/connect).
    ConversationRelaySession, "ConversationRelaySession", in [ConnectNoun],
    attributes {
        /// The connector.
        connector: text = "connector";
        /// The configuration of the session.
        session_configuration: text = "sessionConfiguration";
    }
}

impl ConversationRelaySession {
    /// A session.
    pub fn new() -> Self {
        Self(Element::new("ConversationRelaySession"))
    }
}

impl Default for ConversationRelaySession {
    fn default() -> Self {
        Self::new()
    }
}

element! {
    /// A room of Twilio Video.
    ///
    /// See [Twilio Docs/TwiML: Connect](https://www.twilio.com/docs/voice/twiml/connect).
    Room, "Room", in [ConnectNoun],
    attributes {
        /// As whom the call is in the room. Default: a name that Twilio makes up.
        participant_identity: text = "participantIdentity";
    }
}

impl Room {
    /// The room called `name`.
    pub fn new(name: impl AsRef<str>) -> Self {
        let mut element = Element::new("Room");
        element.text(name.as_ref());
        Self(element)
    }
}

element! {
    /// An assistant of Autopilot, a product that Twilio has ended.
    ///
    /// See [Twilio Docs/TwiML: Connect](https://www.twilio.com/docs/voice/twiml/connect).
    Autopilot, "Autopilot", in [ConnectNoun]
}

impl Autopilot {
    /// The assistant called `name`.
    pub fn new(name: impl AsRef<str>) -> Self {
        let mut element = Element::new("Autopilot");
        element.text(name.as_ref());
        Self(element)
    }
}
