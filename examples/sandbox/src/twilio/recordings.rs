//! Recordings of calls: when they run, who is told, and how they are read.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Value, json};

use super::call::Status;
use super::callbacks::{self, owned};
use super::create::Form;
use super::extras::RecordOrder;
use super::http::{allow_live, answer, error, not_found};
use super::life;
use crate::shared::{Shared, World};
use crate::time::Time;

type Shares = State<Arc<Shared>>;

/// One recording.
pub(crate) struct Recording {
    sid: String,
    account: String,
    call: String,
    start: Time,
    /// When it ended, if it has.
    end: Option<Time>,
    source: &'static str,
    order: RecordOrder,
}

impl Recording {
    fn status(&self) -> &'static str {
        match self.end {
            None => "in-progress",
            Some(_) => "completed",
        }
    }

    fn length(&self) -> Option<Duration> {
        self.end.map(|end| end.since(self.start))
    }

    fn channels(&self) -> u8 {
        if self.order.dual { 2 } else { 1 }
    }

    fn url(&self, base: &str) -> String {
        format!(
            "{base}/2010-04-01/Accounts/{}/Recordings/{}",
            self.account, self.sid
        )
    }

    fn json(&self, base: &str) -> Value {
        json!({
            "sid": self.sid,
            "account_sid": self.account,
            "api_version": "2010-04-01",
            "call_sid": self.call,
            "conference_sid": null,
            "date_created": self.start.rfc2822(),
            "date_updated": self.end.unwrap_or(self.start).rfc2822(),
            "start_time": self.start.rfc2822(),
            "duration": self.length().map(|length| length.as_secs().to_string()),
            "price": null,
            "price_unit": "USD",
            "status": self.status(),
            "channels": self.channels(),
            "source": self.source,
            "track": self.order.track,
            "error_code": null,
            "encryption_details": null,
            "uri": format!("/2010-04-01/Accounts/{}/Recordings/{}.json", self.account, self.sid),
            "media_url": self.url(base),
            "subresource_uris": {},
        })
    }

    fn params(&self, base: &str) -> Vec<(String, String)> {
        let mut params = owned(&[
            ("AccountSid", &self.account),
            ("CallSid", &self.call),
            ("RecordingSid", &self.sid),
            ("RecordingUrl", &self.url(base)),
            ("RecordingStatus", self.status()),
            ("RecordingChannels", &self.channels().to_string()),
            ("RecordingStartTime", &self.start.rfc2822()),
            ("RecordingSource", self.source),
            ("RecordingTrack", &self.order.track),
        ]);
        if let Some(length) = self.length() {
            params.extend(owned(&[(
                "RecordingDuration",
                &length.as_secs().to_string(),
            )]));
        }
        params
    }
}

impl World<'_> {
    /// Starts to record a call; the SID of the recording.
    pub(super) fn twilio_record(
        &mut self,
        number: u64,
        source: &'static str,
        order: RecordOrder,
        at: Time,
    ) -> Option<String> {
        let call = self.state.twilio.calls.get_mut(&number)?;
        let sid = life::sid("RE");
        call.recordings.push(sid.clone());
        let recording = Recording {
            sid: sid.clone(),
            account: call.account.clone(),
            call: call.sid.clone(),
            start: at,
            end: None,
            source,
            order,
        };
        self.state.twilio.recordings.insert(sid.clone(), recording);
        self.twilio_tell_recording(number, &sid);
        Some(sid)
    }

    /// Ends a recording that runs; what a callback says of it.
    pub(super) fn twilio_recorded(
        &mut self,
        number: u64,
        sid: &str,
        at: Time,
    ) -> Vec<(String, String)> {
        let Some(recording) = self.state.twilio.recordings.get_mut(sid) else {
            return Vec::new();
        };
        if recording.end.is_none() {
            recording.end = Some(at);
            self.twilio_tell_recording(number, sid);
        }
        let recording = self.state.twilio.recordings.get(sid);
        let params = recording.map(|it| it.params(&self.shared.url));
        let wanted = ["RecordingUrl", "RecordingSid", "RecordingDuration"];
        let mut params = params.unwrap_or_default();
        params.retain(|(name, _)| wanted.contains(&name.as_str()));
        params
    }

    /// Tells who wants to know where a recording stands.
    fn twilio_tell_recording(&mut self, number: u64, sid: &str) {
        let Some(recording) = self.state.twilio.recordings.get(sid) else {
            return;
        };
        let status = recording.status();
        let order = &recording.order;
        let wanted = order.events.iter().any(|event| event == status);
        let Some(target) = order.callback.clone().filter(|_| wanted) else {
            return;
        };
        let params = recording.params(&self.shared.url);
        let token = self.twilio_token(&recording.account);
        let shared = Arc::clone(self.shared);
        self.shared.spawn(async move {
            callbacks::send(&shared, number, &token, target, "recording", params).await;
        });
    }
}

pub(super) fn router() -> Router<Arc<Shared>> {
    let account = "/2010-04-01/Accounts/{account}";
    Router::new()
        .route(&format!("{account}/Recordings.json"), get(list))
        .route(
            &format!("{account}/Recordings/{{sid}}"),
            get(fetch).delete(delete),
        )
        .route(
            &format!("{account}/Calls/{{call}}/Recordings.json"),
            get(list_of_call).post(start),
        )
        .route(
            &format!("{account}/Calls/{{call}}/Recordings/{{sid}}"),
            get(fetch_of_call).post(change).delete(delete_of_call),
        )
}

fn page(
    shared: &Arc<Shared>,
    account: &str,
    uri: &str,
    fits: impl Fn(&Recording) -> bool,
) -> Response {
    let world = shared.lock();
    let all = world.state.twilio.recordings.values();
    let mut found: Vec<_> = all.filter(|it| it.account == account && fits(it)).collect();
    found.sort_by_key(|recording| std::cmp::Reverse(recording.start));
    // All of them are on one page.
    let items: Vec<_> = found.iter().map(|it| it.json(&shared.url)).collect();
    answer(
        200,
        &json!({
            "recordings": items, "page": 0, "page_size": 1000, "start": 0,
            "end": items.len().saturating_sub(1), "uri": uri, "first_page_uri": uri,
            "next_page_uri": null, "previous_page_uri": null,
        }),
    )
}

async fn list(
    State(shared): Shares,
    Path(account): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    if let Err(refused) = allow_live(&shared, &headers, &account) {
        return refused.into_response();
    }
    let query = query.unwrap_or_default();
    let wanted = Form::read(query.as_bytes());
    let call = wanted.get("CallSid");
    let uri = format!("/2010-04-01/Accounts/{account}/Recordings.json");
    page(&shared, &account, &uri, |it| {
        call.is_none_or(|call| it.call == call)
    })
}

async fn list_of_call(
    State(shared): Shares,
    Path((account, call)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Err(refused) = allow_live(&shared, &headers, &account) {
        return refused.into_response();
    }
    let uri = format!("/2010-04-01/Accounts/{account}/Calls/{call}/Recordings.json");
    page(&shared, &account, &uri, |it| it.call == call)
}

/// Starts a recording of a call in progress.
async fn start(
    State(shared): Shares,
    Path((account, call)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(refused) = allow_live(&shared, &headers, &account) {
        return refused.into_response();
    }
    let order = match RecordOrder::read(&Form::read(&body)) {
        Ok(order) => order,
        Err((code, text)) => return error(400, code, text),
    };
    let mut world = shared.lock();
    let now = world.now;
    let Some((number, call)) = world.state.twilio.find(&account, &call) else {
        return not_found();
    };
    if call.status != Status::InProgress {
        return error(400, 21_220, "Call is not in-progress. Cannot record.");
    }
    let sid = world.twilio_record(number, "StartCallRecordingAPI", order, now);
    let recordings = &world.state.twilio.recordings;
    match sid.and_then(|sid| recordings.get(&sid)) {
        Some(recording) => answer(201, &recording.json(&shared.url)),
        None => not_found(),
    }
}

/// The recording, as JSON or as sound, by the suffix of its SID.
async fn fetch(
    State(shared): Shares,
    Path((account, sid)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let (sid, kind) = sid.split_once('.').unwrap_or((&sid, "wav"));
    // Sound is not protected, unless an account wants it.
    if kind == "json"
        && let Err(refused) = allow_live(&shared, &headers, &account)
    {
        return refused.into_response();
    }
    let world = shared.lock();
    let found = world.state.twilio.recordings.get(sid);
    let Some(recording) = found.filter(|it| it.account == account) else {
        return not_found();
    };
    match (kind, recording.length()) {
        ("json", _) => answer(200, &recording.json(&shared.url)),
        ("wav", Some(length)) => {
            // A few seconds stand for the whole.
            let wav = crate::audio::wav(length.min(Duration::from_secs(3)));
            ([(header::CONTENT_TYPE, "audio/x-wav")], wav).into_response()
        }
        _ => not_found(),
    }
}

async fn fetch_of_call(
    state: Shares,
    Path((account, _, sid)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    fetch(state, Path((account, sid)), headers).await
}

/// `Status=stopped` ends a recording; the other states are accepted.
async fn change(
    State(shared): Shares,
    Path((account, call, sid)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(refused) = allow_live(&shared, &headers, &account) {
        return refused.into_response();
    }
    let form = Form::read(&body);
    let status = form.get("Status").unwrap_or_default();
    if !["in-progress", "paused", "stopped"].contains(&status) {
        return error(400, 20_001, "Invalid Status");
    }
    let mut world = shared.lock();
    let now = world.now;
    let Some((number, call)) = world.state.twilio.find(&account, &call) else {
        return not_found();
    };
    let sid = sid.trim_end_matches(".json");
    let known = |known: &&String| sid == "Twilio.CURRENT" || known.as_str() == sid;
    let Some(sid) = call.recordings.iter().rev().find(known).cloned() else {
        return not_found();
    };
    if status == "stopped" {
        world.twilio_recorded(number, &sid, now);
    }
    match world.state.twilio.recordings.get(&sid) {
        Some(recording) => answer(200, &recording.json(&shared.url)),
        None => not_found(),
    }
}

async fn delete(
    State(shared): Shares,
    Path((account, sid)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Err(refused) = allow_live(&shared, &headers, &account) {
        return refused.into_response();
    }
    let sid = sid.trim_end_matches(".json");
    let recordings = &mut shared.lock().state.twilio.recordings;
    if recordings.get(sid).is_none_or(|it| it.account != account) {
        return not_found();
    }
    recordings.remove(sid);
    StatusCode::NO_CONTENT.into_response()
}

async fn delete_of_call(
    state: Shares,
    Path((account, _, sid)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    delete(state, Path((account, sid)), headers).await
}
