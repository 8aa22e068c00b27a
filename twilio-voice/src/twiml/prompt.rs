use super::{CardType, PayNoun, RawElement, declare::element, element::Element, sealed::Node};
use crate::wire::open_enum;

/// What may be said or played in a [`Prompt`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Prompt>`")]
pub trait PromptVerb: Node {}

impl PromptVerb for RawElement {}

element! {
    /// What is said at a step of a [`Pay`](super::Pay), in place of Twilio's own words.
    ///
    /// See [Twilio Docs/TwiML: Prompt](https://www.twilio.com/docs/voice/twiml/pay/prompt).
    Prompt, "Prompt", in [PayNoun],
    attributes {
        /// Only after one of these errors. Default: whether there was an error or not.
        error_type: words(PromptError) = "errorType";
        /// Only for these cards. Default: for all.
        card_type: words(CardType) = "cardType";
        /// Only at these attempts, 1 to 3. Default: at all.
        attempt: counts(1..=3) = "attempt";
        /// Whether the input is asked for twice and must be the same. Default: false.
        require_matching_inputs: flag = "requireMatchingInputs";
    }
}

impl Prompt {
    /// What is said at `step`.
    pub fn new(step: PromptFor) -> Self {
        let mut element = Element::with_capacity("Prompt", 192);
        element.set("for", step.as_str());
        Self(element)
    }

    /// Appends a [`Say`](super::Say), [`Play`](super::Play) or [`Pause`](super::Pause).
    pub fn push(mut self, verb: impl PromptVerb) -> Self {
        self.0.push(&verb.into_element());
        self
    }
}

open_enum! {
    /// A step of a [`Pay`](super::Pay).
    PromptFor {
        /// The number of the card.
        PaymentCardNumber = "payment-card-number",
        /// When the card expires.
        ExpirationDate = "expiration-date",
        /// The security code of the card.
        SecurityCode = "security-code",
        /// The postal code.
        PostalCode = "postal-code",
        /// The payment is being made.
        PaymentProcessing = "payment-processing",
        /// The number of the bank account.
        BankAccountNumber = "bank-account-number",
        /// The routing number of the bank.
        BankRoutingNumber = "bank-routing-number",
    }
}

open_enum! {
    /// What went wrong at a step of a [`Pay`](super::Pay).
    PromptError {
        /// No key was pressed.
        Timeout = "timeout",
        /// That is no number of a card.
        InvalidCardNumber = "invalid-card-number",
        /// That kind of card is not taken.
        InvalidCardType = "invalid-card-type",
        /// That is no date, or one in the past.
        InvalidDate = "invalid-date",
        /// That is no security code.
        InvalidSecurityCode = "invalid-security-code",
        /// An error of Twilio or the connector.
        InternalError = "internal-error",
        /// The two inputs are not the same.
        InputMatchingFailed = "input-matching-failed",
    }
}
