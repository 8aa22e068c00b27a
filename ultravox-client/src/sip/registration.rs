//! What a registration is, and changes to one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Patch, Secret, SipRegistrationId, check};

/// A SIP server that Ultravox registers with. The password is not shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SipRegistration {
    /// The registration.
    pub registration_id: SipRegistrationId,
    /// When it was created.
    pub created: Timestamp,
    /// The user.
    pub username: String,
    /// The server.
    pub proxy: String,
    /// Through which the server is reached. `None` means directly.
    pub outbound_proxy: Option<String>,
    /// The user to authenticate as. `None` means `username`.
    pub auth_user: Option<String>,
    /// Whether the server took it. `None` if that is not known yet.
    pub successful: Option<bool>,
}

/// Changes to a registration. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateSipRegistration {
    /// The user to register as, 1 to 60 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The password of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// The server, 1 to 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Through which the server is reached, if not directly, up to 100 characters.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub outbound_proxy: Patch<String>,
    /// The user to authenticate as, if it is another, up to 60 characters.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub auth_user: Patch<String>,
}

impl UpdateSipRegistration {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        text username;
        secret password;
        text proxy;
        patch outbound_proxy / clear_outbound_proxy: String;
        patch auth_user / clear_auth_user: String;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::length_if("username", self.username.as_deref(), 1..=60)?;
        check::not_empty("password", self.password.as_ref().map(Secret::expose))?;
        check::length_if("proxy", self.proxy.as_deref(), 1..=100)?;
        check::length_if("outbound_proxy", self.outbound_proxy.as_deref(), 0..=100)?;
        check::length_if("auth_user", self.auth_user.as_deref(), 0..=60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip::CreateSipRegistration;

    #[test]
    fn problems_name_the_field_and_hide_the_password() {
        let create = |user: &str, proxy: &str| CreateSipRegistration::new(user, "hunter2", proxy);
        for (problem, field) in [
            (create("", "p").validate(), "username"),
            (create("u", &"p".repeat(101)).validate(), "proxy"),
            (
                create("u", "p").auth_user("a".repeat(61)).validate(),
                "auth_user",
            ),
            (
                CreateSipRegistration::new("u", "", "p").validate(),
                "password",
            ),
            (
                UpdateSipRegistration::new().username("").validate(),
                "username",
            ),
            (
                UpdateSipRegistration::new()
                    .outbound_proxy("p".repeat(101))
                    .validate(),
                "outbound_proxy",
            ),
        ] {
            let problem = problem.unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
        assert!(!format!("{:?}", create("u", "p")).contains("hunter2"));
    }

    #[test]
    fn an_update_leaves_sets_and_empties() {
        let update = UpdateSipRegistration::new().proxy("p").clear_auth_user();
        assert_eq!(
            serde_json::to_string(&update).unwrap(),
            r#"{"proxy":"p","authUser":null}"#
        );
    }
}
