//! A registration to be.

use serde::Serialize;

use crate::{Error, Secret, check};

/// A SIP server to register with, so that its calls reach Ultravox.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSipRegistration {
    /// The user to register as, 1 to 60 characters.
    pub username: String,
    /// The password of the user.
    pub password: Secret,
    /// The server, 1 to 100 characters.
    pub proxy: String,
    /// Through which the server is reached, if not directly, up to 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbound_proxy: Option<String>,
    /// The user to authenticate as, if it is another, up to 60 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_user: Option<String>,
}

impl CreateSipRegistration {
    /// Registers as `username` with `proxy`.
    #[must_use]
    pub fn new(
        username: impl Into<String>,
        password: impl Into<Secret>,
        proxy: impl Into<String>,
    ) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            proxy: proxy.into(),
            outbound_proxy: None,
            auth_user: None,
        }
    }

    setters! {
        text outbound_proxy;
        text auth_user;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::length("username", &self.username, 1..=60)?;
        check::not_empty("password", Some(self.password.expose()))?;
        check::length("proxy", &self.proxy, 1..=100)?;
        check::length_if("outbound_proxy", self.outbound_proxy.as_deref(), 0..=100)?;
        check::length_if("auth_user", self.auth_user.as_deref(), 0..=60)
    }
}
