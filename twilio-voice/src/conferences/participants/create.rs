use std::{fmt, time::Duration};

use secrecy::SecretString;

use super::{ConferenceRecording, ConferenceRecordingEvent, ParticipantRecordingEvent};
use crate::{
    AnsweringMachineDetection, ByocTrunkSid, CallSid, HttpMethod,
    calls::{CallEvent, Endpoint, MachineDetection, RecordingChannels, RecordingTrack, Trim},
    form::parameters,
    twiml::{ConferenceBeep, ConferenceEvent, ConferenceRegion, JitterBufferSize},
};

parameters! {
    /// A call to be placed into a conference. An option that is `None` is not sent, and Twilio's default holds.
    ///
    /// ```
    /// use std::time::Duration;
    /// use twilio_voice::conferences::participants::CreateParticipant;
    ///
    /// let agent = CreateParticipant::new("+15005550001", "+15005550006")
    ///     .label("agent")
    ///     .end_conference_on_exit(true)
    ///     .time_limit(Duration::from_secs(600));
    /// ```
    ///
    /// See [Twilio Docs/Create a participant](https://www.twilio.com/docs/voice/api/conference-participant-resource#create-a-participant).
    CreateParticipant {
        /// Who is called: a number, SIP address, client or application.
        to: Endpoint,
        /// Who calls: one of our numbers or verified caller ids if a number is called.
        from: Endpoint,
    }
    options {
        /// The URL that is told how the call goes. Its host must have no underscore.
        status_callback: String,
        /// How the status callback is requested. Default: POST.
        status_callback_method: HttpMethod,
        /// A name for the call by which it is found in the conference. Unique in it.
        label: String,
        /// How long the other side may ring, in whole seconds from 5 s to 600 s. Default: 60 s. Twilio
        /// adds 5 s.
        timeout: Duration,
        /// When Twilio ends the call after the answer, in whole seconds. Default: the limit of the
        /// account, 4 h or more.
        time_limit: Duration,
        /// Whether the others do not hear it. Default: false.
        muted: bool,
        /// When a tone is played. Default: when it comes and when it leaves.
        beep: ConferenceBeep,
        /// Whether the conference begins when it comes. Default: true.
        start_conference_on_enter: bool,
        /// Whether the conference ends when it leaves. Default: false.
        end_conference_on_exit: bool,
        /// Whether the others hear how it rings. Default: true.
        early_media: bool,
        /// The URL of what it hears before the conference begins. Default: Twilio's music.
        wait_url: String,
        /// How that URL is requested. Default: POST; GET for a sound file.
        wait_method: HttpMethod,
        /// How many calls the conference may have, 2 to 250. Default: 250.
        max_participants: u32,
        /// Whether only [one of the others](Self::call_sid_to_coach) hears it. Default: false.
        coaching: bool,
        /// The one that hears it, if it is coaching.
        call_sid_to_coach: CallSid,
        /// How much sound is held back to even out a bad line. Default: much.
        jitter_buffer_size: JitterBufferSize,
        /// Where the sound is mixed. Default: as near as possible to the most calls.
        region: ConferenceRegion,
        /// Whether the call is recorded. Default: false.
        record: bool,
        /// How the sides are recorded. Default: mixed.
        recording_channels: RecordingChannels,
        /// Which side is recorded. Default: both.
        recording_track: RecordingTrack,
        /// What happens to silence around the recording of the call. Default: it is cut off.
        trim: Trim,
        /// The URL that is told about the recording of the call.
        recording_status_callback: String,
        /// How that URL is requested. Default: POST.
        recording_status_callback_method: HttpMethod,
        /// A configuration of recordings.
        recording_configuration_id: String,
        /// Whether the conference is recorded. Default: not.
        conference_record: ConferenceRecording,
        /// What happens to silence around the recording of the conference. Default: it is cut off.
        conference_trim: Trim,
        /// The URL that is told what happens in the conference. Only that of the first call counts.
        conference_status_callback: String,
        /// How that URL is requested. Default: POST.
        conference_status_callback_method: HttpMethod,
        /// The URL that is told about the recording of the conference.
        conference_recording_status_callback: String,
        /// How that URL is requested. Default: POST.
        conference_recording_status_callback_method: HttpMethod,
        /// The user name for a SIP address. Fewer than 256 characters.
        sip_auth_username: String,
        /// The password for a SIP address. Fewer than 256 characters.
        sip_auth_password: SecretString,
        /// The trunk that takes a call to a number.
        byoc: ByocTrunkSid,
        /// The caller who is shown: a number, SIP address or client.
        caller_id: String,
        /// The name of the caller, for a SIP address. 2 to 255 characters.
        caller_display_name: String,
        /// Why the call is made, to be shown to the other side.
        call_reason: String,
        /// The `CallToken` of the incoming call that is forwarded, which allows to show its caller.
        call_token: String,
        /// The URL through which a push notification is delivered.
        client_notification_url: String,
        /// Whether to listen for an answering machine. Default: no. The instructions never wait for it.
        machine_detection: MachineDetection,
        /// How long to listen for a machine, in whole seconds from 3 s to 59 s. Default: 30 s.
        machine_detection_timeout: Duration,
        /// Speech shorter than this is a person's, in milliseconds from 1 s to 6 s. Default: 2.4 s.
        machine_detection_speech_threshold: Duration,
        /// The silence after which speech is over, in milliseconds from 0.5 s to 5 s. Default: 1.2 s.
        machine_detection_speech_end_threshold: Duration,
        /// The silence at the beginning after which it is not known who answered, in milliseconds from 2
        /// s to 10 s. Default: 5 s.
        machine_detection_silence_timeout: Duration,
        /// The URL that is told who answered.
        amd_status_callback: String,
        /// How that URL is requested. Default: POST.
        amd_status_callback_method: HttpMethod,
        /// Identity passports (SHAKEN), in base64 and separated by commas.
        passports: String,
        /// Of an emergency call: where in a building the caller is. Twilio uses the first 20 characters.
        emergency_caller_location: String,
        /// Of an emergency call: latitude and longitude in decimal degrees, with a space between them.
        emergency_caller_position: String,
        /// Of an emergency call: whose building it is. Twilio uses the first 20 characters.
        emergency_name: String,
        /// Of an emergency call: street and number. Twilio uses the first 60 characters.
        emergency_address: String,
        /// Of an emergency call: the city. Twilio uses the first 20 characters.
        emergency_city: String,
        /// Of an emergency call: the state or province. Twilio uses the first 20 characters.
        emergency_state: String,
        /// Of an emergency call: the postal code. Twilio uses the first 20 characters.
        emergency_zip_code: String,
        /// Of an emergency call: the country, `US` or `CA`.
        emergency_country: String,
    }
    lists {
        /// What is told to the status callback. If empty: only the end.
        status_callback_event: CallEvent,
        /// What is told to the callback of the call's recording. If empty: that it is ready.
        recording_status_callback_event: ParticipantRecordingEvent,
        /// What is told to the callback of the conference. If empty: its begin and end.
        conference_status_callback_event: ConferenceEvent,
        /// What is told to the callback of the conference's recording. If empty: that it is ready.
        conference_recording_status_callback_event: ConferenceRecordingEvent,
    }
}

impl CreateParticipant {
    /// A call with Twilio's defaults.
    #[must_use]
    pub fn new(to: impl Into<Endpoint>, from: impl Into<Endpoint>) -> Self {
        Self::with_required(to.into(), from.into())
    }

    /// Listens for an answering machine as `detection` says, in place of what was said before. The call goes on
    /// meanwhile.
    #[must_use]
    pub fn answering_machine(mut self, detection: &AnsweringMachineDetection) -> Self {
        self.machine_detection = Some(detection.mode.clone());
        self.machine_detection_timeout = detection.timeout;
        self.machine_detection_speech_threshold = detection.speech_threshold;
        self.machine_detection_speech_end_threshold = detection.speech_end_threshold;
        self.machine_detection_silence_timeout = detection.silence_timeout;
        self.amd_status_callback
            .clone_from(&detection.status_callback);
        self.amd_status_callback_method
            .clone_from(&detection.status_callback_method);
        self
    }
}

/// Shows who is called and the limits; the rest may hold secrets.
impl fmt::Debug for CreateParticipant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateParticipant")
            .field("to", &self.to)
            .field("from", &self.from)
            .field("label", &self.label)
            .field("timeout", &self.timeout)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}
