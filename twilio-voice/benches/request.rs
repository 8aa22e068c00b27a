//! What a request costs beside bare reqwest that does the same to the same server.
//!
//! ```text
//! cargo bench -p twilio-voice --bench request
//! ```
//!
//! Both programs send the same headers and body, wait no longer than the same limits, and read the answer into the same
//! type. The server is a process of its own on this machine. They run in turns, so that a busy machine slows both; what
//! counts is the median of the ratios of neighbours. Logs are off. The budget is 1.05 for a request, 1.1 for the first
//! answer of a new process.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that fails measures nothing"
)]

#[cfg(unix)]
fn main() {
    bench::main();
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod bench {
    use std::{
        env,
        io::{self, BufRead as _, BufReader, Read as _, Write as _},
        net::{TcpListener, TcpStream},
        process::{Child, Command, Stdio},
        sync::Arc,
        thread,
        time::{Duration, Instant},
    };

    use nix::time::ClockId;
    use reqwest::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
    use tokio::task::JoinSet;
    use twilio_voice::{
        CallSid, Client, Credential,
        calls::{Call, CreateCall},
        twiml::{Connect, Response, Stream},
    };

    const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const TOKEN: &str = "the-auth-token";
    const CALL: &str = "CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    const AGENT: &str = concat!("twilio-voice/", env!("CARGO_PKG_VERSION"));
    const ANSWER: &str = include_str!("../tests/fixtures/calls/full.json");

    const ROUNDS: usize = 101;
    const REQUESTS: u32 = 640;
    const STARTS: usize = 61;

    pub(super) fn main() {
        let arguments: Vec<String> = env::args().skip(1).collect();
        match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["serve"] => serve(),
            ["first-bare", url] => first(&Bare::new(url)),
            ["first-ours", url] => first(&Ours::new(url)),
            // To be run under a profiler, as `loop-bare` and `loop-ours`, with a server started by `serve`.
            ["loop-bare", url] => many(&Bare::new(url)),
            ["loop-ours", url] => many(&Ours::new(url)),
            _ => parent(arguments.iter().any(|argument| argument == "--bench")),
        }
    }

    fn parent(measure: bool) {
        let server = Server::start();
        let (bare, ours) = (Bare::new(&server.url), Ours::new(&server.url));
        let runtime = runtime();
        runtime.block_on(async {
            for verb in [Verb::Create, Verb::Get] {
                let (bare, ours) = (bare.request(verb).await, ours.request(verb).await);
                assert_eq!(bare.sid, ours.sid, "the programs do not do the same");
            }
        });
        // Without `--bench`, it is a test that has just passed.
        if !measure {
            return;
        }
        println!("{:<24}{:>10}{:>10}{:>8}", "", "bare", "ours", "ratio");
        for verb in [Verb::Create, Verb::Get] {
            for at_a_time in [1, 64] {
                let mut costs = [const { Vec::new() }; 2];
                for round in 0..ROUNDS {
                    // Whoever comes second finds warmer caches: they take turns at that too.
                    for turn in [round % 2, (round + 1) % 2] {
                        let cost = match turn {
                            0 => runtime.block_on(cost(&bare, verb, at_a_time)),
                            _ => runtime.block_on(cost(&ours, verb, at_a_time)),
                        };
                        costs[turn].push(cost);
                    }
                }
                let of = |pick: fn(&Cost) -> f64| {
                    costs
                        .each_ref()
                        .map(|costs| costs.iter().map(pick).collect())
                };
                let name = format!("{verb:?}, {at_a_time} at a time").to_lowercase();
                line(&format!("{name}, CPU µs"), of(|cost| cost.cpu));
                line(&format!("{name}, µs"), of(|cost| cost.wall));
            }
        }
        let mut starts = [const { Vec::new() }; 2];
        for round in 0..STARTS {
            for turn in [round % 2, (round + 1) % 2] {
                let name = ["first-bare", "first-ours"][turn];
                starts[turn].push(start(name, &server.url));
            }
        }
        line("first answer, ms", starts);
    }

    fn line(name: &str, [bare, ours]: [Vec<f64>; 2]) {
        let ratios = bare
            .iter()
            .zip(&ours)
            .map(|(bare, ours)| ours / bare)
            .collect();
        let [bare, ours, ratio] = [bare, ours, ratios].map(median);
        println!("{name:<30}{bare:>8.2}{ours:>10.2}{ratio:>8.3}");
    }

    #[derive(Clone, Copy, Debug)]
    enum Verb {
        Create,
        Get,
    }

    trait Program: Clone + Send + Sync + 'static {
        fn new(url: &str) -> Self;
        fn request(&self, verb: Verb) -> impl Future<Output = Call> + Send;
    }

    /// What is asked for: a call as programs place it.
    fn call() -> CreateCall {
        let document = Response::new().push(Connect::new(Stream::new("wss://example.com/media")));
        CreateCall::new("+15005550001", "+15005550006", document)
            .time_limit(Duration::from_secs(600))
            .timeout(Duration::from_secs(30))
            .status_callback("https://example.com/status?order=4711")
    }

    #[derive(Clone)]
    struct Bare {
        http: reqwest::Client,
        url: Arc<str>,
        call: Arc<CreateCall>,
    }

    impl Program for Bare {
        fn new(url: &str) -> Self {
            // The same TLS as ours, set up by reqwest.
            let _installed = rustls::crypto::ring::default_provider().install_default();
            let http = reqwest::Client::builder()
                .connect_timeout(Duration::from_secs(5))
                .timeout(Duration::from_secs(30))
                .redirect(reqwest::redirect::Policy::none())
                .build();
            Self {
                http: http.unwrap(),
                url: url.into(),
                call: Arc::new(call()),
            }
        }

        async fn request(&self, verb: Verb) -> Call {
            let Self { http, url, call } = self;
            let request = match verb {
                Verb::Create => http
                    .post(format!("{url}/2010-04-01/Accounts/{ACCOUNT}/Calls.json"))
                    .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(call.to_form().unwrap()),
                Verb::Get => http.get(format!(
                    "{url}/2010-04-01/Accounts/{ACCOUNT}/Calls/{CALL}.json"
                )),
            };
            let answer = request
                .basic_auth(ACCOUNT, Some(TOKEN))
                .header(USER_AGENT, AGENT)
                .header(ACCEPT, "application/json")
                .send()
                .await
                .unwrap();
            assert!(answer.status().is_success());
            serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
        }
    }

    #[derive(Clone)]
    struct Ours {
        client: Client,
        call: Arc<CreateCall>,
        sid: CallSid,
    }

    impl Program for Ours {
        fn new(url: &str) -> Self {
            let credential = Credential::auth_token(TOKEN);
            let client = Client::builder(ACCOUNT.parse().unwrap(), credential);
            Self {
                client: client.base_url(url).build().unwrap(),
                call: Arc::new(call()),
                sid: CALL.parse().unwrap(),
            }
        }

        async fn request(&self, verb: Verb) -> Call {
            let calls = self.client.calls();
            match verb {
                Verb::Create => calls.create(&self.call).await.unwrap(),
                Verb::Get => calls.get(&self.sid).await.unwrap(),
            }
        }
    }

    fn runtime() -> tokio::runtime::Runtime {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_all().build().unwrap()
    }

    /// Microseconds of one request.
    struct Cost {
        cpu: f64,
        wall: f64,
    }

    async fn cost(program: &impl Program, verb: Verb, at_a_time: u32) -> Cost {
        let (cpu, wall) = (cpu(), Instant::now());
        let mut tasks = JoinSet::new();
        for _ in 0..at_a_time {
            let program = program.clone();
            tasks.spawn(async move {
                for _ in 0..REQUESTS / at_a_time {
                    program.request(verb).await;
                }
            });
        }
        tasks.join_all().await;
        let per_request = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(REQUESTS);
        Cost {
            wall: per_request(wall.elapsed()),
            cpu: per_request(self::cpu() - cpu),
        }
    }

    /// What this process has computed so far.
    fn cpu() -> Duration {
        ClockId::CLOCK_PROCESS_CPUTIME_ID.now().unwrap().into()
    }

    fn median(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }

    /// The first request of a new process.
    fn first(program: &impl Program) {
        runtime().block_on(program.request(Verb::Get));
    }

    fn many(program: &impl Program) {
        runtime().block_on(async {
            for _ in 0..REQUESTS {
                program.request(Verb::Create).await;
            }
        });
    }

    /// Milliseconds from the start of a process to its end after the first answer.
    fn start(program: &str, url: &str) -> f64 {
        let started = Instant::now();
        let status = itself().args([program, url]).status().unwrap();
        assert!(status.success());
        started.elapsed().as_secs_f64() * 1e3
    }

    fn itself() -> Command {
        Command::new(env::current_exe().unwrap())
    }

    /// The server, in a process of its own, so that what it computes is not counted.
    struct Server {
        child: Child,
        url: String,
    }

    impl Server {
        fn start() -> Self {
            let mut server = itself();
            let server = server
                .arg("serve")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped());
            let mut child = server.spawn().unwrap();
            let mut url = String::new();
            let mut output = BufReader::new(child.stdout.take().unwrap());
            output.read_line(&mut url).unwrap();
            Self {
                child,
                url: url.trim().to_owned(),
            }
        }
    }

    impl Drop for Server {
        fn drop(&mut self) {
            // It ends when its input does.
            drop(self.child.stdin.take());
            let _ended = self.child.wait();
        }
    }

    fn serve() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                thread::spawn(move || answer(socket));
            }
        });
        let _end = io::stdin().read(&mut [0]);
    }

    /// Answers every request of a connection with the same call.
    fn answer(mut socket: TcpStream) -> io::Result<()> {
        socket.set_nodelay(true)?;
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{ANSWER}",
            ANSWER.len()
        );
        let mut reader = BufReader::new(socket.try_clone()?);
        loop {
            let mut length = 0;
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line)? == 0 {
                    return Ok(());
                }
                let line = line.trim().to_ascii_lowercase();
                if let Some(value) = line.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap_or(0);
                }
                if line.is_empty() {
                    break;
                }
            }
            io::copy(&mut (&mut reader).take(length), &mut io::sink())?;
            socket.write_all(answer.as_bytes())?;
        }
    }
}
