//! The endpoints of SIP registrations.

use super::{CreateSipRegistration, SipRegistration, UpdateSipRegistration};
use crate::{Client, Error, SipRegistrationId, page::plain_list, request::Request};

/// Where Ultravox registers itself.
#[derive(Clone, Copy, Debug)]
pub struct SipRegistrations<'a> {
    pub(super) client: &'a Client,
}

impl<'a> SipRegistrations<'a> {
    /// Lists SIP registrations.
    pub fn list(&self) -> ListSipRegistrations<'a> {
        ListSipRegistrations::new(self.client)
    }

    /// Creates a registration.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the registration may exist.
    pub async fn create(
        &self,
        registration: &CreateSipRegistration,
    ) -> Result<SipRegistration, Error> {
        registration.validate()?;
        let request = Request::post("/api/sip/registrations", &[], registration)?;
        self.client.execute(&request).await
    }

    /// One registration.
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such registration in this account.
    pub async fn get(&self, registration: &SipRegistrationId) -> Result<SipRegistration, Error> {
        let request = Request::get("/api/sip/registrations/{registration_id}", &[registration]);
        self.client.execute(&request).await
    }

    /// Changes a registration. What the update does not set stays as it is.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update(
        &self,
        registration: &SipRegistrationId,
        update: &UpdateSipRegistration,
    ) -> Result<SipRegistration, Error> {
        update.validate()?;
        let request = Request::patch(
            "/api/sip/registrations/{registration_id}",
            &[registration],
            update,
        )?;
        self.client.execute(&request).await
    }

    /// Deletes a registration. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no registration, it counts as deleted.
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, registration: &SipRegistrationId) -> Result<(), Error> {
        let request = Request::delete("/api/sip/registrations/{registration_id}", &[registration]);
        self.client.execute_delete(&request).await
    }
}

plain_list! {
    /// Lists SIP registrations.
    ///
    /// See [Ultravox Docs/SIP registrations](https://docs.ultravox.ai/api-reference/introduction).
    ListSipRegistrations() of SipRegistration = "/api/sip/registrations"
}
