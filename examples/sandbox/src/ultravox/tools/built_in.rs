//! The tools every account has.

use serde_json::{Value, json};

use super::definition::Definition;

/// A tool of the provider itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::ultravox) enum BuiltIn {
    HangUp,
    LeaveVoicemail,
    QueryCorpus,
    PlayDtmfSounds,
    ColdTransfer,
    WarmTransfer,
}

const ALL: [BuiltIn; 6] = [
    BuiltIn::HangUp,
    BuiltIn::LeaveVoicemail,
    BuiltIn::QueryCorpus,
    BuiltIn::PlayDtmfSounds,
    BuiltIn::ColdTransfer,
    BuiltIn::WarmTransfer,
];

impl BuiltIn {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::HangUp => "hangUp",
            Self::LeaveVoicemail => "leaveVoicemail",
            Self::QueryCorpus => "queryCorpus",
            Self::PlayDtmfSounds => "playDtmfSounds",
            Self::ColdTransfer => "coldTransfer",
            Self::WarmTransfer => "warmTransfer",
        }
    }

    /// Only the first one is the provider's, the others are made up.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::HangUp => "56294126-5a7d-4948-b67d-3b7e13d55ea7",
            Self::LeaveVoicemail => "00000000-0000-4000-8000-000000000002",
            Self::QueryCorpus => "00000000-0000-4000-8000-000000000003",
            Self::PlayDtmfSounds => "00000000-0000-4000-8000-000000000004",
            Self::ColdTransfer => "00000000-0000-4000-8000-000000000005",
            Self::WarmTransfer => "00000000-0000-4000-8000-000000000006",
        }
    }

    /// Parameters of the model, parameters that are set, and those that must be.
    fn parameters(
        self,
    ) -> (
        &'static [(&'static str, bool)],
        Value,
        &'static [&'static str],
    ) {
        match self {
            Self::HangUp => (&[("reason", false)], json!({"strict": true}), &[]),
            Self::LeaveVoicemail => {
                let fixed = json!({"strict": true, "result": "[Leaving voicemail...]"});
                (&[("message", true)], fixed, &[])
            }
            Self::QueryCorpus => {
                let fixed = json!({"corpus_id": null, "minimum_score": 0});
                (
                    &[("query", true), ("max_results", false)],
                    fixed,
                    &["corpus_id"],
                )
            }
            Self::PlayDtmfSounds => {
                let fixed = json!({"toneDuration": "0.2s", "spaceDuration": "0.1s"});
                (&[("digits", true)], fixed, &[])
            }
            Self::ColdTransfer => {
                let fixed = json!({
                    "target": null, "extraHeaders": null, "holdMusicUrl": null, "sipVerb": null,
                    "from": null, "username": null, "password": null,
                });
                (&[], fixed, &["target"])
            }
            Self::WarmTransfer => {
                let fixed = json!({
                    "target": null, "from": null, "username": null, "password": null,
                    "inviteHeaders": null, "holdMusicUrl": null,
                    "transferSystemPromptTemplate": null, "transferType": null,
                    "referHeaders": null,
                });
                (&[("context", false)], fixed, &["target"])
            }
        }
    }

    /// The definition as the list of tools shows it.
    pub(super) fn json(self) -> Value {
        let (dynamic, fixed, required) = self.parameters();
        let place = "PARAMETER_LOCATION_BODY";
        let dynamic = dynamic.iter().map(|(name, required)| {
            json!({"name": name, "location": place, "schema": {}, "required": required})
        });
        let fixed = fixed.as_object().cloned().unwrap_or_default();
        let fixed = fixed
            .into_iter()
            .map(|(name, value)| json!({"name": name, "location": place, "value": value}));
        json!({
            "modelToolName": self.name(),
            "dynamicParameters": dynamic.collect::<Vec<_>>(),
            "staticParameters": fixed.collect::<Vec<_>>(),
            "requirements": {"requiredParameterOverrides": required},
        })
    }
}

/// The tool with this id or name.
pub(super) fn find(wanted: &str) -> Option<(BuiltIn, Definition)> {
    let found = ALL
        .into_iter()
        .find(|it| it.name() == wanted || it.id() == wanted)?;
    let definition = serde_json::from_value(found.json()).ok()?;
    Some((found, definition))
}

/// Every tool of the provider, as the list of tools shows it.
pub(in crate::ultravox) fn list() -> Vec<Value> {
    let show = |it: BuiltIn| {
        json!({
            "toolId": it.id(),
            "name": it.name(),
            "created": "2025-01-01T00:00:00.000000Z",
            "definition": it.json(),
            "ownership": "public",
        })
    };
    ALL.into_iter().map(show).collect()
}
