use super::{CreateParticipant, Participant, ParticipantRef, UpdateParticipant};
use crate::{
    CallSid, Client, ConferenceSid, Error,
    conferences::{ConferenceRef, Conferences},
    list::list,
    request::{Argument, Request},
};

const PARTICIPANTS: &str =
    "/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Participants.json";
const PARTICIPANT: &str =
    "/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Participants/{CallSid}.json";

list! {
    /// A search for the calls in a conference. Those that left are not found. Made by [`Participants::list`].
    ///
    /// See [Twilio Docs/Read multiple participants](https://www.twilio.com/docs/voice/api/conference-participant-resource#read-multiple-participant-resources).
    ListParticipants of Participant {
        /// Only calls that are muted, or that are not.
        muted: bool = "Muted",
        /// Only calls on hold, or not on hold.
        hold: bool = "Hold",
        /// Only calls that are coaching, or that are not.
        coaching: bool = "Coaching",
    }
}

/// The calls in a conference.
#[derive(Clone, Copy, Debug)]
pub struct Participants<'a> {
    client: &'a Client,
    conference: ConferenceSid,
}

impl<'a> Conferences<'a> {
    /// The calls in a conference.
    #[must_use]
    pub fn participants(&self, conference: &ConferenceSid) -> Participants<'a> {
        Participants {
            client: self.client,
            conference: *conference,
        }
    }

    /// Calls someone into a conference: one that goes on, or the room of a name, which is opened if need be. The call
    /// costs money from the answer until it is over.
    ///
    /// Repeated only after failures that prove that no call was placed: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the call **may exist**, and nobody has its id.
    pub async fn add(
        &self,
        conference: impl Into<ConferenceRef>,
        participant: &CreateParticipant,
    ) -> Result<Participant, Error> {
        let conference = conference.into();
        conference.check()?;
        let form = participant.to_form()?;
        let request = Request::post(PARTICIPANTS, &[&self.client.account, &conference], form);
        self.client.execute(&request).await
    }
}

impl<'a> Participants<'a> {
    /// Calls someone into the conference. The call costs money from the answer until it is over.
    ///
    /// Repeated only after failures that prove that no call was placed: no connection, or 429.
    ///
    /// # Errors
    ///
    /// As [`Conferences::add`].
    pub async fn create(&self, participant: &CreateParticipant) -> Result<Participant, Error> {
        let conferences = self.client.conferences();
        conferences.add(self.conference, participant).await
    }

    /// Looks at a call in the conference.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a label is not usable: nothing was sent. [`Error::Api`] if Twilio refuses;
    /// [`Error::is_not_found`] if the call is not in the conference.
    pub async fn get(&self, participant: impl Into<ParticipantRef>) -> Result<Participant, Error> {
        let participant = participant.into();
        participant.check()?;
        let request = Request::get(PARTICIPANT, &self.path(&participant));
        self.client.execute(&request).await
    }

    /// Looks for the calls in the conference. Nothing is sent before the list is [sent](ListParticipants::send) or
    /// [streamed](ListParticipants::stream).
    pub fn list(&self) -> ListParticipants<'a> {
        let list = Request::get(PARTICIPANTS, &[&self.client.account, &self.conference]);
        ListParticipants::new(self.client, list)
    }

    /// Changes a call in the conference.
    ///
    /// Repeated after any failure of the moment if the call is named by its SID and nothing is announced, and otherwise
    /// only after failures that prove that nothing happened: an announcement that is made twice is heard twice.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses;
    /// [`Error::is_not_found`] if the call is not in the conference.
    pub async fn update(
        &self,
        participant: impl Into<ParticipantRef>,
        update: &UpdateParticipant,
    ) -> Result<Participant, Error> {
        let participant = participant.into();
        participant.check()?;
        let request = Request::post(PARTICIPANT, &self.path(&participant), update.to_form()?);
        let request =
            if matches!(participant, ParticipantRef::Sid(_)) && update.announce_url.is_none() {
                request.idempotent()
            } else {
                request
            };
        self.client.execute(&request).await
    }

    /// Lets the others hear a call, or not.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn mute(
        &self,
        participant: impl Into<ParticipantRef>,
        muted: bool,
    ) -> Result<Participant, Error> {
        self.update(participant, &UpdateParticipant::new().muted(muted))
            .await
    }

    /// Puts a call on hold, where it hears music, or takes it back.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn hold(
        &self,
        participant: impl Into<ParticipantRef>,
        hold: bool,
    ) -> Result<Participant, Error> {
        self.update(participant, &UpdateParticipant::new().hold(hold))
            .await
    }

    /// Lets a call be heard by one other only.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn coach(
        &self,
        participant: impl Into<ParticipantRef>,
        coached: &CallSid,
    ) -> Result<Participant, Error> {
        let update = UpdateParticipant::new()
            .coaching(true)
            .call_sid_to_coach(*coached);
        self.update(participant, &update).await
    }

    /// Lets a call, and nobody else, hear what is at `url`.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn announce(
        &self,
        participant: impl Into<ParticipantRef>,
        url: impl Into<String>,
    ) -> Result<Participant, Error> {
        self.update(participant, &UpdateParticipant::new().announce_url(url))
            .await
    }

    /// Removes a call from the conference. It goes on with what follows `<Dial>`, or ends.
    ///
    /// Repeated after any failure of the moment if the call is named by its SID. Another may have its label meanwhile:
    /// by its label it is repeated only after failures that prove that nothing happened.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a label is not usable: nothing was sent. [`Error::Api`] if Twilio refuses;
    /// [`Error::is_not_found`] if the call is not in the conference.
    pub async fn delete(&self, participant: impl Into<ParticipantRef>) -> Result<(), Error> {
        let participant = participant.into();
        participant.check()?;
        let request = Request::delete(PARTICIPANT, &self.path(&participant));
        let request = match participant {
            ParticipantRef::Sid(_) => request,
            ParticipantRef::Name(_) => request.once(),
        };
        self.client.execute_delete(&request).await
    }

    fn path<'s>(&'s self, participant: &'s ParticipantRef) -> [Argument<'s>; 3] {
        [&self.client.account, &self.conference, participant]
    }
}
