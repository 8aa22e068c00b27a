//! What a new call can be asked beside talking: keys to press, who answers, a recording.

use std::time::Duration;

use super::call::Target;
use super::create::{Form, Refusal};

/// The optional parts of a request to place a call.
#[derive(Clone, Default)]
pub(crate) struct Extras {
    /// How long pressing the keys takes after the answer, if there are any.
    pub(super) keys: Option<Duration>,
    pub(super) detection: Option<Detection>,
    pub(super) record: Option<RecordOrder>,
}

/// Whether a machine has answered.
#[derive(Clone)]
pub(crate) struct Detection {
    /// The end of what a machine says is waited for.
    pub(super) to_the_end: bool,
    pub(super) longest: Duration,
    /// Who is told while the call goes on; `None`: the call waits.
    pub(super) callback: Option<Target>,
}

/// A recording of the whole call.
#[derive(Clone, Default)]
pub(crate) struct RecordOrder {
    pub(super) dual: bool,
    pub(super) track: String,
    pub(super) callback: Option<Target>,
    pub(super) events: Vec<String>,
}

const BAD_CALLBACK: Refusal = (21_502, "The callback is not a valid URL");

impl Extras {
    pub(super) fn read(form: &Form) -> Result<Self, Refusal> {
        let digits = form.get("SendDigits").unwrap_or_default();
        let known = |key: char| key.is_ascii_digit() || "ABCDabcd#*wW".contains(key);
        if digits.len() > 32 || !digits.chars().all(known) {
            return Err((21_206, "Invalid SendDigits"));
        }
        let time = |key| match key {
            'w' => Duration::from_millis(500),
            'W' => Duration::from_secs(1),
            _ => Duration::from_millis(200),
        };
        let keys: Duration = digits.chars().map(time).sum();
        let detection = detection(form)?;
        Ok(Self {
            keys: (!digits.is_empty()).then_some(keys),
            // Keys and detection exclude each other.
            detection: detection.filter(|_| digits.is_empty()),
            record: match form.get("Record") {
                Some("true") => Some(RecordOrder::read(form)?),
                _ => None,
            },
        })
    }
}

fn detection(form: &Form) -> Result<Option<Detection>, Refusal> {
    let bad = (21_234, "Invalid MachineDetection");
    let to_the_end = match form.get("MachineDetection") {
        None => return Ok(None),
        Some("Enable") => false,
        Some("DetectMessageEnd") => true,
        Some(_) => return Err(bad),
    };
    let longest = form.seconds("MachineDetectionTimeout", 59, bad)?;
    let method = "AsyncAmdStatusCallbackMethod";
    let callback = form.target("AsyncAmdStatusCallback", method, BAD_CALLBACK)?;
    let is_async = form.get("AsyncAmd") == Some("true");
    if is_async && callback.is_none() {
        return Err((21_262, "AsyncAmdStatusCallback is required"));
    }
    Ok(Some(Detection {
        to_the_end,
        longest: longest.unwrap_or(Duration::from_secs(30)),
        callback: callback.filter(|_| is_async),
    }))
}

impl RecordOrder {
    pub(super) fn read(form: &Form) -> Result<Self, Refusal> {
        let events: Vec<_> = form
            .all("RecordingStatusCallbackEvent")
            .flat_map(|events| events.split(' '))
            .map(str::to_owned)
            .collect();
        Ok(Self {
            dual: form.get("RecordingChannels") == Some("dual"),
            track: form.get("RecordingTrack").unwrap_or("both").to_owned(),
            callback: form.target(
                "RecordingStatusCallback",
                "RecordingStatusCallbackMethod",
                BAD_CALLBACK,
            )?,
            events: or_completed(events),
        })
    }
}

/// Without a list only the end is told.
pub(super) fn or_completed(mut events: Vec<String>) -> Vec<String> {
    events.retain(|event| !event.is_empty());
    if events.is_empty() {
        events.push("completed".to_owned());
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Extras, u32> {
        Extras::read(&Form::read(body.as_bytes())).map_err(|(code, _)| code)
    }

    #[test]
    fn keys_take_their_time_and_switch_the_detection_off() {
        let extras = read("SendDigits=12wW&MachineDetection=Enable").unwrap();
        assert_eq!(extras.keys, Some(Duration::from_millis(1900)));
        assert!(extras.detection.is_none());
        assert_eq!(read("SendDigits=1x").err(), Some(21_206));
    }

    #[test]
    fn an_asynchronous_detection_needs_its_callback() {
        let wanted = "MachineDetection=DetectMessageEnd&AsyncAmd=true";
        assert_eq!(read(wanted).err(), Some(21_262));
        let with = format!("{wanted}&AsyncAmdStatusCallback=http%3A%2F%2Fa.example%2Fx");
        let detection = read(&with).unwrap().detection.unwrap();
        assert!(detection.to_the_end && detection.callback.is_some());
        assert_eq!(read("MachineDetection=Maybe").err(), Some(21_234));
    }
}
