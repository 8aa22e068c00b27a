//! Recordings, their sound, what was read from it, and add-ons.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::{
    reply::Reply,
    state::{Incoming, State, now, read_time, text},
};
use super::{Given, Kind, Place, View, apply, calls, kind, missing, touch};

pub(super) const KINDS: &[Kind] = &[
    Kind::new(&["Recordings"], "recordings", "RE", fill),
    Kind::new(&["Calls", "*", "Recordings"], "recordings", "RE", fill).view(|path| View {
        list: "Recordings",
        field: "call_sid",
        value: path[1].to_owned(),
    }),
    Kind::new(
        &["Transcriptions"],
        "transcriptions",
        "TR",
        fill_transcription,
    ),
    Kind::new(
        &["Recordings", "*", "Transcriptions"],
        "transcriptions",
        "TR",
        fill_transcription,
    )
    .view(|path| View {
        list: "Transcriptions",
        field: "recording_sid",
        value: path[1].to_owned(),
    }),
    Kind::new(
        &["Recordings", "*", "AddOnResults"],
        "add_on_results",
        "XR",
        fill_result,
    ),
    Kind::new(
        &["Recordings", "*", "AddOnResults", "*", "Payloads"],
        "payloads",
        "XH",
        fill_payload,
    ),
];

pub(super) fn fill(place: &Place<'_>) -> Value {
    let uri = format!(
        "/2010-04-01/Accounts/{}/Recordings/{}",
        place.account, place.id
    );
    json!({
        "account_sid": place.account,
        "api_version": "2010-04-01",
        "call_sid": null,
        "channels": 1,
        "conference_sid": null,
        "date_created": now(),
        "date_updated": now(),
        "duration": "1",
        "encryption_details": null,
        "error_code": null,
        "media_url": format!("{}{uri}", place.url),
        "price": null,
        "price_unit": "USD",
        "source": "OutboundAPI",
        "start_time": now(),
        "status": "completed",
        "subresource_uris": {
            "add_on_results": format!("{uri}/AddOnResults.json"),
            "transcriptions": format!("{uri}/Transcriptions.json"),
        },
        "uri": format!("{uri}.json"),
    })
}

fn fill_transcription(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "api_version": "2010-04-01",
        "date_created": now(),
        "date_updated": now(),
        "duration": "1",
        "price": "0",
        "price_unit": "USD",
        "recording_sid": null,
        "status": "completed",
        "transcription_text": "",
        "type": "fast",
        "uri": format!("/2010-04-01/Accounts/{}/Transcriptions/{}.json", place.account, place.id),
    })
}

fn fill_result(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "add_on_configuration_sid": format!("XE{:032x}", 1),
        "add_on_sid": format!("XB{:032x}", 1),
        "date_completed": now(),
        "date_created": now(),
        "date_updated": now(),
        "reference_sid": place.path.get(1),
        "status": "completed",
        "subresource_uris": {"payloads": place.below("/Payloads")},
    })
}

fn fill_payload(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "add_on_configuration_sid": format!("XE{:032x}", 1),
        "add_on_result_sid": place.path.get(3),
        "add_on_sid": format!("XB{:032x}", 1),
        "content_type": "application/json",
        "date_created": now(),
        "date_updated": now(),
        "label": "result",
        "reference_sid": place.path.get(1),
        "subresource_uris": {"data": place.below("/Data")},
    })
}

pub(super) fn serve(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("POST", ["Calls", call, "Recordings"]) => start(state, request, account, path, call),
        ("POST", ["Calls" | "Conferences", above, "Recordings", sid]) => {
            update(state, request, account, path[0], above, sid)
        }
        ("DELETE", ["Recordings", sid] | ["Calls" | "Conferences", _, "Recordings", sid]) => {
            let recording = state.find_mut(&format!("{account}/Recordings"), "sid", sid)?;
            if text(recording, "status") == "deleted" {
                return Some(Reply::not_found());
            }
            recording.insert("status".to_owned(), "deleted".into());
            touch(recording);
            Reply::empty()
        }
        ("GET", ["Recordings", file]) if file.ends_with(".wav") || file.ends_with(".mp3") => {
            sound(state, request, account, file)
        }
        ("GET", ["Recordings", sid]) => {
            let recording = state.find(&format!("{account}/Recordings"), "sid", sid)?;
            let hidden = request.query("IncludeSoftDeleted") != Some("true");
            if hidden && text(recording, "status") == "deleted" {
                return Some(Reply::not_found());
            }
            Reply::ok(recording.clone())
        }
        (
            "GET",
            [
                "Recordings",
                _,
                "AddOnResults",
                _,
                "Payloads",
                payload,
                "Data",
            ],
        ) => {
            let name = format!("{payload}.json");
            let file = ("application/json".to_owned(), b"{}".to_vec());
            state.files.entry(name.clone()).or_insert(file);
            Reply::redirect(&format!("{}/files/{name}", state.url))
        }
        _ => return None,
    })
}

fn start(state: &mut State, request: &Incoming, account: &str, path: &[&str], call: &str) -> Reply {
    let live = state.find(&format!("{account}/Calls"), "sid", call);
    if live.is_none_or(|call| calls::status(call) != crate::status::CallStatus::InProgress) {
        return Reply::error(400, 21_220, "Call is not in-progress. Cannot record.");
    }
    let Some(kind) = kind(path) else {
        return Reply::not_found();
    };
    let mut recording = kind.make(state, account, path, &Given::Form(&request.form));
    let channels = if request.parameter("RecordingChannels") == Some("dual") {
        2
    } else {
        1
    };
    let track = request.parameter("RecordingTrack").unwrap_or("both");
    let given = json!({
        "status": "in-progress",
        "source": "StartCallRecordingAPI",
        "duration": null,
        "channels": channels,
        "track": track,
    });
    recording.extend(super::fields(given));
    state.put(&format!("{account}/Recordings"), "sid", recording.clone());
    Reply::json(201, recording)
}

/// Pauses, resumes or stops. `Twilio.CURRENT` is the only one that runs.
fn update(
    state: &mut State,
    request: &Incoming,
    account: &str,
    kind: &str,
    above: &str,
    sid: &str,
) -> Reply {
    if let Some(missing) = missing(request, &["Status"]) {
        return missing;
    }
    let field = if kind == "Calls" {
        "call_sid"
    } else {
        "conference_sid"
    };
    let recordings = state.list_mut(&format!("{account}/Recordings")).iter_mut();
    let mut recordings: Vec<_> = recordings
        .filter(|recording| text(recording, field) == above)
        .filter(|recording| {
            let runs = ["in-progress", "paused"].contains(&text(recording, "status"));
            text(recording, "sid") == sid || (sid == "Twilio.CURRENT" && runs)
        })
        .collect();
    let [recording] = &mut recordings[..] else {
        return Reply::not_found();
    };
    let status = [(
        "Status".to_owned(),
        request.parameter("Status").unwrap_or_default().to_owned(),
    )];
    apply(recording, &status);
    touch(recording);
    Reply::ok(recording.clone())
}

/// The call is over: what was recorded can be had.
pub(super) fn complete(state: &mut State, call: &str) {
    for recording in state.everywhere_mut("Recordings") {
        let runs = ["in-progress", "paused", "stopped"].contains(&text(recording, "status"));
        if runs && text(recording, "call_sid") == call {
            let start = read_time(text(recording, "start_time"));
            let start = start.map_or(0, Timestamp::as_second);
            let seconds = (Timestamp::now().as_second() - start).max(1);
            recording.insert("status".to_owned(), "completed".into());
            recording.insert("duration".to_owned(), seconds.to_string().into());
            touch(recording);
        }
    }
}

/// What the test has put there, or a second of silence. There is nothing until the recording is completed.
fn sound(state: &State, request: &Incoming, account: &str, file: &str) -> Reply {
    let (sid, format) = file.split_once('.').unwrap_or_default();
    let recording = state.find(&format!("{account}/Recordings"), "sid", sid);
    let Some(recording) = recording.filter(|recording| text(recording, "status") == "completed")
    else {
        return Reply::not_found();
    };
    if let Some((kind, bytes)) = state.files.get(file) {
        return Reply::raw(200, kind.clone(), bytes.clone());
    }
    let recorded = recording.get("channels").and_then(Value::as_u64);
    let channels = match request.query("RequestedChannels") {
        Some("2") if recorded == Some(2) => 2,
        Some("2") => return Reply::error(400, 20_001, "The recording has one channel"),
        _ => 1,
    };
    if format == "mp3" {
        return Reply::raw(200, "audio/mpeg", silent_mp3());
    }
    Reply::raw(200, "audio/x-wav", silent_wav(channels))
}

/// A second of 8,000 samples, each of 16 bits.
fn silent_wav(channels: u16) -> Vec<u8> {
    const RATE: u32 = 8_000;
    let block = channels * 2;
    let length = RATE * u32::from(block);
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((36 + length).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(channels.to_le_bytes());
    wav.extend(RATE.to_le_bytes());
    wav.extend((RATE * u32::from(block)).to_le_bytes());
    wav.extend(block.to_le_bytes());
    wav.extend(16_u16.to_le_bytes());
    wav.extend(b"data");
    wav.extend(length.to_le_bytes());
    wav.resize(wav.len() + length as usize, 0);
    wav
}

/// Frames of MPEG-1 layer III, 128 kbit/s at 44,100 Hz, that hold nothing.
fn silent_mp3() -> Vec<u8> {
    const FRAME: usize = 417;
    let mut frame = vec![0xff, 0xfb, 0x90, 0xc4];
    frame.resize(FRAME, 0);
    frame.repeat(38)
}
