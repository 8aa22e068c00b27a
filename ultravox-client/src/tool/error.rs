//! Why a request to a tool was not taken.

use crate::error::without_values;

/// Why a request to a tool was not taken. Says nothing of what was in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ToolRequestError {
    /// It does not carry a token of the tool, so it may be from anybody.
    #[error("the request is not authorized to use this tool")]
    Unauthorized,
    /// It has another path.
    #[error("there is no tool at this path")]
    Path,
    /// It has another HTTP method.
    #[error("the tool is used with the method {allowed}")]
    Method {
        /// The method of the tool, for the header `Allow`.
        allowed: String,
    },
    /// Its body is something other than JSON.
    #[error("the body is not JSON")]
    ContentType,
    /// Its body is too large.
    #[error("the body is too large")]
    TooLarge,
    /// A parameter is missing, or is not what the tool takes.
    #[error("unusable parameter at `{path}`")]
    Parameter {
        /// Where, e.g. `items[0].price`. `.` is all of them.
        path: String,
        /// What was wrong there, without the value that was found.
        source: serde_json::Error,
    },
}

impl ToolRequestError {
    /// The HTTP status that says so.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Parameter { .. } => 400,
            Self::Unauthorized => 401,
            Self::Path => 404,
            Self::Method { .. } => 405,
            Self::TooLarge => 413,
            Self::ContentType => 415,
        }
    }

    /// What the model is told, so that it can do better.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::Parameter { source, .. } => format!("{self}: {source}"),
            _ => self.to_string(),
        }
    }

    pub(super) fn parameter(path: impl Into<String>, source: serde_json::Error) -> Self {
        Self::Parameter {
            path: path.into(),
            source: without_values(source),
        }
    }

    pub(super) fn problem(path: &str, problem: &'static str) -> Self {
        use serde::de::Error as _;

        Self::Parameter {
            path: path.to_owned(),
            source: serde_json::Error::custom(problem),
        }
    }
}
