//! Whether a request to place a call is valid.

use std::time::Duration;

use reqwest::Url;

use super::call::{Instructions, Order, Target};
use super::extras::Extras;

/// An error code with its text.
pub(super) type Refusal = (u32, &'static str);

/// The parameters of a form, repeated names included.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// The value of `name`; an empty one counts as not given.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let found = self.0.iter().filter(move |(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Seconds of `name`, at most `most`.
    pub(super) fn seconds(
        &self,
        name: &str,
        most: u64,
        refusal: Refusal,
    ) -> Result<Option<Duration>, Refusal> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        let seconds = text
            .parse()
            .ok()
            .filter(|seconds| (1..=most).contains(seconds));
        seconds
            .map(|seconds| Some(Duration::from_secs(seconds)))
            .ok_or(refusal)
    }

    /// The URL of `name` with the method of `name` + `Method`-like `method`.
    pub(super) fn target(
        &self,
        name: &str,
        method: &str,
        refusal: Refusal,
    ) -> Result<Option<Target>, Refusal> {
        let post = match self.get(method).map(str::to_ascii_uppercase).as_deref() {
            None | Some("POST") => true,
            Some("GET") => false,
            Some(_) => return Err((21_209, "Invalid HTTP method")),
        };
        let Some(url) = self.get(name) else {
            return Ok(None);
        };
        let valid =
            Url::parse(url).is_ok_and(|url| url.has_host() && url.scheme().starts_with("http"));
        if !valid {
            return Err(refusal);
        }
        let url = url.to_owned();
        Ok(Some(Target { url, post }))
    }
}

/// Longest time limit, a day.
pub(super) const MOST_SECONDS: u64 = 86_400;
pub(super) const BAD_TIME_LIMIT: Refusal = (20_001, "Invalid TimeLimit");
pub(super) const BAD_URL: Refusal = (21_205, "Url is not a valid URL");
pub(super) const BAD_CALLBACK: Refusal = (21_502, "StatusCallback is not a valid URL");
/// Longest inline TwiML.
pub(super) const MOST_TWIML: usize = 4000;

/// Reads the request.
pub(super) fn order(form: &Form, time_limit: Duration) -> Result<Order, Refusal> {
    let to = form.get("To").ok_or((21_201, "No 'To' number specified"))?;
    let from = form
        .get("From")
        .ok_or((21_213, "No 'From' number specified"))?;
    let to = endpoint(to).map_err(|short| match short {
        Bad::Shape => (21_211, "The 'To' number is not a valid phone number"),
        Bad::Length => (21_217, "The 'To' number does not appear to be valid"),
    })?;
    let from =
        endpoint(from).map_err(|_| (21_212, "The 'From' number is not a valid phone number"))?;
    // An application wins over everything else. None is simulated, so none exists.
    if form.get("ApplicationSid").is_some() {
        return Err((21_218, "Invalid ApplicationSid"));
    }
    let url = form.target("Url", "Method", BAD_URL)?;
    // `Url` wins over `Twiml`.
    let instructions = match (url, form.get("Twiml")) {
        (Some(target), _) => Instructions::Url(target),
        (None, Some(twiml)) if twiml.chars().count() > MOST_TWIML => {
            return Err((20_001, "Twiml is too long"));
        }
        (None, Some(twiml)) => Instructions::Twiml(twiml.to_owned()),
        (None, None) => return Err((21_205, "Url parameter is required")),
    };
    Ok(Order {
        to,
        from,
        instructions,
        fallback: form.target("FallbackUrl", "FallbackMethod", BAD_URL)?,
        status_callback: form.target("StatusCallback", "StatusCallbackMethod", BAD_CALLBACK)?,
        events: events(form)?,
        timeout: form
            .seconds("Timeout", 600, (21_208, "Invalid Timeout"))?
            .unwrap_or(Duration::from_secs(60)),
        time_limit: form
            .seconds("TimeLimit", MOST_SECONDS, BAD_TIME_LIMIT)?
            .unwrap_or(time_limit),
        extras: Extras::read(form)?,
    })
}

fn events(form: &Form) -> Result<Vec<String>, Refusal> {
    let mut events = Vec::new();
    for event in form.all("StatusCallbackEvent") {
        if !["initiated", "ringing", "answered", "completed"].contains(&event) {
            return Err((21_626, "Invalid StatusCallbackEvent"));
        }
        events.push(event.to_owned());
    }
    if events.is_empty() {
        events.push("completed".to_owned());
    }
    Ok(events)
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Bad {
    Shape,
    Length,
}

/// A number in E.164 form, a SIP address or a client.
pub(super) fn endpoint(text: &str) -> Result<String, Bad> {
    for prefix in ["sip:", "sips:", "client:"] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return if rest.is_empty() {
                Err(Bad::Shape)
            } else {
                Ok(text.to_owned())
            };
        }
    }
    let mut digits: String = text.chars().filter(|c| !" ()-.".contains(*c)).collect();
    let international = digits.starts_with('+');
    if international {
        digits.remove(0);
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Bad::Shape);
    }
    // Ten digits without a country code are North American.
    if !international && digits.len() == 10 {
        digits.insert(0, '1');
    }
    if digits.starts_with('0') || !(7..=15).contains(&digits.len()) {
        return Err(Bad::Length);
    }
    Ok(format!("+{digits}"))
}

/// Magic numbers of test credentials.
pub(super) fn test_order(order: &Order) -> Result<(), Refusal> {
    match order.from.as_str() {
        "+15005550006" => {}
        "+15005550001" => return Err((21_212, "The 'From' number is not valid")),
        _ => return Err((21_210, "The 'From' number is not verified")),
    }
    match order.to.as_str() {
        "+15005550001" => Err((21_217, "The 'To' number does not appear to be valid")),
        "+15005550002" => Err((21_214, "The 'To' number cannot be reached")),
        "+15005550003" => Err((21_215, "No permission to call this region")),
        "+15005550004" => Err((21_216, "The 'To' number is blocked")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Order, u32> {
        let limit = Duration::from_secs(14_400);
        order(&Form::read(body.as_bytes()), limit).map_err(|(code, _)| code)
    }

    #[test]
    fn each_wrong_parameter_has_its_code() {
        let good = "To=%2B14155550100&From=%2B14155550101&Twiml=%3CResponse%2F%3E";
        assert!(read(good).is_ok());
        let cases = [
            ("From=%2B14155550101", 21_201),
            ("To=%2B14155550100", 21_213),
            ("To=nobody&From=%2B14155550101&Twiml=x", 21_211),
            ("To=%2B123&From=%2B14155550101&Twiml=x", 21_217),
            ("To=%2B14155550100&From=me&Twiml=x", 21_212),
            ("To=%2B14155550100&From=%2B14155550101", 21_205),
            ("To=%2B14155550100&From=%2B14155550101&Url=nowhere", 21_205),
        ];
        for (body, code) in cases {
            assert_eq!(read(body).err(), Some(code), "{body}");
        }
        let wrong = [
            ("Timeout=601", 21_208),
            ("TimeLimit=soon", 20_001),
            ("StatusCallbackEvent=done", 21_626),
            ("StatusCallbackMethod=PUT", 21_209),
            ("StatusCallback=here", 21_502),
            ("SendDigits=1x", 21_206),
            ("Url=https://a.example/x&ApplicationSid=AP1", 21_218),
        ];
        for (more, code) in wrong {
            assert_eq!(read(&format!("{good}&{more}")).err(), Some(code), "{more}");
        }
    }

    #[test]
    fn repeated_events_are_all_taken() {
        let order = read(
            "To=4155550100&From=%2B14155550101&Twiml=x&StatusCallbackEvent=initiated\
             &StatusCallbackEvent=answered&TimeLimit=90",
        )
        .unwrap();
        assert_eq!(order.to, "+14155550100");
        assert_eq!(order.events, ["initiated", "answered"]);
        assert_eq!(order.time_limit, Duration::from_secs(90));
        assert_eq!(order.timeout, Duration::from_secs(60));
    }
}
