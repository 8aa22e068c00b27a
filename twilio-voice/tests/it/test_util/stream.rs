//! A caller on a stream, of servers built with the sockets of axum.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::{
        WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    routing::get,
};
use tokio::sync::mpsc;
use twilio_voice::{
    axum::Handshake,
    media::{Event, MediaSocket, SocketSettings, mulaw},
    test_util::{PeerError, Sound, SoundError, StreamHeard, StreamPeer},
};

use crate::webhook_support::{TOKEN, serve, verifier};

/// Serves every stream with `handler`, and gives what it ends with.
async fn server<F>(
    handler: impl FnOnce(MediaSocket) -> F + Clone + Send + Sync + 'static,
) -> (SocketAddr, mpsc::UnboundedReceiver<F::Output>)
where
    F: Future<Output: Send> + Send + 'static,
{
    let (done, results) = mpsc::unbounded_channel();
    let media = async move |_: Handshake, upgrade: WebSocketUpgrade| {
        MediaSocket::upgrade(upgrade, &SocketSettings::new(), move |socket| async move {
            done.send(handler(socket).await).ok();
        })
    };
    let app = Router::new()
        .route("/media", get(media))
        .with_state(verifier());
    (serve(app).await, results)
}

fn peer(server: SocketAddr) -> StreamPeer {
    StreamPeer::new(format!("ws://{server}/media"))
        .auth_token(TOKEN)
        .public_url("wss://voice.example.com/media")
        .pace(Duration::from_millis(4))
}

/// Says `time` of a tone, and a mark.
fn greet(socket: &mut MediaSocket, time: Duration) {
    let samples: Vec<i16> = (0..time.as_millis() * 8)
        .map(|at| if at % 20 < 10 { 9_000 } else { -9_000 })
        .collect();
    socket.player().pcm(&samples).unwrap();
    socket.player().mark("greeting").unwrap();
}

async fn to_the_end(mut socket: MediaSocket) {
    while socket.next().await.is_ok() {}
}

#[tokio::test]
async fn a_greeting_is_heard_and_its_mark_comes_back() {
    let (server, _results) = server(async |mut socket: MediaSocket| {
        socket.start().await.unwrap();
        greet(&mut socket, Duration::from_millis(400));
        to_the_end(socket).await;
    })
    .await;
    let heard = peer(server).wait_for_mark("greeting").run().await.unwrap();
    heard.assert_heard(Duration::from_millis(400));
    heard.assert_marks(&["greeting"]);
    heard.assert_cleared(&[]);
    assert_eq!(heard.heard(), Duration::from_millis(400));
    assert!(heard.marks[0].at >= Duration::from_millis(400), "{heard:?}");
    assert!(heard.loudest() > 8_000 && heard.line.len() >= heard.played.len());
    assert!(heard.warnings.is_empty() && !heard.closed);
}

#[tokio::test]
async fn a_handshake_that_is_not_signed_is_refused() {
    let (server, _results) = server(to_the_end).await;
    let unsigned = StreamPeer::new(format!("ws://{server}/media")).run().await;
    assert!(
        matches!(unsigned, Err(PeerError::Refused(400))),
        "{unsigned:?}"
    );
    let forged = peer(server).auth_token("another").run().await;
    assert!(matches!(forged, Err(PeerError::Refused(403))), "{forged:?}");
    let nowhere = StreamPeer::new("wss://127.0.0.1/media").run().await;
    assert!(matches!(nowhere, Err(PeerError::Address)), "{nowhere:?}");
}

#[tokio::test]
async fn a_server_gets_what_the_caller_says_and_presses() {
    let (server, mut results) = server(async |mut socket: MediaSocket| {
        let start = socket.start().await.unwrap();
        let (mut said, mut keys, mut buffer) = (Vec::new(), String::new(), [0; 800]);
        let mut times = Vec::new();
        while let Ok(event) = socket.next().await {
            match event {
                Event::Audio(audio) => {
                    times.push(audio.timestamp());
                    said.extend_from_slice(audio.mulaw(&mut buffer.map(|_: i16| 0_u8)).unwrap());
                    let samples = audio.pcm(&mut buffer).unwrap().to_vec();
                    socket.player().pcm(&samples).unwrap();
                }
                Event::Key(key) => keys.push_str(&key.digit),
                other => panic!("{other:?}"),
            }
        }
        (start, said, keys, times)
    })
    .await;
    let tone = Sound::tone(440.0, Duration::from_millis(300));
    let call = "CA0123456789abcdef0123456789abcdef".parse().unwrap();
    let heard = peer(server)
        .call(call)
        .parameter("order", "4711")
        .say(tone.clone())
        .press("1#")
        .wait_for_sound(Duration::from_millis(300))
        .run()
        .await
        .unwrap();
    let (start, said, keys, times) = results.recv().await.unwrap();
    assert_eq!(
        (start.call_sid, start.custom_parameters["order"].as_str()),
        (call, "4711")
    );
    assert_eq!(keys, "1#");
    assert!(
        times
            .windows(2)
            .all(|pair| pair[1] - pair[0] == Duration::from_millis(20))
    );
    assert!(said.len() >= 2_400 && Sound::mulaw(&said[..2_400]) == tone);
    assert!(heard.loudest() > 11_000, "{}", heard.loudest());
}

#[tokio::test]
async fn what_is_cleared_is_not_heard() {
    let (server, _results) = server(async |mut socket: MediaSocket| {
        socket.start().await.unwrap();
        greet(&mut socket, Duration::from_secs(5));
        while let Ok(event) = socket.next().await {
            if matches!(event, Event::Key(_)) {
                // What is left is taken back from Twilio too.
                socket.clear();
                socket.player().mark("after").unwrap();
            }
        }
    })
    .await;
    let peer = peer(server).pace(Duration::from_millis(20));
    let heard = peer
        .wait_for_sound(Duration::from_millis(100))
        .press("*")
        .wait_for_clear()
        .wait_for_mark("after")
        .run()
        .await
        .unwrap();
    assert_eq!(heard.clears, 1);
    assert!(heard.heard() < Duration::from_secs(2), "{heard:?}");
    assert!(heard.dropped > Duration::ZERO, "{heard:?}");
    heard.assert_marks(&["after"]);
}

/// Serves one websocket without our adapter, which would not send such things.
async fn raw(texts: &'static [&'static str]) -> SocketAddr {
    let talk = async move |mut socket: WebSocket| {
        for text in texts {
            let message = match *text {
                "binary" => Message::Binary(vec![1, 2].into()),
                text => Message::Text(text.into()),
            };
            socket.send(message).await.unwrap();
        }
        while let Some(Ok(_)) = socket.recv().await {}
    };
    let media = async move |upgrade: WebSocketUpgrade| upgrade.on_upgrade(talk);
    serve(Router::new().route("/media", get(media))).await
}

const STREAM: &str = "MZ0123456789abcdef0123456789abcdef";

async fn hear(texts: &'static [&'static str]) -> StreamHeard {
    let peer = peer(raw(texts).await).stream(STREAM.parse().unwrap());
    peer.wait_for_mark("end").run().await.unwrap()
}

#[tokio::test]
async fn a_message_that_twilio_would_warn_of_is_told() {
    let heard = hear(&[
        "binary",
        "{",
        r#"{"event":"sing","streamSid":"MZ0123456789abcdef0123456789abcdef"}"#,
        r#"{"event":"clear"}"#,
        r#"{"event":"clear","streamSid":"MZ0123456789abcdef0123456789abcdef","x":1}"#,
        r#"{"event":"clear","streamSid":"MZfedcba9876543210fedcba9876543210"}"#,
        r#"{"event":"media","streamSid":"MZ0123456789abcdef0123456789abcdef","media":{"payload":"?"}}"#,
        r#"{"event":"mark","streamSid":"MZ0123456789abcdef0123456789abcdef","mark":{}}"#,
        r#"{"event":"mark","streamSid":"MZ0123456789abcdef0123456789abcdef","mark":{"name":"end"}}"#,
    ])
    .await;
    let codes: Vec<_> = heard.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(
        codes,
        [
            31_950, 31_950, 31_951, 31_951, 31_951, 31_951, 31_951, 31_951
        ]
    );
    assert_eq!(heard.clears, 0);
}

#[tokio::test]
async fn a_clear_brings_the_marks_back_and_a_mark_with_nothing_before_it_comes_at_once() {
    let heard = hear(&[
        r#"{"event":"mark","streamSid":"MZ0123456789abcdef0123456789abcdef","mark":{"name":"first"}}"#,
        // Twelve bytes: 1.5 ms.
        r#"{"event":"media","streamSid":"MZ0123456789abcdef0123456789abcdef","media":{"payload":"AAAAAAAAAAAAAAAA"}}"#,
        r#"{"event":"mark","streamSid":"MZ0123456789abcdef0123456789abcdef","mark":{"name":"cut"}}"#,
        r#"{"event":"clear","streamSid":"MZ0123456789abcdef0123456789abcdef"}"#,
        r#"{"event":"media","streamSid":"MZ0123456789abcdef0123456789abcdef","media":{"payload":"AAAAAAAAAAAAAAAA"}}"#,
        r#"{"event":"mark","streamSid":"MZ0123456789abcdef0123456789abcdef","mark":{"name":"end"}}"#,
    ])
    .await;
    assert_eq!(heard.marks.len(), 3);
    assert_eq!((heard.clears, heard.marks[0].name.as_str()), (1, "first"));
    assert!(
        heard
            .played
            .iter()
            .all(|sample| *sample == mulaw::decode(0))
    );
    // Whether 20 ms had passed before the clear is left to the machine.
    assert_eq!(heard.heard() + heard.dropped, Duration::from_millis(3));
    assert_eq!(heard.cleared().is_empty(), heard.dropped.is_zero());
}

#[tokio::test]
async fn a_server_that_leaves_is_an_error_unless_it_was_waited_for() {
    let leave = async |mut socket: MediaSocket| {
        socket.start().await.unwrap();
        socket.close().await;
    };
    let (server, _results) = server(leave).await;
    let left = peer(server).wait_for_mark("greeting").run().await;
    assert!(matches!(left, Err(PeerError::Left { step: 1 })), "{left:?}");
    let heard = peer(server).wait_for_close().run().await.unwrap();
    assert!(heard.closed);
    assert_eq!(heard.close_code, Some(1_000));
}

#[tokio::test]
async fn what_does_not_come_is_told_with_its_step() {
    let (server, mut results) = server(to_the_end).await;
    let hasty = || peer(server).patience(Duration::from_millis(60));
    let waited = hasty()
        .press("1")
        .wait_for_mark("never")
        .run()
        .await
        .unwrap_err();
    assert_eq!(
        waited.to_string(),
        "step 2 waited in vain for the mark `never`"
    );
    hasty()
        .pause(Duration::from_millis(100))
        .break_connection()
        .run()
        .await
        .unwrap();
    assert_eq!(
        (results.recv().await, results.recv().await),
        (Some(()), Some(()))
    );
}

#[tokio::test]
async fn a_call_is_written_as_a_file_that_can_be_said_again() {
    let (server, _results) = server(async |mut socket: MediaSocket| {
        socket.start().await.unwrap();
        greet(&mut socket, Duration::from_millis(100));
        to_the_end(socket).await;
    })
    .await;
    let heard = peer(server).wait_for_mark("greeting").run().await.unwrap();
    let path = std::env::temp_dir().join(format!("twilio-voice-{}.wav", std::process::id()));
    heard.write_wav(&path).unwrap();
    let said = Sound::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(said, Sound::pcm(&heard.line));
}

fn wav(
    channels: u16,
    sample_rate: u32,
    bits_per_sample: u16,
    sample_format: hound::SampleFormat,
) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels,
        sample_rate,
        bits_per_sample,
        sample_format,
    };
    let mut file = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
    for _ in 0..80 {
        match sample_format {
            hound::SampleFormat::Int => writer.write_sample(100_i8).unwrap(),
            hound::SampleFormat::Float => writer.write_sample(0.5_f32).unwrap(),
        }
    }
    writer.finalize().unwrap();
    file.into_inner()
}

#[test]
fn only_what_a_call_can_carry_is_said() {
    use hound::SampleFormat::{Float, Int};
    let sound = Sound::wav(&wav(1, 8_000, 16, Int)).unwrap();
    assert_eq!(sound.duration(), Duration::from_millis(10));
    for file in [
        wav(2, 8_000, 16, Int),
        wav(1, 16_000, 16, Int),
        wav(1, 8_000, 8, Int),
        wav(1, 8_000, 32, Float),
    ] {
        let error = Sound::wav(&file).unwrap_err();
        assert!(matches!(error, SoundError::Format { .. }), "{error}");
        assert!(
            error.to_string().contains("one channel of 8000 Hz"),
            "{error}"
        );
    }
    let mut mulaw = wav(1, 8_000, 8, Int);
    mulaw[20] = 7;
    assert_eq!(
        Sound::wav(&mulaw).unwrap().duration(),
        Duration::from_millis(10)
    );
    mulaw[24] = 0x80;
    assert!(matches!(
        Sound::wav(&mulaw),
        Err(SoundError::Format {
            encoding: "µ-law",
            ..
        })
    ));
    for cut in [
        &mulaw[..3],
        &mulaw[..30],
        &wav(1, 8_000, 16, Int)[..60],
        b"ID3\x04 some music",
    ] {
        assert!(
            matches!(Sound::wav(cut), Err(SoundError::NotWav(_))),
            "{cut:?}"
        );
    }
    assert!(matches!(
        Sound::read("/nowhere/at.wav"),
        Err(SoundError::Io(_))
    ));
}
