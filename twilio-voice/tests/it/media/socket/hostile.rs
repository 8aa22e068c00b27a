//! What a peer or a program may do that nobody should.

use std::time::{Duration, Instant};

use futures_util::SinkExt;
use tokio::time;
use tokio_tungstenite::tungstenite::Message;
use twilio_voice::media::{Closed, Event, MediaSocket, ReplyError, SocketSettings, Start};

use super::{SMALL, begin, begin_with, connect, receive, send};
use crate::media::{CONNECTED, media, start, stop};

const OTHER: &str = r#"{"event":"new"}"#;

/// A test that would wait for ever fails instead.
const ENOUGH: Duration = Duration::from_secs(30);

async fn started(mut socket: MediaSocket) -> Result<Start, Closed> {
    socket.start().await
}

async fn end(mut socket: MediaSocket) -> Closed {
    loop {
        if let Err(closed) = socket.next().await {
            return closed;
        }
    }
}

#[tokio::test]
async fn times_without_an_end_and_without_a_length_are_taken_as_long_and_short_ones() {
    let settings = SocketSettings::new()
        .idle(Duration::MAX)
        .start_timeout(Duration::MAX);
    let (mut twilio, mut result) = begin(settings, end).await;
    send(&mut twilio, &media(1, &[1; 160])).await;
    send(&mut twilio, &stop(3)).await;
    assert_eq!(result.recv().await, Some(Closed::Stopped));

    let settings = SocketSettings::new()
        .idle(Duration::ZERO)
        .start_timeout(Duration::ZERO);
    let (_twilio, mut result) = connect(settings, started).await;
    assert_eq!(result.recv().await, Some(Err(Closed::Unresponsive)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn who_says_much_before_the_start_must_begin_in_time_all_the_same() {
    let settings = SocketSettings::new().start_timeout(Duration::from_millis(300));
    let (mut twilio, mut result) = connect(settings, started).await;
    let begin = Instant::now();
    tokio::spawn(async move {
        twilio.send(Message::text(CONNECTED)).await.unwrap();
        while twilio.feed(Message::text(OTHER)).await.is_ok() {
            if begin.elapsed() > ENOUGH {
                break;
            }
        }
    });
    let result = time::timeout(ENOUGH, result.recv()).await.unwrap();
    assert_eq!(result, Some(Err(Closed::Unresponsive)));
}

#[tokio::test]
async fn pings_of_who_takes_no_answers_do_not_pile_up() {
    let settings = SocketSettings::new().idle(Duration::from_secs(3_600));
    let (mut twilio, mut result) = begin_with(SMALL, settings, end).await;
    tokio::spawn(async move {
        let ping = Message::Ping(vec![7; 125].into());
        let begin = Instant::now();
        while twilio.feed(ping.clone()).await.is_ok() {
            if begin.elapsed() > ENOUGH {
                break;
            }
        }
    });
    let result = time::timeout(ENOUGH / 2, result.recv()).await.unwrap();
    assert_eq!(result, Some(Closed::Unresponsive));
}

#[tokio::test]
async fn many_pings_of_who_takes_the_answers_are_answered() {
    let (mut twilio, mut result) = begin(SocketSettings::new(), end).await;
    for number in 0..2_000_u32 {
        let ping = number.to_le_bytes().to_vec();
        twilio
            .send(Message::Ping(ping.clone().into()))
            .await
            .unwrap();
        let pong = futures_util::StreamExt::next(&mut twilio).await.unwrap();
        assert_eq!(pong.unwrap(), Message::Pong(ping.into()));
    }
    send(&mut twilio, &stop(2)).await;
    assert_eq!(result.recv().await, Some(Closed::Stopped));
}

#[tokio::test]
async fn what_is_said_after_a_clear_is_heard() {
    async fn handler(mut socket: MediaSocket) -> Result<(), ReplyError> {
        socket.start().await.unwrap();
        let sender = socket.sender();
        let before = sender.reply();
        socket.player().mulaw(&[1; 8_000]).unwrap();
        socket.interrupt().unwrap();
        // At once, while the clear is not even sent.
        assert!(before.is_cut());
        let first = sender.reply();
        first.mulaw(&[2; 160]).await?;
        socket.clear();
        assert!(first.is_cut());
        let second = sender.reply();
        second.mulaw(&[3; 160]).await?;
        assert_eq!(socket.next().await, Err(Closed::Stopped));
        assert!(!second.is_cut());
        Ok(())
    }

    let (mut twilio, mut result) = begin(SocketSettings::new(), handler).await;
    let mut heard = Vec::new();
    while heard.len() < 2 {
        let message = receive(&mut twilio).await.unwrap();
        heard.push(match message["event"].as_str() {
            Some("media") => message["media"]["payload"].as_str().unwrap()[..4].to_owned(),
            _ => message["event"].to_string(),
        });
    }
    assert_eq!(heard, ["\"clear\"", "AwMD"]);
    send(&mut twilio, &stop(2)).await;
    assert_eq!(result.recv().await, Some(Ok(())));
}

#[tokio::test]
async fn who_speaks_from_another_task_learns_that_the_stream_is_over() {
    async fn handler(mut socket: MediaSocket) -> (ReplyError, bool, ReplyError) {
        let sender = socket.sender();
        let reply = sender.reply();
        let talk = tokio::spawn(async move {
            loop {
                if let Err(error) = reply.mulaw(&[0; 8_000]).await {
                    return error;
                }
            }
        });
        assert_eq!(end_of(&mut socket).await, Closed::Stopped);
        // The socket still lives: its task waits for who speaks.
        let late = socket.sender().reply().mulaw(&[0]).await.unwrap_err();
        (talk.await.unwrap(), sender.is_closed(), late)
    }

    async fn end_of(socket: &mut MediaSocket) -> Closed {
        loop {
            match socket.next().await {
                Ok(Event::Audio(_)) => {}
                Ok(event) => panic!("{event:?}"),
                Err(closed) => return closed,
            }
        }
    }

    let (mut twilio, mut result) = begin(SocketSettings::new(), handler).await;
    assert!(receive(&mut twilio).await.is_some());
    send(&mut twilio, &media(1, &[0; 160])).await;
    send(&mut twilio, &stop(3)).await;
    let told = time::timeout(ENOUGH, result.recv()).await.unwrap();
    assert_eq!(told, Some((ReplyError::Closed, true, ReplyError::Closed)));
}

#[tokio::test]
async fn a_format_that_is_not_known_is_refused_with_a_close() {
    async fn handler(mut socket: MediaSocket) {
        assert_eq!(socket.start().await, Err(Closed::UnknownFormat));
        socket.reject().await;
    }

    let (mut twilio, _result) = connect(SocketSettings::new(), handler).await;
    send(&mut twilio, CONNECTED).await;
    send(&mut twilio, &start("{}").replace("8000", "16000")).await;
    let message = futures_util::StreamExt::next(&mut twilio).await.unwrap();
    let Ok(Message::Close(Some(frame))) = message else {
        panic!("{message:?}");
    };
    assert_eq!(u16::from(frame.code), 1008);
}
