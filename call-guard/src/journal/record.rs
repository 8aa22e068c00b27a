//! One line of a journal.

use serde::{Deserialize, Serialize};

use crate::{
    provider::{Intent, IntentId},
    receipt::Cause,
};

/// One line: JSON, ended by a line feed. A line without its line feed was torn by a crash and says nothing.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(crate) enum Record {
    /// About to be sent.
    Intent {
        provider: String,
        #[serde(flatten)]
        intent: Intent,
    },
    /// The provider told its id.
    Open { id: IntentId, call: String },
    /// Known to be over, or known never to have existed.
    Over {
        id: IntentId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<Cause>,
    },
    /// Handed to somebody else with `keep`.
    Kept { id: IntentId },
}

impl Record {
    pub(crate) fn id(&self) -> IntentId {
        match self {
            Self::Intent { intent, .. } => intent.id,
            Self::Open { id, .. } | Self::Over { id, .. } | Self::Kept { id } => *id,
        }
    }

    /// Whether nothing is left to do for the call after this line.
    pub(crate) fn closes(&self) -> bool {
        matches!(self, Self::Over { .. } | Self::Kept { .. })
    }

    pub(crate) fn line(&self) -> String {
        let mut line = serde_json::to_string(self)
            .expect("a record has string keys only, so it is always representable");
        line.push('\n');
        line
    }
}
