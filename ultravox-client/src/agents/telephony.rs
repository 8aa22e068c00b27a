//! Incoming calls, for providers that ask by webhook.

use std::fmt;

use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;

use super::Agents;
use crate::{AgentId, Error, check, request::Request};

/// Headers that this crate writes itself.
const RESERVED: [&str; 6] = [
    "accept",
    "content-length",
    "content-type",
    "host",
    "user-agent",
    "x-api-key",
];

/// A request of a telephony provider about an incoming call, to be passed on to Ultravox.
///
/// Usually the provider asks Ultravox directly. Pass on the header with its signature, which Ultravox may check.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct TelephonyRequest {
    /// What the body is: a form or JSON.
    pub content_type: String,
    /// The body as the provider wrote it.
    pub body: Vec<u8>,
    /// Further headers, such as the signature of the provider.
    pub headers: Vec<(String, String)>,
}

impl TelephonyRequest {
    /// A request with this body, e.g. as it arrived.
    #[must_use]
    pub fn new(content_type: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self {
            content_type: content_type.into(),
            body: body.into(),
            headers: Vec::new(),
        }
    }

    /// A form, as Twilio and Plivo send it.
    #[must_use]
    pub fn form<K: AsRef<str>, V: AsRef<str>>(fields: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        Self::new("application/x-www-form-urlencoded", form.finish())
    }

    /// JSON.
    #[must_use]
    pub fn json(body: &Value) -> Self {
        Self::new("application/json", body.to_string())
    }

    /// Adds to [`headers`](field@Self::headers).
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    fn header_values(&self) -> Result<Vec<(HeaderName, HeaderValue)>, Error> {
        let invalid = |problem| Error::invalid("headers", problem);
        let mut values = Vec::new();
        for (name, value) in &self.headers {
            let name: HeaderName = name.parse().map_err(|_| invalid("a name is not usable"))?;
            if RESERVED.contains(&name.as_str()) {
                return Err(invalid("a name is reserved"));
            }
            let mut value =
                HeaderValue::from_str(value).map_err(|_| invalid("a value is not usable"))?;
            value.set_sensitive(true);
            values.push((name, value));
        }
        Ok(values)
    }
}

impl fmt::Debug for TelephonyRequest {
    /// Neither body nor headers: they hold numbers and signatures.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelephonyRequest")
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

impl Agents<'_> {
    /// Creates an incoming call with an agent, and returns the XML that tells the provider how to connect it.
    ///
    /// The agent must be allowed for the provider: see [`telephony_configs`](crate::telephony_configs). Repeated only
    /// if it provably did not happen.
    ///
    /// See [Ultravox Docs/Telephony](https://docs.ultravox.ai/telephony/telephony-platforms).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the call **may exist**.
    pub async fn telephony_xml(
        &self,
        agent: &AgentId,
        request: &TelephonyRequest,
    ) -> Result<String, Error> {
        self.client
            .execute_text(&telephony_xml_request(agent, request)?)
            .await
    }
}

fn telephony_xml_request(agent: &AgentId, request: &TelephonyRequest) -> Result<Request, Error> {
    check::content_type("content_type", &request.content_type)?;
    let headers = request.header_values()?;
    let mut request = Request::post_raw(
        "/api/agents/{agent_id}/telephony_xml",
        &[agent],
        request.content_type.clone(),
        request.body.clone(),
    )
    .accept("text/xml, */*");
    request.headers = headers;
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_escaped_and_not_shown() {
        let request = TelephonyRequest::form([("From", "+15550001111"), ("a b", "c&d")])
            .header("X-Twilio-Signature", "hunter2");
        assert_eq!(request.body, b"From=%2B15550001111&a+b=c%26d");
        let shown = format!("{request:?}");
        assert!(
            !shown.contains("5550001111") && !shown.contains("hunter2"),
            "{shown}"
        );
    }

    #[test]
    fn headers_of_ours_cannot_be_replaced() {
        let agent = uuid::Uuid::nil().into();
        for (name, value) in [
            ("X-API-Key", "k"),
            ("host", "h"),
            ("two words", "v"),
            ("x", "a\nb"),
        ] {
            let request = TelephonyRequest::new("text/plain", "").header(name, value);
            let problem = telephony_xml_request(&agent, &request)
                .unwrap_err()
                .to_string();
            assert!(
                problem.starts_with("invalid request: headers: "),
                "{problem}"
            );
        }
        let request = TelephonyRequest::new("nonsense", "");
        let problem = telephony_xml_request(&agent, &request)
            .unwrap_err()
            .to_string();
        assert!(
            problem.starts_with("invalid request: content_type: "),
            "{problem}"
        );
    }
}
