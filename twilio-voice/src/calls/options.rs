use crate::wire::open_enum;

open_enum! {
    /// What Twilio tells the status callback of a call.
    CallEvent {
        /// Dialling begins.
        Initiated = "initiated",
        /// The other side rings.
        Ringing = "ringing",
        /// The other side answers.
        Answered = "answered",
        /// The call is over, however it ended.
        Completed = "completed",
    }
}

open_enum! {
    /// How a call is ended.
    FinalStatus {
        /// Only if it is not answered yet.
        Canceled = "canceled",
        /// In any state.
        Completed = "completed",
    }
}

open_enum! {
    /// Whether, and for how long, Twilio listens for an answering machine.
    ///
    /// See [Twilio Docs/Answering machine detection](https://www.twilio.com/docs/voice/answering-machine-detection).
    MachineDetection {
        /// Until it is known who answers.
        Enable = "Enable",
        /// Until a machine has said its greeting.
        DetectMessageEnd = "DetectMessageEnd",
    }
}

open_enum! {
    /// How the two sides of a call are recorded.
    RecordingChannels {
        /// Mixed.
        Mono = "mono",
        /// Each in its own channel.
        Dual = "dual",
    }
}

open_enum! {
    /// What is told about a recording.
    RecordingEvent {
        /// It begins.
        InProgress = "in-progress",
        /// It is ready.
        Completed = "completed",
        /// There is none.
        Absent = "absent",
    }
}

open_enum! {
    /// Which side of a call is recorded.
    RecordingTrack {
        /// What Twilio hears.
        Inbound = "inbound",
        /// What Twilio says.
        Outbound = "outbound",
        /// Both.
        Both = "both",
    }
}

open_enum! {
    /// What happens to silence at the beginning and end of a recording.
    Trim {
        /// It is cut off.
        TrimSilence = "trim-silence",
        /// It is kept.
        DoNotTrim = "do-not-trim",
    }
}
