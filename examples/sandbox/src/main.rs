//! `sandbox`: both providers on a port of this machine.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use sandbox::{ClockMode, Config, Sandbox};

/// Simulates Ultravox and Twilio Programmable Voice on 127.0.0.1.
///
/// Give the printed URL to your program as the base URL of both providers. Every key of the
/// documented shape is accepted (Ultravox: 8 letters or digits, a dot, 32 more; Twilio: AC and 32
/// hexadecimal digits, with any token). No call leaves this machine and nothing costs money. In a
/// browser the same URL shows calls, money and faults live.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
struct Options {
    /// Port; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Simulated seconds in one real second: 60 lets an hour pass in a minute
    #[arg(long, default_value_t = 1.0)]
    speed: f64,

    /// Time stands still until POST /control/clock moves it
    #[arg(long, conflicts_with = "speed")]
    manual: bool,

    /// No dialling delays, no queue, no request limits
    #[arg(long)]
    instant: bool,

    /// Switches of both providers, as JSON: {"ultravox": {"webJoin": "2s"}, "twilio": {…}}
    #[arg(long, value_name = "FILE", conflicts_with = "instant")]
    config: Option<PathBuf>,

    /// A simulated person joins each webRtc call after this time, such as 2s
    #[arg(long, value_name = "TIME", value_parser = sandbox::parse_duration)]
    web_join: Option<Duration>,

    /// Ends when no call lived and nobody asked for this long, such as 10m
    #[arg(long, value_name = "TIME", value_parser = sandbox::parse_duration)]
    idle_exit: Option<Duration>,

    /// Prints the URL as one line of JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  sandbox --port 8900                 both providers at http://127.0.0.1:8900
  sandbox --speed 60 --idle-exit 10m  an hour in a minute; gone when forgotten

  curl -s localhost:8900/api/calls -H \"X-API-Key: $KEY\" \\
       -d '{\"maxDuration\": \"240s\"}'
  curl -s localhost:8900/control/calls?live=true     what runs
  curl -s localhost:8900/control/ledger              what it costs
  curl -s localhost:8900/control/faults -d '{\"operation\": \"create\", \"times\": 1,
       \"fault\": {\"kind\": \"answer-lost\"}}'          the next create succeeds, unheard";

fn main() -> ExitCode {
    let options = Options::parse();
    let config = match config(&options) {
        Ok(config) => config,
        Err(problem) => {
            eprintln!("sandbox: {problem}");
            return ExitCode::from(2);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let ended = runtime.and_then(|runtime| runtime.block_on(run(config, &options)));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

fn config(options: &Options) -> Result<Config, String> {
    let mut config = match &options.config {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?
        }
        None if options.instant => Config::instant(),
        None => Config::default(),
    };
    if options.port != 0 {
        config.port = options.port;
    }
    if !(options.speed.is_finite() && options.speed > 0.0) {
        return Err("--speed must be above 0".to_owned());
    }
    if options.manual {
        config.clock = ClockMode::Manual;
    } else if options.speed != 1.0 {
        config.clock = ClockMode::Fast {
            speed: options.speed,
        };
    }
    config.ultravox.web_join = options.web_join.or(config.ultravox.web_join);
    Ok(config)
}

async fn run(config: Config, options: &Options) -> std::io::Result<()> {
    let sandbox = Sandbox::start(config).await?;
    // Before the line is printed: whoever reads it may send a signal at once.
    let signalled = signals()?;
    if options.json {
        println!("{}", serde_json::json!({"url": sandbox.url()}));
    } else {
        println!("sandbox listening on {}", sandbox.url());
    }
    // Whoever started us may wait for this line.
    std::io::stdout().flush()?;
    tokio::select! {
        () = sandbox.stopped() => {}
        () = signalled => {}
        () = idle(&sandbox, options.idle_exit) => {}
    }
    sandbox.shutdown().await;
    Ok(())
}

/// Listens for SIGINT and SIGTERM from now on; the future returns when one came.
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

/// Returns when no call lived and nobody asked for so long.
async fn idle(sandbox: &Sandbox, limit: Option<Duration>) {
    let Some(limit) = limit else {
        return std::future::pending().await;
    };
    let control = sandbox.control();
    let mut since = std::time::Instant::now();
    loop {
        tokio::time::sleep((limit / 20).clamp(Duration::from_millis(20), Duration::from_secs(5)))
            .await;
        if control.live_count() > 0 {
            since = std::time::Instant::now();
        }
        if since.elapsed() >= limit && control.quiet() >= limit {
            return;
        }
    }
}
