use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, CallSid, ConferenceSid,
    page::Listed,
    reference::sid_or_name,
    twiml::ConferenceRegion,
    wire::{self, open_enum},
};

/// A conference. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Conference properties](https://www.twilio.com/docs/voice/api/conference-resource#conference-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Conference {
    /// Identifies the conference.
    pub sid: ConferenceSid,
    /// The account the conference belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The name of the room. A later conference may have the same.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// Where the conference is in its life.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status: Option<ConferenceStatus>,
    /// Where the sound is mixed.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub region: Option<ConferenceRegion>,
    /// Why the conference ended.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub reason_conference_ended: Option<ConferenceEndReason>,
    /// The call that ended it by leaving.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid_ending_conference: Option<CallSid>,
    /// The version of the API that made the conference.
    #[serde(default, deserialize_with = "wire::text")]
    pub api_version: Option<String>,
    /// When the conference was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
    /// The paths of what belongs to the conference, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub subresource_uris: BTreeMap<String, String>,
}

impl Listed for Conference {
    const KEY: &'static str = "conferences";
}

open_enum! {
    /// Where a conference is in its life.
    ConferenceStatus {
        /// It has not begun: those who came hear music.
        Init = "init",
        /// It goes on.
        InProgress = "in-progress",
        /// It is over.
        Completed = "completed",
    }
}

open_enum! {
    /// Why a conference ended.
    ConferenceEndReason {
        /// The API ended it.
        EndedViaApi = "conference-ended-via-api",
        /// A call left with which it was to end.
        EndingParticipantLeft = "participant-with-end-conference-on-exit-left",
        /// A call was removed with which it was to end.
        EndingParticipantKicked = "participant-with-end-conference-on-exit-kicked",
        /// The last call was removed.
        LastParticipantKicked = "last-participant-kicked",
        /// The last call left.
        LastParticipantLeft = "last-participant-left",
    }
}

sid_or_name! {
    /// The conference into which someone is called.
    ConferenceRef {
        /// This one, which goes on.
        Sid(ConferenceSid),
        /// The one of this name that goes on, or a new one.
        Name("conference"),
    }
}
