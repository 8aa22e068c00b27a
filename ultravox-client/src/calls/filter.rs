//! Which calls a list is about.

use std::{collections::BTreeMap, fmt, time::Duration};

use jiff::{
    Timestamp,
    civil::{Date, Time},
};

use crate::{AgentId, Error, VoiceId, check, duration, request::Request};

/// A day or a moment. As the start of a period a day means its first moment, as the end its last. Days are in UTC.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum DayOrTime {
    /// A whole day.
    Day(Date),
    /// A moment.
    Time(Timestamp),
}

impl From<Date> for DayOrTime {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<Timestamp> for DayOrTime {
    fn from(time: Timestamp) -> Self {
        Self::Time(time)
    }
}

impl fmt::Display for DayOrTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Time(time) => time.fmt(f),
        }
    }
}

/// What lists of calls can be narrowed by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) agent_ids: Vec<AgentId>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) from_date: Option<DayOrTime>,
    pub(crate) to_date: Option<DayOrTime>,
    pub(crate) time_of_day_start: Option<Time>,
    pub(crate) time_of_day_end: Option<Time>,
    pub(crate) duration_min: Option<Duration>,
    pub(crate) duration_max: Option<Duration>,
    pub(crate) voice_id: Option<VoiceId>,
    pub(crate) search: Option<String>,
}

impl Filter {
    pub(crate) fn apply(&self, mut request: Request) -> Result<Request, Error> {
        check::not_empty("search", self.search.as_deref())?;
        check::writable("duration_min", self.duration_min)?;
        check::writable("duration_max", self.duration_max)?;
        for id in &self.agent_ids {
            request = request.query("agentIds", id);
        }
        for (key, value) in &self.metadata {
            check::not_empty("metadata", Some(key))?;
            request = request.query(format!("metadata.{key}"), value);
        }
        Ok(request
            .query_if("fromDate", self.from_date)
            .query_if("toDate", self.to_date)
            .query_if("timeOfDayStart", self.time_of_day_start)
            .query_if("timeOfDayEnd", self.time_of_day_end)
            .query_if("durationMin", self.duration_min.and_then(duration::format))
            .query_if("durationMax", self.duration_max.and_then(duration::format))
            .query_if("voiceId", self.voice_id)
            .query_if("search", self.search.as_ref()))
    }
}

/// Writes the setters of a list that has a field `filter`.
macro_rules! filters {
    () => {
        /// Only calls of these agents.
        pub fn agent_ids(mut self, ids: impl IntoIterator<Item = crate::AgentId>) -> Self {
            self.filter.agent_ids = ids.into_iter().collect();
            self
        }

        /// Only calls with this entry in their metadata. Several entries must all be there.
        pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
            self.filter.metadata.insert(key.into(), value.into());
            self
        }

        /// Only calls created then or later.
        pub fn from_date(mut self, from: impl Into<crate::calls::DayOrTime>) -> Self {
            self.filter.from_date = Some(from.into());
            self
        }

        /// Only calls created then or earlier.
        pub fn to_date(mut self, to: impl Into<crate::calls::DayOrTime>) -> Self {
            self.filter.to_date = Some(to.into());
            self
        }

        /// Only calls created at this time of day or later, on whatever day.
        pub fn time_of_day_start(mut self, start: jiff::civil::Time) -> Self {
            self.filter.time_of_day_start = Some(start);
            self
        }

        /// Only calls created at this time of day or earlier, on whatever day.
        pub fn time_of_day_end(mut self, end: jiff::civil::Time) -> Self {
            self.filter.time_of_day_end = Some(end);
            self
        }

        /// Only calls that lasted this long or longer.
        pub fn duration_min(mut self, duration: std::time::Duration) -> Self {
            self.filter.duration_min = Some(duration);
            self
        }

        /// Only calls that lasted this long or shorter.
        pub fn duration_max(mut self, duration: std::time::Duration) -> Self {
            self.filter.duration_max = Some(duration);
            self
        }

        /// Only calls with this voice.
        pub fn voice_id(mut self, id: crate::VoiceId) -> Self {
            self.filter.voice_id = Some(id);
            self
        }

        /// Only calls that contain this text. Where it is looked for is not documented.
        pub fn search(mut self, text: impl Into<String>) -> Self {
            self.filter.search = Some(text.into());
            self
        }
    };
}

pub(crate) use filters;
