//! What was said, put together.

use std::collections::BTreeMap;

use super::message::{OutputMedium, Role, TranscriptUpdate};

/// An utterance as far as it is known.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Transcript {
    /// Which utterance of the call this is, from 0; there may be gaps.
    pub ordinal: u64,
    /// Who speaks.
    pub role: Role,
    /// Whether it is spoken or written.
    pub medium: OutputMedium,
    /// All that was said so far. If the agent was interrupted, the final text has only what was spoken.
    pub text: String,
    /// Whether it is complete.
    pub is_final: bool,
}

impl Transcript {
    /// How many bytes of it grow with what was received.
    fn size(&self) -> usize {
        let role = match &self.role {
            Role::Other(word) => word.len(),
            _ => 0,
        };
        let medium = match &self.medium {
            OutputMedium::Other(word) => word.len(),
            _ => 0,
        };
        self.text.len() + role + medium
    }
}

/// The conversation, put together from [`TranscriptUpdate`]s.
///
/// A text replaces what was known of the utterance, a delta is appended to it; an empty text counts as absent. After the
/// final update only a text changes anything. The oldest utterances are forgotten when the texts together would be
/// longer than 4 MiB or more than 10,000.
#[derive(Clone, Debug, Default)]
pub struct Transcripts {
    utterances: BTreeMap<u64, Transcript>,
    bytes: usize,
}

impl Transcripts {
    const MAX_BYTES: usize = 4 << 20;
    const MAX_UTTERANCES: usize = 10_000;

    /// Nothing was said yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes an update in, and returns the utterance as it is now. `None` if it is older than all that are remembered.
    pub fn apply(&mut self, update: &TranscriptUpdate) -> Option<&Transcript> {
        let ordinal = update.ordinal;
        let known = self
            .utterances
            .entry(ordinal)
            .or_insert_with(|| Transcript {
                ordinal,
                role: Role::Agent,
                medium: OutputMedium::Voice,
                text: String::new(),
                is_final: false,
            });
        let before = known.size();
        match (update.replacement(), &update.delta) {
            (Some(text), _) => text.clone_into(&mut known.text),
            (None, Some(delta)) if !known.is_final => known.text.push_str(delta),
            (None, _) => {}
        }
        known.role = update.role.clone();
        known.medium = update.medium.clone();
        known.is_final |= update.is_final;
        self.bytes = self.bytes + known.size() - before;
        self.forget();
        self.utterances.get(&ordinal)
    }

    fn forget(&mut self) {
        while self.bytes > Self::MAX_BYTES || self.utterances.len() > Self::MAX_UTTERANCES {
            let Some((_, oldest)) = self.utterances.pop_first() else {
                return;
            };
            self.bytes -= oldest.size();
        }
    }

    /// The utterances, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Transcript> {
        self.utterances.values()
    }

    /// The utterance of this number. `None` if nothing is known of it.
    #[must_use]
    pub fn get(&self, ordinal: u64) -> Option<&Transcript> {
        self.utterances.get(&ordinal)
    }

    /// How many utterances are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.utterances.len()
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.utterances.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn update(
        ordinal: u64,
        text: Option<&str>,
        delta: Option<&str>,
        is_final: bool,
    ) -> TranscriptUpdate {
        TranscriptUpdate {
            role: Role::Agent,
            medium: OutputMedium::Voice,
            text: text.map(Into::into),
            delta: delta.map(Into::into),
            is_final,
            ordinal,
        }
    }

    #[test]
    fn what_was_captured_of_a_real_call_is_put_together() {
        let mut all = Transcripts::new();
        for (text, delta, is_final, expected) in [
            (Some("Hel"), None, false, "Hel"),
            (Some(""), Some("lo, how"), false, "Hello, how"),
            (Some(""), Some(" are you?"), false, "Hello, how are you?"),
            (Some("Hello, how are"), None, true, "Hello, how are"),
        ] {
            let now = all.apply(&update(7, text, delta, is_final)).unwrap();
            assert_eq!((now.text.as_str(), now.is_final), (expected, is_final));
        }
        assert_eq!(all.len(), 1);
    }

    #[test]
    fn a_final_update_without_a_text_keeps_it_and_later_deltas_change_nothing() {
        let mut all = Transcripts::new();
        all.apply(&update(0, None, Some("Hi"), false));
        all.apply(&update(0, Some(""), None, true));
        let now = all.apply(&update(0, None, Some("!"), false)).unwrap();
        assert_eq!((now.text.as_str(), now.is_final), ("Hi", true));
        let now = all
            .apply(&update(0, Some("Hi there"), None, false))
            .unwrap();
        assert_eq!((now.text.as_str(), now.is_final), ("Hi there", true));
    }

    #[test]
    fn the_oldest_are_forgotten_before_they_fill_the_memory() {
        let mut all = Transcripts::new();
        let long = "x".repeat(1 << 20);
        for ordinal in 0..6 {
            all.apply(&update(ordinal, Some(&long), None, true));
        }
        let kept: Vec<_> = all.iter().map(|utterance| utterance.ordinal).collect();
        assert_eq!(kept, [2, 3, 4, 5]);
        assert!(all.apply(&update(0, Some(&long), None, true)).is_none());
        let huge = "x".repeat(5 << 20);
        assert!(all.apply(&update(9, Some(&huge), None, true)).is_none());
        assert!(all.is_empty());
    }

    #[test]
    fn words_that_are_not_known_count_too() {
        let mut all = Transcripts::new();
        for ordinal in 0..10 {
            let mut update = update(ordinal, Some("Hi"), None, true);
            update.role = Role::Other("x".repeat(1 << 19));
            update.medium = OutputMedium::Other("x".repeat(1 << 19));
            // Said twice, it counts once.
            all.apply(&update);
            all.apply(&update);
        }
        assert_eq!(all.len(), 3);
    }

    proptest! {
        #[test]
        fn deltas_add_up_to_the_text_in_any_mixture_of_utterances(
            words in prop::collection::vec((0..5_u64, ".{0,8}"), 0..60)
        ) {
            let mut all = Transcripts::new();
            let mut expected = BTreeMap::<u64, String>::new();
            for (ordinal, word) in &words {
                all.apply(&update(*ordinal, Some(""), Some(word), false));
                expected.entry(*ordinal).or_default().push_str(word);
            }
            let texts: BTreeMap<_, _> = all.iter().map(|it| (it.ordinal, it.text.clone())).collect();
            prop_assert_eq!(texts, expected);
        }

        #[test]
        fn a_text_wins_over_everything_before_it(
            before in prop::collection::vec((prop::option::of(".{0,8}"), prop::option::of(".{0,8}")), 0..9),
            text in ".{1,8}",
        ) {
            let mut all = Transcripts::new();
            for (text, delta) in &before {
                all.apply(&update(3, text.as_deref(), delta.as_deref(), false));
            }
            let now = all.apply(&update(3, Some(&text), None, true)).unwrap();
            prop_assert_eq!(&now.text, &text);
            prop_assert!(now.is_final);
        }
    }
}
