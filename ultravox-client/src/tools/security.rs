//! What a tool demands before it may be used.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a call must provide to use a tool.
///
/// See [Ultravox Docs/Tool authentication](https://docs.ultravox.ai/tools/custom/authentication).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ToolRequirements {
    /// Ways to authenticate, for an HTTP tool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_security_options: Option<SecurityOptions>,
    /// Dynamic parameters that the call must override with a fixed value.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub required_parameter_overrides: Vec<String>,
}

impl ToolRequirements {
    setters! {
        value http_security_options: SecurityOptions;
        list required_parameter_overrides: String;
    }
}

/// Ways to authenticate, of which one is enough. The first that can be met is used; an empty one only if no other can.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecurityOptions {
    /// The ways, preferred first.
    #[serde(deserialize_with = "crate::wire::or_default")]
    pub options: Vec<SecurityRequirements>,
}

impl SecurityOptions {
    /// These ways, preferred first.
    #[must_use]
    pub fn new(options: impl IntoIterator<Item = SecurityRequirements>) -> Self {
        Self {
            options: options.into_iter().collect(),
        }
    }
}

/// One way to authenticate: all of its requirements must be met.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecurityRequirements {
    /// Requirements by name. The call gives the token for each under the same name.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub requirements: BTreeMap<String, SecurityRequirement>,
    /// Asks Ultravox to add a token that identifies the call. Only Ultravox can verify it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ultravox_call_token_requirement: Option<CallTokenRequirement>,
}

impl SecurityRequirements {
    setters! {
        entry requirements: SecurityRequirement;
        value ultravox_call_token_requirement: CallTokenRequirement;
    }
}

/// Where a token goes.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum SecurityRequirement {
    /// In a query parameter.
    QueryApiKey(NamedKey),
    /// In a header of its own.
    HeaderApiKey(NamedKey),
    /// In the `Authorization` header.
    HttpAuth(HttpAuth),
    /// A way this version does not know.
    Other(Value),
}

one_key! {
    SecurityRequirement {
        QueryApiKey(NamedKey) = "queryApiKey",
        HeaderApiKey(NamedKey) = "headerApiKey",
        HttpAuth(HttpAuth) = "httpAuth",
    }
}

impl SecurityRequirement {
    /// A token in the query parameter `name`.
    #[must_use]
    pub fn query_api_key(name: impl Into<String>) -> Self {
        Self::QueryApiKey(NamedKey { name: name.into() })
    }

    /// A token in the header `name`.
    #[must_use]
    pub fn header_api_key(name: impl Into<String>) -> Self {
        Self::HeaderApiKey(NamedKey { name: name.into() })
    }

    /// A token in the `Authorization` header, after `scheme`, e.g. `Bearer`.
    #[must_use]
    pub fn http_auth(scheme: impl Into<String>) -> Self {
        Self::HttpAuth(HttpAuth {
            scheme: scheme.into(),
        })
    }
}

/// The name of a query parameter or a header.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct NamedKey {
    /// The name.
    pub name: String,
}

/// HTTP authentication.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct HttpAuth {
    /// The scheme, e.g. `Bearer`.
    pub scheme: String,
}

/// A token that identifies the call, sent as `X-Ultravox-Call-Token`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallTokenRequirement {
    /// What the token must allow.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub scopes: Vec<String>,
}

impl CallTokenRequirement {
    setters! {
        list scopes: String;
    }
}
