use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// A day or a moment with which the times of calls are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TimeBound {
    /// A day in UTC.
    Day(Date),
    /// A moment. Parts of a second are left out.
    Moment(Timestamp),
}

impl TimeBound {
    /// The bound as Twilio reads it.
    #[cfg_attr(not(feature = "rest"), allow(dead_code))]
    fn text(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Moment(moment) => moment
                .to_zoned(TimeZone::UTC)
                .strftime("%Y-%m-%dT%H:%M:%SZ")
                .to_string(),
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
pub use send::ListCalls;

#[cfg(feature = "rest")]
mod send {
    use futures_util::Stream;

    use super::TimeBound;
    use crate::{
        CallSid, Client, Cursor, Error, Page,
        calls::{Call, CallStatus, handle::CALLS},
        form::Form,
        page,
        request::Request,
    };

    /// A search for calls, the newest first. Made by [`Calls::list`](crate::calls::Calls::list).
    ///
    /// See [Twilio Docs/Read multiple calls](https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources).
    #[derive(Clone, Debug)]
    #[must_use = "a search does nothing until it is sent or streamed"]
    pub struct ListCalls<'a> {
        client: &'a Client,
        texts: Vec<(&'static str, String)>,
        page_size: Option<u16>,
        cursor: Option<Cursor>,
    }

    impl<'a> ListCalls<'a> {
        pub(in crate::calls) fn new(client: &'a Client) -> Self {
            Self {
                client,
                texts: Vec::new(),
                page_size: None,
                cursor: None,
            }
        }

        /// Only calls to this number, SIP address, `client:` or `sim:`.
        pub fn to(self, to: impl Into<String>) -> Self {
            self.set("To", to.into())
        }

        /// Only calls from this number, SIP address, `client:` or `sim:`.
        pub fn from(self, from: impl Into<String>) -> Self {
            self.set("From", from.into())
        }

        /// Only calls made by this call.
        pub fn parent_call_sid(self, sid: CallSid) -> Self {
            self.set("ParentCallSid", sid.to_string())
        }

        /// Only calls in this state.
        pub fn status(self, status: CallStatus) -> Self {
            self.set("Status", status.to_string())
        }

        /// Only calls that started on this day or at this moment.
        pub fn start_time(self, time: impl Into<TimeBound>) -> Self {
            self.set("StartTime", time.into().text())
        }

        /// Only calls that started before.
        pub fn start_time_before(self, time: impl Into<TimeBound>) -> Self {
            self.set("StartTime<", time.into().text())
        }

        /// Only calls that started then or later.
        pub fn start_time_from(self, time: impl Into<TimeBound>) -> Self {
            self.set("StartTime>", time.into().text())
        }

        /// Only calls that ended on this day or at this moment.
        pub fn end_time(self, time: impl Into<TimeBound>) -> Self {
            self.set("EndTime", time.into().text())
        }

        /// Only calls that ended before.
        pub fn end_time_before(self, time: impl Into<TimeBound>) -> Self {
            self.set("EndTime<", time.into().text())
        }

        /// Only calls that ended then or later.
        pub fn end_time_from(self, time: impl Into<TimeBound>) -> Self {
            self.set("EndTime>", time.into().text())
        }

        /// How many calls a page has, 1 to 1,000. Default: 50.
        pub fn page_size(mut self, size: u16) -> Self {
            self.page_size = Some(size);
            self
        }

        /// The number of the page. Twilio uses it together with a token only.
        pub fn page(self, page: u32) -> Self {
            self.set("Page", page.to_string())
        }

        /// The token of the page, as a link to it has it.
        pub fn page_token(self, token: impl Into<String>) -> Self {
            self.set("PageToken", token.into())
        }

        /// Begins at the next page of an earlier search. Filters are those of that search.
        pub fn cursor(mut self, cursor: Cursor) -> Self {
            self.cursor = Some(cursor);
            self
        }

        /// Asks for one page.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] if a parameter is not usable. [`Error::Api`] if Twilio refuses.
        pub async fn send(self) -> Result<Page<Call>, Error> {
            self.client.execute(&self.request()?).await
        }

        /// All calls, page after page, each page asked for when it is needed.
        ///
        /// Calls may come twice if new ones are placed meanwhile. A page that cannot be had is an error and ends the
        /// stream.
        pub fn stream(self) -> impl Stream<Item = Result<Call, Error>> + Send + 'a {
            page::items(self.client, self.request())
        }

        fn set(mut self, name: &'static str, value: String) -> Self {
            match self
                .texts
                .iter_mut()
                .find(|(existing, _)| *existing == name)
            {
                Some((_, existing)) => *existing = value,
                None => self.texts.push((name, value)),
            }
            self
        }

        fn request(&self) -> Result<Request, Error> {
            let mut form = Form::new();
            for (name, value) in &self.texts {
                form.push(name, value);
            }
            form.count("PageSize", self.page_size, 1..=1_000);
            let request = Request::get(CALLS, &[&self.client.account]).query(form.finish()?);
            Ok(match &self.cursor {
                Some(cursor) => request.at(self.client, cursor),
                None => request,
            })
        }
    }
}
