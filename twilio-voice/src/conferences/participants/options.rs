use crate::wire::open_enum;

open_enum! {
    /// What is told about the recording of a participant.
    ParticipantRecordingEvent {
        /// It was ordered.
        Started = "started",
        /// It goes on.
        InProgress = "in-progress",
        /// It is interrupted.
        Paused = "paused",
        /// It goes on after a pause.
        Resumed = "resumed",
        /// It is over.
        Stopped = "stopped",
        /// It is ready.
        Completed = "completed",
        /// It could not be made.
        Failed = "failed",
        /// There is none.
        Absent = "absent",
    }
}

open_enum! {
    /// What is told about the recording of a conference.
    ConferenceRecordingEvent {
        /// It goes on.
        InProgress = "in-progress",
        /// It is ready.
        Completed = "completed",
        /// It could not be made.
        Failed = "failed",
        /// There is none.
        Absent = "absent",
    }
}

open_enum! {
    /// Whether the conference that someone joins is recorded.
    ConferenceRecording {
        /// From its begin.
        FromStart = "record-from-start",
        /// Not.
        DoNotRecord = "do-not-record",
    }
}
