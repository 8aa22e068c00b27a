//! The OpenAPI document of Ultravox.

use serde::{Deserialize, Serialize};

use crate::{Client, Error, check, request::Request, wire};

impl Client {
    /// The OpenAPI document of Ultravox.
    pub fn schema(&self) -> GetSchema<'_> {
        GetSchema {
            client: self,
            format: None,
            lang: None,
        }
    }
}

/// How the document is written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SchemaFormat {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Asks for the OpenAPI document of Ultravox.
#[derive(Clone, Debug)]
#[must_use]
pub struct GetSchema<'a> {
    client: &'a Client,
    format: Option<SchemaFormat>,
    lang: Option<String>,
}

impl GetSchema<'_> {
    /// How it is written; [`SchemaFormat::Yaml`] by default.
    pub fn format(mut self, format: SchemaFormat) -> Self {
        self.format = Some(format);
        self
    }

    /// The language of its descriptions, e.g. `en`.
    pub fn lang(mut self, lang: impl Into<String>) -> Self {
        self.lang = Some(lang.into());
        self
    }

    /// Fetches the text of the document, at most 16 MiB.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn send(self) -> Result<String, Error> {
        check::not_empty("lang", self.lang.as_deref())?;
        let request = Request::get("/api/schema/", &[])
            .query_if("format", self.format.as_ref().map(wire::word))
            .query_if("lang", self.lang.as_ref())
            .accept(match self.format {
                Some(SchemaFormat::Json) => "application/vnd.oai.openapi+json",
                _ => "application/vnd.oai.openapi, */*",
            });
        self.client.execute_text(&request).await
    }
}
