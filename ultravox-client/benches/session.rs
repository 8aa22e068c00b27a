//! What a session costs beside programs that only do the named work.
//!
//! ```text
//! cargo bench -p ultravox-client --features session --bench session
//! ```
//!
//! Each line has a limit: the smallest program we know that gives the same answer. They run in turns, so that a busy
//! machine slows both; the ratio of the medians is what counts.
//!
//! - *read*: a message to our types; the limit is one pass of `serde_json` into a struct that fits this message alone.
//! - *audio in*, *audio out*: a frame of 20 ms through the session without a socket; the limit converts the samples and
//!   puts them through a queue without a bound.
//! - *playback*: a frame into the buffer and a block out of it; the limit copies both.
//! - *round trip*: a frame each way over a socket, processor time of our side; the limit is a bare TCP socket that
//!   knows the length of every frame. Another line has the websocket library alone, set up as we do.
//! - *idle session*: memory of our side, after frames went both ways; the limit is the bare socket.

#[cfg(target_os = "linux")]
fn main() {
    bench::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
mod bench {
    use std::{
        collections::VecDeque, env, fs, hint::black_box, net::SocketAddr, thread, time::Instant,
    };

    use bytes::Bytes;
    use futures_util::{SinkExt as _, StreamExt as _};
    use nix::time::ClockId;
    use serde::Deserialize;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::{TcpListener, TcpStream},
        runtime::{Builder, Runtime},
    };
    use tokio_tungstenite::accept_async;
    use tokio_websockets::{ClientBuilder, Config, Message, WebSocketStream};
    use ultravox_client::{
        calls::JoinUrl,
        session::{
            Core, Event, Pcm, Playback, Rates, Session, SessionOptions, Transmit,
            message::{AgentState, ServerMessage},
        },
    };

    const RATE: u32 = 8_000;
    const SAMPLES: usize = 160;
    const FRAME: usize = SAMPLES * 2;
    /// As frames of this size look on the wire, from a client and from a server.
    const MASKED: usize = FRAME + 8;
    const UNMASKED: usize = FRAME + 4;

    const ROUNDS: usize = 101;
    const REPEATS: usize = 2_000;
    const TRIPS: usize = 1_500;
    const TRIP_ROUNDS: usize = 15;
    const SESSIONS: usize = 400;

    const TRANSCRIPT: &[u8] = br#"{"type":"transcript","role":"agent","medium":"voice","text":"Thank you, I have noted that. Is there anything else?","delta":null,"final":true,"ordinal":17}"#;
    const TRANSCRIPT_LAST: &[u8] = br#"{"delta":null,"final":true,"medium":"voice","ordinal":17,"role":"agent","text":"Thank you, I have noted that. Is there anything else?","type":"transcript"}"#;
    const STATE: &[u8] = br#"{"type":"state","state":"listening"}"#;

    pub(super) fn main() {
        let arguments: Vec<String> = env::args().collect();
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime starts");
        if let Some(at) = arguments.iter().position(|argument| argument == "--memory") {
            return println!("{}", memory(&runtime, &arguments[at + 1]));
        }
        let is_bench = arguments.iter().any(|argument| argument == "--bench");
        // Without it, it is a test that has just to pass.
        let scale = if is_bench { 1 } else { 100 };
        println!("{:<28}{:>10}{:>10}{:>8}", "", "limit", "ours", "ratio");
        read(scale);
        audio(scale);
        playback(scale);
        runtime.block_on(trips(scale));
        if is_bench {
            idle();
        }
    }

    fn read(scale: usize) {
        for (name, text) in [
            ("read a transcript", TRANSCRIPT),
            ("the same, tag last", TRANSCRIPT_LAST),
        ] {
            let ours = |text: &[u8]| match ServerMessage::from_slice(text) {
                Ok(ServerMessage::Transcript(update)) => (update.ordinal, update.text),
                other => panic!("{other:?}"),
            };
            assert_eq!(ours(text), limit_transcript(text));
            compare(
                name,
                scale,
                || limit_transcript(black_box(text)),
                || ours(black_box(text)),
            );
        }
        let ours = |text: &[u8]| match ServerMessage::from_slice(text) {
            Ok(ServerMessage::State(state)) => state == AgentState::Listening,
            other => panic!("{other:?}"),
        };
        assert!(ours(STATE) && limit_state(STATE));
        compare(
            "read a state",
            scale,
            || limit_state(black_box(STATE)),
            || ours(black_box(STATE)),
        );
    }

    fn limit_transcript(text: &[u8]) -> (u64, Option<String>) {
        #[derive(Deserialize)]
        struct Update<'a> {
            r#type: &'a str,
            role: &'a str,
            medium: &'a str,
            text: Option<String>,
            delta: Option<String>,
            r#final: bool,
            ordinal: u64,
        }

        let update: Update<'_> = serde_json::from_slice(text).expect("a transcript");
        assert!(
            update.r#type == "transcript" && update.role == "agent" && update.medium == "voice"
        );
        black_box((update.r#final, update.delta));
        (update.ordinal, update.text)
    }

    fn limit_state(text: &[u8]) -> bool {
        #[derive(Deserialize)]
        struct State<'a> {
            r#type: &'a str,
            state: &'a str,
        }

        let state: State<'_> = serde_json::from_slice(text).expect("a state");
        assert_eq!(state.r#type, "state");
        state.state == "listening"
    }

    fn audio(scale: usize) {
        let samples: [i16; SAMPLES] = std::array::from_fn(|at| at as i16 * 37);
        let wire = Pcm::from_samples(&samples).into_bytes();
        let now = Instant::now();
        let mut core = Core::new(&SessionOptions::new().rates(Rates::both(RATE)), now);
        let mut ours = || {
            core.handle_binary(wire.clone(), now);
            let mut block = [0; SAMPLES];
            match core.poll_event() {
                Some(Event::Audio(pcm)) => pcm.copy_to(&mut block),
                other => panic!("{other:?}"),
            };
            block
        };
        let mut queue = VecDeque::new();
        let mut limit = || {
            queue.push_back(black_box(wire.clone()));
            let bytes: Bytes = queue.pop_front().expect("it was pushed");
            let mut block = [0; SAMPLES];
            for (sample, pair) in block.iter_mut().zip(bytes.as_chunks::<2>().0) {
                *sample = i16::from_le_bytes(*pair);
            }
            block
        };
        assert_eq!(ours(), limit());
        compare("audio in, without socket", scale, limit, ours);

        let mut core = Core::new(&SessionOptions::new().rates(Rates::both(RATE)), now);
        let mut ours = || {
            core.send_audio(&black_box(samples)[..])
                .expect("it is open");
            match core.poll_transmit() {
                Some(Transmit::Binary(bytes)) => bytes,
                other => panic!("{other:?}"),
            }
        };
        let mut queue = VecDeque::new();
        let mut limit = || {
            let mut bytes = vec![0; FRAME];
            for (pair, sample) in bytes
                .as_chunks_mut::<2>()
                .0
                .iter_mut()
                .zip(black_box(samples))
            {
                *pair = sample.to_le_bytes();
            }
            queue.push_back(black_box(Bytes::from(bytes)));
            queue.pop_front().expect("it was pushed")
        };
        assert_eq!(ours(), limit());
        compare("audio out, without socket", scale, limit, ours);
    }

    fn playback(scale: usize) {
        let samples: [i16; SAMPLES] = std::array::from_fn(|at| at as i16 * 37);
        let pcm = Pcm::from_samples(&samples);
        let (mut writer, mut reader) = Playback::new(RATE)
            .prebuffer(std::time::Duration::ZERO)
            .open();
        let ours = || {
            let mut block = [0; SAMPLES];
            writer.push(black_box(&pcm));
            assert_eq!(reader.fill(&mut block), SAMPLES);
            block
        };
        let mut between = [0; SAMPLES];
        let limit = || {
            let mut block = [0; SAMPLES];
            black_box(&pcm).copy_to(&mut between);
            block.copy_from_slice(black_box(&between));
            block
        };
        compare("playback", scale, limit, ours);
    }

    /// A peer on a thread of its own that answers every frame of audio with one.
    fn peer() -> SocketAddr {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime starts").block_on(async move {
                listener.set_nonblocking(true).expect("it is a socket");
                let listener = TcpListener::from_std(listener).expect("it is a socket");
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(echo(stream));
                }
            });
        });
        address
    }

    async fn echo(stream: TcpStream) {
        stream.set_nodelay(true).expect("it is a socket");
        let mut first = [0; 1];
        stream.peek(&mut first).await.expect("it says something");
        // The limit speaks no HTTP.
        let mut stream = match first {
            [b'G'] => accept_async(stream)
                .await
                .expect("it is a websocket")
                .into_inner(),
            _ => stream,
        };
        let mut answer = [7; UNMASKED];
        answer[..4].copy_from_slice(&[0x82, 126, (FRAME >> 8) as u8, FRAME as u8]);
        let mut frame = [0; MASKED];
        while stream.read_exact(&mut frame).await.is_ok() {
            assert_eq!(frame[0], 0x82, "only audio is expected");
            if stream.write_all(&answer).await.is_err() {
                return;
            }
        }
    }

    async fn open_bare(address: SocketAddr) -> TcpStream {
        let stream = TcpStream::connect(address).await.expect("the peer listens");
        stream.set_nodelay(true).expect("it is a socket");
        stream
    }

    async fn trip_bare(stream: &mut TcpStream, samples: &[i16; SAMPLES]) -> i16 {
        let mut frame = [0; MASKED];
        frame[..8].copy_from_slice(&[0x82, 0xFE, (FRAME >> 8) as u8, FRAME as u8, 1, 2, 3, 4]);
        for (pair, sample) in frame[8..].as_chunks_mut::<2>().0.iter_mut().zip(samples) {
            *pair = sample.to_le_bytes();
        }
        for (at, byte) in frame[8..].iter_mut().enumerate() {
            *byte ^= (at % 4) as u8 + 1;
        }
        stream.write_all(&frame).await.expect("the peer reads");
        let mut answer = [0; UNMASKED];
        stream
            .read_exact(&mut answer)
            .await
            .expect("the peer answers");
        i16::from_le_bytes([answer[4], answer[5]])
    }

    async fn open_library(address: SocketAddr) -> WebSocketStream<TcpStream> {
        let stream = open_bare(address).await;
        let builder = ClientBuilder::new().config(Config::default().flush_threshold(1));
        let builder = builder.uri(url(address).expose()).expect("it is a URL");
        let socket = builder.connect_on(stream).await;
        socket.expect("the peer is a websocket").0
    }

    async fn trip_library(
        socket: &mut WebSocketStream<TcpStream>,
        samples: &[i16; SAMPLES],
    ) -> i16 {
        let bytes = Pcm::from_samples(samples).into_bytes();
        socket
            .send(Message::binary(bytes))
            .await
            .expect("the peer reads");
        let answer = socket
            .next()
            .await
            .expect("it is open")
            .expect("the peer answers");
        let answer = answer.into_payload();
        i16::from_le_bytes([answer[0], answer[1]])
    }

    async fn open_ours(address: SocketAddr) -> Session {
        let options = SessionOptions::new().rates(Rates::both(RATE));
        let session = Session::connect_with(&url(address), &options).await;
        session.expect("the peer is a websocket")
    }

    async fn trip_ours(session: &mut Session, samples: &[i16; SAMPLES]) -> i16 {
        session
            .sender()
            .try_send_audio(&samples[..])
            .expect("it is open");
        loop {
            if let Event::Audio(pcm) = session
                .next()
                .await
                .expect("it is open")
                .expect("it is well")
            {
                return pcm.samples().next().expect("it is not empty");
            }
        }
    }

    fn url(address: SocketAddr) -> JoinUrl {
        format!("ws://{address}/").into()
    }

    async fn trips(scale: usize) {
        let address = peer();
        let samples = [1_000; SAMPLES];
        let (mut bare, mut library, mut ours) = (
            open_bare(address).await,
            open_library(address).await,
            open_ours(address).await,
        );
        let mut times = [const { Vec::new() }; 3];
        let trips = TRIPS / scale;
        for _ in 0..TRIP_ROUNDS / scale.min(10) {
            let start = cpu();
            for _ in 0..trips {
                assert_eq!(trip_bare(&mut bare, &samples).await, 0x0707);
            }
            times[0].push((cpu() - start) / trips as f64);
            let start = cpu();
            for _ in 0..trips {
                assert_eq!(trip_library(&mut library, &samples).await, 0x0707);
            }
            times[1].push((cpu() - start) / trips as f64);
            let start = cpu();
            for _ in 0..trips {
                assert_eq!(trip_ours(&mut ours, &samples).await, 0x0707);
            }
            times[2].push((cpu() - start) / trips as f64);
        }
        let [bare, library, ours] = times.map(median);
        line("round trip, library alone", "ns", bare, library);
        line("round trip, session", "ns", bare, ours);
    }

    /// Memory is measured in processes of their own, so that none uses what another has freed.
    fn idle() {
        let of = |which: &str| {
            let program = env::current_exe().expect("it has a name");
            let output = std::process::Command::new(program)
                .args(["--memory", which])
                .output();
            let output = output.expect("it starts").stdout;
            let text = String::from_utf8(output).expect("it is a number");
            text.trim().parse::<f64>().expect("it is a number")
        };
        let bare = of("bare");
        line("idle, library alone", "bytes", bare, of("library"));
        line("idle session", "bytes", bare, of("ours"));
    }

    /// Memory of this process for each connection, the peer's task included.
    fn memory(runtime: &Runtime, which: &str) -> usize {
        runtime.block_on(async {
            let address = peer();
            let samples = [1; SAMPLES];
            // What is needed once.
            trip_bare(&mut open_bare(address).await, &samples).await;
            let (mut bare, mut library, mut ours) = (Vec::new(), Vec::new(), Vec::new());
            trip_ours(&mut open_ours(address).await, &samples).await;
            let before = anonymous();
            for _ in 0..SESSIONS {
                match which {
                    "bare" => bare.push(open_bare(address).await),
                    "library" => library.push(open_library(address).await),
                    _ => ours.push(open_ours(address).await),
                }
            }
            for _ in 0..20 {
                for stream in &mut bare {
                    trip_bare(stream, &samples).await;
                }
                for socket in &mut library {
                    trip_library(socket, &samples).await;
                }
                for session in &mut ours {
                    trip_ours(session, &samples).await;
                }
            }
            (anonymous() - before) / SESSIONS
        })
    }

    /// Bytes of memory that belong to no file.
    fn anonymous() -> usize {
        let text = fs::read_to_string("/proc/self/smaps_rollup").expect("Linux tells");
        let line = text.lines().find(|line| line.starts_with("Anonymous:"));
        let size = line
            .and_then(|line| line.split_whitespace().nth(1))
            .expect("Linux tells");
        size.parse::<usize>().expect("it is a number") * 1_024
    }

    /// Processor time of this thread, in ns.
    fn cpu() -> f64 {
        let time = ClockId::CLOCK_THREAD_CPUTIME_ID.now().expect("Linux tells");
        time.tv_sec() as f64 * 1e9 + time.tv_nsec() as f64
    }

    fn compare<L, O>(
        name: &str,
        scale: usize,
        mut limit: impl FnMut() -> L,
        mut ours: impl FnMut() -> O,
    ) {
        let mut times = [const { Vec::new() }; 2];
        for _ in 0..ROUNDS / scale + 1 {
            times[0].push(time(REPEATS / scale, &mut limit));
            times[1].push(time(REPEATS / scale, &mut ours));
        }
        let [limit, ours] = times.map(median);
        line(name, "ns", limit, ours);
    }

    fn time<T>(repeats: usize, program: &mut impl FnMut() -> T) -> f64 {
        let start = Instant::now();
        for _ in 0..repeats {
            black_box(program());
        }
        start.elapsed().as_secs_f64() * 1e9 / repeats as f64
    }

    fn median(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }

    fn line(name: &str, unit: &str, limit: f64, ours: f64) {
        println!(
            "{name:<28}{limit:>10.0}{ours:>10.0}{:>8.2}  {unit}",
            ours / limit
        );
    }
}
