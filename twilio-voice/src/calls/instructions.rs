use std::fmt;

use crate::{ApplicationSid, HttpMethod, form::Form, twiml};

/// The longest document in characters that can be sent with a request.
const MAX_TWIML: usize = 4_000;

/// What Twilio shall do with a call when it is answered.
///
/// `Debug` shows only the kind: documents and addresses may hold secrets.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub enum Instructions {
    /// This document, of at most 4,000 characters. URLs in it must be absolute.
    Twiml(twiml::Response),
    /// This document as text, which is not checked but for its length.
    TwimlText(String),
    /// The document at an absolute URL, requested when the call is answered.
    Url {
        /// The URL.
        url: String,
        /// How it is requested. Default: POST.
        method: Option<HttpMethod>,
    },
    /// Those of an application. The call has no fallback and no status callback of its own then: Twilio uses the
    /// application's.
    Application(ApplicationSid),
}

impl Instructions {
    /// The document at `url`, requested with POST.
    pub fn url(url: impl Into<String>) -> Self {
        Self::Url {
            url: url.into(),
            method: None,
        }
    }

    /// A document as text.
    pub fn twiml_text(xml: impl Into<String>) -> Self {
        Self::TwimlText(xml.into())
    }

    pub(super) fn write(&self, form: &mut Form) {
        match self {
            Self::Twiml(document) => {
                if let Err(problem) = document.check() {
                    form.refuse("Twiml", problem);
                }
                form.short_text("Twiml", Some(document.to_xml()), MAX_TWIML);
            }
            Self::TwimlText(xml) => {
                if xml.trim().is_empty() {
                    form.refuse("Twiml", "must not be empty");
                }
                form.short_text("Twiml", Some(xml), MAX_TWIML);
            }
            Self::Url { url, method } => {
                form.url("Url", Some(url));
                form.text("Method", method.as_ref().map(HttpMethod::as_str));
            }
            Self::Application(sid) => form.push("ApplicationSid", sid.as_str()),
        }
    }
}

impl fmt::Debug for Instructions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twiml(_) => f.write_str("Twiml(..)"),
            Self::TwimlText(_) => f.write_str("TwimlText(..)"),
            Self::Url { .. } => f.write_str("Url { .. }"),
            Self::Application(sid) => f.debug_tuple("Application").field(sid).finish(),
        }
    }
}

impl From<twiml::Response> for Instructions {
    fn from(document: twiml::Response) -> Self {
        Self::Twiml(document)
    }
}

impl From<ApplicationSid> for Instructions {
    fn from(sid: ApplicationSid) -> Self {
        Self::Application(sid)
    }
}
