//! The sandbox in the background: it outlives this program, as a provider does, and leaves when nobody needs it.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader},
    path::Path,
    process::{Command, ExitCode, Stdio},
    time::Duration,
};

use anyhow::Context;
use call_guard::Signals;
use sandbox::{ClockMode, Config, Sandbox};
use twilio_voice::AccountSid;
use ultravox_client::Client;

use crate::{args::SandboxOptions, config::ConfigError, out::say};

/// How long the sandbox stays when nothing happens.
const IDLE_EXIT: &str = "10m";

/// A key of the shape that Ultravox documents. It opens nothing.
pub(crate) fn api_key() -> String {
    format!("sandbox0.{}", "0".repeat(32))
}

/// An account that exists only in the sandbox.
pub(crate) fn account_sid() -> AccountSid {
    let sid = format!("AC{}", "0".repeat(32));
    sid.parse()
        .expect("two letters and 32 hexadecimal digits are an account SID")
}

/// The address of the sandbox whose address `state` remembers, or of a new one.
pub(crate) async fn find_or_start(state: &Path) -> anyhow::Result<String> {
    fs::create_dir_all(state).map_err(|error| {
        ConfigError(format!(
            "the folder {} cannot be made: {error}; set CALL_CONSOLE_STATE",
            state.display()
        ))
    })?;
    // Two consoles that start together share one sandbox.
    let lock = File::create(state.join("sandbox.lock")).context("making the sandbox's lock")?;
    lock.lock().context("locking the sandbox's lock")?;
    let remembered = state.join("sandbox.url");
    if let Ok(url) = fs::read_to_string(&remembered)
        && answers(&url).await
    {
        return Ok(url);
    }
    let url = spawn().context("starting the sandbox")?;
    fs::write(&remembered, &url).context("remembering the sandbox's address")?;
    Ok(url)
}

/// Whether what listens there is a sandbox that knows our key.
async fn answers(url: &str) -> bool {
    let client = Client::builder(api_key())
        .base_url(url)
        .total_timeout(Duration::from_secs(2))
        .build();
    match client {
        Ok(client) => client.calls().list().page_size(1).send().await.is_ok(),
        Err(_) => false,
    }
}

/// Starts this program again as a sandbox, in a process group of its own so that Ctrl-C does not reach it.
fn spawn() -> io::Result<String> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["sandbox", "--idle-exit", IDLE_EXIT])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // It stays longer than the folder may.
        .current_dir(std::env::temp_dir());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn()?;
    let stdout = child
        .stdout
        .take()
        .ok_or_else(|| io::Error::other("the sandbox has no output"))?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    match line.trim().rsplit(' ').next() {
        Some(url) if url.starts_with("http://127.0.0.1:") => Ok(url.to_owned()),
        _ => Err(io::Error::other("the sandbox did not start")),
    }
}

/// Runs the sandbox until it is stopped or nobody needs it.
pub(crate) async fn serve(options: SandboxOptions) -> anyhow::Result<ExitCode> {
    let mut config = Config {
        port: options.port,
        ..Config::default()
    };
    config.ultravox.web_join = Some(options.web_join);
    if options.speed != 1.0 {
        if !(options.speed.is_finite() && options.speed > 0.0) {
            return Err(ConfigError("--speed must be above 0".into()).into());
        }
        config.clock = ClockMode::Fast {
            speed: options.speed,
        };
    }
    let mut signals = Signals::catch().context("catching signals")?;
    let sandbox = Sandbox::start(config)
        .await
        .context("starting the sandbox")?;
    say!("Ultravox and Twilio, simulated, at {}", sandbox.url());
    let idle = async {
        let Some(limit) = options.idle_exit else {
            return std::future::pending().await;
        };
        let control = sandbox.control();
        while control.quiet() < limit || !control.live().is_empty() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::select! {
        _ = signals.next() => {}
        () = sandbox.stopped() => {}
        () = idle => {}
    }
    sandbox.shutdown().await;
    Ok(ExitCode::SUCCESS)
}
