//! How a participant to be added is sent.

use secrecy::{ExposeSecret as _, SecretString};

use super::CreateParticipant;
use crate::{Error, calls::Endpoint, form::Form};

impl CreateParticipant {
    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        self.write_ends(&mut form);
        self.write_call(&mut form);
        self.write_conference(&mut form);
        self.write_recordings(&mut form);
        self.write_machine_detection(&mut form);
        self.write_emergency(&mut form);
        form.finish()
    }

    fn write_ends(&self, form: &mut Form) {
        for (name, endpoint) in [("To", &self.to), ("From", &self.from)] {
            if let Err(problem) = endpoint.check() {
                form.refuse(name, problem);
            }
            form.push(name, &endpoint.to_string());
        }
        let no_number = matches!(
            self.from,
            Endpoint::Sip(_) | Endpoint::Client(_) | Endpoint::Application(_)
        );
        if self.to.is_number() && no_number {
            form.refuse("From", "must be a number if a number is called");
        }
    }

    fn write_call(&self, form: &mut Form) {
        form.status_callback(self.status_callback.as_ref());
        form.text("StatusCallbackMethod", self.status_callback_method.as_ref());
        form.texts("StatusCallbackEvent", &self.status_callback_event);
        form.seconds("Timeout", self.timeout, 5..=600);
        form.seconds("TimeLimit", self.time_limit, 1..=u64::MAX);
        form.short_text("SipAuthUsername", self.sip_auth_username.as_ref(), 255);
        let password = self
            .sip_auth_password
            .as_ref()
            .map(SecretString::expose_secret);
        form.short_text("SipAuthPassword", password, 255);
        form.text("Byoc", self.byoc.as_ref());
        form.text("CallerId", self.caller_id.as_ref());
        if self
            .caller_display_name
            .as_ref()
            .is_some_and(|name| name.chars().count() < 2)
        {
            form.refuse("CallerDisplayName", "must have at least 2 characters");
        }
        form.short_text("CallerDisplayName", self.caller_display_name.as_ref(), 255);
        form.text("CallReason", self.call_reason.as_ref());
        form.text("CallToken", self.call_token.as_ref());
        form.text("Passports", self.passports.as_ref());
        form.url(
            "ClientNotificationUrl",
            self.client_notification_url.as_ref(),
        );
    }

    fn write_conference(&self, form: &mut Form) {
        if self.label.as_deref() == Some("") {
            form.refuse("Label", "must not be empty");
        }
        form.text("Label", self.label.as_ref());
        form.flag("Muted", self.muted);
        form.text("Beep", self.beep.as_ref());
        form.flag("StartConferenceOnEnter", self.start_conference_on_enter);
        form.flag("EndConferenceOnExit", self.end_conference_on_exit);
        form.flag("EarlyMedia", self.early_media);
        form.url("WaitUrl", self.wait_url.as_ref());
        form.text("WaitMethod", self.wait_method.as_ref());
        form.count("MaxParticipants", self.max_participants, 2..=250);
        if self.coaching == Some(true) && self.call_sid_to_coach.is_none() {
            form.refuse("CallSidToCoach", "is needed with Coaching");
        }
        form.flag("Coaching", self.coaching);
        form.text("CallSidToCoach", self.call_sid_to_coach.as_ref());
        form.text("JitterBufferSize", self.jitter_buffer_size.as_ref());
        form.text("Region", self.region.as_ref());
        let callback = self.conference_status_callback.as_ref();
        form.url("ConferenceStatusCallback", callback);
        let method = self.conference_status_callback_method.as_ref();
        form.text("ConferenceStatusCallbackMethod", method);
        let events = &self.conference_status_callback_event;
        form.texts("ConferenceStatusCallbackEvent", events);
    }

    fn write_recordings(&self, form: &mut Form) {
        form.flag("Record", self.record);
        form.text("RecordingChannels", self.recording_channels.as_ref());
        form.text("RecordingTrack", self.recording_track.as_ref());
        form.text("Trim", self.trim.as_ref());
        let callback = self.recording_status_callback.as_ref();
        form.url("RecordingStatusCallback", callback);
        let method = self.recording_status_callback_method.as_ref();
        form.text("RecordingStatusCallbackMethod", method);
        let events = &self.recording_status_callback_event;
        form.texts("RecordingStatusCallbackEvent", events);
        let configuration = self.recording_configuration_id.as_ref();
        form.text("RecordingConfigurationId", configuration);
        form.text("ConferenceRecord", self.conference_record.as_ref());
        form.text("ConferenceTrim", self.conference_trim.as_ref());
        let callback = self.conference_recording_status_callback.as_ref();
        form.url("ConferenceRecordingStatusCallback", callback);
        let method = self.conference_recording_status_callback_method.as_ref();
        form.text("ConferenceRecordingStatusCallbackMethod", method);
        let events = &self.conference_recording_status_callback_event;
        form.texts("ConferenceRecordingStatusCallbackEvent", events);
    }

    fn write_machine_detection(&self, form: &mut Form) {
        form.text("MachineDetection", self.machine_detection.as_ref());
        form.seconds(
            "MachineDetectionTimeout",
            self.machine_detection_timeout,
            3..=59,
        );
        let speech = self.machine_detection_speech_threshold;
        form.milliseconds("MachineDetectionSpeechThreshold", speech, 1_000..=6_000);
        let end = self.machine_detection_speech_end_threshold;
        form.milliseconds("MachineDetectionSpeechEndThreshold", end, 500..=5_000);
        let silence = self.machine_detection_silence_timeout;
        form.milliseconds("MachineDetectionSilenceTimeout", silence, 2_000..=10_000);
        form.url("AmdStatusCallback", self.amd_status_callback.as_ref());
        let method = self.amd_status_callback_method.as_ref();
        form.text("AmdStatusCallbackMethod", method);
    }

    fn write_emergency(&self, form: &mut Form) {
        for (name, value) in [
            ("EmergencyCallerLocation", &self.emergency_caller_location),
            ("EmergencyCallerPosition", &self.emergency_caller_position),
            ("EmergencyName", &self.emergency_name),
            ("EmergencyAddress", &self.emergency_address),
            ("EmergencyCity", &self.emergency_city),
            ("EmergencyState", &self.emergency_state),
            ("EmergencyZipCode", &self.emergency_zip_code),
            ("EmergencyCountry", &self.emergency_country),
        ] {
            form.text(name, value.as_ref());
        }
    }
}
