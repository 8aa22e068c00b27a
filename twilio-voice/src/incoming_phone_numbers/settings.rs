use super::{EmergencyStatus, VoiceReceiveMode};
use crate::{
    AccountSid, AddressSid, ApplicationSid, BundleSid, Error, HttpMethod, IdentitySid, TrunkSid,
    form::Form,
    settings::{kind, settings},
};

/// Each deletes the other, so that nobody can say what would be left.
const TWO_ANSWERS: &str = "calls go to an application or to a trunk, not to both";

/// Which number is bought.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum WantedNumber {
    /// This one, in E.164.
    Number(String),
    /// Any in this area of the United States or Canada, three digits.
    AreaCode(String),
}

settings! {
    create
    /// A number to be bought. It costs money every month until it is given back.
    ///
    /// Give it one thing that answers calls: a [`voice_url`](Self::voice_url), or a
    /// [`voice_application_sid`](Self::voice_application_sid), or a [`trunk_sid`](Self::trunk_sid). An application makes
    /// Twilio ignore the URLs, and a trunk both; an application and a trunk delete each other, and are refused
    /// together. A number without any of them lets calls fail at once.
    ///
    /// ```
    /// use twilio_voice::incoming_phone_numbers::CreateIncomingPhoneNumber;
    ///
    /// let number = CreateIncomingPhoneNumber::number("+15005550006").voice_url("https://example.com/answer");
    /// assert_eq!(number.to_form()?, "PhoneNumber=%2B15005550006&VoiceUrl=https%3A%2F%2Fexample.com%2Fanswer");
    /// # Ok::<(), twilio_voice::Error>(())
    /// ```
    ///
    /// See [Twilio Docs/Create an IncomingPhoneNumber](https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#create-an-incomingphonenumber-resource).
    CreateIncomingPhoneNumber {
        /// Which number is bought.
        wanted: WantedNumber,
    }

    update
    /// A change of a number. What is kept stays as it is; what is cleared is gone.
    ///
    /// To answer calls in another way, clear what answered them: a URL is ignored while there is an
    /// [`voice_application_sid`](Self::voice_application_sid) or a [`trunk_sid`](Self::trunk_sid). To set one of these
    /// two deletes the other.
    ///
    /// ```
    /// use twilio_voice::incoming_phone_numbers::UpdateIncomingPhoneNumber;
    ///
    /// let update = UpdateIncomingPhoneNumber::new().voice_url("https://example.com/answer").clear_trunk_sid();
    /// assert_eq!(update.to_form()?, "VoiceUrl=https%3A%2F%2Fexample.com%2Fanswer&TrunkSid=");
    /// # Ok::<(), twilio_voice::Error>(())
    /// ```
    ///
    /// See [Twilio Docs/Update an IncomingPhoneNumber](https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#update-an-incomingphonenumber-resource).
    UpdateIncomingPhoneNumber {
        /// Moves the number to this account: from or to a subaccount.
        ///
        /// See [Twilio Docs/Exchanging numbers between subaccounts](https://www.twilio.com/docs/iam/api/subaccounts#exchanging-numbers).
        account_sid: AccountSid = kind::text, "AccountSid";
    }

    /// What it is called, at most 64 characters. Default: the number, for display.
    friendly_name: String = kind::up_to::<64>, "FriendlyName";
    /// The version of the API that its calls use. Default: `2010-04-01`.
    api_version: String = kind::text, "ApiVersion";
    /// The URL that is asked what to do with a call. Ignored if an application or a trunk takes calls.
    voice_url / clear_voice_url: String = kind::url, "VoiceUrl";
    /// How that URL is requested. Default: POST.
    voice_method: HttpMethod = kind::text, "VoiceMethod";
    /// The URL that is requested if the first fails.
    voice_fallback_url / clear_voice_fallback_url: String = kind::url, "VoiceFallbackUrl";
    /// How the fallback is requested. Default: POST.
    voice_fallback_method: HttpMethod = kind::text, "VoiceFallbackMethod";
    /// The application that answers calls. Makes Twilio ignore the URLs, and deletes the trunk.
    voice_application_sid / clear_voice_application_sid: ApplicationSid = kind::text, "VoiceApplicationSid";
    /// The trunk that takes calls. Makes Twilio ignore the URLs, and deletes the application.
    trunk_sid / clear_trunk_sid: TrunkSid = kind::text, "TrunkSid";
    /// Whether the name of the caller is looked up, which costs. Default: false.
    voice_caller_id_lookup: bool = kind::flag, "VoiceCallerIdLookup";
    /// What calls are taken for.
    voice_receive_mode: VoiceReceiveMode = kind::text, "VoiceReceiveMode";
    /// The URL that is told how calls go.
    status_callback / clear_status_callback: String = kind::url, "StatusCallback";
    /// How the status callback is requested. Default: POST.
    status_callback_method: HttpMethod = kind::text, "StatusCallbackMethod";
    /// The URL that is asked what to do with a message.
    sms_url / clear_sms_url: String = kind::url, "SmsUrl";
    /// How that URL is requested. Default: POST.
    sms_method: HttpMethod = kind::text, "SmsMethod";
    /// The URL that is requested if the one for messages fails.
    sms_fallback_url / clear_sms_fallback_url: String = kind::url, "SmsFallbackUrl";
    /// How that fallback is requested. Default: POST.
    sms_fallback_method: HttpMethod = kind::text, "SmsFallbackMethod";
    /// The application that answers messages. Makes Twilio ignore the URLs for messages.
    sms_application_sid / clear_sms_application_sid: ApplicationSid = kind::text, "SmsApplicationSid";
    /// The address that regulations ask for.
    address_sid / clear_address_sid: AddressSid = kind::text, "AddressSid";
    /// The identity that regulations ask for.
    identity_sid / clear_identity_sid: IdentitySid = kind::text, "IdentitySid";
    /// The bundle of documents that regulations ask for.
    bundle_sid / clear_bundle_sid: BundleSid = kind::text, "BundleSid";
    /// Whether emergency calls can be made.
    emergency_status: EmergencyStatus = kind::text, "EmergencyStatus";
    /// The address for emergency calls.
    emergency_address_sid / clear_emergency_address_sid: AddressSid = kind::text, "EmergencyAddressSid";
}

impl CreateIncomingPhoneNumber {
    /// Buys this number, in E.164.
    #[must_use]
    pub fn number(number: impl Into<String>) -> Self {
        Self::with_own(WantedNumber::Number(number.into()))
    }

    /// Buys any number in this area of the United States or Canada, three digits.
    #[must_use]
    pub fn area_code(area_code: impl Into<String>) -> Self {
        Self::with_own(WantedNumber::AreaCode(area_code.into()))
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        match &self.wanted {
            WantedNumber::Number(number) => form.phone_number("PhoneNumber", Some(number)),
            WantedNumber::AreaCode(code) => {
                if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                    form.refuse("AreaCode", "must be three digits");
                }
                form.push("AreaCode", code);
            }
        }
        if self.voice_application_sid.is_some() && self.trunk_sid.is_some() {
            form.refuse("TrunkSid", TWO_ANSWERS);
        }
        self.write(&mut form);
        form.finish()
    }
}

impl UpdateIncomingPhoneNumber {
    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        if self.voice_application_sid.as_set().is_some() && self.trunk_sid.as_set().is_some() {
            form.refuse("TrunkSid", TWO_ANSWERS);
        }
        self.write(&mut form);
        form.finish()
    }
}
