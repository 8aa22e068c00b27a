//! The command line.

use std::{path::PathBuf, time::Duration};

use clap::{ArgAction, Parser, Subcommand};
use ultravox_client::AgentId;

use crate::id::Id;

/// Start and end AI phone calls, and never pay for a forgotten one.
///
/// Every call is guarded: it ends when you press `e`, when the program stops for whatever reason, and at its limit. A call that a
/// killed run left behind is ended by the next `start` or by `recover`.
///
/// Without ULTRAVOX_API_KEY everything runs on a sandbox of its own: no account, no cost, no real telephone.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Say more: -v the guard's steps, -vv every request, -vvv everything. RUST_LOG overrides.
    #[arg(short, long, action = ArgAction::Count, global = true, help_heading = "Settings")]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  call-console start                                  a call on the sandbox; e ends it
  call-console start --to +15005550009                the same, dialled through Twilio
  call-console start --agent 5d9b…  --max-duration 10m
  call-console list --live
  call-console end 3c90c3cc-0d44-4b50-8888-8dd25736052a
  call-console sweep --yes                            end every live call of this program
  call-console recover                                end what a killed run left behind

Environment, also read from a file .env:
  ULTRAVOX_API_KEY       the key; without it the sandbox is used
  ULTRAVOX_API_URL       another address of the API
  TWILIO_ACCOUNT_SID     for --to: AC…
  TWILIO_AUTH_TOKEN      for --to: the account's token, or
  TWILIO_API_KEY         an API key SK… and
  TWILIO_API_SECRET      its secret
  TWILIO_PHONE_NUMBER    for --to: the number that calls, E.164
  TWILIO_API_URL         another address of the API

Exit codes: 0 done; 1 failed, or a call may still be running; 2 a setting is missing or malformed;
129, 130, 143 stopped by SIGHUP, SIGINT, SIGTERM, and the call is confirmed to be over.";

/// Settings of every command.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct Settings {
    /// Where journals are kept. Default: this user's folder for program state.
    #[arg(long, env = "CALL_CONSOLE_STATE", global = true, value_name = "FOLDER")]
    pub(crate) state_dir: Option<PathBuf>,
    /// The name every call is labelled with; list and sweep go by it.
    #[arg(
        long,
        env = "CALL_CONSOLE_OWNER",
        global = true,
        default_value = "call-console",
        value_name = "NAME"
    )]
    pub(crate) owner: String,
    /// What a minute costs at Ultravox in USD, for the meter; billed in steps of 6 s.
    #[arg(long, env = "CALL_CONSOLE_ULTRAVOX_RATE", global = true, default_value_t = 0.05, value_parser = rate, value_name = "USD")]
    pub(crate) ultravox_rate: f64,
    /// What a started minute costs at Twilio in USD, for the meter.
    #[arg(long, env = "CALL_CONSOLE_TWILIO_RATE", global = true, default_value_t = 0.014, value_parser = rate, value_name = "USD")]
    pub(crate) twilio_rate: f64,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Place a call, show it live, and end it.
    ///
    /// Keys: e ends the call, s shows its state, q ends it and quits. Ctrl-C, SIGTERM, SIGHUP, a closed terminal and a panic end it
    /// too; a second Ctrl-C does not wait for the confirmation.
    Start(Box<Start>),
    /// Show one call.
    Status {
        /// Ultravox call id or Twilio call SID.
        id: Id,
    },
    /// List this program's calls at Ultravox.
    List {
        /// Only those that are not over.
        #[arg(long)]
        live: bool,
    },
    /// End one call and wait until the provider confirms it.
    End {
        /// Ultravox call id or Twilio call SID.
        id: Id,
    },
    /// End every live call of this program.
    ///
    /// It goes by the label that this program writes into every Ultravox call. A phone leg ends with its Ultravox call.
    Sweep {
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// End what an earlier run, killed with -9, left behind.
    Recover,
    /// Run the sandbox in the foreground: both providers, simulated on loopback.
    Sandbox(SandboxOptions),
}

/// How to place a call.
#[derive(Debug, clap::Args)]
pub(crate) struct Start {
    /// The agent that talks.
    #[arg(long, value_name = "ID", conflicts_with_all = ["prompt", "model"])]
    pub(crate) agent: Option<AgentId>,
    /// What a talker without an agent is told.
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "You are a friendly assistant on the phone. Keep every answer short."
    )]
    pub(crate) prompt: String,
    /// The voice, by name or id.
    #[arg(long, value_name = "VOICE")]
    pub(crate) voice: Option<String>,
    /// The model. Default: the provider's.
    #[arg(long, value_name = "MODEL")]
    pub(crate) model: Option<String>,
    /// The number to dial through Twilio, E.164: +15005550009.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) to: Option<String>,
    /// The provider ends the call after this time, e.g. 240s, 10m.
    #[arg(long, value_name = "TIME", default_value = "240s", value_parser = limit)]
    pub(crate) max_duration: Duration,
    /// The provider gives the call up if nobody joins within this time.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = limit)]
    pub(crate) join_timeout: Duration,
    /// Record the call at Ultravox.
    #[arg(long)]
    pub(crate) record: bool,
    /// Panic after this time, to see that the call is ended.
    #[arg(long, value_name = "TIME", value_parser = duration, hide = true)]
    pub(crate) panic_after: Option<Duration>,
}

/// How to run the sandbox.
#[derive(Debug, clap::Args)]
pub(crate) struct SandboxOptions {
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// After this time a simulated person opens the join URL of a call.
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = duration)]
    pub(crate) web_join: Duration,
    /// Simulated seconds in a real one.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub(crate) speed: f64,
    /// Stop when no call was live and nothing was asked for this long. Default: never.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) idle_exit: Option<Duration>,
}

/// From a second to a day: what both providers take.
fn limit(text: &str) -> Result<Duration, String> {
    let time = duration(text)?;
    if (1..=24 * 60 * 60).contains(&time.as_secs()) {
        Ok(time)
    } else {
        Err("must be from 1s to 24h".into())
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text).map_err(|_| "write it like 90s, 5m or 1h".into())
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate >= 0.0 => Ok(rate),
        _ => Err("write it in USD per minute, like 0.05, here or in CALL_CONSOLE_ULTRAVOX_RATE and CALL_CONSOLE_TWILIO_RATE".into()),
    }
}
