use std::fmt;

use crate::RecordingSid;

/// Which recording of a call or conference is changed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RecordingRef {
    /// This one.
    Sid(RecordingSid),
    /// The one that goes on, if there is exactly one: `Twilio.CURRENT`.
    Current,
}

impl fmt::Display for RecordingRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sid(sid) => sid.fmt(f),
            Self::Current => f.write_str("Twilio.CURRENT"),
        }
    }
}

impl From<RecordingSid> for RecordingRef {
    fn from(sid: RecordingSid) -> Self {
        Self::Sid(sid)
    }
}

impl From<&RecordingSid> for RecordingRef {
    fn from(sid: &RecordingSid) -> Self {
        Self::Sid(*sid)
    }
}
