//! What calls said and did.

use jiff::Timestamp;
use serde_json::Value;

use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, is_set, text, values},
};

/// One second of sound at 8 kHz.
const SECOND: usize = 8_000 * 2;

pub(super) fn messages(state: &State, request: &Incoming, id: &str, stage: Option<&str>) -> Reply {
    let in_call = request.query("mode") == Some("in_call");
    let stages = state.list(&format!("calls/{id}/stages"));
    let last = stages
        .last()
        .map(|stage| text(stage, "callStageId").to_owned());
    let stage = stage.map(str::to_owned).or(last.filter(|_| !in_call));
    let wanted = |message: &&Fields| {
        let of_stage = match (&stage, message.get("callStageId")) {
            (Some(stage), Some(of)) => of == stage.as_str(),
            _ => true,
        };
        of_stage && !(in_call && message.contains_key("initial"))
    };
    let mut kept = values(
        state
            .list(&format!("calls/{id}/messages"))
            .iter()
            .filter(wanted),
    );
    for message in &mut kept {
        if let Value::Object(message) = message {
            message.remove("initial");
            message.remove("messageId");
            message.remove("created");
        }
    }
    state.page(request, &kept)
}

pub(super) fn recording(state: &State, id: &str) -> Reply {
    match state.find("calls", "callId", id) {
        Some(call)
            if call.get("recordingEnabled") == Some(&true.into()) && is_set(call, "ended") =>
        {
            silence()
        }
        _ => Reply::not_found(),
    }
}

pub(super) fn sip_logs(state: &State, id: &str) -> Reply {
    match state.find("calls", "callId", id) {
        Some(call) if !is_set(call, "ended") => Reply::detail(425, "The call has not ended."),
        Some(call)
            if call
                .get("medium")
                .is_some_and(|medium| medium.get("sip").is_some()) =>
        {
            Reply::redirect(format!("{}/files/sip_logs/{id}", state.url))
        }
        _ => Reply::not_found(),
    }
}

/// A recording of one second in which nothing is heard.
pub(in crate::test_util) fn silence() -> Reply {
    let mut wav = Vec::with_capacity(44 + SECOND);
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&length(36 + SECOND));
    wav.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend_from_slice(&8_000_u32.to_le_bytes());
    wav.extend_from_slice(&16_000_u32.to_le_bytes());
    wav.extend_from_slice(b"\x02\0\x10\0data");
    wav.extend_from_slice(&length(SECOND));
    wav.resize(44 + SECOND, 0);
    Reply::raw(200, "audio/wav", wav)
}

/// The filters of lists of calls. Times of day and the search are not simulated: they leave everything.
pub(super) fn filter(request: &Incoming, call: &Fields) -> bool {
    let created = time(call.get("created"));
    let agents: Vec<&str> = (request.query.iter())
        .filter(|(name, _)| name == "agentIds")
        .map(|(_, id)| id.as_str())
        .collect();
    let metadata = (request.query.iter())
        .filter_map(|(name, value)| Some((name.strip_prefix("metadata.")?, value)))
        .all(|(key, value)| {
            call.get("metadata")
                .and_then(|metadata| metadata.get(key))
                .is_some_and(|found| found == value.as_str())
        });
    let agent = call.get("agentId").and_then(Value::as_str);
    let bounds = [("fromDate", "T00:00:00Z"), ("toDate", "T23:59:59.999999Z")];
    let [from, to] = bounds.map(|(name, rest)| {
        let text = request.query(name)?;
        (text.parse::<Timestamp>().ok()).or_else(|| format!("{text}{rest}").parse().ok())
    });
    let voice = request.query("voiceId");
    metadata
        && (agents.is_empty() || agent.is_some_and(|agent| agents.contains(&agent)))
        && from.is_none_or(|from| created >= Some(from))
        && to.is_none_or(|to| created <= Some(to))
        && voice.is_none_or(|voice| call.get("voice").is_some_and(|of| of == voice))
}

pub(super) fn filter_event(request: &Incoming, event: &Fields) -> bool {
    const ORDER: [&str; 4] = ["debug", "info", "warning", "error"];
    let rank = |word: &str| ORDER.iter().position(|known| *known == word);
    let least = rank(request.query("minimum_severity").unwrap_or("info"));
    let severity = rank(text(event, "severity"));
    let kind = request.query("type");
    (severity.is_none() || severity >= least) && kind.is_none_or(|kind| text(event, "type") == kind)
}

fn time(value: Option<&Value>) -> Option<Timestamp> {
    value?.as_str()?.parse().ok()
}
