use crate::{
    Error, HttpMethod,
    form::Form,
    settings::{kind, settings},
};

settings! {
    create
    /// An application to be made.
    ///
    /// See [Twilio Docs/Create an application](https://www.twilio.com/docs/usage/api/applications#create-an-application-resource).
    CreateApplication {}

    update
    /// A change of an application. What is kept stays as it is.
    ///
    /// See [Twilio Docs/Update an application](https://www.twilio.com/docs/usage/api/applications#update-an-application-resource).
    UpdateApplication {}

    /// What it is called, at most 64 characters.
    friendly_name: String = kind::up_to::<64>, "FriendlyName";
    /// The version of the API that its calls use: `2010-04-01` or `2008-08-01`. Default: that of the account.
    api_version: String = kind::text, "ApiVersion";
    /// The URL that is asked what to do with a call.
    voice_url / clear_voice_url: String = kind::url, "VoiceUrl";
    /// How that URL is requested. Default: POST.
    voice_method: HttpMethod = kind::text, "VoiceMethod";
    /// The URL that is requested if the first fails.
    voice_fallback_url / clear_voice_fallback_url: String = kind::url, "VoiceFallbackUrl";
    /// How the fallback is requested. Default: POST.
    voice_fallback_method: HttpMethod = kind::text, "VoiceFallbackMethod";
    /// The URL that is told how calls go.
    status_callback / clear_status_callback: String = kind::url, "StatusCallback";
    /// How the status callback is requested. Default: POST.
    status_callback_method: HttpMethod = kind::text, "StatusCallbackMethod";
    /// Whether the name of the caller is looked up, which costs. Default: false.
    voice_caller_id_lookup: bool = kind::flag, "VoiceCallerIdLookup";
    /// The URL that is asked what to do with a message.
    sms_url / clear_sms_url: String = kind::url, "SmsUrl";
    /// How that URL is requested. Default: POST.
    sms_method: HttpMethod = kind::text, "SmsMethod";
    /// The URL that is requested if the one for messages fails.
    sms_fallback_url / clear_sms_fallback_url: String = kind::url, "SmsFallbackUrl";
    /// How that fallback is requested. Default: POST.
    sms_fallback_method: HttpMethod = kind::text, "SmsFallbackMethod";
    /// The URL that is told what becomes of messages. Deprecated by Twilio in favour of `message_status_callback`.
    sms_status_callback / clear_sms_status_callback: String = kind::url, "SmsStatusCallback";
    /// The URL that is told what becomes of messages.
    message_status_callback / clear_message_status_callback: String = kind::url, "MessageStatusCallback";
    /// Whether other accounts may dial the application. Default: false.
    public_application_connect_enabled: bool = kind::flag, "PublicApplicationConnectEnabled";
}

impl CreateApplication {
    /// An application without any URL yet.
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

impl Default for CreateApplication {
    fn default() -> Self {
        Self::new()
    }
}

impl UpdateApplication {
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
