use std::fmt;

use crate::{
    Error,
    form::{Form, parameters},
    wire::open_enum,
};

parameters! {
    /// The next step of a payment.
    ///
    /// See [Twilio Docs/Update a payment](https://www.twilio.com/docs/voice/api/payment-resource#update-a-payments-resource).
    UpdatePayment {
        /// A text by which Twilio knows a request that is sent again: another for each step.
        idempotency_key: String,
        /// The URL that is told how it goes, absolute or relative.
        status_callback: String,
    }
    options {
        /// What the other side enters next.
        capture: PaymentCapture,
        /// Ends the payment.
        status: PaymentFinalStatus,
    }
    lists {}
}

impl UpdatePayment {
    /// The other side enters this next.
    #[must_use]
    pub fn capture_next(
        idempotency_key: impl Into<String>,
        status_callback: impl Into<String>,
        capture: PaymentCapture,
    ) -> Self {
        Self::with_required(idempotency_key.into(), status_callback.into()).capture(capture)
    }

    /// The payment ends in this way.
    #[must_use]
    pub fn end(
        idempotency_key: impl Into<String>,
        status_callback: impl Into<String>,
        status: PaymentFinalStatus,
    ) -> Self {
        Self::with_required(idempotency_key.into(), status_callback.into()).status(status)
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        write_required(&mut form, &self.idempotency_key, &self.status_callback);
        form.text("Capture", self.capture.as_ref());
        form.text("Status", self.status.as_ref());
        form.finish()
    }
}

/// What every request about a payment has.
pub(super) fn write_required(form: &mut Form, key: &str, callback: &str) {
    for (name, value) in [("IdempotencyKey", key), ("StatusCallback", callback)] {
        if value.is_empty() {
            form.refuse(name, "must not be empty");
        }
        form.push(name, value);
    }
}

/// Without the callback, which may hold a secret.
impl fmt::Debug for UpdatePayment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdatePayment")
            .field("capture", &self.capture)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

open_enum! {
    /// What the other side of a call enters.
    PaymentCapture {
        /// The number of the card.
        PaymentCardNumber = "payment-card-number",
        /// The month and year until which the card is good.
        ExpirationDate = "expiration-date",
        /// The security code.
        SecurityCode = "security-code",
        /// The postal code.
        PostalCode = "postal-code",
        /// The routing number of the bank.
        BankRoutingNumber = "bank-routing-number",
        /// The number of the bank account.
        BankAccountNumber = "bank-account-number",
        /// The number of the card, once more.
        PaymentCardNumberMatcher = "payment-card-number-matcher",
        /// The month and year, once more.
        ExpirationDateMatcher = "expiration-date-matcher",
        /// The security code, once more.
        SecurityCodeMatcher = "security-code-matcher",
        /// The postal code, once more.
        PostalCodeMatcher = "postal-code-matcher",
    }
}

open_enum! {
    /// How a payment is ended.
    PaymentFinalStatus {
        /// It is charged or stored.
        Complete = "complete",
        /// It is called off.
        Cancel = "cancel",
    }
}
