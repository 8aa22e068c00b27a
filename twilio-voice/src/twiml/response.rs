use std::fmt;

use super::{TwimlError, element::Element, sealed::Node};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// What may stand in a [`Response`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a verb: it cannot stand in a `<Response>`"
)]
pub trait ResponseVerb: Node {}

/// A TwiML document: verbs, carried out one after the other.
///
/// When the last verb is done, Twilio hangs up.
///
/// See [Twilio Docs/TwiML](https://www.twilio.com/docs/voice/twiml).
#[derive(Clone, Eq, PartialEq)]
#[must_use]
pub struct Response(Element);

impl Response {
    /// The greatest length of a document in bytes.
    pub const MAX_BYTES: usize = 64 * 1024;

    /// An empty document, which hangs up.
    pub fn new() -> Self {
        Self(Element::with_capacity("Response", 1_024))
    }

    /// Appends a verb.
    pub fn push(mut self, verb: impl ResponseVerb) -> Self {
        self.0.push(&verb.into_element());
        self
    }

    /// The document as XML, to be sent to Twilio with the content type `text/xml`.
    ///
    /// This never fails; see the [module](super) for characters that XML cannot carry. The text may contain secrets.
    #[must_use]
    pub fn to_xml(&self) -> String {
        let mut xml = String::with_capacity(DECLARATION.len() + self.0.len());
        xml.push_str(DECLARATION);
        self.0.write(&mut xml);
        xml
    }

    /// Tells whether the document is what was meant and what Twilio takes.
    ///
    /// # Errors
    ///
    /// The first [`TwimlError`] in the document, or that it is longer than [`MAX_BYTES`](Self::MAX_BYTES).
    pub fn check(&self) -> Result<(), TwimlError> {
        if let Some(problem) = self.0.problem() {
            return Err(problem.clone());
        }
        let length = self.to_xml().len();
        if length > Self::MAX_BYTES {
            return Err(TwimlError::TooLong {
                length,
                limit: Self::MAX_BYTES,
            });
        }
        Ok(())
    }
}

impl Default for Response {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows that it is a document, not what it says.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").finish_non_exhaustive()
    }
}
