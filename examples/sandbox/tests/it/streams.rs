//! A Twilio call on a media stream: to an Ultravox call, and to an application.

use std::time::Duration;

use base64::Engine;
use futures_util::{SinkExt, StreamExt};
use hmac::{Hmac, KeyInit, Mac};
use sandbox::{Callee, Config};
use serde_json::{Value, json};
use sha1::Sha1;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

use crate::support::{Rig, TOKEN, start, until};

fn speaking() -> Config {
    let mut config = Config::instant();
    config.twilio.callee = Callee::answers(Duration::from_millis(20)).speaks();
    config
}

fn document(url: &str) -> String {
    format!(
        r#"<Response><Connect><Stream url="{url}"><Parameter name="token" value="t-1"/></Stream></Connect></Response>"#
    )
}

async fn pair(rig: &Rig) -> (String, String) {
    let id = rig.call(json!({"medium": {"twilio": {}}})).await;
    let url = rig.shown(&id).await["joinUrl"].as_str().unwrap().to_owned();
    assert!(url.ends_with("/telephony"));
    let sid = rig.place(&document(&url), &[]).await;
    rig.until_state(&id, "joined").await;
    (id, sid)
}

#[tokio::test]
async fn both_providers_talk_and_frames_flow_both_ways() {
    let rig = start(speaking()).await;
    let (id, sid) = pair(&rig).await;
    let start = std::time::Instant::now();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    rig.twilio(
        "POST",
        &format!("/Calls/{sid}.json"),
        &[("Status", "completed")],
    )
    .await;
    let expected = start.elapsed().as_millis() as u64 / 20;
    rig.until_state(&id, "ended").await;
    assert_eq!(rig.shown(&id).await["endReason"], "hangup");
    until("counted", || async {
        rig.control.call(&sid).unwrap().media.frames_sent > 0
    })
    .await;
    let twilio = rig.control.call(&sid).unwrap();
    let ultravox = rig.control.call(&id).unwrap();
    assert_eq!(ultravox.parent.as_deref(), Some(sid.as_str()));
    let sent = twilio.media.frames_sent;
    assert!(
        sent.abs_diff(expected) <= 15,
        "{expected} frames fit, not {sent}"
    );
    assert_eq!(ultravox.media.frames_received, sent);
    assert!(ultravox.media.frames_sent > 10, "the greeting is heard");
    let arrived = twilio.media.frames_received;
    assert!(arrived > 0 && ultravox.media.frames_sent - arrived <= 2);
    assert!(
        twilio.media.clears > 0,
        "the callee speaks over the greeting"
    );
    assert!(twilio.warnings.is_empty(), "{:?}", twilio.warnings);
}

#[tokio::test]
async fn the_end_of_the_ultravox_call_ends_the_telephone_call() {
    let rig = start(speaking()).await;
    let (id, sid) = pair(&rig).await;
    assert_eq!(rig.hang_up(&id).await, 204);
    rig.until_state(&sid, "completed").await;
    assert_eq!(
        rig.control.call(&sid).unwrap().end_reason.as_deref(),
        Some("twiml")
    );
    assert_eq!(rig.control.live_count(), 0);
}

#[tokio::test]
async fn the_callee_hanging_up_ends_both() {
    let rig = start(speaking()).await;
    let (id, sid) = pair(&rig).await;
    rig.control.hang_up(&sid).unwrap();
    rig.until_state(&id, "ended").await;
    assert_eq!(rig.shown(&id).await["endReason"], "hangup");
}

#[tokio::test]
async fn ultravox_dials_itself_when_its_medium_is_outgoing() {
    let rig = start(speaking()).await;
    let outgoing = json!({"to": "+14155550100", "from": "+14155550101"});
    let id = rig
        .call(json!({"medium": {"twilio": {"outgoing": outgoing}}}))
        .await;
    assert_eq!(rig.shown(&id).await["joinUrl"], Value::Null);
    rig.until_state(&id, "joined").await;
    let sid = rig.control.call(&id).unwrap().parent.unwrap();
    assert_eq!(rig.hang_up(&id).await, 204);
    rig.until_state(&sid, "completed").await;
}

/// The application's side of a stream.
struct Server {
    socket: WebSocketStream<TcpStream>,
    path: String,
    signature: String,
    start: Value,
}

impl Server {
    #[expect(clippy::result_large_err, reason = "the type is the library's")]
    async fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().await.unwrap();
        let mut path = String::new();
        let mut signature = String::new();
        let look = |request: &Request, response: Response| {
            path = request.uri().to_string();
            signature = request.headers()["X-Twilio-Signature"]
                .to_str()
                .unwrap()
                .to_owned();
            Ok(response)
        };
        let socket = accept_hdr_async(stream, look).await.unwrap();
        let start = Value::Null;
        let mut server = Self {
            socket,
            path,
            signature,
            start,
        };
        let connected = server.next().await.unwrap();
        assert_eq!(
            connected,
            json!({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        );
        server.start = server.next().await.unwrap();
        server
    }

    async fn next(&mut self) -> Option<Value> {
        let message = tokio::time::timeout(Duration::from_secs(10), self.socket.next());
        match message.await.expect("in time") {
            Some(Ok(Message::Text(text))) => Some(serde_json::from_str(&text).unwrap()),
            _ => None,
        }
    }

    /// The next event that is not audio.
    async fn event(&mut self) -> Option<Value> {
        loop {
            let event = self.next().await?;
            if event["event"] != "media" {
                return Some(event);
            }
        }
    }

    async fn send(&mut self, event: &str, mut message: Value) {
        message["event"] = json!(event);
        message["streamSid"] = self.start["streamSid"].clone();
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }
}

async fn application() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/media", listener.local_addr().unwrap());
    (listener, url)
}

#[tokio::test]
async fn the_protocol_of_a_stream_is_exact() {
    let rig = start(Config::instant()).await;
    let (listener, url) = application().await;
    let sid = rig
        .place(&document(&format!("{url}?secret=lost")), &[])
        .await;
    let mut server = Server::accept(&listener).await;
    assert_eq!(server.path, "/media", "the query is dropped");
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
    mac.update(url.as_bytes());
    let signed = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
    assert_eq!(server.signature, signed);
    let start = server.start.clone();
    assert_eq!(start["sequenceNumber"], "1");
    assert_eq!(start["start"]["callSid"], sid);
    assert_eq!(start["start"]["customParameters"], json!({"token": "t-1"}));
    assert_eq!(start["start"]["tracks"], json!(["inbound"]));
    let format = json!({"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1});
    assert_eq!(start["start"]["mediaFormat"], format);
    let media = server.next().await.unwrap();
    assert_eq!(
        (&media["sequenceNumber"], &media["media"]["chunk"]),
        (&"2".into(), &"1".into())
    );
    assert_eq!(media["media"]["track"], "inbound");
    assert_eq!(media["media"]["timestamp"], "20");
    assert_eq!(media["media"]["payload"].as_str().unwrap().len(), 216);
    rig.twilio(
        "POST",
        &format!("/Calls/{sid}.json"),
        &[("Status", "completed")],
    )
    .await;
    let stop = server.event().await.unwrap();
    assert_eq!(
        (&stop["event"], &stop["stop"]["callSid"]),
        (&"stop".into(), &sid.into())
    );
    assert_eq!(server.event().await, None, "then the socket is closed");
}

#[tokio::test]
async fn stop_arrives_even_when_the_application_is_sending() {
    let rig = start(Config::instant()).await;
    let (listener, url) = application().await;
    let sid = rig.place(&document(&url), &[]).await;
    let mut server = Server::accept(&listener).await;
    let path = format!("/Calls/{sid}.json");
    let ended = rig.twilio("POST", &path, &[("Status", "completed")]);
    let noise = base64::engine::general_purpose::STANDARD.encode([0x80; 1600]);
    ended.await;
    for _ in 0..50 {
        server
            .send("media", json!({"media": {"payload": noise}}))
            .await;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(server.event().await.unwrap()["event"], "stop");
    assert_eq!(server.event().await, None, "then the socket is closed");
}

#[tokio::test]
async fn marks_come_back_when_the_audio_was_played_or_cleared() {
    let rig = start(Config::instant()).await;
    let (listener, url) = application().await;
    let sid = rig.place(&document(&url), &[]).await;
    let mut server = Server::accept(&listener).await;
    server
        .send("mark", json!({"mark": {"name": "at once"}}))
        .await;
    assert_eq!(server.event().await.unwrap()["mark"]["name"], "at once");
    let second = base64::engine::general_purpose::STANDARD.encode([0x80; 1600]);
    server
        .send("media", json!({"media": {"payload": second}}))
        .await;
    server
        .send("mark", json!({"mark": {"name": "played"}}))
        .await;
    let sent = std::time::Instant::now();
    assert_eq!(server.event().await.unwrap()["mark"]["name"], "played");
    assert!(
        sent.elapsed() >= Duration::from_millis(150),
        "200 ms of audio come first"
    );
    for _ in 0..10 {
        server
            .send("media", json!({"media": {"payload": second}}))
            .await;
    }
    server
        .send("mark", json!({"mark": {"name": "cleared"}}))
        .await;
    server.send("clear", json!({})).await;
    let sent = std::time::Instant::now();
    assert_eq!(server.event().await.unwrap()["mark"]["name"], "cleared");
    assert!(sent.elapsed() < Duration::from_millis(1500));
    server
        .send("media", json!({"media": {"payload": second}, "extra": 1}))
        .await;
    server.socket.send(Message::text("nonsense")).await.unwrap();
    until("complaints", || async {
        rig.control.call(&sid).unwrap().warnings.len() == 2
    })
    .await;
    let warnings = rig.control.call(&sid).unwrap().warnings;
    assert!(
        warnings[0].starts_with("31951") && warnings[1].starts_with("31950"),
        "{warnings:?}"
    );
}

#[tokio::test]
async fn a_closed_socket_moves_on_to_the_next_verb() {
    let rig = start(Config::instant()).await;
    for (code, warned) in [(1000, false), (1011, true)] {
        let (listener, url) = application().await;
        let stream = document(&url).replace("</Response>", r#"<Pause length="1"/></Response>"#);
        let sid = rig.place(&stream, &[]).await;
        let mut server = Server::accept(&listener).await;
        let frame = CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        server.socket.close(Some(frame)).await.unwrap();
        while server.socket.next().await.is_some() {}
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(rig.state(&sid), "in-progress");
        rig.until_state(&sid, "completed").await;
        let warnings = rig.control.call(&sid).unwrap().warnings;
        assert_eq!(
            warnings.iter().any(|text| text.starts_with("31921")),
            warned,
            "{warnings:?}"
        );
    }
}

#[tokio::test]
async fn a_redirect_leaves_the_stream() {
    let rig = start(Config::instant()).await;
    let (listener, url) = application().await;
    let sid = rig.place(&document(&url), &[]).await;
    let mut server = Server::accept(&listener).await;
    let twiml = [("Twiml", r#"<Response><Pause length="60"/></Response>"#)];
    rig.twilio("POST", &format!("/Calls/{sid}.json"), &twiml)
        .await;
    assert_eq!(server.event().await.unwrap()["event"], "stop");
    assert_eq!(rig.state(&sid), "in-progress");
}

#[tokio::test]
async fn a_stream_that_cannot_be_opened_is_noted_and_passed() {
    let rig = start(Config::instant()).await;
    let nobody = rig.place(&document("ws://127.0.0.1:9/x"), &[]).await;
    rig.until_state(&nobody, "completed").await;
    assert!(rig.control.call(&nobody).unwrap().warnings[0].starts_with("31902"));
    let scheme = rig.place(&document("http://127.0.0.1:9/x"), &[]).await;
    rig.until_state(&scheme, "completed").await;
    assert!(rig.control.call(&scheme).unwrap().warnings[0].starts_with("31922"));
}

#[tokio::test]
async fn a_stream_in_the_background_carries_the_tracks_it_names() {
    let rig = start(Config::instant()).await;
    let (listener, url) = application().await;
    let start = |track: &str| {
        format!(
            r#"<Response><Start><Stream url="{url}" track="{track}"/></Start><Pause length="60"/></Response>"#
        )
    };
    rig.place(&start("both_tracks"), &[]).await;
    let mut server = Server::accept(&listener).await;
    assert_eq!(
        server.start["start"]["tracks"],
        json!(["inbound", "outbound"])
    );
    let (one, two) = (server.next().await.unwrap(), server.next().await.unwrap());
    assert_eq!(
        [&one["media"]["track"], &two["media"]["track"]],
        ["inbound", "outbound"]
    );
    let unknown = rig.place(&start("sideways"), &[]).await;
    until("noted", || async {
        !rig.control.call(&unknown).unwrap().warnings.is_empty()
    })
    .await;
    assert!(rig.control.call(&unknown).unwrap().warnings[0].starts_with("31941"));
}
