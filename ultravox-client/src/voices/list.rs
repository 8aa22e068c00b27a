//! Listing voices.

use super::{Voice, VoiceBillingStyle, VoiceProvider};
use crate::{
    Client, Error, Ownership, check,
    page::{Paging, list},
    request::Request,
    wire,
};

/// Lists voices, the account's own and public ones.
///
/// See [Ultravox Docs/List voices](https://docs.ultravox.ai/api-reference/voices/voices-list).
#[derive(Clone, Debug)]
#[must_use]
pub struct ListVoices<'a> {
    client: &'a Client,
    billing_style: Option<VoiceBillingStyle>,
    ownership: Option<Ownership>,
    primary_language: Option<String>,
    provider: Vec<VoiceProvider>,
    search: Option<String>,
    paging: Paging,
}

impl<'a> ListVoices<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            billing_style: None,
            ownership: None,
            primary_language: None,
            provider: Vec::new(),
            search: None,
            paging: Paging::default(),
        }
    }

    /// Only voices that are paid for like this.
    pub fn billing_style(mut self, style: VoiceBillingStyle) -> Self {
        self.billing_style = Some(style);
        self
    }

    /// Only the account's own voices, or only public ones.
    pub fn ownership(mut self, ownership: Ownership) -> Self {
        self.ownership = Some(ownership);
        self
    }

    /// Only voices that speak this language best, BCP 47. Other regions of it count too.
    pub fn primary_language(mut self, language: impl Into<String>) -> Self {
        self.primary_language = Some(language.into());
        self
    }

    /// Only voices of these companies.
    pub fn provider(mut self, providers: impl IntoIterator<Item = VoiceProvider>) -> Self {
        self.provider = providers.into_iter().collect();
        self
    }

    /// Only voices that contain this text.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    fn request(&self) -> Result<Request, Error> {
        check::not_empty("primary_language", self.primary_language.as_deref())?;
        check::not_empty("search", self.search.as_deref())?;
        let request = Request::get("/api/voices", &[])
            .query_if("billingStyle", self.billing_style.as_ref().map(wire::word))
            .query_if("ownership", self.ownership.as_ref().map(wire::word))
            .query_if("primaryLanguage", self.primary_language.as_ref());
        let request = (self.provider.iter())
            .fold(request, |request, provider| {
                request.query("provider", wire::word(provider))
            })
            .query_if("search", self.search.as_ref());
        self.paging.apply(request)
    }
}

list!(ListVoices of Voice);
