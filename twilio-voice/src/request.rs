//! A request as a value, before any network is involved.

use std::fmt;

use url::Url;

/// The HTTP method.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Method {
    Get,
    Post,
    Delete,
}

impl Method {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// Which of Twilio's hosts serves a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Host {
    /// `api.twilio.com`.
    Api,
    /// `voice.twilio.com`.
    Voice,
}

impl Host {
    /// The first segment of the path is the version, and that of each host is its own.
    fn of(template: &str) -> Self {
        if template.starts_with("/v1/") {
            Self::Voice
        } else {
            Self::Api
        }
    }
}

/// When a request may be sent again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Class {
    /// Doing it twice is the same as doing it once: repeated after any transient error.
    Idempotent,
    /// Doing it twice costs twice: repeated only if it provably did not happen.
    Create,
}

/// What is sent: everything but the host and the credential.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) host: Host,
    /// The path with placeholders, for logs and errors.
    pub(crate) template: &'static str,
    /// The path that is sent, already escaped.
    pub(crate) path: String,
    /// The query that is sent, already escaped. Empty if there is none.
    pub(crate) query: String,
    /// The form that is sent.
    pub(crate) body: Option<String>,
    /// What the answer may be.
    pub(crate) accept: &'static str,
    pub(crate) class: Class,
}

/// What stands in a path. The futures that hold it can be sent between threads.
pub(crate) type Argument<'a> = &'a (dyn fmt::Display + Sync);

impl Request {
    pub(crate) fn get(template: &'static str, arguments: &[Argument<'_>]) -> Self {
        Self::new(Method::Get, template, arguments)
    }

    pub(crate) fn delete(template: &'static str, arguments: &[Argument<'_>]) -> Self {
        Self::new(Method::Delete, template, arguments)
    }

    /// A create. Use [`idempotent`](Self::idempotent) for a POST that may be repeated.
    pub(crate) fn post(template: &'static str, arguments: &[Argument<'_>], form: String) -> Self {
        let mut request = Self::new(Method::Post, template, arguments);
        request.body = Some(form);
        request
    }

    /// `template` has one `{placeholder}` for each of `arguments`, in order.
    fn new(method: Method, template: &'static str, arguments: &[Argument<'_>]) -> Self {
        let class = if method == Method::Post {
            Class::Create
        } else {
            Class::Idempotent
        };
        let path = fill(template, arguments);
        Self {
            method,
            host: Host::of(template),
            template,
            path,
            query: String::new(),
            body: None,
            accept: "application/json",
            class,
        }
    }

    /// Takes an answer of any kind, and not JSON alone.
    pub(crate) fn accept_anything(mut self) -> Self {
        self.accept = "*/*";
        self
    }

    pub(crate) fn idempotent(mut self) -> Self {
        self.class = Class::Idempotent;
        self
    }

    /// Is repeated only if it provably did not happen: the second time it could mean another thing.
    pub(crate) fn once(mut self) -> Self {
        self.class = Class::Create;
        self
    }

    /// Sets the query.
    pub(crate) fn query(mut self, query: String) -> Self {
        self.query = query;
        self
    }

    /// The address below `base`, whose own path stays in front.
    pub(crate) fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        url.set_path(&[base.path().trim_end_matches('/'), &self.path].concat());
        if !self.query.is_empty() {
            url.set_query(Some(&self.query));
        }
        url
    }
}

impl fmt::Debug for Request {
    /// Neither body nor query: they hold numbers and secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("template", &self.template)
            .field("class", &self.class)
            .finish_non_exhaustive()
    }
}

fn fill(template: &str, arguments: &[Argument<'_>]) -> String {
    let mut arguments = arguments.iter();
    let mut path = String::with_capacity(128);
    let mut rest = template;
    while let Some((before, (_, after))) = rest
        .split_once('{')
        .and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        path.push_str(before);
        let argument = arguments
            .next()
            .map(ToString::to_string)
            .unwrap_or_default();
        for part in form_urlencoded::byte_serialize(argument.as_bytes()) {
            path.push_str(if part == "+" { "%20" } else { part });
        }
        rest = after;
    }
    path.push_str(rest);
    path
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEMPLATE: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json";

    fn base() -> Url {
        Url::parse("https://api.twilio.com/").unwrap()
    }

    #[test]
    fn placeholders_are_filled_in_order() {
        let request = Request::get(TEMPLATE, &[&"a", &"b"]);
        assert_eq!(request.path, "/2010-04-01/Accounts/a/Calls/b.json");
        assert_eq!(request.template, TEMPLATE);
        assert_eq!(
            request.url(&base()).as_str(),
            "https://api.twilio.com/2010-04-01/Accounts/a/Calls/b.json"
        );
    }

    #[test]
    fn the_version_in_the_path_tells_the_host() {
        assert_eq!(Request::get(TEMPLATE, &[&"a", &"b"]).host, Host::Api);
        assert_eq!(Request::get("/v1/ByocTrunks", &[]).host, Host::Voice);
    }

    #[test]
    fn the_path_of_the_base_stays_in_front() {
        let base = Url::parse("http://127.0.0.1:8080/twilio/").unwrap();
        assert_eq!(Request::get("/x", &[]).url(&base).path(), "/twilio/x");
    }

    #[test]
    fn a_query_is_sent_as_it_is() {
        let url = Request::get("/x", &[])
            .query("StartTime%3C=2026-11-20".to_owned())
            .url(&base());
        assert_eq!(url.query(), Some("StartTime%3C=2026-11-20"));
    }

    #[test]
    fn a_post_is_a_create_unless_said_otherwise() {
        let request = Request::post("/x", &[], "a=b".to_owned());
        assert_eq!(
            (request.class, request.body.as_deref()),
            (Class::Create, Some("a=b"))
        );
        assert_eq!(request.idempotent().class, Class::Idempotent);
        let delete = Request::delete("/x", &[]);
        assert_eq!(delete.class, Class::Idempotent);
        assert_eq!(delete.once().class, Class::Create);
    }

    #[test]
    fn debug_shows_neither_body_nor_query() {
        let request = Request::post("/x", &[], "hunter2".to_owned()).query("hunter2".to_owned());
        assert!(!format!("{request:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn an_argument_never_leaves_its_segment(argument in ".*") {
            let request = Request::get("/x/{id}/y", &[&argument]);
            prop_assert_eq!(request.path.split('/').count(), 4);
            prop_assert!(!request.path.contains(['?', '#']));
        }
    }
}
