//! A request as a value, before any network is involved.

use std::fmt;

use bytes::Bytes;
use serde::Serialize;
use url::Url;

use crate::Error;

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

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
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
    /// JSON.
    pub(crate) body: Option<Bytes>,
    /// The content type wanted.
    pub(crate) accept: &'static str,
    pub(crate) class: Class,
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
        let mut request = Self::new(Method::Post, template, arguments);
        request.body = Some(json(body)?);
        Ok(request)
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
            accept: "application/json",
            class,
        }
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
