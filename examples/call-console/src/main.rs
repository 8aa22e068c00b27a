//! Start and end AI phone calls from the command line, and never pay for a forgotten one.

mod args;
mod config;
mod end;
mod keys;
mod line;
mod list;
mod money;
mod out;
mod provider;
mod recover;
mod sandbox;
mod start;
mod status;
mod sweep;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::{
    args::{Args, Command},
    config::{Config, ConfigError},
    out::say,
};

fn main() -> ExitCode {
    // A missing file is the usual case; a broken one is worth a word.
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        say!("call-console: the file .env cannot be read: {error}");
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
            say!("call-console: the runtime cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(args)) {
        Ok(code) => code,
        Err(error) if error.is::<ConfigError>() => {
            say!("call-console: {error}");
            ExitCode::from(2)
        }
        Err(error) => {
            say!("call-console: {error:#}");
            ExitCode::FAILURE
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
        .with_writer(std::io::stderr)
        .init();
}
