//! The endpoints of call throttles.

use super::{CallThrottle, CreateCallThrottle, UpdateCallThrottle};
use crate::{Client, Error, ThrottleId, page::plain_list, request::Request};

impl Client {
    /// Call throttles: how many calls may be created in a time.
    #[must_use]
    pub fn call_throttles(&self) -> CallThrottles<'_> {
        CallThrottles { client: self }
    }
}

/// Call throttles: how many calls may be created in a time.
#[derive(Clone, Copy, Debug)]
pub struct CallThrottles<'a> {
    pub(super) client: &'a Client,
}

impl<'a> CallThrottles<'a> {
    /// Lists call throttles.
    pub fn list(&self) -> ListCallThrottles<'a> {
        ListCallThrottles::new(self.client)
    }

    /// Creates a throttle.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the throttle may exist.
    pub async fn create(&self, throttle: &CreateCallThrottle) -> Result<CallThrottle, Error> {
        throttle.validate()?;
        let request = Request::post("/api/call_throttles", &[], throttle)?;
        self.client.execute(&request).await
    }

    /// One throttle.
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such throttle in this account.
    pub async fn get(&self, throttle: &ThrottleId) -> Result<CallThrottle, Error> {
        let request = Request::get("/api/call_throttles/{throttle_id}", &[throttle]);
        self.client.execute(&request).await
    }

    /// Changes a throttle. What the update does not set stays as it is.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update(
        &self,
        throttle: &ThrottleId,
        update: &UpdateCallThrottle,
    ) -> Result<CallThrottle, Error> {
        update.validate()?;
        let request = Request::patch("/api/call_throttles/{throttle_id}", &[throttle], update)?;
        self.client.execute(&request).await
    }

    /// Puts another throttle in the place of this one, which keeps its id. What is not set is emptied.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn replace(
        &self,
        throttle: &ThrottleId,
        replacement: &CreateCallThrottle,
    ) -> Result<CallThrottle, Error> {
        replacement.validate()?;
        let request = Request::put(
            "/api/call_throttles/{throttle_id}",
            &[throttle],
            replacement,
        )?;
        self.client.execute(&request).await
    }

    /// Deletes a throttle. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no throttle, it counts as deleted.
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, throttle: &ThrottleId) -> Result<(), Error> {
        let request = Request::delete("/api/call_throttles/{throttle_id}", &[throttle]);
        self.client.execute_delete(&request).await
    }
}

plain_list! {
    /// Lists call throttles.
    ///
    /// See [Ultravox Docs/Call throttles](https://docs.ultravox.ai/api-reference/introduction).
    ListCallThrottles() of CallThrottle = "/api/call_throttles"
}
