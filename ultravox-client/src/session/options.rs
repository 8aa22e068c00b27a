//! How a session behaves.

use std::time::Duration;

use url::Url;

use super::{Pacing, Rates, SessionError, Tools};
use crate::calls::JoinUrl;

/// How a session behaves. The defaults suit a call of any rate.
///
/// ```
/// use ultravox_client::{calls::ServerWebSocketMedium, session::SessionOptions};
///
/// let medium = ServerWebSocketMedium::new(16_000).client_buffer_size_ms(30_000);
/// let options = SessionOptions::new().rates(&medium).client_version("pizza/1.2");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct SessionOptions {
    pub(super) rates: Option<Rates>,
    client_version: Option<String>,
    api_version: u32,
    additional_messages: Vec<String>,
    pub(super) connect_timeout: Duration,
    pub(super) max_message_size: usize,
    pub(super) outgoing_audio: Duration,
    pub(super) outgoing_messages: usize,
    pub(super) incoming_audio: Duration,
    pub(super) incoming_events: usize,
    pub(super) ping_interval: Option<Duration>,
    pub(super) ping_timeout: Duration,
    pub(super) close_timeout: Duration,
    pub(super) strict: bool,
    pub(super) pacing: Option<Pacing>,
    pub(super) tools: Option<Tools>,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self {
            rates: None,
            client_version: None,
            api_version: 1,
            additional_messages: Vec::new(),
            connect_timeout: Duration::from_secs(10),
            max_message_size: 1 << 20,
            outgoing_audio: Duration::from_secs(1),
            outgoing_messages: 256,
            incoming_audio: Duration::from_secs(60),
            incoming_events: 4096,
            ping_interval: Some(Duration::from_secs(10)),
            ping_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(2),
            strict: false,
            pacing: None,
            tools: None,
        }
    }
}

impl SessionOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The sample rates of the call, given or taken from its medium. They turn the bounds below into samples; without
    /// them the bounds are counted at 48,000 Hz.
    pub fn rates(mut self, rates: impl Into<Rates>) -> Self {
        self.rates = Some(rates.into());
        self
    }

    /// Name and version of the program, shown as `client_version` of the call after ours.
    pub fn client_version(mut self, version: impl Into<String>) -> Self {
        self.client_version = Some(version.into());
        self
    }

    /// Version of the messages; 1 by default, and the only one there is.
    pub fn api_version(mut self, version: u32) -> Self {
        self.api_version = version;
        self
    }

    /// Messages to be sent that are not by default, such as `debug`. The flags of the call's medium are the better way:
    /// [`EnabledDataMessages`](crate::calls::EnabledDataMessages).
    pub fn additional_messages<T: Into<String>>(
        mut self,
        messages: impl IntoIterator<Item = T>,
    ) -> Self {
        self.additional_messages = messages.into_iter().map(Into::into).collect();
        self
    }

    /// How long connecting may take, TLS and handshake included; 10 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The largest message that is accepted, in bytes; 1 MiB by default. A larger one ends the session.
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.max_message_size = bytes;
        self
    }

    /// How much audio may wait for the websocket to take it; 1 s by default.
    pub fn outgoing_audio(mut self, most: Duration) -> Self {
        self.outgoing_audio = most;
        self
    }

    /// Sends audio at the pace at which it is heard, and silence while there is none. By default audio is sent as it is
    /// given, and nothing in between: see [the module](super#sending-audio) for which of the two to use.
    ///
    /// Set the [`rates`](Self::rates) too: the pace follows from them, and without them it is refused.
    ///
    /// With it `send_audio` waits, and `try_send_audio` drops what does not fit, when the
    /// [capacity](Pacing::capacity) is used up.
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.pacing = Some(pacing);
        self
    }

    /// How many messages may wait to be sent; 256 by default.
    pub fn outgoing_messages(mut self, most: usize) -> Self {
        self.outgoing_messages = most;
        self
    }

    /// How much audio may wait to be taken out; 60 s by default, more than Ultravox sends ahead. What is older is
    /// dropped and counted.
    pub fn incoming_audio(mut self, most: Duration) -> Self {
        self.incoming_audio = most;
        self
    }

    /// How many events other than audio may wait to be taken out; 4096 by default. None is ever dropped: while so many
    /// wait, nothing is read from the socket.
    pub fn incoming_events(mut self, most: usize) -> Self {
        self.incoming_events = most;
        self
    }

    /// After how much silence of the other side it is asked for a sign of life; 10 s by default. `None` never asks, and
    /// a connection that is dead without saying so is not noticed.
    pub fn ping_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.ping_interval = interval.into();
        self
    }

    /// How long it may take to give one; 10 s by default. Then the session ends as
    /// [`Silent`](SessionError::Silent).
    pub fn ping_timeout(mut self, timeout: Duration) -> Self {
        self.ping_timeout = timeout;
        self
    }

    /// How long the other side may take to close when we do; 2 s by default.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.close_timeout = timeout;
        self
    }

    /// Whether a message that cannot be read ends the session, as [`Malformed`](SessionError::Malformed). By default it
    /// is an event.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Runs the client tools of the call. Without, each use of a tool is an event, to be answered by hand.
    pub fn tools(mut self, tools: Tools) -> Self {
        self.tools = Some(tools);
        self
    }

    /// The address to connect to: the join URL with our parameters after its own. For programs with a websocket of their
    /// own; [`Session::connect_with`](crate::session) does it too.
    ///
    /// # Errors
    ///
    /// [`SessionError::InvalidRequest`] if it is no URL of a websocket, or an option cannot be.
    pub fn address(&self, url: &JoinUrl) -> Result<JoinUrl, SessionError> {
        self.validate()?;
        let url = self.url(url)?;
        Ok(JoinUrl::from(String::from(url)))
    }

    pub(super) fn url(&self, url: &JoinUrl) -> Result<Url, SessionError> {
        let bad = || SessionError::invalid("join_url", "must be a URL with ws or wss");
        let mut url = Url::parse(url.expose()).map_err(|_| bad())?;
        if !matches!(url.scheme(), "ws" | "wss") || url.host().is_none() {
            return Err(bad());
        }
        let mut version = concat!("rust_", env!("CARGO_PKG_VERSION")).to_owned();
        if let Some(app) = &self.client_version {
            version.push(':');
            version.push_str(app);
        }
        let parameters = [
            ("clientVersion", version),
            ("apiVersion", self.api_version.to_string()),
            ("additionalMessages", self.additional_messages.join(",")),
        ];
        for (name, value) in parameters {
            let given = url.query_pairs().any(|(key, _)| key == name);
            if !given && !value.is_empty() {
                url.query_pairs_mut().append_pair(name, &value);
            }
        }
        url.set_fragment(None);
        Ok(url)
    }

    pub(super) fn validate(&self) -> Result<(), SessionError> {
        let invalid = |field, problem| Err(SessionError::invalid(field, problem));
        if let Some(rates) = self.rates
            && (rates.input.as_hz() == 0 || rates.output.as_hz() == 0)
        {
            return invalid("rates", "must be greater than zero");
        }
        if self.rates.is_none() && self.pacing.is_some() {
            return invalid("rates", "must be given with pacing");
        }
        for (field, value) in [
            ("max_message_size", self.max_message_size),
            ("outgoing_messages", self.outgoing_messages),
            ("incoming_events", self.incoming_events),
        ] {
            if value == 0 {
                return invalid(field, "must be greater than zero");
            }
        }
        for (field, value) in [
            ("connect_timeout", self.connect_timeout),
            ("outgoing_audio", self.outgoing_audio),
            ("incoming_audio", self.incoming_audio),
            ("ping_interval", self.ping_interval.unwrap_or(Duration::MAX)),
            ("ping_timeout", self.ping_timeout),
        ] {
            if value.is_zero() {
                return invalid(field, "must be longer than zero");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::SampleRate;

    fn address(options: &SessionOptions, url: &str) -> String {
        options.address(&url.into()).unwrap().expose().to_owned()
    }

    #[test]
    fn parameters_are_added_and_those_of_the_url_stay() {
        let ours = concat!("clientVersion=rust_", env!("CARGO_PKG_VERSION"));
        assert_eq!(
            address(&SessionOptions::new(), "wss://example.com/calls/1"),
            format!("wss://example.com/calls/1?{ours}&apiVersion=1")
        );
        let options = SessionOptions::new()
            .client_version("a b")
            .additional_messages(["debug", "call_event"]);
        assert_eq!(
            address(&options, "ws://127.0.0.1:80/x?token=%7E&apiVersion=2#y"),
            format!(
                "ws://127.0.0.1/x?token=%7E&apiVersion=2&{ours}%3Aa+b&additionalMessages=debug%2Ccall_event"
            )
        );
    }

    #[test]
    fn what_is_wrong_is_named_and_not_shown() {
        for url in ["", "calls/secret", "https://example.com/secret", "ws://"] {
            let error = SessionOptions::new().address(&url.into()).unwrap_err();
            assert_eq!(
                error.to_string(),
                "invalid request: join_url: must be a URL with ws or wss"
            );
        }
        for (options, field) in [
            (SessionOptions::new().rates(SampleRate::hz(0)), "rates"),
            (SessionOptions::new().pacing(Pacing::new()), "rates"),
            (SessionOptions::new().incoming_events(0), "incoming_events"),
            (
                SessionOptions::new().ping_interval(Duration::ZERO),
                "ping_interval",
            ),
            (
                SessionOptions::new().outgoing_audio(Duration::ZERO),
                "outgoing_audio",
            ),
        ] {
            let error = options.address(&"ws://example.com".into()).unwrap_err();
            assert!(error.to_string().contains(field), "{error}");
        }
    }
}
