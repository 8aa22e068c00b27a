//! The endpoints of SIP.

use super::{SipConfig, SipRegistrations, UpdateSipConfig};
use crate::{Client, Error, request::Request};

impl Client {
    /// SIP: who may call in, and where Ultravox registers itself.
    #[must_use]
    pub fn sip(&self) -> Sip<'_> {
        Sip { client: self }
    }
}

/// SIP: who may call in, and where Ultravox registers itself.
#[derive(Clone, Copy, Debug)]
pub struct Sip<'a> {
    client: &'a Client,
}

impl<'a> Sip<'a> {
    /// Who may call in.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn get(&self) -> Result<SipConfig, Error> {
        self.client.execute(&Request::get("/api/sip", &[])).await
    }

    /// Changes who may call in. What the update does not set stays as it is.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update(&self, update: &UpdateSipConfig) -> Result<SipConfig, Error> {
        update.validate()?;
        let request = Request::patch("/api/sip", &[], update)?;
        self.client.execute(&request).await
    }

    /// Where Ultravox registers itself.
    #[must_use]
    pub fn registrations(&self) -> SipRegistrations<'a> {
        SipRegistrations {
            client: self.client,
        }
    }
}
