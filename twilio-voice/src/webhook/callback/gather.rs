use super::{CallFields, declare::callback};

callback! {
    /// `<Gather>` is done: what is sent to its `action`. Answer with TwiML.
    ///
    /// If nothing was entered and `actionOnEmptyResult` is set, there are neither digits nor speech.
    ///
    /// See [Twilio Docs/Gather](https://www.twilio.com/docs/voice/twiml/gather).
    GatherAction {
        + /// The call.
        call: CallFields,
        /// The keys, without the one that finished.
        digits: Option<String> = text("Digits"),
        /// What was said.
        speech_result: Option<String> = text("SpeechResult"),
        /// How sure that is, from 0 to 1. Not every speech model tells.
        confidence: Option<f64> = decimal("Confidence"),
        /// The key that finished. `None` if it was none.
        finished_on_key: Option<String> = text("FinishedOnKey"),
    }
}

callback! {
    /// What was said so far: sent to the `partialResultCallback` of `<Gather>`. The answer is ignored.
    ///
    /// See [Twilio Docs/Gather](https://www.twilio.com/docs/voice/twiml/gather#partialresultcallback).
    PartialSpeech {
        + /// The call.
        call: CallFields,
        /// What may still change.
        unstable_speech_result: Option<String> = text("UnstableSpeechResult"),
        /// What will hardly change.
        stable_speech_result: Option<String> = text("StableSpeechResult"),
        /// How little it will change, from 0 to 1.
        stability: Option<f64> = decimal("Stability"),
        /// The place among those of this `<Gather>`.
        sequence_number: Option<u64> = parsed("SequenceNumber"),
    }
}
