//! Markup of speech: pauses, emphasis, languages and pronunciation inside of a [`Say`](super::Say).
//!
//! Which of it a voice obeys depends on the voice.

use super::{RawElement, SayContent, declare::element, element::Element, sealed::Node};
use crate::wire::open_enum;

/// What may stand in a [`Paragraph`] beside text.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<p>`")]
pub trait ParagraphContent: Node {}

/// What may stand in a [`Sentence`] or an [`Emphasis`] beside text.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in an `<s>` or `<emphasis>`")]
pub trait SentenceContent: Node {}

/// What may stand in a [`Word`] beside text.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<w>`")]
pub trait WordContent: Node {}

impl ParagraphContent for RawElement {}
impl SentenceContent for RawElement {}
impl WordContent for RawElement {}

/// Adds to an element that has text how it is made and how more is appended.
macro_rules! spoken {
    ($name:ident, $tag:literal) => {
        impl $name {
            /// Marks `text`.
            pub fn new(text: impl AsRef<str>) -> Self {
                let mut element = Element::new($tag);
                element.text(text.as_ref());
                Self(element)
            }
        }
    };
    ($name:ident, $tag:literal, $content:path) => {
        spoken!($name, $tag);

        impl $name {
            /// Appends more text.
            pub fn text(mut self, text: impl AsRef<str>) -> Self {
                self.0.text(text.as_ref());
                self
            }

            /// Appends markup.
            pub fn push(mut self, content: impl $content) -> Self {
                self.0.push(&content.into_element());
                self
            }
        }
    };
}

element! {
    /// A pause in the speech.
    ///
    /// See [Twilio Docs/Text-to-speech: break](https://www.twilio.com/docs/voice/twiml/say/text-speech#break).
    Break, "break", in [SayContent, ParagraphContent, SentenceContent, WordContent],
    attributes {
        /// How much of a pause. Default: [`BreakStrength::Medium`].
        strength: word(BreakStrength) = "strength";
        /// How long, to the millisecond, at most 10 s. Default: that of the strength.
        time: time(10) = "time";
    }
}

impl Break {
    /// A pause of medium strength.
    pub fn new() -> Self {
        Self(Element::with_capacity("break", 32))
    }
}

impl Default for Break {
    fn default() -> Self {
        Self::new()
    }
}

open_enum! {
    /// How much of a pause a [`Break`] is.
    BreakStrength {
        /// No pause, not even where there would be one.
        None = "none",
        /// Hardly any.
        XWeak = "x-weak",
        /// Like no pause.
        Weak = "weak",
        /// Like after a comma.
        Medium = "medium",
        /// Like after a sentence.
        Strong = "strong",
        /// Like after a paragraph.
        XStrong = "x-strong",
    }
}

element! {
    /// Stresses words.
    ///
    /// See [Twilio Docs/Text-to-speech: emphasis](https://www.twilio.com/docs/voice/twiml/say/text-speech#emphasis).
    Emphasis, "emphasis", in [SayContent, ParagraphContent, SentenceContent, WordContent],
    attributes {
        /// How much. Default: [`EmphasisLevel::Moderate`].
        level: word(EmphasisLevel) = "level";
    }
}

spoken!(Emphasis, "emphasis", SentenceContent);

open_enum! {
    /// How much an [`Emphasis`] stresses.
    EmphasisLevel {
        /// Louder and slower.
        Strong = "strong",
        /// A little louder and slower.
        Moderate = "moderate",
        /// Softer and faster.
        Reduced = "reduced",
    }
}

element! {
    /// Words in another language.
    ///
    /// See [Twilio Docs/Text-to-speech: lang](https://www.twilio.com/docs/voice/twiml/say/text-speech#lang).
    Lang, "lang", in [SayContent, ParagraphContent, SentenceContent]
}

impl Lang {
    /// Reads `text` in `language`, for example `fr-FR`.
    pub fn new(language: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        let mut element = Element::new("lang");
        element.set("xml:lang", language.as_ref());
        element.text(text.as_ref());
        Self(element)
    }

    /// Appends more text.
    pub fn text(mut self, text: impl AsRef<str>) -> Self {
        self.0.text(text.as_ref());
        self
    }

    /// Appends markup.
    pub fn push(mut self, content: impl SayContent) -> Self {
        self.0.push(&content.into_element());
        self
    }
}

element! {
    /// A paragraph.
    ///
    /// See [Twilio Docs/Text-to-speech: p](https://www.twilio.com/docs/voice/twiml/say/text-speech#p).
    Paragraph, "p", in [SayContent]
}

spoken!(Paragraph, "p", ParagraphContent);

element! {
    /// A sentence.
    ///
    /// See [Twilio Docs/Text-to-speech: s](https://www.twilio.com/docs/voice/twiml/say/text-speech#s).
    Sentence, "s", in [SayContent, ParagraphContent]
}

spoken!(Sentence, "s", SentenceContent);

element! {
    /// Words whose part of speech or meaning is told.
    ///
    /// See [Twilio Docs/Text-to-speech: w](https://www.twilio.com/docs/voice/twiml/say/text-speech#w).
    Word, "w", in [SayContent, ParagraphContent, SentenceContent],
    attributes {
        /// What the words are: `amazon:VB` (verb), `amazon:VBD` (past), `amazon:SENSE_1` (not the usual meaning) and others.
        role: text = "role";
    }
}

spoken!(Word, "w", WordContent);
