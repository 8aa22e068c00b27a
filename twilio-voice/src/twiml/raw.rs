use super::{ResponseVerb, TwimlError, declare::element, element::Element, sealed::Node};

element! {
    /// An element for which this version has no type. It may stand anywhere, and anything may stand in it.
    ///
    /// ```
    /// use twilio_voice::twiml::{RawElement, Response};
    ///
    /// let document = Response::new().push(RawElement::new("Hum").attr("tune", "Für Elise").text("softly"));
    /// assert!(document.to_xml().ends_with(r#"<Hum tune="Für Elise">softly</Hum></Response>"#));
    /// ```
    RawElement, "", in [ResponseVerb]
}

impl RawElement {
    /// An element called `name`. If that is no XML name, the element is called `Invalid`, and
    /// [`Response::check`](super::Response::check) fails.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(Element::named(name.as_ref()).unwrap_or_else(|| {
            let mut element = Element::new("Invalid");
            element.refuse(TwimlError::Name);
            element
        }))
    }

    /// Appends text. It is escaped.
    pub fn text(mut self, text: impl AsRef<str>) -> Self {
        self.0.text(text.as_ref());
        self
    }

    /// Appends a child.
    pub fn push(mut self, child: impl Node) -> Self {
        self.0.push(&child.into_element());
        self
    }
}
