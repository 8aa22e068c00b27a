//! What is sent back.

use std::time::Duration;

use serde_json::{Value, json};

/// An answer as it goes over the wire.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
    pub(super) delay: Option<Duration>,
}

impl Reply {
    pub(super) fn raw(
        status: u16,
        content_type: impl Into<String>,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content_type: content_type.into(),
            body: body.into(),
            delay: None,
        }
    }

    pub(super) fn json(status: u16, body: impl Into<Value>) -> Self {
        Self::raw(status, "application/json", body.into().to_string())
    }

    pub(super) fn ok(body: impl Into<Value>) -> Self {
        Self::json(200, body)
    }

    pub(super) fn empty() -> Self {
        Self::raw(204, "", "")
    }

    /// The documented shape of an error.
    pub(super) fn error(status: u16, code: u32, message: &str) -> Self {
        let body = json!({
            "code": code,
            "message": message,
            "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
            "status": status,
        });
        Self::json(status, body)
    }

    pub(super) fn not_found() -> Self {
        Self::error(404, 20_404, "The requested resource was not found")
    }

    pub(super) fn missing(parameter: &str) -> Self {
        let code = match parameter {
            "To" => 21_201,
            "From" => 21_213,
            _ => 20_001,
        };
        Self::error(
            400,
            code,
            &format!("Missing required parameter {parameter}"),
        )
    }

    pub(super) fn redirect(to: &str) -> Self {
        let mut reply = Self::json(307, json!({ "redirect_to": to }));
        reply.headers.push(("location".to_owned(), to.to_owned()));
        reply
    }

    pub(super) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// A success nobody can read.
    pub(super) fn cut(mut self) -> Self {
        self.body.truncate(self.body.len() / 2);
        if self.body.is_empty() {
            self.status = 200;
            self.content_type = "application/json".to_owned();
            self.body = b"{".to_vec();
        }
        self
    }
}
