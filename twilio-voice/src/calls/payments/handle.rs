use super::{CreatePayment, Payment, UpdatePayment};
use crate::{CallSid, Client, Error, PaymentSid, calls::Calls, request::Request};

const PAYMENTS: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Payments.json";
const PAYMENT: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Payments/{Sid}.json";

/// The payments in a call: begun and led from step to step. Twilio has no way to look at one or to list them.
#[derive(Clone, Copy, Debug)]
pub struct Payments<'a> {
    client: &'a Client,
    call: CallSid,
}

impl<'a> Calls<'a> {
    /// The payments in a call.
    #[must_use]
    pub fn payments(&self, call: &CallSid) -> Payments<'a> {
        Payments {
            client: self.client,
            call: *call,
        }
    }
}

impl Payments<'_> {
    /// Begins a payment.
    ///
    /// Repeated after any failure of the moment: Twilio knows the second request by the idempotency key.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses, for
    /// example because the call is not in progress.
    pub async fn create(&self, payment: &CreatePayment) -> Result<Payment, Error> {
        let form = payment.to_form()?;
        let request = Request::post(PAYMENTS, &[&self.client.account, &self.call], form);
        self.client.execute(&request.idempotent()).await
    }

    /// Leads a payment to its next step, or ends it.
    ///
    /// Repeated after any failure of the moment: Twilio knows the second request by the idempotency key.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(&self, sid: &PaymentSid, update: &UpdatePayment) -> Result<Payment, Error> {
        let form = update.to_form()?;
        let request = Request::post(PAYMENT, &[&self.client.account, &self.call, sid], form);
        self.client.execute(&request.idempotent()).await
    }
}
