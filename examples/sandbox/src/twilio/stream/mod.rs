//! The client of a Media Stream: the telephone line on the application's socket.

mod line;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use self::line::Line;
use super::call::Target;
use super::callbacks::owned;
use super::fetch::{self, signature};
use super::life;
use super::twiml::Stream;
use crate::config::CalleeInput;
use crate::shared::Shared;

pub(super) type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// Opens the stream and carries audio until one side ends it. A dropped `stop` ends it from here.
pub(super) async fn run(
    shared: Arc<Shared>,
    number: u64,
    wanted: Stream,
    both_ways: bool,
    inputs: VecDeque<CalleeInput>,
    stop: oneshot::Receiver<()>,
) {
    let stream_sid = life::sid("MZ");
    let opened = open(&shared, number, &wanted, both_ways).await;
    let mut line = match opened {
        Ok(socket) => {
            report(
                &shared,
                number,
                &wanted,
                &stream_sid,
                "stream-started",
                None,
            );
            Line::new(&shared, number, &stream_sid, both_ways, inputs, socket)
        }
        Err(code) => {
            warn(
                &shared,
                number,
                &format!("{code} the stream could not be opened"),
            );
            report(
                &shared,
                number,
                &wanted,
                &stream_sid,
                "stream-error",
                Some(code),
            );
            return;
        }
    };
    let ended = line.carry(&wanted, stop).await;
    line.count();
    match ended {
        Ok(()) => report(
            &shared,
            number,
            &wanted,
            &stream_sid,
            "stream-stopped",
            None,
        ),
        Err(code) => {
            warn(
                &shared,
                number,
                &format!("{code} the stream was broken off"),
            );
            report(
                &shared,
                number,
                &wanted,
                &stream_sid,
                "stream-error",
                Some(code),
            );
        }
    }
}

fn warn(shared: &Arc<Shared>, number: u64, text: &str) {
    if let Some(call) = shared.lock().state.twilio.calls.get_mut(&number) {
        call.warn(text);
    }
}

/// Sends the status callback of the stream.
fn report(
    shared: &Arc<Shared>,
    number: u64,
    wanted: &Stream,
    sid: &str,
    event: &str,
    code: Option<u32>,
) {
    let Some(link) = &wanted.status_callback else {
        return;
    };
    let world = shared.lock();
    let Some(call) = world.state.twilio.calls.get(&number) else {
        return;
    };
    let mut params = owned(&[
        ("AccountSid", &call.account),
        ("CallSid", &call.sid),
        ("StreamSid", sid),
        ("StreamName", wanted.name.as_deref().unwrap_or(sid)),
        ("StreamEvent", event),
        ("Timestamp", &world.now.rfc3339()),
    ]);
    if let Some(code) = code {
        params.extend(owned(&[("StreamError", &format!("{code}"))]));
    }
    let token = world.twilio_token(&call.account);
    let target = Target {
        url: link.url.clone(),
        post: link.post,
    };
    let later = Arc::clone(shared);
    shared.spawn(async move {
        if fetch::request(&later, &token, &target, &params)
            .await
            .is_err()
        {
            warn(&later, number, "15003 the stream status callback failed");
        }
    });
}

/// Opens the socket, or says with which code that failed.
async fn open(
    shared: &Arc<Shared>,
    number: u64,
    wanted: &Stream,
    both_ways: bool,
) -> Result<Socket, u32> {
    let tracks: &[&str] = if both_ways {
        &["inbound_track"]
    } else {
        &["inbound_track", "outbound_track", "both_tracks"]
    };
    let track = wanted.track.as_deref();
    if track.is_some_and(|track| !tracks.contains(&track)) {
        return Err(31_941);
    }
    let mut url = Url::parse(&wanted.url).map_err(|_| 31_923_u32)?;
    let plain = shared.config.twilio.plain_sockets;
    if url.scheme() != "wss" && !(plain && url.scheme() == "ws") {
        return Err(31_922);
    }
    // The query is not sent; parameters travel in the `start` message.
    url.set_query(None);
    url.set_fragment(None);
    dial(shared, number, &url).await
}

/// Opens a socket of the application, or says with which code of streams that failed.
pub(super) async fn dial(shared: &Arc<Shared>, number: u64, url: &Url) -> Result<Socket, u32> {
    let token = {
        let world = shared.lock();
        let account = world
            .state
            .twilio
            .calls
            .get(&number)
            .map(|call| call.account.clone());
        world.twilio_token(&account.unwrap_or_default())
    };
    // Nothing but this machine is ever contacted.
    let place = shared.local(url.as_str()).ok_or(31_902_u32)?;
    let mut request = place
        .as_str()
        .into_client_request()
        .map_err(|_| 31_923_u32)?;
    let signed = signature(&token, url.as_str(), &[]);
    let value = signed.parse().map_err(|_| 31_923_u32)?;
    request.headers_mut().insert("X-Twilio-Signature", value);
    let connecting = tokio_tungstenite::connect_async(request);
    match tokio::time::timeout(Duration::from_secs(5), connecting).await {
        Err(_) => Err(31_901),
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(Error::Io(_))) => Err(31_902),
        Ok(Err(Error::Http(_))) => Err(31_920),
        Ok(Err(Error::Tls(_) | Error::Url(_))) => Err(31_910),
        Ok(Err(_)) => Err(31_924),
    }
}
