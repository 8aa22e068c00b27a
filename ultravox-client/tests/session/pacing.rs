//! Audio at the pace at which it is heard.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio::time::timeout;
use ultravox_client::session::{Pacing, Pcm, SessionError};

use crate::support::{Peer, options, pair};

/// The next frame of audio: how many samples are not silence.
async fn frame(peer: &mut Peer) -> usize {
    loop {
        let message = timeout(Duration::from_secs(10), peer.next()).await;
        let message = message.unwrap().unwrap().unwrap();
        if message.is_binary() {
            let bytes = message.into_data();
            assert_eq!(bytes.len(), 320);
            return bytes.chunks(2).filter(|sample| sample[0] != 0).count();
        }
    }
}

#[tokio::test]
async fn a_second_of_audio_takes_a_second_and_silence_flows_around_it() {
    let (session, mut peer) = pair(&options().pacing(Pacing::new())).await;
    let (sender, _receiver) = session.split();
    for _ in 0..5 {
        assert_eq!(frame(&mut peer).await, 0);
    }
    let playing = tokio::spawn({
        let sender = sender.clone();
        async move {
            let start = Instant::now();
            // More than the capacity, in one piece.
            sender.send_audio(Pcm::from_samples(&[1; 12_000])).await?;
            sender.flush().await?;
            Ok::<_, SessionError>(start.elapsed())
        }
    });
    let (mut heard, mut frames) = (0, 0);
    while heard < 12_000 {
        let sound = frame(&mut peer).await;
        heard += sound;
        frames += usize::from(sound > 0);
    }
    assert_eq!((heard, frames), (12_000, 75));
    let took = playing.await.unwrap().unwrap();
    assert!(took >= Duration::from_millis(1_400), "{took:?}");
    assert!(took < Duration::from_secs(6), "{took:?}");
    for _ in 0..5 {
        assert_eq!(frame(&mut peer).await, 0);
    }
    let stats = sender.stats();
    assert!(stats.outgoing_silence >= 10 * 160, "{stats:?}");
    assert_eq!((stats.outgoing_dropped, stats.outgoing_underruns), (0, 0));
}

#[tokio::test]
async fn what_is_cleared_is_not_heard_and_who_waits_for_room_gets_it() {
    let pacing = Pacing::new().capacity(Duration::from_secs(1));
    let (session, mut peer) = pair(&options().pacing(pacing)).await;
    let (sender, _receiver) = session.split();
    sender.try_send_audio(&[1; 8_000][..]).unwrap();
    let mut waiting = std::pin::pin!(sender.send_bytes(vec![2; 8_000].into()));
    assert!(
        timeout(Duration::from_millis(100), waiting.as_mut())
            .await
            .is_err()
    );
    let cleared = sender.clear_audio();
    assert!((1..8_000).contains(&cleared), "{cleared}");
    let soon = timeout(Duration::from_secs(5), waiting).await;
    soon.expect("there is room now").unwrap();
    sender.flush().await.unwrap();
    let mut heard = 0;
    while heard < 8_000 - cleared + 4_000 {
        heard += frame(&mut peer).await;
    }
    assert_eq!(heard, 8_000 - cleared + 4_000);
    assert_eq!(sender.stats().outgoing_cleared, cleared as u64);
}

#[tokio::test]
async fn a_flush_ends_with_the_session() {
    let (session, _peer) = pair(&options().pacing(Pacing::new())).await;
    let (sender, receiver) = session.split();
    sender.send_audio(&[1; 8_000][..]).await.unwrap();
    let flushing = tokio::spawn({
        let sender = sender.clone();
        async move { sender.flush().await }
    });
    tokio::task::yield_now().await;
    drop(receiver);
    let flushed = timeout(Duration::from_secs(5), flushing).await;
    assert!(matches!(
        flushed.unwrap().unwrap(),
        Err(SessionError::Ended)
    ));
}
