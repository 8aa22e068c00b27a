use crate::{
    ConnectionPolicySid, Error, HttpMethod, SipDomainSid,
    form::Form,
    settings::{kind, settings},
};

settings! {
    create
    /// A trunk to be made.
    ///
    /// See [Twilio Docs/Create a BYOC trunk](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource#create-a-byoctrunk-resource).
    CreateByocTrunk {}

    update
    /// A change of a trunk. What is kept stays as it is.
    ///
    /// See [Twilio Docs/Update a BYOC trunk](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource#update-a-byoctrunk-resource).
    UpdateByocTrunk {}

    /// What it is called, at most 255 characters.
    friendly_name: String = kind::up_to::<255>, "FriendlyName";
    /// The URL that is asked what to do with a call that comes in.
    voice_url / clear_voice_url: String = kind::url, "VoiceUrl";
    /// How that URL is requested.
    voice_method: HttpMethod = kind::text, "VoiceMethod";
    /// The URL that is requested if the first fails.
    voice_fallback_url / clear_voice_fallback_url: String = kind::url, "VoiceFallbackUrl";
    /// How the fallback is requested.
    voice_fallback_method: HttpMethod = kind::text, "VoiceFallbackMethod";
    /// The URL that is told how calls go.
    status_callback_url / clear_status_callback_url: String = kind::url, "StatusCallbackUrl";
    /// How the status callback is requested.
    status_callback_method: HttpMethod = kind::text, "StatusCallbackMethod";
    /// Whether the names of callers from the United States and Canada are looked up, which costs.
    cnam_lookup_enabled: bool = kind::flag, "CnamLookupEnabled";
    /// Where calls that go out are sent.
    connection_policy_sid / clear_connection_policy_sid: ConnectionPolicySid = kind::text, "ConnectionPolicySid";
    /// The SIP domain in the `From` header of calls that go out, so that they can be called back. Without it, the host
    /// is an address of Twilio's.
    from_domain_sid / clear_from_domain_sid: SipDomainSid = kind::text, "FromDomainSid";
}

impl CreateByocTrunk {
    /// A trunk without any setting yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_own()
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        self.write(&mut form);
        form.finish()
    }
}

impl Default for CreateByocTrunk {
    fn default() -> Self {
        Self::new()
    }
}

impl UpdateByocTrunk {
    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        self.write(&mut form);
        form.finish()
    }
}
