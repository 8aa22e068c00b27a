use super::{ConnectionPolicyTarget, CreateConnectionPolicyTarget, UpdateConnectionPolicyTarget};
use crate::{
    Client, ConnectionPolicySid, ConnectionPolicyTargetSid, Error, list::list, request::Request,
};

const TARGETS: &str = "/v1/ConnectionPolicies/{ConnectionPolicySid}/Targets";
const TARGET: &str = "/v1/ConnectionPolicies/{ConnectionPolicySid}/Targets/{Sid}";

list! {
    /// A search for targets. Made by [`ConnectionPolicyTargets::list`].
    ///
    /// See [Twilio Docs/Read multiple connection policy targets](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource#read-multiple-connectionpolicytarget-resources).
    ListConnectionPolicyTargets of ConnectionPolicyTarget {}
}

/// The targets of a connection policy. Made by
/// [`ConnectionPolicies::targets`](crate::connection_policies::ConnectionPolicies::targets).
#[derive(Clone, Copy, Debug)]
pub struct ConnectionPolicyTargets<'a> {
    pub(super) client: &'a Client,
    pub(super) policy: ConnectionPolicySid,
}

impl<'a> ConnectionPolicyTargets<'a> {
    pub(in crate::connection_policies) fn new(
        client: &'a Client,
        policy: ConnectionPolicySid,
    ) -> Self {
        Self { client, policy }
    }

    /// Makes a target.
    ///
    /// Repeated only after failures that prove that no target was made: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the target may exist.
    pub async fn create(
        &self,
        target: &CreateConnectionPolicyTarget,
    ) -> Result<ConnectionPolicyTarget, Error> {
        let request = Request::post(TARGETS, &[&self.policy], target.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at a target.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such target.
    pub async fn get(
        &self,
        sid: &ConnectionPolicyTargetSid,
    ) -> Result<ConnectionPolicyTarget, Error> {
        let request = Request::get(TARGET, &[&self.policy, sid]);
        self.client.execute(&request).await
    }

    /// Looks for targets. Nothing is sent before the list is [sent](ListConnectionPolicyTargets::send) or
    /// [streamed](ListConnectionPolicyTargets::stream).
    pub fn list(&self) -> ListConnectionPolicyTargets<'a> {
        ListConnectionPolicyTargets::new(self.client, Request::get(TARGETS, &[&self.policy]))
    }

    /// Changes a target. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &ConnectionPolicyTargetSid,
        update: &UpdateConnectionPolicyTarget,
    ) -> Result<ConnectionPolicyTarget, Error> {
        let request = Request::post(TARGET, &[&self.policy, sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Deletes a target.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &ConnectionPolicyTargetSid) -> Result<(), Error> {
        let request = Request::delete(TARGET, &[&self.policy, sid]);
        self.client.execute_delete(&request).await
    }
}
