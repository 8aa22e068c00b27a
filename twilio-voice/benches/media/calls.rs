//! Many calls at once, at the pace of speech.

use std::{
    fs,
    future::poll_fn,
    net::{Ipv4Addr, SocketAddr},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use allocation_counter::{AllocationInfo, measure};
use axum::{Router, extract::ws::WebSocketUpgrade, routing::any};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
    time,
};
use tokio_tungstenite::{client_async, tungstenite};
use twilio_voice::media::{Event, FRAME, FRAME_SAMPLES, MediaSocket, SocketSettings};

const CALLS: u64 = 300;

/// Frames of each call: four seconds.
const FRAMES: u64 = 200;

/// What the server counts.
#[derive(Default)]
struct Counts {
    begun: AtomicU64,
    heard: AtomicU64,
    /// How often the task of a call was woken up.
    polls: AtomicU64,
}

async fn echo(mut socket: MediaSocket, counts: Arc<Counts>) {
    if socket.start().await.is_err() {
        return;
    }
    counts.begun.fetch_add(1, Ordering::Relaxed);
    let mut audio = [0; FRAME_SAMPLES];
    while let Ok(event) = socket.next().await {
        if let Event::Audio(heard) = event
            && let Ok(audio) = heard.mulaw(&mut audio)
            && socket.player().mulaw(audio).is_ok()
        {
            counts.heard.fetch_add(1, Ordering::Relaxed);
        }
    }
}

async fn counted(handler: impl Future<Output = ()>, counts: Arc<Counts>) {
    let mut handler = pin!(handler);
    poll_fn(|cx| {
        counts.polls.fetch_add(1, Ordering::Relaxed);
        handler.as_mut().poll(cx)
    })
    .await;
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

async fn reached(count: &AtomicU64, least: u64) {
    while count.load(Ordering::Relaxed) < least {
        time::sleep(Duration::from_millis(50)).await;
    }
}

/// How long this thread had a processor, in nanoseconds.
fn processor_time() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}

/// The other side of all calls: begins them, says nothing until it is told to, and then speaks and listens.
fn other_side(address: SocketAddr, messages: Vec<String>, speak: Arc<AtomicBool>) {
    runtime().block_on(async {
        let messages: Arc<[String]> = messages.into();
        let mut calls = Vec::new();
        for number in 0..CALLS {
            let stream = TcpStream::connect(address).await.expect("a connection");
            stream.set_nodelay(true).expect("an option");
            let (mut socket, _) = client_async(format!("ws://{address}/"), stream)
                .await
                .expect("a websocket");
            for text in [super::CONNECTED, &super::start()] {
                let text = tungstenite::Message::text(text);
                socket.send(text).await.expect("it is sent");
            }
            let (messages, speak) = (Arc::clone(&messages), Arc::clone(&speak));
            calls.push(tokio::spawn(async move {
                while !speak.load(Ordering::Relaxed) {
                    time::sleep(Duration::from_millis(100)).await;
                }
                time::sleep(FRAME * u32::try_from(number).unwrap_or(0) / 300).await;
                let (mut sink, mut stream) = socket.split();
                tokio::join!(
                    async {
                        let mut pace = time::interval(FRAME);
                        for text in messages.iter().take(FRAMES as usize) {
                            pace.tick().await;
                            let text = tungstenite::Message::text(text.as_str());
                            sink.send(text).await.expect("it is sent");
                        }
                    },
                    async {
                        for _ in 0..FRAMES {
                            stream.next().await.expect("an echo").expect("an echo");
                        }
                    },
                );
                // Open until all is measured.
                (sink, stream)
            }));
        }
        let mut open = Vec::new();
        for call in calls {
            open.push(call.await.expect("it was answered"));
        }
        // The server ends first.
        std::future::pending::<()>().await;
    });
}

pub(super) fn main(messages: &[String]) {
    let runtime = runtime();
    let counts = Arc::new(Counts::default());
    let listener = runtime
        .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let shared = Arc::clone(&counts);
    let upgrade = move |upgrade: WebSocketUpgrade| {
        let counts = Arc::clone(&shared);
        async move {
            MediaSocket::upgrade(upgrade, &SocketSettings::new(), |socket| {
                counted(echo(socket, Arc::clone(&counts)), counts)
            })
        }
    };
    let router = Router::new().route("/", any(upgrade));
    runtime.spawn(async { axum::serve(listener, router).await });

    let speak = Arc::new(AtomicBool::new(false));
    let (messages, told) = (messages.to_vec(), Arc::clone(&speak));
    thread::spawn(move || other_side(address, messages, told));
    let per_call = |info: &AllocationInfo| info.bytes_current as f64 / CALLS as f64 / 1_000.0;

    let begin = measure(|| runtime.block_on(reached(&counts.begun, CALLS)));
    println!(
        "call, begun           {:.1} kB, its connection among them",
        per_call(&begin)
    );
    let before = counts.polls.load(Ordering::Relaxed);
    let silence = Duration::from_secs(5);
    runtime.block_on(async { time::sleep(silence).await });
    let polls = counts.polls.load(Ordering::Relaxed) - before;
    println!(
        "call, silent          {:.2} wake-ups a second",
        polls as f64 / silence.as_secs_f64() / CALLS as f64
    );

    let frames = (CALLS * FRAMES) as f64;
    let before = counts.polls.load(Ordering::Relaxed);
    let begin_time = processor_time();
    speak.store(true, Ordering::Relaxed);
    let talk = measure(|| runtime.block_on(reached(&counts.heard, CALLS * FRAMES)));
    let polls = counts.polls.load(Ordering::Relaxed) - before;
    println!(
        "call, after talking   {:.1} kB",
        per_call(&begin) + per_call(&talk)
    );
    println!(
        "frame each way        {:.2} allocations, {:.2} wake-ups",
        talk.count_total as f64 / frames,
        polls as f64 / frames
    );
    if let (Some(begin), Some(end)) = (begin_time, processor_time()) {
        let micros = (end - begin) / frames / 1_000.0;
        println!(
            "frame each way        {micros:.1} µs of one processor: {:.0} calls",
            20_000.0 / micros
        );
    }
}
