//! What a double received.

use std::{fmt, str::FromStr, time::Duration};

use serde_json::Value;

use crate::{AccountSid, ApplicationSid, CallSid, status::CallStatus};

/// A request as it arrived. `Debug` shows neither query nor form.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The method, in capitals.
    pub method: String,
    /// The path, decoded, e.g. `/2010-04-01/Accounts/AC…/Calls.json`.
    pub path: String,
    /// The operation, e.g. `GET /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json`. `None` if there is no such
    /// operation.
    pub operation: Option<&'static str>,
    /// The query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Headers with lower-case names, without the credential.
    pub headers: Vec<(String, String)>,
    /// The parameters of the form, decoded, in order.
    pub form: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The status that was sent back. `None` if the connection was closed instead.
    pub status: Option<u16>,
}

impl Received {
    /// The first value of a query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The first value of a header; `name` in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// The first value of a parameter of the form, e.g. `To`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        first(&self.form, name)
    }

    /// Every value of a parameter of the form, e.g. `StatusCallbackEvent`.
    #[must_use]
    pub fn parameters(&self, name: &str) -> Vec<&str> {
        let pairs = self.form.iter().filter(|(key, _)| key == name);
        pairs.map(|(_, value)| value.as_str()).collect()
    }

    /// A parameter of the form that is JSON, such as `Content`. `None` if it is none.
    #[must_use]
    pub fn json(&self, name: &str) -> Option<Value> {
        serde_json::from_str(self.parameter(name)?).ok()
    }

    /// Whether the parameters are those of `form`, in any order: what a request value gives with `to_form`.
    #[must_use]
    pub fn has_form(&self, form: &str) -> bool {
        let sorted = |mut pairs: Vec<(String, String)>| {
            pairs.sort();
            pairs
        };
        let wanted = form_urlencoded::parse(form.as_bytes())
            .into_owned()
            .collect();
        sorted(self.form.clone()) == sorted(wanted)
    }

    /// The id at place `index` of the path, from 0, of which the first is the account in most paths: the call of
    /// `/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json` is 1.
    #[must_use]
    pub fn id<T: FromStr>(&self, index: usize) -> Option<T> {
        let pattern = super::route::Pattern::parse(self.operation?)?;
        let place = pattern.placeholders().nth(index)?;
        let segment = self.path.split('/').nth(place + 1)?;
        let id = segment.split('.').next()?;
        id.parse().ok()
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let pair = pairs.iter().find(|(key, _)| key == name)?;
    Some(&pair.1)
}

/// What a program asked for when it placed a call.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReceivedCall {
    /// The account that was to place it.
    pub account: Option<AccountSid>,
    /// Who was to be called.
    pub to: String,
    /// Who was to be shown as calling.
    pub from: String,
    /// Where the call was to get its TwiML.
    pub url: Option<String>,
    /// The TwiML itself.
    pub twiml: Option<String>,
    /// The application that has the instructions.
    pub application: Option<ApplicationSid>,
    /// How long the call was to last at most, in whole seconds. `None` means Twilio's own limit.
    pub time_limit: Option<Duration>,
    /// How long to let it ring, in whole seconds.
    pub timeout: Option<Duration>,
    /// Where to tell of its progress.
    pub status_callback: Option<String>,
    /// Of what to tell.
    pub status_callback_events: Vec<String>,
    /// Whether a machine was to be looked for, and how: `Enable` or `DetectMessageEnd`.
    pub machine_detection: Option<String>,
    /// Whether the call was to be recorded.
    pub record: bool,
    /// Every parameter, in order.
    pub form: Vec<(String, String)>,
    /// The status that was sent back. `None` if the connection was closed instead.
    pub status: Option<u16>,
}

impl ReceivedCall {
    pub(super) fn read(received: &Received) -> Self {
        let text = |name| received.parameter(name).map(str::to_owned);
        let seconds = |name| Some(Duration::from_secs(received.parameter(name)?.parse().ok()?));
        let events = received.parameters("StatusCallbackEvent");
        Self {
            account: received.id(0),
            to: text("To").unwrap_or_default(),
            from: text("From").unwrap_or_default(),
            url: text("Url"),
            twiml: text("Twiml"),
            application: received
                .parameter("ApplicationSid")
                .and_then(|sid| sid.parse().ok()),
            time_limit: seconds("TimeLimit"),
            timeout: seconds("Timeout"),
            status_callback: text("StatusCallback"),
            status_callback_events: events.into_iter().map(str::to_owned).collect(),
            machine_detection: text("MachineDetection"),
            record: received.parameter("Record") == Some("true"),
            form: received.form.clone(),
            status: received.status,
        }
    }
}

impl fmt::Debug for ReceivedCall {
    /// Neither numbers nor documents nor addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedCall")
            .field("account", &self.account)
            .field("time_limit", &self.time_limit)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A change of a call that a program asked for.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReceivedUpdate {
    /// The call.
    pub call: CallSid,
    /// The status it was to get: `completed` or `canceled`.
    pub asked: Option<CallStatus>,
    /// Where it was to get other TwiML.
    pub url: Option<String>,
    /// Other TwiML.
    pub twiml: Option<String>,
    /// A new limit, in whole seconds.
    pub time_limit: Option<Duration>,
    /// The status of HTTP that was sent back. `None` if the connection was closed instead.
    pub status: Option<u16>,
}

impl ReceivedUpdate {
    pub(super) fn read(received: &Received) -> Option<Self> {
        let limit = received
            .parameter("TimeLimit")
            .and_then(|limit| limit.parse().ok());
        Some(Self {
            call: received.id(1)?,
            asked: received.parameter("Status").map(CallStatus::from),
            url: received.parameter("Url").map(str::to_owned),
            twiml: received.parameter("Twiml").map(str::to_owned),
            time_limit: limit.map(Duration::from_secs),
            status: received.status,
        })
    }
}

impl fmt::Debug for ReceivedUpdate {
    /// Neither documents nor addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedUpdate")
            .field("call", &self.call)
            .field("asked", &self.asked)
            .field("time_limit", &self.time_limit)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
