//! What is sent to Twilio.

use serde::Serialize;

/// A message to Twilio.
///
/// ```
/// use twilio_voice::relay::{Outbound, Text};
///
/// let message = Outbound::from(Text::new("Hello.").last(true));
/// let mut text = String::new();
/// message.write(&mut text)?;
/// assert_eq!(text, r#"{"type":"text","token":"Hello.","last":true}"#);
/// # Ok::<(), twilio_voice::relay::InvalidMessage>(())
/// ```
///
/// See [Twilio Docs/ConversationRelay: WebSocket messages](https://www.twilio.com/docs/voice/conversationrelay/websocket-messages).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Outbound {
    /// Speaks a text.
    Text(Text),
    /// Plays a file.
    Play(Play),
    /// Presses keys.
    SendDigits(SendDigits),
    /// Changes the language.
    Language(Language),
    /// Ends the session. The call goes on with the `action` of `<Connect>`.
    End(End),
}

/// Why a message is not sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidMessage {
    /// There are no digits, or others than `0` to `9`, `w` (a pause), `#` and `*`.
    #[error("digits are 0 to 9, w, # and *, and at least one")]
    Digits,
    /// The source of what is to be played is no URL with `https://` or `http://`.
    #[error("the source of what is played is no URL")]
    Source,
    /// No language is named.
    #[error("no language is named")]
    NoLanguage,
}

impl Outbound {
    /// Checks what Twilio would refuse.
    ///
    /// # Errors
    ///
    /// [`InvalidMessage`]. How long a text may be is not documented.
    pub fn check(&self) -> Result<(), InvalidMessage> {
        let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'w' | b'#' | b'*');
        match self {
            Self::SendDigits(SendDigits { digits })
                if digits.is_empty() || !digits.bytes().all(is_digit) =>
            {
                Err(InvalidMessage::Digits)
            }
            Self::Play(Play { source, .. })
                if !["https://", "http://"].iter().any(|scheme| {
                    source
                        .get(..scheme.len())
                        .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                        && source.len() > scheme.len()
                }) =>
            {
                Err(InvalidMessage::Source)
            }
            Self::Language(language)
                if [&language.tts_language, &language.transcription_language]
                    .iter()
                    .all(|code| code.as_ref().is_none_or(String::is_empty)) =>
            {
                Err(InvalidMessage::NoLanguage)
            }
            _ => Ok(()),
        }
    }

    /// Appends the message as Twilio takes it.
    ///
    /// # Errors
    ///
    /// [`InvalidMessage`]: nothing is appended.
    pub fn write(&self, out: &mut String) -> Result<(), InvalidMessage> {
        self.check()?;
        let text = serde_json::to_string(self).expect("texts, numbers and flags can be written");
        out.push_str(&text);
        Ok(())
    }
}

/// A text to be spoken, or a part of one. Parts are spoken as they come; the last says so.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Text {
    token: String,
    last: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interruptible: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preemptible: Option<bool>,
}

impl Text {
    /// A part of a text, with more to come. With the spaces that belong between it and the next.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            last: false,
            lang: None,
            interruptible: None,
            preemptible: None,
        }
    }

    /// Whether nothing more of the text comes. Default: false.
    #[must_use]
    pub fn last(mut self, last: bool) -> Self {
        self.last = last;
        self
    }

    /// The language it is in, for example `en-GB`. Default: that of the session.
    #[must_use]
    pub fn lang(mut self, lang: impl Into<String>) -> Self {
        self.lang = Some(lang.into());
        self
    }

    /// Whether the other side may break in. Default: as in the session.
    #[must_use]
    pub fn interruptible(mut self, interruptible: bool) -> Self {
        self.interruptible = Some(interruptible);
        self
    }

    /// Whether what we send next breaks it off. Default: as in the session.
    #[must_use]
    pub fn preemptible(mut self, preemptible: bool) -> Self {
        self.preemptible = Some(preemptible);
        self
    }
}

/// A file to be played.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Play {
    source: String,
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interruptible: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preemptible: Option<bool>,
}

impl Play {
    /// The file at this URL.
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            times: None,
            interruptible: None,
            preemptible: None,
        }
    }

    /// How often it is played. 0 means without an end. Default: once.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Whether the other side may break in. Default: as in the session.
    #[must_use]
    pub fn interruptible(mut self, interruptible: bool) -> Self {
        self.interruptible = Some(interruptible);
        self
    }

    /// Whether what we send next breaks it off. Default: as in the session.
    #[must_use]
    pub fn preemptible(mut self, preemptible: bool) -> Self {
        self.preemptible = Some(preemptible);
        self
    }
}

/// Keys to be pressed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct SendDigits {
    digits: String,
}

impl SendDigits {
    /// These keys: `0` to `9`, `#` and `*`, and `w` for a pause.
    #[must_use]
    pub fn new(digits: impl Into<String>) -> Self {
        Self {
            digits: digits.into(),
        }
    }
}

/// Another language from now on.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Language {
    #[serde(skip_serializing_if = "Option::is_none")]
    tts_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transcription_language: Option<String>,
}

impl Language {
    /// No language yet: name at least one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The language that is spoken, for example `es-MX`. Default: it stays.
    #[must_use]
    pub fn tts(mut self, code: impl Into<String>) -> Self {
        self.tts_language = Some(code.into());
        self
    }

    /// The language that is understood. Default: it stays.
    #[must_use]
    pub fn transcription(mut self, code: impl Into<String>) -> Self {
        self.transcription_language = Some(code.into());
        self
    }
}

/// The end of the session.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct End {
    #[serde(skip_serializing_if = "Option::is_none")]
    handoff_data: Option<String>,
}

impl End {
    /// An end with nothing to pass on.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What the `action` of `<Connect>` gets as `HandoffData`; by convention JSON.
    #[must_use]
    pub fn handoff_data(mut self, data: impl Into<String>) -> Self {
        self.handoff_data = Some(data.into());
        self
    }
}

macro_rules! from {
    ($($name:ident)+) => {$(
        impl From<$name> for Outbound {
            fn from(message: $name) -> Self {
                Self::$name(message)
            }
        }
    )+};
}

from! { Text Play SendDigits Language End }
