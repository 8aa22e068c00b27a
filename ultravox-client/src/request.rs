//! A request as a value, before any network is involved.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Serialize;
use url::Url;

use crate::{Error, multipart::Form};

/// The HTTP method.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

/// What the placeholders of a path are replaced by.
pub(crate) type Arguments<'a> = &'a [&'a (dyn fmt::Display + Sync)];

/// When a request may be sent again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Class {
    /// Doing it twice is the same as doing it once: repeated after any transient error.
    Idempotent,
    /// Doing it twice costs twice: repeated only if it provably did not happen.
    Create,
}

/// What is sent: everything but the host and the key.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// The path with placeholders, for logs and errors.
    pub(crate) template: &'static str,
    /// The path that is sent, already escaped.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Option<Bytes>,
    /// The content type of the body.
    pub(crate) content_type: Cow<'static, str>,
    /// Headers beside those that every request has.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// The content type wanted.
    pub(crate) accept: &'static str,
    pub(crate) class: Class,
    /// Where it goes if not to Ultravox, and then without the key.
    pub(crate) elsewhere: Option<Box<Url>>,
}

impl Request {
    pub(crate) fn get(template: &'static str, arguments: Arguments<'_>) -> Self {
        Self::new(Method::Get, template, arguments)
    }

    pub(crate) fn delete(template: &'static str, arguments: Arguments<'_>) -> Self {
        Self::new(Method::Delete, template, arguments)
    }

    /// A create. Use [`idempotent`](Self::idempotent) for a POST that may be repeated.
    pub(crate) fn post(
        template: &'static str,
        arguments: Arguments<'_>,
        body: &impl Serialize,
    ) -> Result<Self, Error> {
        Self::new(Method::Post, template, arguments).json(body)
    }

    /// Puts one thing in the place of another.
    pub(crate) fn put(
        template: &'static str,
        arguments: Arguments<'_>,
        body: &impl Serialize,
    ) -> Result<Self, Error> {
        Self::new(Method::Put, template, arguments).json(body)
    }

    /// Changes some fields.
    pub(crate) fn patch(
        template: &'static str,
        arguments: Arguments<'_>,
        body: &impl Serialize,
    ) -> Result<Self, Error> {
        Self::new(Method::Patch, template, arguments).json(body)
    }

    /// A create whose body is not JSON.
    pub(crate) fn post_raw(
        template: &'static str,
        arguments: Arguments<'_>,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<Bytes>,
    ) -> Self {
        let mut request = Self::new(Method::Post, template, arguments);
        request.body = Some(body.into());
        request.content_type = content_type.into();
        request
    }

    /// A create with files.
    pub(crate) fn post_form(template: &'static str, arguments: Arguments<'_>, form: Form) -> Self {
        let (content_type, body) = form.finish();
        Self::post_raw(template, arguments, content_type, body)
    }

    fn json(mut self, body: &impl Serialize) -> Result<Self, Error> {
        self.body = Some(json(body)?);
        Ok(self)
    }

    /// `template` has one `{placeholder}` for each of `arguments`, in order. They are ids and numbers: a lone dot or
    /// two would climb the path.
    fn new(method: Method, template: &'static str, arguments: Arguments<'_>) -> Self {
        let class = if method == Method::Post {
            Class::Create
        } else {
            Class::Idempotent
        };
        let path = fill(template, arguments);
        Self {
            method,
            template,
            path,
            query: Vec::new(),
            body: None,
            content_type: Cow::Borrowed("application/json"),
            headers: Vec::new(),
            accept: "application/json",
            class,
            elsewhere: None,
        }
    }

    /// Puts bytes to an address that Ultravox gave, which is a secret: `template` takes its place in logs and errors.
    pub(crate) fn put_elsewhere(
        url: Url,
        template: &'static str,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<Bytes>,
    ) -> Self {
        let mut request = Self::new(Method::Put, template, &[]);
        request.body = Some(body.into());
        request.content_type = content_type.into();
        request.accept = "*/*";
        request.elsewhere = Some(Box::new(url));
        request
    }

    /// Asks for another content type than JSON.
    pub(crate) fn accept(mut self, content_type: &'static str) -> Self {
        self.accept = content_type;
        self
    }

    pub(crate) fn idempotent(mut self) -> Self {
        self.class = Class::Idempotent;
        self
    }

    /// For what costs again when it is done again, although the outcome is the same.
    pub(crate) fn not_repeatable(mut self) -> Self {
        self.class = Class::Create;
        self
    }

    /// Adds a query parameter.
    pub(crate) fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.query.push((name.into(), value.to_string()));
        self
    }

    /// Adds a query parameter unless it is not set.
    pub(crate) fn query_if(self, name: &'static str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Replaces every parameter called `name`.
    pub(crate) fn set_query(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.query.retain(|(existing, _)| existing != name);
        self.query(name, value)
    }

    /// The address below `base`, whose own path stays in front.
    pub(crate) fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        url.set_path(&format!(
            "{}{}",
            base.path().trim_end_matches('/'),
            self.path
        ));
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        url
    }
}

impl fmt::Debug for Request {
    /// Neither body nor query: they hold prompts, numbers and secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("template", &self.template)
            .field("class", &self.class)
            .finish_non_exhaustive()
    }
}

fn json(body: &impl Serialize) -> Result<Bytes, Error> {
    serde_json::to_vec(body)
        .map(Bytes::from)
        .map_err(|error| Error::invalid("body", error))
}

fn fill(template: &str, arguments: Arguments<'_>) -> String {
    let mut arguments = arguments.iter();
    let segments = template
        .split('/')
        .map(|segment| match segment.strip_prefix('{') {
            Some(_) => {
                let argument = arguments
                    .next()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                url::form_urlencoded::byte_serialize(argument.as_bytes())
                    .collect::<String>()
                    .replace('+', "%20")
            }
            None => segment.to_owned(),
        });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> Url {
        Url::parse("https://api.ultravox.ai/").unwrap()
    }

    #[test]
    fn placeholders_are_filled_in_order() {
        let request = Request::get("/api/calls/{call_id}/stages/{call_stage_id}", &[&"a", &"b"]);
        assert_eq!(request.path, "/api/calls/a/stages/b");
        assert_eq!(
            request.template,
            "/api/calls/{call_id}/stages/{call_stage_id}"
        );
        assert_eq!(
            request.url(&base()).as_str(),
            "https://api.ultravox.ai/api/calls/a/stages/b"
        );
    }

    #[test]
    fn the_path_of_the_base_stays_in_front() {
        let base = Url::parse("http://127.0.0.1:8080/ultravox/").unwrap();
        assert_eq!(
            Request::get("/api/calls", &[]).url(&base).path(),
            "/ultravox/api/calls"
        );
    }

    #[test]
    fn the_query_is_escaped_and_may_repeat() {
        let request = Request::get("/api/calls", &[])
            .query("metadata.a b", "c&d")
            .query("x", 1)
            .query("x", 2);
        assert_eq!(
            request.url(&base()).query(),
            Some("metadata.a+b=c%26d&x=1&x=2")
        );
        assert_eq!(
            request.set_query("x", 3).url(&base()).query(),
            Some("metadata.a+b=c%26d&x=3")
        );
    }

    #[test]
    fn a_post_is_a_create_unless_said_otherwise() {
        let request = Request::post("/api/calls", &[], &1).unwrap();
        assert_eq!(
            (request.class, request.body.as_deref()),
            (Class::Create, Some(&b"1"[..]))
        );
        assert_eq!(request.idempotent().class, Class::Idempotent);
        assert_eq!(Request::delete("/api/calls", &[]).class, Class::Idempotent);
    }

    #[test]
    fn a_put_and_a_patch_may_be_repeated_unless_said_otherwise() {
        let put = Request::put("/api/tools/{tool_id}", &[&"a"], &1).unwrap();
        assert_eq!(
            (put.method.as_str(), put.class, put.body.as_deref()),
            ("PUT", Class::Idempotent, Some(&b"1"[..]))
        );
        let patch = Request::patch("/api/agents/{agent_id}", &[&"a"], &2).unwrap();
        assert_eq!(
            (
                patch.method.as_str(),
                patch.class,
                patch.content_type.as_ref()
            ),
            ("PATCH", Class::Idempotent, "application/json")
        );
        assert_eq!(patch.not_repeatable().class, Class::Create);
    }

    #[test]
    fn a_form_says_what_it_is_and_is_a_create() {
        let request = Request::post_form("/api/voices", &[], Form::new().text("name", "Ada"));
        assert!(
            request
                .content_type
                .starts_with("multipart/form-data; boundary=")
        );
        assert_eq!(request.class, Class::Create);
    }

    #[test]
    fn debug_shows_neither_body_nor_query() {
        let request = Request::post("/api/calls", &[], &"hunter2")
            .unwrap()
            .query("q", "hunter2");
        assert!(!format!("{request:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn an_argument_never_leaves_its_segment(argument in ".*") {
            let request = Request::get("/api/x/{id}/y", &[&argument]);
            prop_assert_eq!(request.path.split('/').count(), 5);
            prop_assert!(!request.path.contains(['?', '#']));
        }
    }
}
