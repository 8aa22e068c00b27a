//! Markup of speech.

use std::time::Duration;

use twilio_voice::twiml::{
    Break, BreakStrength, Emphasis, EmphasisLevel, InterpretAs, Lang, Paragraph, Phoneme,
    PhonemeAlphabet, Pitch, Prosody, Rate, Response, Say, SayAs, Sentence, Sub, Volume, Word,
};

use super::Named;

pub(super) fn documents() -> Vec<Named> {
    vec![
        (
            "every attribute of break",
            Response::new().push(
                Say::new("a ").push(
                    Break::new()
                        .strength(BreakStrength::None)
                        .time(Duration::from_millis(250)),
                ),
            ),
        ),
        (
            "every attribute of emphasis",
            Response::new()
                .push(Say::new("a ").push(Emphasis::new("very").level(EmphasisLevel::Reduced))),
        ),
        (
            "every attribute of w",
            Response::new().push(Say::new("a ").push(Word::new("read").role("amazon:VBD"))),
        ),
        (
            "every attribute of phoneme",
            Response::new().push(
                Say::new("a ")
                    .push(Phoneme::new("pecan", "pɪˈkɑːn").alphabet(PhonemeAlphabet::PronKana)),
            ),
        ),
        (
            "every attribute of prosody",
            Response::new().push(
                Say::new("a ").push(
                    Prosody::new("quietly")
                        .volume(Volume::Silent)
                        .rate(Rate::Medium)
                        .pitch(Pitch::XLow),
                ),
            ),
        ),
        (
            "every attribute of say-as",
            Response::new().push(
                Say::new("a ").push(SayAs::new("2026-11-20", InterpretAs::Date).format("ymd")),
            ),
        ),
        (
            "markup between text",
            Response::new().push(
                Say::new("Hello ")
                    .push(Break::new())
                    .text(" & welcome, ")
                    .push(Emphasis::new("dear"))
                    .text(" friend."),
            ),
        ),
        (
            "all markup in a say",
            Response::new().push(
                Say::new("")
                    .push(Break::new())
                    .push(Emphasis::new("a"))
                    .push(Lang::new("fr-FR", "b"))
                    .push(Paragraph::new("c"))
                    .push(Phoneme::new("d", "e"))
                    .push(Prosody::new("f"))
                    .push(Sentence::new("g"))
                    .push(SayAs::new("h", InterpretAs::Cardinal))
                    .push(Sub::new("i", "j"))
                    .push(Word::new("k")),
            ),
        ),
        (
            "all markup in another language",
            Response::new().push(
                Say::new("").push(
                    Lang::new("fr-FR", "a")
                        .push(Break::new())
                        .push(Emphasis::new("b"))
                        .push(Lang::new("en-US", "c"))
                        .push(Paragraph::new("d"))
                        .push(Phoneme::new("e", "f"))
                        .push(Prosody::new("g"))
                        .push(Sentence::new("h"))
                        .push(SayAs::new("i", InterpretAs::Digits))
                        .push(Sub::new("j", "k"))
                        .push(Word::new("l"))
                        .text("m"),
                ),
            ),
        ),
        (
            "all markup in prosody",
            Response::new().push(
                Say::new("").push(
                    Prosody::new("a")
                        .rate("90%")
                        .push(Break::new())
                        .push(Emphasis::new("b"))
                        .push(Lang::new("en-US", "c"))
                        .push(Paragraph::new("d"))
                        .push(Phoneme::new("e", "f"))
                        .push(Prosody::new("g").volume("+6dB"))
                        .push(Sentence::new("h"))
                        .push(SayAs::new("i", InterpretAs::Telephone))
                        .push(Sub::new("j", "k"))
                        .push(Word::new("l"))
                        .text("m"),
                ),
            ),
        ),
        (
            "all markup in a paragraph",
            Response::new().push(
                Say::new("").push(
                    Paragraph::new("a")
                        .push(Break::new())
                        .push(Emphasis::new("b"))
                        .push(Lang::new("en-US", "c"))
                        .push(Phoneme::new("e", "f"))
                        .push(Prosody::new("g"))
                        .push(Sentence::new("h"))
                        .push(SayAs::new("i", InterpretAs::Ordinal))
                        .push(Sub::new("j", "k"))
                        .push(Word::new("l"))
                        .text("m"),
                ),
            ),
        ),
        (
            "all markup in a sentence",
            Response::new().push(
                Say::new("").push(
                    Sentence::new("a")
                        .push(Break::new())
                        .push(Emphasis::new("b"))
                        .push(Lang::new("en-US", "c"))
                        .push(Phoneme::new("e", "f"))
                        .push(Prosody::new("g"))
                        .push(SayAs::new("i", InterpretAs::Time))
                        .push(Sub::new("j", "k"))
                        .push(Word::new("l"))
                        .text("m"),
                ),
            ),
        ),
        (
            "all markup in emphasis",
            Response::new().push(
                Say::new("").push(
                    Emphasis::new("a")
                        .push(Break::new())
                        .push(Emphasis::new("b"))
                        .push(Lang::new("en-US", "c"))
                        .push(Phoneme::new("e", "f"))
                        .push(Prosody::new("g"))
                        .push(SayAs::new("i", InterpretAs::Time))
                        .push(Sub::new("j", "k"))
                        .push(Word::new("l"))
                        .text("m"),
                ),
            ),
        ),
        (
            "all markup in a word",
            Response::new().push(
                Say::new("").push(
                    Word::new("a")
                        .push(Break::new().time(Duration::from_secs(2)))
                        .push(Emphasis::new("b"))
                        .push(Phoneme::new("e", "f"))
                        .push(Prosody::new("g"))
                        .push(SayAs::new("i", InterpretAs::Time))
                        .push(Sub::new("j", "k"))
                        .text("m"),
                ),
            ),
        ),
    ]
}
