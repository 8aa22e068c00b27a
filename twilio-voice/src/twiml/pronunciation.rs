//! Markup that says how words sound.

use super::{
    ParagraphContent, SayContent, SentenceContent, WordContent, declare::element, element::Element,
};
use crate::wire::open_enum;

element! {
    /// Words in a phonetic alphabet.
    ///
    /// See [Twilio Docs/Text-to-speech: phoneme](https://www.twilio.com/docs/voice/twiml/say/text-speech#phoneme).
    Phoneme, "phoneme", in [SayContent, ParagraphContent, SentenceContent, WordContent],
    attributes {
        /// The alphabet of the pronunciation. Default: [`PhonemeAlphabet::Ipa`].
        alphabet: word(PhonemeAlphabet) = "alphabet";
    }
}

impl Phoneme {
    /// Reads `text` as `pronunciation` tells.
    pub fn new(text: impl AsRef<str>, pronunciation: impl AsRef<str>) -> Self {
        let mut element = Element::new("phoneme");
        element.set("ph", pronunciation.as_ref());
        element.text(text.as_ref());
        Self(element)
    }
}

open_enum! {
    /// A phonetic alphabet.
    PhonemeAlphabet {
        /// The International Phonetic Alphabet.
        Ipa = "ipa",
        /// X-SAMPA.
        XSampa = "x-sampa",
        /// Jyutping, for Cantonese.
        Jyutping = "x-amazon-jyutping",
        /// Pinyin, for Mandarin.
        Pinyin = "x-amazon-pinyin",
        /// Kana with the pitch accent, for Japanese.
        PronKana = "x-amazon-pron-kana",
        /// Yomigana, for Japanese.
        Yomigana = "x-amazon-yomigana",
    }
}

element! {
    /// Words in another volume, pace or pitch.
    ///
    /// See [Twilio Docs/Text-to-speech: prosody](https://www.twilio.com/docs/voice/twiml/say/text-speech#prosody).
    Prosody, "prosody", in [SayContent, ParagraphContent, SentenceContent, WordContent],
    attributes {
        /// How loud: a [`Volume`] or a change such as `+6dB`. Default: as around.
        volume: open(Volume) = "volume";
        /// How fast: a [`Rate`] or a percentage such as `85%`. Default: as around.
        rate: open(Rate) = "rate";
        /// How high: a [`Pitch`] or a change such as `-10%`. Default: as around.
        pitch: open(Pitch) = "pitch";
    }
}

impl Prosody {
    /// Marks `text`.
    pub fn new(text: impl AsRef<str>) -> Self {
        let mut element = Element::new("prosody");
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

open_enum! {
    /// How loud [`Prosody`] is.
    Volume {
        /// That of the voice.
        Default = "default",
        /// Not to be heard.
        Silent = "silent",
        /// Very soft.
        XSoft = "x-soft",
        /// Soft.
        Soft = "soft",
        /// Medium.
        Medium = "medium",
        /// Loud.
        Loud = "loud",
        /// Very loud.
        XLoud = "x-loud",
    }
}

open_enum! {
    /// How fast [`Prosody`] is.
    Rate {
        /// Very slow.
        XSlow = "x-slow",
        /// Slow.
        Slow = "slow",
        /// Medium.
        Medium = "medium",
        /// Fast.
        Fast = "fast",
        /// Very fast.
        XFast = "x-fast",
    }
}

open_enum! {
    /// How high [`Prosody`] is.
    Pitch {
        /// That of the voice.
        Default = "default",
        /// Very low.
        XLow = "x-low",
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Very high.
        XHigh = "x-high",
    }
}

element! {
    /// Words of a kind that is read in a special way, such as a date.
    ///
    /// See [Twilio Docs/Text-to-speech: say-as](https://www.twilio.com/docs/voice/twiml/say/text-speech#say-as).
    SayAs, "say-as", in [SayContent, ParagraphContent, SentenceContent, WordContent],
    attributes {
        /// The order of day, month and year, if the words are a date: `mdy`, `dmy`, `ymd`, `md`, `dm`, `ym`, `my`, `d`, `m`,
        /// `y` or `yyyymmdd`.
        format: text = "format";
    }
}

impl SayAs {
    /// Reads `text` as what it is.
    pub fn new(text: impl AsRef<str>, interpret_as: InterpretAs) -> Self {
        let mut element = Element::new("say-as");
        element.set("interpret-as", interpret_as.as_str());
        element.text(text.as_ref());
        Self(element)
    }
}

open_enum! {
    /// What the words of a [`SayAs`] are.
    InterpretAs {
        /// Letters, one by one.
        Characters = "characters",
        /// The same.
        SpellOut = "spell-out",
        /// A number.
        Cardinal = "cardinal",
        /// A number.
        Number = "number",
        /// First, second, third.
        Ordinal = "ordinal",
        /// Digits, one by one.
        Digits = "digits",
        /// A fraction such as `3/20`.
        Fraction = "fraction",
        /// A measurement such as `10 ft`.
        Unit = "unit",
        /// A date; see [`SayAs::format`].
        Date = "date",
        /// A length of time such as `1'21"`.
        Time = "time",
        /// An address.
        Address = "address",
        /// Bleeped out.
        Expletive = "expletive",
        /// A phone number.
        Telephone = "telephone",
    }
}

element! {
    /// Words for which others are read.
    ///
    /// See [Twilio Docs/Text-to-speech: sub](https://www.twilio.com/docs/voice/twiml/say/text-speech#sub).
    Sub, "sub", in [SayContent, ParagraphContent, SentenceContent, WordContent]
}

impl Sub {
    /// Reads `alias` for `text`.
    pub fn new(text: impl AsRef<str>, alias: impl AsRef<str>) -> Self {
        let mut element = Element::new("sub");
        element.set("alias", alias.as_ref());
        element.text(text.as_ref());
        Self(element)
    }
}
