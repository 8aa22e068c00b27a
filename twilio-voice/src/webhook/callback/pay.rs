use secrecy::SecretString;

use super::{CallFields, declare::callback};
use crate::wire::open_enum;

callback! {
    /// `<Pay>` is done: what is sent to its `action`. Answer with TwiML.
    ///
    /// What is sent to its `statusCallback` while it goes on can be read as this too; the fields of its own are in
    /// [`extra`](crate::webhook::Callback::extra). Never write these down: they are subject to rules for cards.
    ///
    /// See [Twilio Docs/Pay](https://www.twilio.com/docs/voice/twiml/pay).
    PayAction {
        + /// The call.
        call: CallFields,
        /// How it ended.
        result: Option<PayResult> = parsed("Result"),
        /// Stands for the card or the account at the payment provider.
        payment_token: Option<SecretString> = secret("PaymentToken"),
        /// The number of the card, masked.
        payment_card_number: Option<SecretString> = secret("PaymentCardNumber"),
        /// The kind of card, such as `visa`.
        payment_card_type: Option<String> = text("PaymentCardType"),
        /// When the card expires: month and year, as entered.
        expiration_date: Option<SecretString> = secret("ExpirationDate"),
        /// The payment provider's number for the charge.
        payment_confirmation_code: Option<String> = text("PaymentConfirmationCode"),
        /// What went wrong.
        payment_error: Option<String> = text("PaymentError"),
        /// The number of that error.
        pay_error_code: Option<u32> = parsed("PayErrorCode"),
        /// What the payment provider said went wrong.
        connector_error: Option<String> = text("ConnectorError"),
        /// The customer at the payment provider.
        profile_id: Option<String> = text("ProfileId"),
    }
}

open_enum! {
    /// How a payment ended. Twilio does not promise that this is all.
    PayResult {
        /// The card was charged, or there is a token.
        Success = "success",
        /// The caller entered something wrong too often.
        TooManyFailedAttempts = "too-many-failed-attempts",
        /// The payment provider could not do it.
        PaymentConnectorError = "payment-connector-error",
        /// The caller pressed `*`.
        CallerInterruptedWithStar = "caller-interrupted-with-star",
        /// The caller hung up.
        CallerHungUp = "caller-hung-up",
        /// An attribute of `<Pay>` was wrong.
        ValidationError = "validation-error",
    }
}
