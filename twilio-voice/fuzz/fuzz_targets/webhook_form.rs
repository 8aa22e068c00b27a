//! Any bytes as the body of a webhook, read as every kind.

#![no_main]

use libfuzzer_sys::fuzz_target;
use twilio_voice::webhook::{
    CallStatusEvent, Callback, ConferenceEvent, DialAction, EnqueueAction, GatherAction,
    MachineDetectionResult, PartialSpeech, PayAction, QueueMember, QueueWait, Received,
    RecordAction, RecordingStatusEvent, ReferAction, ReferRequest, RelayAction, SiprecStatusEvent,
    StreamStatusEvent, TranscriptionEvent, TranscriptionResult, UserDefinedMessage, VoiceRequest,
};

fn read<T: Callback>(request: &Received<'_>) {
    if let Ok(read) = request.read::<T>() {
        assert!(read.extra().count() <= read.fields().len());
    }
}

fuzz_target!(|body: &[u8]| {
    let request = Received::new("POST", "/")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(body);
    let fields = request.fields();
    let theirs = form_urlencoded::parse(body);
    assert_eq!(fields.len(), theirs.count());
    for (name, value) in fields.iter() {
        assert!(fields.get(name).is_some() && fields.get_all(name).any(|known| known == value));
    }
    read::<VoiceRequest>(&request);
    read::<CallStatusEvent>(&request);
    read::<GatherAction>(&request);
    read::<PartialSpeech>(&request);
    read::<DialAction>(&request);
    read::<RecordAction>(&request);
    read::<RecordingStatusEvent>(&request);
    read::<MachineDetectionResult>(&request);
    read::<TranscriptionEvent>(&request);
    read::<TranscriptionResult>(&request);
    read::<StreamStatusEvent>(&request);
    read::<SiprecStatusEvent>(&request);
    read::<ConferenceEvent>(&request);
    read::<PayAction>(&request);
    read::<EnqueueAction>(&request);
    read::<QueueWait>(&request);
    read::<QueueMember>(&request);
    read::<ReferAction>(&request);
    read::<ReferRequest>(&request);
    read::<RelayAction>(&request);
    read::<UserDefinedMessage>(&request);
});
