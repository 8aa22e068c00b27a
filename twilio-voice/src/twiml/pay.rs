use super::{
    RawElement, ResponseVerb, declare::element, element::Element, sealed::Node, value::Value,
};
use crate::{HttpMethod, wire::open_enum};

/// What may stand in a [`Pay`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Pay>`")]
pub trait PayNoun: Node {}

impl PayNoun for RawElement {}

element! {
    /// Asks for a card or a bank account by keys, and charges or stores it.
    ///
    /// See [Twilio Docs/TwiML: Pay](https://www.twilio.com/docs/voice/twiml/pay).
    Pay, "Pay", in [ResponseVerb],
    attributes {
        /// How the other side answers. Default, and the only choice: keys.
        input: word(PayInput) = "input";
        /// The URL that is told how it ended and answers with further instructions. Default: that of this document.
        action: text = "action";
        /// The kind of bank account. Default: [`BankAccountType::ConsumerChecking`].
        bank_account_type: word(BankAccountType) = "bankAccountType";
        /// The URL that is told each step.
        status_callback: text = "statusCallback";
        /// How [`status_callback`](Self::status_callback) is requested. Default: POST.
        status_callback_method: word(HttpMethod) = "statusCallbackMethod";
        /// How long to wait for a key, in whole seconds. Default: 5 s.
        timeout: seconds = "timeout";
        /// How often each step is tried, 1 to 3. Default: 2.
        max_attempts: count(1..=3) = "maxAttempts";
        /// Whether the security code is asked for. Default: true.
        security_code: flag = "securityCode";
        /// Whether the postal code is asked for, or the postal code itself. Default: true.
        postal_code: value(PostalCode) = "postalCode";
        /// The least length of the postal code. Default: none.
        min_postal_code_length: count = "minPostalCodeLength";
        /// The name of the connector of the account. Default: `Default`.
        payment_connector: text = "paymentConnector";
        /// How it is paid. Default: [`PaymentMethod::CreditCard`].
        payment_method: word(PaymentMethod) = "paymentMethod";
        /// What is stored if nothing is charged. Default: [`TokenType::Reusable`].
        token_type: word(TokenType) = "tokenType";
        /// How much is charged, as decimal number without currency. Absent or `0`: nothing, the means of payment is stored.
        charge_amount: text = "chargeAmount";
        /// The currency of [`charge_amount`](Self::charge_amount). Default: `usd`.
        currency: text = "currency";
        /// What the charge is for. Default: none.
        description: text = "description";
        /// Which cards are taken. Default: Visa, Mastercard and American Express.
        valid_card_types: words(CardType) = "validCardTypes";
        /// The language of the prompts, for example `en-GB`. Default: `en-US`.
        language: text = "language";
    }
}

impl Pay {
    /// Asks for a card and stores it.
    pub fn new() -> Self {
        Self(Element::with_capacity("Pay", 384))
    }

    /// Appends a [`Prompt`](super::Prompt), or a [`Parameter`](super::Parameter) for the connector.
    pub fn push(mut self, noun: impl PayNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

impl Default for Pay {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a [`Pay`] asks for the postal code.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PostalCode {
    /// It asks, or does not and has none.
    Ask(bool),
    /// It is known.
    Known(String),
}

impl From<bool> for PostalCode {
    fn from(ask: bool) -> Self {
        Self::Ask(ask)
    }
}

impl From<&str> for PostalCode {
    fn from(code: &str) -> Self {
        Self::Known(code.to_owned())
    }
}

impl Value for PostalCode {
    fn set_in(&self, element: &mut Element, name: &'static str) {
        match self {
            Self::Ask(ask) => element.set_flag(name, *ask),
            Self::Known(code) => element.set(name, code),
        }
    }
}

open_enum! {
    /// How the other side of a [`Pay`] answers.
    PayInput {
        /// By keys.
        Dtmf = "dtmf",
    }
}

open_enum! {
    /// A kind of bank account.
    BankAccountType {
        /// A checking account of a person.
        ConsumerChecking = "consumer-checking",
        /// A savings account of a person.
        ConsumerSavings = "consumer-savings",
        /// A checking account of a company.
        CommercialChecking = "commercial-checking",
        /// A savings account of a company.
        CommercialSavings = "commercial-savings",
    }
}

open_enum! {
    /// A means of payment.
    PaymentMethod {
        /// A card.
        CreditCard = "credit-card",
        /// A bank account in the United States.
        AchDebit = "ach-debit",
    }
}

open_enum! {
    /// How a stored means of payment may be used.
    TokenType {
        /// Once.
        OneTime = "one-time",
        /// Any number of times.
        Reusable = "reusable",
        /// As a payment method of the connector.
        PaymentMethod = "payment-method",
    }
}

open_enum! {
    /// A kind of card.
    CardType {
        /// Visa.
        Visa = "visa",
        /// Mastercard.
        Mastercard = "mastercard",
        /// American Express.
        Amex = "amex",
        /// Maestro.
        Maestro = "maestro",
        /// Discover.
        Discover = "discover",
        /// Optima.
        Optima = "optima",
        /// JCB.
        Jcb = "jcb",
        /// Diners Club.
        DinersClub = "diners-club",
        /// EnRoute.
        Enroute = "enroute",
    }
}
