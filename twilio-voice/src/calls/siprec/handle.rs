use super::{CreateSiprec, Siprec, SiprecRef};
use crate::{CallSid, Client, Error, calls::Calls, request::Request};

const MANY: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Siprec.json";
const ONE: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Siprec/{Sid}.json";

/// A SIPREC session of a call: begun and ended. Twilio has no way to look at one or to list them.
#[derive(Clone, Copy, Debug)]
pub struct SiprecSessions<'a> {
    client: &'a Client,
    call: CallSid,
}

impl<'a> Calls<'a> {
    /// The SIPREC sessions of a call: its sound, sent to recorders.
    #[must_use]
    pub fn siprec(&self, call: &CallSid) -> SiprecSessions<'a> {
        SiprecSessions {
            client: self.client,
            call: *call,
        }
    }
}

impl SiprecSessions<'_> {
    /// Begins to send the sound of the call to a recorder.
    ///
    /// Repeated only after failures that prove that nothing was begun: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses, for
    /// example because the call is not in progress. If [`Error::may_have_been_applied`], it may go on.
    pub async fn create(&self, session: &CreateSiprec) -> Result<Siprec, Error> {
        let form = session.to_form()?;
        let request = Request::post(MANY, &[&self.client.account, &self.call], form);
        self.client.execute(&request).await
    }

    /// Ends the session for good.
    ///
    /// Repeated after any failure of the moment if it is named by its SID. Another may have its name meanwhile: by its
    /// name it is repeated only after failures that prove that nothing happened.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a name is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn stop(&self, session: impl Into<SiprecRef>) -> Result<Siprec, Error> {
        let session = session.into();
        session.check()?;
        let form = "Status=stopped".to_owned();
        let account = &self.client.account;
        let request = Request::post(ONE, &[account, &self.call, &session], form);
        let request = if matches!(session, SiprecRef::Sid(_)) {
            request.idempotent()
        } else {
            request
        };
        self.client.execute(&request).await
    }
}
