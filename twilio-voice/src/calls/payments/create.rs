use std::{fmt, time::Duration};

use serde_json::{Map, Value};

use super::PaymentCapture;
use crate::{
    Error,
    calls::Price,
    form::{Form, parameters},
    twiml::{BankAccountType, CardType, PayInput, PaymentMethod, TokenType},
};

type Parameter = Map<String, Value>;

parameters! {
    /// A payment to be begun. An option that is `None` is not sent, and Twilio's default holds.
    ///
    /// See [Twilio Docs/Create a payment](https://www.twilio.com/docs/voice/api/payment-resource#create-a-payments-resource).
    CreatePayment {
        /// A text by which Twilio knows a request that is sent again: another for each payment.
        idempotency_key: String,
        /// The URL that is told how it goes, absolute or relative.
        status_callback: String,
    }
    options {
        /// The kind of bank account. Default: a checking account of a person.
        bank_account_type: BankAccountType,
        /// How much is charged, less than 1,000,000. `None` or 0: nothing, the means of payment is
        /// stored.
        charge_amount: Price,
        /// The currency of the amount, such as `USD`. Default: `USD`.
        currency: String,
        /// What the charge is for.
        description: String,
        /// How the other side answers. So far by keys only.
        input: PayInput,
        /// The least length of the postal code.
        min_postal_code_length: u32,
        /// Parameters for the connector, one level deep. Needed to charge a bank account.
        parameter: Parameter,
        /// The name of the connector of the account. Default: `Default`.
        payment_connector: String,
        /// How it is paid. Default: by card.
        payment_method: PaymentMethod,
        /// Whether the postal code is asked for. Default: true.
        postal_code: bool,
        /// Whether the security code is asked for. Default: true.
        security_code: bool,
        /// How long to wait for a key, in whole seconds, at most 600 s. Default: 5 s.
        timeout: Duration,
        /// How a stored means of payment may be used. Default: any number of times.
        token_type: TokenType,
        /// Whether the other side confirms before it is charged.
        confirmation: bool,
    }
    lists {
        /// Which cards are taken. If empty: Visa, Mastercard and American Express.
        valid_card_types: CardType,
        /// What must be entered twice.
        require_matching_inputs: PaymentCapture,
    }
}

impl CreatePayment {
    /// A payment with Twilio's defaults: a card is stored and nothing is charged.
    #[must_use]
    pub fn new(idempotency_key: impl Into<String>, status_callback: impl Into<String>) -> Self {
        Self::with_required(idempotency_key.into(), status_callback.into())
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        super::update::write_required(&mut form, &self.idempotency_key, &self.status_callback);
        form.text("BankAccountType", self.bank_account_type.as_ref());
        let amount = self.charge_amount.as_ref().map(Price::as_str);
        if amount.is_some_and(|amount| !is_chargeable(amount)) {
            form.refuse("ChargeAmount", "must be at least 0 and less than 1,000,000");
        }
        form.text("ChargeAmount", amount);
        form.text("Currency", self.currency.as_ref());
        form.text("Description", self.description.as_ref());
        form.text("Input", self.input.as_ref());
        form.count(
            "MinPostalCodeLength",
            self.min_postal_code_length,
            1..=u32::MAX.into(),
        );
        if let Some(parameter) = &self.parameter {
            if parameter
                .values()
                .any(|value| value.is_object() || value.is_array())
            {
                form.refuse("Parameter", "must be one level deep");
            }
            form.push("Parameter", &Value::from(parameter.clone()).to_string());
        }
        form.text("PaymentConnector", self.payment_connector.as_ref());
        form.text("PaymentMethod", self.payment_method.as_ref());
        form.flag("PostalCode", self.postal_code);
        form.flag("SecurityCode", self.security_code);
        form.seconds("Timeout", self.timeout, 1..=600);
        form.text("TokenType", self.token_type.as_ref());
        form.joined("ValidCardTypes", &self.valid_card_types, " ");
        form.joined("RequireMatchingInputs", &self.require_matching_inputs, ",");
        form.flag("Confirmation", self.confirmation);
        form.finish()
    }
}

/// Whether an amount has no sign and at most six digits before the point.
fn is_chargeable(amount: &str) -> bool {
    let whole = amount.split('.').next().unwrap_or_default();
    whole.bytes().all(|byte| byte.is_ascii_digit()) && whole.trim_start_matches('0').len() <= 6
}

/// Shows what is charged; the rest may hold secrets.
impl fmt::Debug for CreatePayment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatePayment")
            .field("charge_amount", &self.charge_amount)
            .field("currency", &self.currency)
            .field("payment_method", &self.payment_method)
            .finish_non_exhaustive()
    }
}
