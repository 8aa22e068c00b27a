//! Proof that a stream was asked for by us.

mod error;
mod text;

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

pub use self::error::TokenError;
use self::text::{Subject, Text};
use super::Start;
use crate::{CallSid, twiml::Parameter};

/// How many bytes a key has at least.
const MIN_KEY_LEN: usize = 16;

/// A year: so long that it makes no difference, and so short that every clock can tell it.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3_600);

/// How many bytes a subject has at most: the token must fit in a parameter.
const MAX_SUBJECT_LEN: usize = 200;

/// Signs tokens for the TwiML of a stream, and checks them when the stream begins.
///
/// Who knows the address of a websocket can connect to it, and talk there at our cost. The handshake is signed by Twilio
/// ([`SignatureValidator`](crate::webhook::SignatureValidator)); a token says more: that *our* TwiML asked for *this* stream,
/// a short time ago. Twilio drops the query of the URL, so it travels as a [`Parameter`], and arrives with
/// [`Start::custom_parameters`].
///
/// ```
/// use std::time::SystemTime;
/// use twilio_voice::{media::StreamTokens, twiml::{Connect, Response, Stream}};
///
/// let tokens = StreamTokens::new(b"32 random bytes of a secret store")?;
/// # let call_sid = "CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
/// let stream = Stream::new("wss://example.com/media")
///     .push(tokens.parameter(&call_sid, SystemTime::now()));
/// let document = Response::new().push(Connect::new(stream));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The signature is HMAC with SHA-256 over all of the token: subject, time of issue and of expiry, and a number that no other
/// token has. The subject can be read by who sees the token; it is no place for a secret.
///
/// # Replay
///
/// A token is good for every stream of its call until it expires. If that is too much, remember the [id](VerifiedToken::id)
/// of each token that was good until [`forget_at`](VerifiedToken::forget_at), and refuse a second one. Where several
/// processes take streams, they must share that memory.
#[derive(Clone)]
pub struct StreamTokens {
    /// The first signs.
    keys: Vec<Hmac<Sha256>>,
    lifetime: Duration,
    clock_skew: Duration,
}

impl StreamTokens {
    /// The name of the parameter.
    pub const PARAMETER: &'static str = "token";

    /// Signs and checks with this key: random bytes, of which the auth token is none. 32 are usual.
    ///
    /// # Errors
    ///
    /// [`TokenError::KeyTooShort`] if there are less than 16.
    pub fn new(key: impl AsRef<[u8]>) -> Result<Self, TokenError> {
        Ok(Self {
            keys: vec![keyed(key.as_ref())?],
            lifetime: Duration::from_secs(60),
            clock_skew: Duration::from_secs(5),
        })
    }

    /// Takes tokens that were signed with this key too, while one key replaces another.
    ///
    /// # Errors
    ///
    /// [`TokenError::KeyTooShort`] if it has less than 16 bytes.
    pub fn also_accept(mut self, key: impl AsRef<[u8]>) -> Result<Self, TokenError> {
        self.keys.push(keyed(key.as_ref())?);
        Ok(self)
    }

    /// How long tokens are good, in whole seconds. Default: one minute. At most a year; more is taken as that.
    ///
    /// The time begins when the TwiML is written and ends when the stream begins. For TwiML that is sent when a call is placed,
    /// the ringing lies between.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime.min(LONGEST);
        self
    }

    /// How far the clocks of signing and checking machines may differ, in whole seconds. Default: 5 s. At most a year; more is
    /// taken as that.
    #[must_use]
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.clock_skew = skew.min(LONGEST);
        self
    }

    /// A token for the streams of one call. Of about 150 characters, all of them letters, digits, `-`, `_` and `.`.
    #[must_use]
    pub fn sign(&self, call: &CallSid, now: SystemTime) -> String {
        self.sign_text(Subject::Call(call.as_str()), now)
    }

    /// A token for whatever the subject stands for, such as the id of our own record: for TwiML that is written before the
    /// call has a SID.
    ///
    /// # Errors
    ///
    /// [`TokenError::SubjectTooLong`] if it has more than 200 bytes.
    pub fn sign_subject(&self, subject: &str, now: SystemTime) -> Result<String, TokenError> {
        if subject.len() > MAX_SUBJECT_LEN {
            return Err(TokenError::SubjectTooLong {
                limit: MAX_SUBJECT_LEN,
            });
        }
        Ok(self.sign_text(Subject::Text(subject), now))
    }

    /// [Signs](Self::sign) a token and puts it in a parameter, to be pushed into a [`Stream`](crate::twiml::Stream) or a
    /// [`ConversationRelay`](crate::twiml::ConversationRelay).
    pub fn parameter(&self, call: &CallSid, now: SystemTime) -> Parameter {
        Parameter::new(Self::PARAMETER, self.sign(call, now))
    }

    /// [Signs](Self::sign_subject) a token and puts it in a parameter.
    ///
    /// # Errors
    ///
    /// [`TokenError::SubjectTooLong`] if the subject has more than 200 bytes.
    pub fn subject_parameter(
        &self,
        subject: &str,
        now: SystemTime,
    ) -> Result<Parameter, TokenError> {
        let token = self.sign_subject(subject, now)?;
        Ok(Parameter::new(Self::PARAMETER, token))
    }

    /// Checks the token that a stream began with: it must be for this very call.
    ///
    /// # Errors
    ///
    /// [`TokenError`]: close the websocket and do nothing else.
    pub fn check(&self, start: &Start, now: SystemTime) -> Result<VerifiedToken, TokenError> {
        let token = start.custom_parameters.get(Self::PARAMETER);
        self.verify(token.map_or("", String::as_str), &start.call_sid, now)
    }

    /// Checks the token that a stream began with. It must be for a subject: compare [`VerifiedToken::subject`] with
    /// what is expected, or look up with it what the stream is for.
    ///
    /// # Errors
    ///
    /// [`TokenError`]: close the websocket and do nothing else.
    pub fn check_subject(
        &self,
        start: &Start,
        now: SystemTime,
    ) -> Result<VerifiedToken, TokenError> {
        let token = start.custom_parameters.get(Self::PARAMETER);
        self.verify_subject(token.map_or("", String::as_str), now)
    }

    /// Checks the token that a session of ConversationRelay began with: it must be for this very call.
    ///
    /// # Errors
    ///
    /// [`TokenError`]: close the websocket and do nothing else.
    #[cfg(feature = "relay")]
    pub fn check_setup(
        &self,
        setup: &crate::relay::Setup,
        now: SystemTime,
    ) -> Result<VerifiedToken, TokenError> {
        let token = setup.custom_parameters.get(Self::PARAMETER);
        self.verify(token.map_or("", String::as_str), &setup.call_sid, now)
    }

    /// Checks a token, wherever it stood: it must be for this very call.
    ///
    /// # Errors
    ///
    /// [`TokenError`]: close the websocket and do nothing else.
    pub fn verify(
        &self,
        token: &str,
        call: &CallSid,
        now: SystemTime,
    ) -> Result<VerifiedToken, TokenError> {
        match self.verify_text(token, now)? {
            (Subject::Call(of), verified) if of == call.as_str() => Ok(verified),
            _ => Err(TokenError::OtherSubject),
        }
    }

    /// Checks a token, wherever it stood. It must be for a subject, see [`check_subject`](Self::check_subject).
    ///
    /// # Errors
    ///
    /// [`TokenError`]: close the websocket and do nothing else.
    pub fn verify_subject(
        &self,
        token: &str,
        now: SystemTime,
    ) -> Result<VerifiedToken, TokenError> {
        match self.verify_text(token, now)? {
            (Subject::Text(subject), verified) => Ok(VerifiedToken {
                subject: Some(subject.to_owned()),
                ..verified
            }),
            (Subject::Call(_), _) => Err(TokenError::OtherSubject),
        }
    }

    fn sign_text(&self, subject: Subject<&str>, now: SystemTime) -> String {
        let issued = seconds(now);
        let expires = issued.saturating_add(self.lifetime.as_secs());
        text::write(issued, expires, fastrand::u64(..), subject, &self.keys[0])
    }

    fn verify_text(
        &self,
        token: &str,
        now: SystemTime,
    ) -> Result<(Subject<String>, VerifiedToken), TokenError> {
        if token.is_empty() {
            return Err(TokenError::Missing);
        }
        let Text {
            issued,
            expires,
            id,
            subject,
        } = text::read(token, &self.keys)?;
        let (now, skew) = (seconds(now), self.clock_skew.as_secs());
        if issued > now.saturating_add(skew) {
            return Err(TokenError::NotYetGood);
        }
        if now >= expires.saturating_add(skew) {
            return Err(TokenError::Expired);
        }
        let forget_at = Duration::from_secs(expires.saturating_add(skew));
        let verified = VerifiedToken {
            id: id.to_owned(),
            subject: None,
            // A time the clock cannot tell does not come.
            forget_at: SystemTime::UNIX_EPOCH
                .checked_add(forget_at)
                .ok_or(TokenError::Malformed)?,
        };
        Ok((subject, verified))
    }
}

/// Shows no key.
impl fmt::Debug for StreamTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamTokens")
            .field("lifetime", &self.lifetime)
            .field("clock_skew", &self.clock_skew)
            .finish_non_exhaustive()
    }
}

/// A token that is good.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VerifiedToken {
    id: String,
    subject: Option<String>,
    forget_at: SystemTime,
}

impl VerifiedToken {
    /// What no other token has: see [`StreamTokens`] on replay.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the token is for. `None` if it is for a call.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// When the token is not taken any more, and its id need not be remembered.
    #[must_use]
    pub fn forget_at(&self) -> SystemTime {
        self.forget_at
    }
}

fn keyed(key: &[u8]) -> Result<Hmac<Sha256>, TokenError> {
    if key.len() < MIN_KEY_LEN {
        return Err(TokenError::KeyTooShort { least: MIN_KEY_LEN });
    }
    Ok(Hmac::new_from_slice(key).expect("HMAC takes keys of any length"))
}

/// Since 1970. A clock before that is as good as one that stands there.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
