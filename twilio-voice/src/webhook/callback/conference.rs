use jiff::Timestamp;

use super::declare::callback;
use crate::{AccountSid, CallSid, ConferenceSid, status::CallStatus, wire::open_enum};

callback! {
    /// Something happened in a conference: what is sent to the status callback of `<Conference>`.
    ///
    /// Such requests overtake each other: order them by the sequence number.
    ///
    /// See [Twilio Docs/Conference](https://www.twilio.com/docs/voice/twiml/conference).
    ConferenceEvent {
        /// Identifies the conference.
        conference_sid: ConferenceSid = required("ConferenceSid"),
        /// The account it belongs to.
        account_sid: Option<AccountSid> = parsed("AccountSid"),
        /// The name of the conference.
        friendly_name: Option<String> = text("FriendlyName"),
        /// What happened.
        event: Option<ConferenceEventKind> = parsed("StatusCallbackEvent"),
        /// The place of this event among those of the conference.
        sequence_number: Option<u64> = parsed("SequenceNumber"),
        /// When it happened.
        timestamp: Option<Timestamp> = timestamp("Timestamp"),
        /// The participant. `None` if it is the conference that something happened to.
        call_sid: Option<CallSid> = parsed("CallSid"),
        /// The label of the participant.
        participant_label: Option<String> = text("ParticipantLabel"),
        /// Whether the participant cannot be heard.
        muted: Option<bool> = flag("Muted"),
        /// Whether the participant is on hold.
        hold: Option<bool> = flag("Hold"),
        /// Whether only one other participant hears this one.
        coaching: Option<bool> = flag("Coaching"),
        /// Whether the conference ends when this participant leaves.
        end_conference_on_exit: Option<bool> = flag("EndConferenceOnExit"),
        /// Whether the conference begins when this participant joins.
        start_conference_on_enter: Option<bool> = flag("StartConferenceOnEnter"),
        /// The participant who ended the conference.
        call_sid_ending_conference: Option<CallSid> = parsed("CallSidEndingConference"),
        /// The label of the participant who ended the conference.
        participant_label_ending_conference: Option<String> = text("ParticipantLabelEndingConference"),
        /// Why the conference ended, as Twilio writes it.
        reason_conference_ended: Option<String> = text("ReasonConferenceEnded"),
        /// The same in words.
        reason: Option<String> = text("Reason"),
        /// How the call of the participant who left stands.
        participant_call_status: Option<CallStatus> = parsed("ParticipantCallStatus"),
        /// Why the participant left.
        reason_participant_left: Option<LeaveReason> = parsed("ReasonParticipantLeft"),
        /// What was to be announced. Not shown by `Debug`, as it is a URL of ours.
        announce_url: Option<String> = hidden("AnnounceUrl"),
        /// Why it was not.
        reason_announcement_failed: Option<String> = text("ReasonAnnouncementFailed"),
    }
}

open_enum! {
    /// What happened in a conference.
    ConferenceEventKind {
        /// It began: two participants are in it, and one of them may begin it.
        ConferenceStart = "conference-start",
        /// It is over.
        ConferenceEnd = "conference-end",
        /// Someone joined.
        ParticipantJoin = "participant-join",
        /// Someone left.
        ParticipantLeave = "participant-leave",
        /// Someone cannot be heard any more.
        ParticipantMute = "participant-mute",
        /// Someone can be heard again.
        ParticipantUnmute = "participant-unmute",
        /// Someone was put on hold.
        ParticipantHold = "participant-hold",
        /// Someone is not on hold any more.
        ParticipantUnhold = "participant-unhold",
        /// Something else was changed of a participant.
        ParticipantModify = "participant-modify",
        /// Someone began to speak.
        ParticipantSpeechStart = "participant-speech-start",
        /// Someone stopped speaking.
        ParticipantSpeechStop = "participant-speech-stop",
        /// An announcement is over.
        AnnouncementEnd = "announcement-end",
        /// An announcement failed.
        AnnouncementFail = "announcement-fail",
    }
}

open_enum! {
    /// Why someone left a conference.
    LeaveReason {
        /// It was ended through the API.
        ConferenceEndedViaApi = "conference_ended_via_api",
        /// Who keeps it alive left.
        ModeratorEndedConference = "moderator_ended_conference",
        /// Removed through the API.
        ParticipantUpdatedViaApi = "participant_updated_via_api",
        /// Hung up.
        ParticipantHungUp = "participant_hung_up",
        /// Could not be added.
        ParticipantAddFailed = "participant_add_failed",
    }
}
