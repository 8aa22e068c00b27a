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

    pub(super) fn json(status: u16, body: Value) -> Self {
        Self::raw(status, "application/json", body.to_string())
    }

    pub(super) fn ok(body: impl Into<Value>) -> Self {
        Self::json(200, body.into())
    }

    pub(super) fn empty() -> Self {
        Self::raw(204, "", "")
    }

    /// The documented shape of an error.
    pub(super) fn detail(status: u16, detail: &str) -> Self {
        Self::json(status, json!({ "detail": detail }))
    }

    pub(super) fn not_found() -> Self {
        Self::detail(404, "Not found.")
    }

    pub(super) fn redirect(to: String) -> Self {
        let mut reply = Self::raw(302, "", "");
        reply.headers.push(("location".to_owned(), to));
        reply
    }

    /// A success nobody can read.
    pub(super) fn cut(mut self) -> Self {
        self.body.truncate(self.body.len() / 2);
        if self.body.is_empty() {
            self.status = 200;
            self.body = b"{".to_vec();
        }
        self
    }
}
