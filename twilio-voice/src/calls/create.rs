use std::{fmt, time::Duration};

use secrecy::{ExposeSecret as _, SecretString};

use super::{
    CallEvent, Endpoint, Instructions, MachineDetection, RecordingChannels, RecordingEvent,
    RecordingTrack, Trim,
};
use crate::{
    ByocTrunkSid, Error, HttpMethod,
    form::{Form, parameters},
};

parameters! {
    /// A call to be placed. An option that is `None` is not sent, and Twilio's default holds.
    ///
    /// ```
    /// use std::time::Duration;
    /// use twilio_voice::{calls::CreateCall, twiml::{Response, Say}};
    ///
    /// let call = CreateCall::new("+15005550001", "+15005550006", Response::new().push(Say::new("Hello.")))
    ///     .timeout(Duration::from_secs(20))
    ///     .time_limit(Duration::from_secs(600));
    /// ```
    ///
    /// See [Twilio Docs/Create a call](https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource).
    CreateCall {
        /// Who is called.
        to: Endpoint,
        /// Who calls: one of our numbers or verified caller ids if a number is called.
        from: Endpoint,
        /// What happens when the call is answered.
        instructions: Instructions,
    }
    options {
        /// The URL that is requested if the one of the instructions fails.
        fallback_url: String,
        /// How the fallback is requested. Default: POST.
        fallback_method: HttpMethod,
        /// The URL that is told how the call goes. Its host must have no underscore.
        status_callback: String,
        /// How the status callback is requested. Default: POST.
        status_callback_method: HttpMethod,
        /// The keys that are pressed after the answer: `0-9 A-D # *`, `w` to wait 0.5 s, `W` to wait 1 s. At most 32.
        /// No machine detection then.
        send_digits: String,
        /// How long the other side may ring, in whole seconds, at most 600 s. Default: 60 s. Twilio may add 5 s.
        timeout: Duration,
        /// When Twilio ends the call after the answer, in whole seconds. Default: the limit of the account, 4 h or
        /// more.
        time_limit: Duration,
        /// Whether the whole call is recorded. Default: false.
        record: bool,
        /// How the sides are recorded. Default: mixed.
        recording_channels: RecordingChannels,
        /// Which side is recorded. Default: both.
        recording_track: RecordingTrack,
        /// The URL that is told about the recording.
        recording_status_callback: String,
        /// How the recording's callback is requested. Default: POST.
        recording_status_callback_method: HttpMethod,
        /// A configuration of recordings.
        recording_configuration_id: String,
        /// What happens to silence around the recording. Default: it is cut off.
        trim: Trim,
        /// The user name for a SIP address. Fewer than 256 characters.
        sip_auth_username: String,
        /// The password for a SIP address. Fewer than 256 characters.
        sip_auth_password: SecretString,
        /// Whether to listen for an answering machine. Default: no.
        machine_detection: MachineDetection,
        /// How long to listen for a machine, in whole seconds from 3 s to 59 s. Default: 30 s.
        machine_detection_timeout: Duration,
        /// Speech shorter than this is a person's, in milliseconds from 1 s to 6 s. Default: 2.4 s.
        machine_detection_speech_threshold: Duration,
        /// The silence after which speech is over, in milliseconds from 0.5 s to 5 s. Default: 1.2 s.
        machine_detection_speech_end_threshold: Duration,
        /// The silence at the beginning after which it is not known who answered, in milliseconds from 2 s to 10 s.
        /// Default: 5 s.
        machine_detection_silence_timeout: Duration,
        /// Whether the instructions run while the listening goes on. Default: false.
        async_amd: bool,
        /// The URL that is told who answered, if the instructions do not wait for it.
        async_amd_status_callback: String,
        /// How that URL is requested. Default: POST.
        async_amd_status_callback_method: HttpMethod,
        /// The trunk that takes a call to a number.
        byoc: ByocTrunkSid,
        /// The caller who is shown: a number, SIP address or client.
        caller_id: String,
        /// Why the call is made, to be shown to the other side.
        call_reason: String,
        /// The `CallToken` of the incoming call that is forwarded, which allows to show its caller.
        call_token: String,
        /// The URL through which a push notification is delivered.
        client_notification_url: String,
        /// Identity passports (SHAKEN), in base64 and separated by commas.
        passports: String,
    }
    lists {
        /// What is told to the status callback. If empty: only the end.
        status_callback_event: CallEvent,
        /// What is told to the recording's callback. If empty: that it is ready.
        recording_status_callback_event: RecordingEvent,
    }
}

impl CreateCall {
    /// A call with Twilio's defaults.
    #[must_use]
    pub fn new(
        to: impl Into<Endpoint>,
        from: impl Into<Endpoint>,
        instructions: impl Into<Instructions>,
    ) -> Self {
        Self::with_required(to.into(), from.into(), instructions.into())
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        self.write_ends(&mut form);
        self.instructions.write(&mut form);
        self.write_callbacks(&mut form);
        self.write_call(&mut form);
        self.write_recording(&mut form);
        self.write_machine_detection(&mut form);
        form.finish()
    }

    fn write_ends(&self, form: &mut Form) {
        for (name, endpoint) in [("To", &self.to), ("From", &self.from)] {
            if let Err(problem) = endpoint.check() {
                form.refuse(name, problem);
            }
            if matches!(endpoint, Endpoint::Application(_)) {
                form.refuse(name, "must not be an application");
            }
            form.push(name, &endpoint.to_string());
        }
        if self.to.is_number() && matches!(self.from, Endpoint::Sip(_) | Endpoint::Client(_)) {
            form.refuse("From", "must be a number if a number is called");
        }
    }

    fn write_callbacks(&self, form: &mut Form) {
        let has_own = self.status_callback.is_some() || self.fallback_url.is_some();
        if has_own && matches!(self.instructions, Instructions::Application(_)) {
            let name = if self.fallback_url.is_some() {
                "FallbackUrl"
            } else {
                "StatusCallback"
            };
            form.refuse(
                name,
                "Twilio ignores it if an application has the instructions",
            );
        }
        form.url("FallbackUrl", self.fallback_url.as_ref());
        form.text("FallbackMethod", self.fallback_method.as_ref());
        form.status_callback(self.status_callback.as_ref());
        form.texts("StatusCallbackEvent", &self.status_callback_event);
        form.text("StatusCallbackMethod", self.status_callback_method.as_ref());
        form.url(
            "ClientNotificationUrl",
            self.client_notification_url.as_ref(),
        );
    }

    fn write_call(&self, form: &mut Form) {
        let key =
            |key: char| key.is_ascii_digit() || matches!(key, 'A'..='D' | '#' | '*' | 'w' | 'W');
        if self
            .send_digits
            .as_ref()
            .is_some_and(|keys| !keys.chars().all(key))
        {
            form.refuse("SendDigits", "must be of 0-9, A-D, #, *, w and W");
        }
        form.short_text("SendDigits", self.send_digits.as_ref(), 32);
        form.seconds("Timeout", self.timeout, 1..=600);
        form.seconds("TimeLimit", self.time_limit, 1..=u64::MAX);
        form.short_text("SipAuthUsername", self.sip_auth_username.as_ref(), 255);
        let password = self
            .sip_auth_password
            .as_ref()
            .map(SecretString::expose_secret);
        form.short_text("SipAuthPassword", password, 255);
        form.text("Byoc", self.byoc.as_ref());
        form.text("CallerId", self.caller_id.as_ref());
        form.text("CallReason", self.call_reason.as_ref());
        form.text("CallToken", self.call_token.as_ref());
        form.text("Passports", self.passports.as_ref());
    }

    fn write_recording(&self, form: &mut Form) {
        form.flag("Record", self.record);
        form.text("RecordingChannels", self.recording_channels.as_ref());
        form.text("RecordingTrack", self.recording_track.as_ref());
        form.url(
            "RecordingStatusCallback",
            self.recording_status_callback.as_ref(),
        );
        form.text(
            "RecordingStatusCallbackMethod",
            self.recording_status_callback_method.as_ref(),
        );
        form.texts(
            "RecordingStatusCallbackEvent",
            &self.recording_status_callback_event,
        );
        form.text(
            "RecordingConfigurationId",
            self.recording_configuration_id.as_ref(),
        );
        form.text("Trim", self.trim.as_ref());
    }

    fn write_machine_detection(&self, form: &mut Form) {
        form.text("MachineDetection", self.machine_detection.as_ref());
        form.seconds(
            "MachineDetectionTimeout",
            self.machine_detection_timeout,
            3..=59,
        );
        for (name, value, range) in [
            (
                "MachineDetectionSpeechThreshold",
                self.machine_detection_speech_threshold,
                1_000..=6_000,
            ),
            (
                "MachineDetectionSpeechEndThreshold",
                self.machine_detection_speech_end_threshold,
                500..=5_000,
            ),
            (
                "MachineDetectionSilenceTimeout",
                self.machine_detection_silence_timeout,
                2_000..=10_000,
            ),
        ] {
            form.milliseconds(name, value, range);
        }
        if self.async_amd == Some(true) && self.async_amd_status_callback.is_none() {
            form.refuse("AsyncAmdStatusCallback", "is needed with AsyncAmd");
        }
        form.flag("AsyncAmd", self.async_amd);
        form.url(
            "AsyncAmdStatusCallback",
            self.async_amd_status_callback.as_ref(),
        );
        form.text(
            "AsyncAmdStatusCallbackMethod",
            self.async_amd_status_callback_method.as_ref(),
        );
    }
}

/// Shows who is called and the limits; the rest may hold secrets.
impl fmt::Debug for CreateCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateCall")
            .field("to", &self.to)
            .field("from", &self.from)
            .field("instructions", &self.instructions)
            .field("timeout", &self.timeout)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "rest")]
mod send {
    use super::CreateCall;
    use crate::{
        Error,
        calls::{Call, Calls, handle::CALLS},
        request::Request,
    };

    impl Calls<'_> {
        /// Places a call. It costs money from the answer until it is over.
        ///
        /// Repeated only after failures that prove that no call was placed: no connection, or 429.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
        /// If [`Error::may_have_been_applied`], the call **may exist**, and nobody has its id.
        pub async fn create(&self, call: &CreateCall) -> Result<Call, Error> {
            self.client.execute(&self.create_request(call)?).await
        }

        fn create_request(&self, call: &CreateCall) -> Result<Request, Error> {
            Ok(Request::post(
                CALLS,
                &[&self.client.account],
                call.to_form()?,
            ))
        }
    }
}
