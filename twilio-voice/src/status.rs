//! What requests, answers and webhooks say of a call alike.

use crate::wire::open_enum;

open_enum! {
    /// Where a call is in its life.
    ///
    /// See [Twilio Docs/Call status values](https://www.twilio.com/docs/voice/api/call-resource#call-status-values).
    CallStatus {
        /// Accepted, not dialled yet.
        Queued = "queued",
        /// Being dialled. Only callbacks say this.
        Initiated = "initiated",
        /// The other side rings.
        Ringing = "ringing",
        /// Answered.
        InProgress = "in-progress",
        /// Was answered and is over.
        Completed = "completed",
        /// The other side was busy.
        Busy = "busy",
        /// Could not be placed.
        Failed = "failed",
        /// Nobody answered in time.
        NoAnswer = "no-answer",
        /// Was cancelled before anyone answered.
        Canceled = "canceled",
    }
}

impl CallStatus {
    /// Whether the call is over. False for a value this version does not know.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Completed | Self::Busy | Self::Failed | Self::NoAnswer | Self::Canceled
        )
    }
}

open_enum! {
    /// Who placed a call.
    CallDirection {
        /// Someone called us.
        Inbound = "inbound",
        /// The API.
        OutboundApi = "outbound-api",
        /// `<Dial>`.
        OutboundDial = "outbound-dial",
        /// Our SIP trunk, towards the telephone network.
        TrunkingTerminating = "trunking-terminating",
        /// The telephone network, towards our SIP trunk.
        TrunkingOriginating = "trunking-originating",
    }
}

open_enum! {
    /// Who answered a call.
    AnsweredBy {
        /// A person.
        Human = "human",
        /// A machine.
        Machine = "machine",
        /// A machine, which has begun its greeting.
        MachineStart = "machine_start",
        /// A machine, whose greeting ended with a beep.
        MachineEndBeep = "machine_end_beep",
        /// A machine, whose greeting ended with silence.
        MachineEndSilence = "machine_end_silence",
        /// A machine, whose greeting ended otherwise.
        MachineEndOther = "machine_end_other",
        /// A fax.
        Fax = "fax",
        /// It could not be told.
        Unknown = "unknown",
    }
}
