use super::{
    CreateIncomingPhoneNumber, IncomingPhoneNumber, PhoneNumberKind, PhoneNumberOrigin,
    UpdateIncomingPhoneNumber, WantedNumber,
};
use crate::{Client, Error, PhoneNumberSid, list::list, request::Request};

const NUMBERS: &str = "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json";
const NUMBER: &str = "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json";

list! {
    /// A search for numbers. Made by [`IncomingPhoneNumbers::list`].
    ///
    /// See [Twilio Docs/Read multiple IncomingPhoneNumbers](https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#read-multiple-incomingphonenumber-resources).
    ListIncomingPhoneNumbers of IncomingPhoneNumber {
        /// Only numbers with these digits, in which `*` stands for any digit.
        phone_number: String = "PhoneNumber",
        /// Only numbers of this name.
        friendly_name: String = "FriendlyName",
        /// Whether numbers that are new to Twilio are among them. Default: true.
        beta: bool = "Beta",
        /// Only numbers of Twilio, or only those of other carriers.
        origin: PhoneNumberOrigin = "Origin",
    }
}

/// The numbers of an account.
#[derive(Clone, Copy, Debug)]
pub struct IncomingPhoneNumbers<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The numbers of an account.
    #[must_use]
    pub fn incoming_phone_numbers(&self) -> IncomingPhoneNumbers<'_> {
        IncomingPhoneNumbers { client: self }
    }
}

impl<'a> IncomingPhoneNumbers<'a> {
    /// Buys a number.
    ///
    /// Repeated only after failures that prove that no number was bought: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the number may be ours.
    pub async fn create(
        &self,
        number: &CreateIncomingPhoneNumber,
    ) -> Result<IncomingPhoneNumber, Error> {
        let request = Request::post(NUMBERS, &[&self.client.account], number.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at a number.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such number.
    pub async fn get(&self, sid: &PhoneNumberSid) -> Result<IncomingPhoneNumber, Error> {
        let request = Request::get(NUMBER, &[&self.client.account, sid]);
        self.client.execute(&request).await
    }

    /// Looks for numbers of the account. Nothing is sent before the list is [sent](ListIncomingPhoneNumbers::send) or
    /// [streamed](ListIncomingPhoneNumbers::stream).
    pub fn list(&self) -> ListIncomingPhoneNumbers<'a> {
        ListIncomingPhoneNumbers::new(self.client, Request::get(NUMBERS, &[&self.client.account]))
    }

    /// Changes a number. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &PhoneNumberSid,
        update: &UpdateIncomingPhoneNumber,
    ) -> Result<IncomingPhoneNumber, Error> {
        let request = Request::post(NUMBER, &[&self.client.account, sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Gives a number back. Someone else may buy it then.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &PhoneNumberSid) -> Result<(), Error> {
        let request = Request::delete(NUMBER, &[&self.client.account, sid]);
        self.client.execute_delete(&request).await
    }

    /// Looks for numbers of one kind. Nothing is sent before the list is [sent](ListIncomingPhoneNumbers::send) or
    /// [streamed](ListIncomingPhoneNumbers::stream).
    pub fn list_of(&self, kind: PhoneNumberKind) -> ListIncomingPhoneNumbers<'a> {
        ListIncomingPhoneNumbers::new(self.client, Request::get(of(kind), &[&self.client.account]))
    }

    /// Buys a number of one kind: fails if the number is of another.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create), and [`Error::InvalidRequest`] if not a number but an area is named.
    pub async fn create_of(
        &self,
        kind: PhoneNumberKind,
        number: &CreateIncomingPhoneNumber,
    ) -> Result<IncomingPhoneNumber, Error> {
        if matches!(number.wanted, WantedNumber::AreaCode(_)) {
            return Err(Error::invalid("AreaCode", "needs no kind of number"));
        }
        let request = Request::post(of(kind), &[&self.client.account], number.to_form()?);
        self.client.execute(&request).await
    }
}

fn of(kind: PhoneNumberKind) -> &'static str {
    match kind {
        PhoneNumberKind::Local => {
            "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/Local.json"
        }
        PhoneNumberKind::Mobile => {
            "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/Mobile.json"
        }
        PhoneNumberKind::TollFree => {
            "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/TollFree.json"
        }
    }
}
