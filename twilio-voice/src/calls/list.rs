use std::fmt;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

#[cfg(feature = "rest")]
use super::{Call, CallStatus};
#[cfg(feature = "rest")]
use crate::{CallSid, list::list};

/// A day or a moment with which times are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TimeBound {
    /// A day in UTC.
    Day(Date),
    /// A moment. Parts of a second are left out.
    Moment(Timestamp),
}

impl fmt::Display for TimeBound {
    /// The bound as Twilio reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Moment(moment) => {
                let moment = moment.to_zoned(TimeZone::UTC);
                moment.strftime("%Y-%m-%dT%H:%M:%SZ").fmt(f)
            }
        }
    }
}

impl From<Date> for TimeBound {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<Timestamp> for TimeBound {
    fn from(moment: Timestamp) -> Self {
        Self::Moment(moment)
    }
}

#[cfg(feature = "rest")]
list! {
    /// A search for calls, the newest first. Made by [`Calls::list`](super::Calls::list).
    ///
    /// See [Twilio Docs/Read multiple calls](https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources).
    ListCalls of Call {
        /// Only calls to this number, SIP address, `client:` or `sim:`.
        to: String = "To",
        /// Only calls from this number, SIP address, `client:` or `sim:`.
        from: String = "From",
        /// Only calls made by this call.
        parent_call_sid: CallSid = "ParentCallSid",
        /// Only calls in this state.
        status: CallStatus = "Status",
        /// Only calls that started on this day or at this moment.
        start_time: TimeBound = "StartTime",
        /// Only calls that started before.
        start_time_before: TimeBound = "StartTime<",
        /// Only calls that started then or later.
        start_time_from: TimeBound = "StartTime>",
        /// Only calls that ended on this day or at this moment.
        end_time: TimeBound = "EndTime",
        /// Only calls that ended before.
        end_time_before: TimeBound = "EndTime<",
        /// Only calls that ended then or later.
        end_time_from: TimeBound = "EndTime>",
    }
}
