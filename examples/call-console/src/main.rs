//! Start and end AI phone calls from the command line, and never pay for a forgotten one.

mod args;
mod config;
mod end;
mod explain;
mod id;
mod keys;
mod legs;
mod line;
mod list;
mod money;
mod out;
mod provider;
mod receipts;
mod recover;
mod sandbox;
mod session;
mod start;
mod status;
mod sweep;

use std::{io, panic, process::ExitCode, time::Duration};

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::{
    args::{Args, Command},
    config::{Config, ConfigError},
    explain::explain,
    out::{Log, complain},
};

/// How long a terminal that is stuck may keep us.
const LAST_WORDS: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    // A panic is no reason to write through a footer, or to wait for a terminal.
    panic::set_hook(Box::new(|panic| complain!("call-console: {panic}")));
    let code = start();
    out::flush(LAST_WORDS);
    code
}

fn start() -> ExitCode {
    // A missing file is the usual case; a broken one is worth a word, but its lines may hold secrets.
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        let why = match error {
            dotenvy::Error::Io(error) => error.to_string(),
            _ => "it must have lines like NAME=value".into(),
        };
        complain!("call-console: the file .env cannot be read: {why}");
        return ExitCode::from(2);
    }
    let args = Args::parse();
    log(args.verbose);
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            complain!("call-console: the runtime cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(args)) {
        Ok(code) => code,
        Err(error) => {
            complain!("{}", explain(&error));
            if error.is::<ConfigError>() {
                ExitCode::from(2)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

async fn run(args: Args) -> anyhow::Result<ExitCode> {
    if let Command::Sandbox(options) = args.command {
        return sandbox::serve(options).await;
    }
    let config = Config::load(&args.settings).await?;
    match args.command {
        Command::Start(options) => start::run(&config, *options).await,
        Command::Status { id } => status::run(&config, &id).await,
        Command::List { live } => list::run(&config, live).await,
        Command::End { id } => end::run(&config, &id).await,
        Command::Sweep { yes } => sweep::run(&config, yes).await,
        Command::Recover => recover::run(&config).await,
        Command::Sandbox(_) => unreachable!("served above"),
    }
}

fn log(verbose: u8) {
    let level = match verbose {
        0 => "error",
        1 => "warn,call_guard=info",
        2 => "info,call_guard=debug",
        _ => "debug",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(out::colours(&io::stderr()))
        .with_writer(|| Log)
        .init();
}
