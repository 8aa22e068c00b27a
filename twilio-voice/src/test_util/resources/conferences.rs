//! Conferences and who takes part.

use serde_json::{Value, json};

use super::super::{
    reply::Reply,
    state::{Fields, Incoming, State, fields, now, text},
};
use super::{Given, Kind, Place, View, apply, calls, kind, missing, new_sid, touch};
use crate::status::CallStatus;

pub(super) const KINDS: &[Kind] = &[
    Kind::new(&["Conferences"], "conferences", "CF", fill),
    Kind::new(
        &["Conferences", "*", "Participants"],
        "participants",
        "CA",
        fill_participant,
    )
    .id("call_sid"),
    Kind::new(
        &["Conferences", "*", "Recordings"],
        "recordings",
        "RE",
        super::recordings::fill,
    )
    .view(|path| View {
        list: "Recordings",
        field: "conference_sid",
        value: path[1].to_owned(),
    }),
];

fn fill(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "api_version": "2010-04-01",
        "call_sid_ending_conference": null,
        "date_created": now(),
        "date_updated": now(),
        "friendly_name": place.id,
        "reason_conference_ended": null,
        "region": "us1",
        "status": "init",
        "subresource_uris": {
            "participants": place.below("/Participants"),
            "recordings": place.below("/Recordings"),
        },
        "uri": place.uri(),
    })
}

fn fill_participant(place: &Place<'_>) -> Value {
    json!({
        "account_sid": place.account,
        "call_sid_to_coach": null,
        "coaching": false,
        "conference_sid": place.path.get(1),
        "date_created": now(),
        "date_updated": now(),
        "end_conference_on_exit": false,
        "hold": false,
        "label": null,
        "muted": false,
        "queue_time": "0",
        "start_conference_on_enter": true,
        "status": "queued",
        "uri": place.uri(),
    })
}

/// The path with the SID of the conference in the place of its name. Whoever is dialled into a conference that does
/// not run begins it.
pub(super) fn resolve(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Vec<String> {
    let mut path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
    let ["Conferences", name, below @ ..] =
        &path.iter().map(String::as_str).collect::<Vec<_>>()[..]
    else {
        return path;
    };
    let key = format!("{account}/Conferences");
    let named = |conference: &&Fields| {
        text(conference, "friendly_name") == *name && text(conference, "status") != "completed"
    };
    let named = state.list(&key).iter().rev().find(named);
    let sid = named.map(|conference| text(conference, "sid").to_owned());
    let is_new = name.parse::<crate::ConferenceSid>().is_err()
        && request.method == "POST"
        && *below == ["Participants"];
    path[1] = match sid {
        Some(sid) => sid,
        None if is_new && missing(request, &["From", "To"]).is_none() => {
            let given = fields(json!({"sid": new_sid("CF"), "friendly_name": name}));
            let list = ["Conferences"];
            let Some(kind) = kind(&list) else {
                return path;
            };
            let conference = kind.make(state, account, &list, &Given::Fields(given));
            state.put(&key, "sid", conference.clone());
            text(&conference, "sid").to_owned()
        }
        None => return path,
    };
    path
}

pub(super) fn serve(
    state: &mut State,
    request: &Incoming,
    account: &str,
    path: &[&str],
) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("POST", ["Conferences", sid]) => update(state, request, account, sid),
        ("POST", ["Conferences", sid, "Participants"]) => dial(state, request, account, sid),
        ("DELETE", ["Conferences", sid, "Participants", call]) => {
            let key = participants(account, sid);
            let call = by_label(state, &key, call)?;
            calls::end(state, &call, &CallStatus::Completed, None);
            state.remove(&key, "call_sid", &call);
            Reply::empty()
        }
        (method, ["Conferences", sid, "Participants", call]) => {
            let key = participants(account, sid);
            let call = by_label(state, &key, call)?;
            let participant = state.find_mut(&key, "call_sid", &call)?;
            if method == "POST" {
                apply(participant, &request.form);
                touch(participant);
            }
            Reply::ok(participant.clone())
        }
        _ => return None,
    })
}

fn participants(account: &str, conference: &str) -> String {
    format!("{account}/Conferences/{conference}/Participants")
}

/// The call of a participant, who may be named by label.
fn by_label(state: &State, key: &str, name: &str) -> Option<String> {
    let participants = state.list(key).iter();
    let mut calls = participants.filter(|participant| {
        [text(participant, "call_sid"), text(participant, "label")].contains(&name)
    });
    calls
        .next()
        .map(|participant| text(participant, "call_sid").to_owned())
}

fn dial(state: &mut State, request: &Incoming, account: &str, conference: &str) -> Reply {
    if let Some(missing) = missing(request, &["From", "To"]) {
        return missing;
    }
    if !calls::is_address(request.parameter("To").unwrap_or_default()) {
        return Reply::error(400, 21_211, "The 'To' number is not valid");
    }
    let call = calls::place(state, account, &Given::Form(&request.form));
    let path = ["Conferences", conference, "Participants"];
    let given = fields(json!({ "call_sid": text(&call, "sid") }));
    let Some(kind) = kind(&path) else {
        return Reply::not_found();
    };
    let mut participant = kind.make(state, account, &path, &Given::Fields(given));
    apply(&mut participant, &request.form);
    state.put(
        &participants(account, conference),
        "call_sid",
        participant.clone(),
    );
    Reply::json(201, participant)
}

fn update(state: &mut State, request: &Incoming, account: &str, sid: &str) -> Reply {
    let key = format!("{account}/Conferences");
    if state.find(&key, "sid", sid).is_none() {
        return Reply::not_found();
    }
    if request.parameter("Status") == Some("completed") {
        let calls = state.list(&participants(account, sid)).iter();
        let calls: Vec<String> = calls
            .map(|call| text(call, "call_sid").to_owned())
            .collect();
        finish(state, sid, "conference-ended-via-api");
        for call in calls {
            calls::end(state, &call, &CallStatus::Completed, None);
            state.remove(&participants(account, sid), "call_sid", &call);
        }
    }
    let conference = state.find(&key, "sid", sid).cloned();
    conference.map_or_else(Reply::not_found, Reply::ok)
}

fn conference_mut<'a>(state: &'a mut State, sid: &str) -> Option<&'a mut Fields> {
    let mut conferences = state.everywhere_mut("Conferences");
    conferences.find(|conference| text(conference, "sid") == sid)
}

fn finish(state: &mut State, sid: &str, reason: &str) {
    let live = conference_mut(state, sid).filter(|found| text(found, "status") != "completed");
    if let Some(conference) = live {
        conference.insert("status".to_owned(), "completed".into());
        conference.insert("reason_conference_ended".to_owned(), reason.into());
        touch(conference);
    }
}

/// Where a call takes part.
fn participation(state: &State, call: &str) -> Option<Fields> {
    let mut participants = state.everywhere("Participants");
    participants
        .find(|participant| text(participant, "call_sid") == call)
        .cloned()
}

/// A call was answered: whoever was dialled into a conference is there now.
pub(super) fn connect(state: &mut State, call: &str) {
    let Some(participant) = participation(state, call) else {
        return;
    };
    let mut participants = state.everywhere_mut("Participants");
    if let Some(participant) = participants.find(|found| text(found, "call_sid") == call) {
        participant.insert("status".to_owned(), "connected".into());
        touch(participant);
    }
    drop(participants);
    let sid = text(&participant, "conference_sid").to_owned();
    let of_conference = |found: &&Fields| {
        text(found, "conference_sid") == sid && text(found, "status") == "connected"
    };
    if state
        .everywhere("Participants")
        .filter(of_conference)
        .count()
        > 1
        && let Some(conference) = conference_mut(state, &sid)
    {
        conference.insert("status".to_owned(), "in-progress".into());
        touch(conference);
    }
}

/// A call is over: whoever took part is gone, and the conference too if it was the last, or was to take all along.
pub(super) fn leave(state: &mut State, call: &str) {
    let Some(participant) = participation(state, call) else {
        return;
    };
    state.remove_everywhere("Participants", "call_sid", call);
    let sid = text(&participant, "conference_sid").to_owned();
    let rest: Vec<String> = (state.everywhere("Participants"))
        .filter(|found| text(found, "conference_sid") == sid)
        .map(|found| text(found, "call_sid").to_owned())
        .collect();
    let takes_all = participant.get("end_conference_on_exit") == Some(&Value::Bool(true));
    if takes_all {
        finish(state, &sid, "participant-with-end-conference-on-exit-left");
        for call in rest {
            calls::end(state, &call, &CallStatus::Completed, None);
        }
    } else if rest.is_empty() {
        finish(state, &sid, "last-participant-left");
    }
}
