//! Documents with every element and every attribute. Their names are those of the fixtures.

mod connect;
mod dial;
mod speech;
mod verbs;

use twilio_voice::twiml::Response;

/// A document and its name.
pub(super) type Named = (&'static str, Response);

pub(super) fn documents() -> Vec<Named> {
    [
        verbs::documents(),
        dial::documents(),
        connect::documents(),
        speech::documents(),
    ]
    .concat()
}
