//! How it ends.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::time::{self, Instant};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};
use twilio_voice::media::{Closed, Event, MediaSocket, Pacing, SocketSettings, Start};

use super::{SMALL, Twilio, begin, begin_paused, connect, send};
use crate::media::{CONNECTED, media, start};

async fn end(mut socket: MediaSocket) -> Closed {
    loop {
        if let Err(closed) = socket.next().await {
            return closed;
        }
    }
}

async fn started(mut socket: MediaSocket) -> Result<Start, Closed> {
    socket.start().await
}

fn close(code: u16) -> Message {
    Message::Close(Some(CloseFrame {
        code: CloseCode::from(code),
        reason: "".into(),
    }))
}

/// The code with which our side closes.
async fn code(twilio: &mut Twilio) -> Option<u16> {
    while let Some(Ok(message)) = twilio.next().await {
        if let Message::Close(frame) = message {
            return frame.map(|frame| frame.code.into());
        }
    }
    None
}

#[tokio::test]
async fn the_code_of_a_close_is_told() {
    for number in [1000, 1001, 1011, 4000] {
        let (mut twilio, mut result) = begin(SocketSettings::new(), end).await;
        twilio.send(close(number)).await.unwrap();
        let code = Some(number);
        assert_eq!(result.recv().await, Some(Closed::ByPeer { code }));
    }
    let (mut twilio, mut result) = begin(SocketSettings::new(), end).await;
    twilio.send(Message::Close(None)).await.unwrap();
    assert_eq!(result.recv().await, Some(Closed::ByPeer { code: None }));
}

#[tokio::test]
async fn a_close_is_answered() {
    let (mut twilio, _result) = begin(SocketSettings::new(), end).await;
    twilio.send(close(1000)).await.unwrap();
    assert_eq!(code(&mut twilio).await, Some(1000));
}

#[tokio::test]
async fn our_close_has_the_usual_code_and_our_refusal_another() {
    let (mut twilio, _result) = begin(SocketSettings::new(), |mut socket| async move {
        socket.start().await.unwrap();
        socket.close().await;
    })
    .await;
    assert_eq!(code(&mut twilio).await, Some(1000));
    let (mut twilio, _result) = begin(SocketSettings::new(), MediaSocket::reject).await;
    assert_eq!(code(&mut twilio).await, Some(1008));
}

#[tokio::test(start_paused = true)]
async fn our_close_does_not_wait_for_ever() {
    let (_twilio, mut result) = begin(SocketSettings::new(), MediaSocket::close).await;
    let begin = Instant::now();
    assert_eq!(result.recv().await, Some(()));
    assert!(begin.elapsed() <= Duration::from_secs(3));
}

#[tokio::test]
async fn a_connection_that_breaks_is_lost() {
    let (twilio, mut result) = begin(SocketSettings::new(), end).await;
    drop(twilio);
    assert_eq!(result.recv().await, Some(Closed::Lost));
    // With a reset, which the system sends when something was not read.
    let (twilio, mut result) = begin(SocketSettings::new(), end).await;
    twilio.get_ref().set_zero_linger().unwrap();
    drop(twilio);
    assert_eq!(result.recv().await, Some(Closed::Lost));
}

#[tokio::test]
async fn a_message_that_is_too_long_ends_it() {
    let settings = SocketSettings::new().max_message_len(2_000);
    let (mut twilio, mut result) = begin(settings.clone(), end).await;
    let fits = media(1, &[0; 1_200]);
    assert!((1_700..2_000).contains(&fits.len()));
    send(&mut twilio, &fits).await;
    send(&mut twilio, &media(2, &[0; 1_600])).await;
    assert_eq!(result.recv().await, Some(Closed::TooLong));
    // One of which only the length came is not waited for.
    let (mut twilio, mut result) = begin(settings, end).await;
    let huge = Message::text("x".repeat(20_000_000));
    tokio::spawn(async move { twilio.send(huge).await });
    assert_eq!(result.recv().await, Some(Closed::TooLong));
}

#[tokio::test]
async fn what_is_no_text_ends_it() {
    let (mut twilio, mut result) = begin(SocketSettings::new(), end).await;
    twilio.send(Message::binary("{}")).await.unwrap();
    assert_eq!(result.recv().await, Some(Closed::Protocol));
}

#[tokio::test]
async fn a_stream_must_begin_as_documented() {
    let (mut twilio, mut result) = connect(SocketSettings::new(), started).await;
    send(&mut twilio, &media(1, &[1])).await;
    assert_eq!(result.recv().await, Some(Err(Closed::Protocol)));

    let (mut twilio, mut result) = connect(SocketSettings::new(), started).await;
    send(&mut twilio, CONNECTED).await;
    let other = start("{}").replace("8000", "16000");
    send(&mut twilio, &other).await;
    assert_eq!(result.recv().await, Some(Err(Closed::UnknownFormat)));
}

#[tokio::test(start_paused = true)]
async fn a_stream_must_begin_in_time() {
    let (mut twilio, mut result) = connect(SocketSettings::new(), started).await;
    let begin = Instant::now();
    send(&mut twilio, CONNECTED).await;
    assert_eq!(result.recv().await, Some(Err(Closed::Unresponsive)));
    let passed = begin.elapsed().as_secs_f64();
    assert!((9.0..12.0).contains(&passed), "{passed}");
}

#[tokio::test]
async fn who_does_not_answer_a_ping_is_gone() {
    let settings = SocketSettings::new().idle(Duration::from_millis(100));
    let (_twilio, mut result) = begin(settings, end).await;
    let begin = Instant::now();
    assert_eq!(result.recv().await, Some(Closed::Unresponsive));
    assert!(begin.elapsed() >= Duration::from_millis(190));
}

#[tokio::test]
async fn who_answers_pings_may_be_silent() {
    let settings = SocketSettings::new().idle(Duration::from_millis(500));
    let (mut twilio, mut result) = begin(settings, end).await;
    let mut pings = 0;
    while pings < 3 {
        let message = twilio.next().await;
        assert!(matches!(message, Some(Ok(Message::Ping(_)))), "{message:?}");
        pings += 1;
    }
    twilio.close(None).await.unwrap();
    assert_eq!(result.recv().await, Some(Closed::ByPeer { code: None }));
}

#[tokio::test]
async fn who_speaks_but_takes_nothing_is_gone() {
    async fn handler(socket: MediaSocket) -> (Closed, Duration) {
        let mut socket = socket.pacing(Pacing::new().lead(Duration::from_secs(60)));
        socket.start().await.unwrap();
        let mut heard = 0;
        loop {
            while socket.player().mulaw(&[0; 8_000]).is_ok() {}
            match socket.next().await {
                Ok(Event::Audio(_)) => heard += 1,
                Ok(event) => panic!("{event:?}"),
                Err(closed) => {
                    assert!(heard > 100);
                    return (closed, socket.player().queued());
                }
            }
        }
    }

    let (mut twilio, mut result) = begin_paused(SMALL, SocketSettings::new(), handler).await;
    tokio::spawn(async move {
        for number in 1.. {
            if twilio
                .send(Message::text(media(number, &[0; 160])))
                .await
                .is_err()
            {
                break;
            }
            time::sleep(Duration::from_millis(20)).await;
        }
    });
    let (closed, queued) = result.recv().await.unwrap();
    assert_eq!(closed, Closed::Unresponsive);
    assert!(queued <= Duration::from_secs(120));
}
