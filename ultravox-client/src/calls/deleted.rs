//! What remains of deleted calls.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

use super::EndReason;
use crate::{AccountId, CallId, duration};

/// What remains of a deleted call.
///
/// See [Ultravox Docs/Deleted calls](https://docs.ultravox.ai/api-reference/calls/calls-deleted-calls-list).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeletedCall {
    /// The call.
    pub call_id: CallId,
    /// The account it belonged to.
    pub account_id: Option<AccountId>,
    /// When it was created.
    pub created: Timestamp,
    /// When it was deleted.
    pub deletion_time: Timestamp,
    /// When somebody joined. `None` if nobody did.
    pub joined: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How long it was allowed to last.
    #[serde(default, with = "duration::option")]
    pub max_duration: Option<Duration>,
    /// Why it ended.
    pub end_reason: Option<EndReason>,
    /// Whether it was recorded.
    pub recording_enabled: Option<bool>,
    /// Whether it had a summary.
    pub had_summary: Option<bool>,
}

#[cfg(feature = "rest")]
mod rest {
    use super::DeletedCall;
    use crate::{
        CallId, Client, Error,
        calls::filter::{Filter, filters},
        page::{Paging, list},
        request::Request,
    };

    impl Client {
        /// What remains of deleted calls.
        #[must_use]
        pub fn deleted_calls(&self) -> DeletedCalls<'_> {
            DeletedCalls { client: self }
        }
    }

    /// What remains of deleted calls.
    #[derive(Clone, Copy, Debug)]
    pub struct DeletedCalls<'a> {
        client: &'a Client,
    }

    impl<'a> DeletedCalls<'a> {
        /// Lists what remains of deleted calls.
        pub fn list(&self) -> ListDeletedCalls<'a> {
            ListDeletedCalls {
                client: self.client,
                filter: Filter::default(),
                paging: Paging::default(),
            }
        }

        /// What remains of one deleted call.
        ///
        /// # Errors
        ///
        /// [`Error::Api`], not found if the call exists or never did.
        pub async fn get(&self, call: &CallId) -> Result<DeletedCall, Error> {
            self.client
                .execute(&Request::get("/api/deleted_calls/{call_id}", &[call]))
                .await
        }
    }

    /// Lists what remains of deleted calls.
    #[derive(Clone, Debug)]
    #[must_use]
    pub struct ListDeletedCalls<'a> {
        client: &'a Client,
        filter: Filter,
        paging: Paging,
    }

    impl ListDeletedCalls<'_> {
        filters!();

        fn request(&self) -> Result<Request, Error> {
            self.paging
                .apply(self.filter.apply(Request::get("/api/deleted_calls", &[]))?)
        }
    }

    list!(ListDeletedCalls of DeletedCall);
}

#[cfg(feature = "rest")]
pub use self::rest::{DeletedCalls, ListDeletedCalls};
