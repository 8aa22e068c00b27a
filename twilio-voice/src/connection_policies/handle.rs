use super::{
    ConnectionPolicy, CreateConnectionPolicy, UpdateConnectionPolicy,
    targets::ConnectionPolicyTargets,
};
use crate::{Client, ConnectionPolicySid, Error, list::list, request::Request};

const POLICIES: &str = "/v1/ConnectionPolicies";
const POLICY: &str = "/v1/ConnectionPolicies/{Sid}";

list! {
    /// A search for policies. Made by [`ConnectionPolicies::list`].
    ///
    /// See [Twilio Docs/Read multiple connection policies](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource#read-multiple-connectionpolicy-resources).
    ListConnectionPolicies of ConnectionPolicy {}
}

/// The connection policies of the account.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionPolicies<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The connection policies of the account.
    #[must_use]
    pub fn connection_policies(&self) -> ConnectionPolicies<'_> {
        ConnectionPolicies { client: self }
    }
}

impl<'a> ConnectionPolicies<'a> {
    /// Makes a policy.
    ///
    /// Repeated only after failures that prove that no policy was made: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the policy may exist.
    pub async fn create(&self, policy: &CreateConnectionPolicy) -> Result<ConnectionPolicy, Error> {
        let request = Request::post(POLICIES, &[], policy.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at a policy.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such policy.
    pub async fn get(&self, sid: &ConnectionPolicySid) -> Result<ConnectionPolicy, Error> {
        let request = Request::get(POLICY, &[sid]);
        self.client.execute(&request).await
    }

    /// Looks for policies. Nothing is sent before the list is [sent](ListConnectionPolicies::send) or
    /// [streamed](ListConnectionPolicies::stream).
    pub fn list(&self) -> ListConnectionPolicies<'a> {
        ListConnectionPolicies::new(self.client, Request::get(POLICIES, &[]))
    }

    /// Changes a policy. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &ConnectionPolicySid,
        update: &UpdateConnectionPolicy,
    ) -> Result<ConnectionPolicy, Error> {
        let request = Request::post(POLICY, &[sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Deletes a policy.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &ConnectionPolicySid) -> Result<(), Error> {
        let request = Request::delete(POLICY, &[sid]);
        self.client.execute_delete(&request).await
    }

    /// The targets of a policy.
    #[must_use]
    pub fn targets(&self, policy: &ConnectionPolicySid) -> ConnectionPolicyTargets<'a> {
        ConnectionPolicyTargets::new(self.client, *policy)
    }
}
