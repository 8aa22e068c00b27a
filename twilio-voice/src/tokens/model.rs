use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::Deserialize;

use crate::{AccountSid, wire};

/// Credentials for a while, and the servers that take them. What is `None` was not told, or could not be read.
///
/// `Debug` shows neither names nor passwords.
///
/// See [Twilio Docs/Token properties](https://www.twilio.com/docs/stun-turn/api#token-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// The account the token belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The name to sign in with.
    #[serde(default, deserialize_with = "wire::secret")]
    pub username: Option<SecretString>,
    /// The password to sign in with.
    #[serde(default, deserialize_with = "wire::secret")]
    pub password: Option<SecretString>,
    /// How long they are valid.
    #[serde(default, deserialize_with = "wire::seconds")]
    pub ttl: Option<Duration>,
    /// The servers, as a browser takes them in `RTCConfiguration.iceServers`.
    #[serde(default, deserialize_with = "wire::list")]
    pub ice_servers: Vec<IceServer>,
    /// When the token was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the token was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
}

/// A STUN or TURN server.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct IceServer {
    /// Where it is, as older browsers take it.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
    /// Where it is, such as `turn:global.turn.twilio.com:3478?transport=udp`.
    #[serde(default, deserialize_with = "wire::text")]
    pub urls: Option<String>,
    /// The name to sign in with. `None` if none is needed.
    #[serde(default, deserialize_with = "wire::secret")]
    pub username: Option<SecretString>,
    /// The password to sign in with. `None` if none is needed.
    #[serde(default, deserialize_with = "wire::secret")]
    pub credential: Option<SecretString>,
}
