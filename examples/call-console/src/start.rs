//! `start`: place a call, show it, end it.

use std::{
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use call_guard::{Signal, Signals, ultravox::UltravoxCall};
use tokio::sync::Mutex;
use ultravox_client::calls::{CreateAgentCall, CreateCall, Medium, TelephonyMedium};

use crate::{
    args::Start,
    config::Config,
    explain::explain,
    legs::Phone,
    out::{complain, say},
    provider::Calls,
    receipts::{Receipts, finish},
    recover,
    session::{Ended, Session},
};

/// Signals so soon after the first are the same event.
const SAME_EVENT: Duration = Duration::from_millis(300);

pub(crate) async fn run(config: &Config, options: Start) -> anyhow::Result<ExitCode> {
    let request = request(&options);
    let phone = match &options.to {
        Some(to) => Some(Phone::new(config, &options, to)?),
        None => None,
    };
    let signals = Arc::new(Mutex::new(Signals::catch().context("catching signals")?));
    let calls = Calls::start(config)?;
    let receipts = Receipts::print(&calls);
    let session = Session::new(config, &calls, options, phone)?;
    // A task of its own: should it panic, its guards drop, and what follows here still happens.
    let session = tokio::spawn({
        let signals = Arc::clone(&signals);
        async move { session.run(request, &mut *signals.lock().await).await }
    });
    let leftovers = async {
        match calls.supervisor.recover().await {
            Ok(recovery) => recover::report(&recovery, false),
            Err(error) => complain!("What earlier runs left behind is not known: {error}"),
        }
        std::future::pending().await
    };
    let outcome = tokio::select! {
        outcome = session => outcome,
        () = leftovers => unreachable!("it waits for ever"),
    };
    let (code, patient) = match outcome {
        Ok(Ok(Ended::Done | Ended::Late)) => (ExitCode::SUCCESS, true),
        Ok(Ok(Ended::Signal(signal))) => (exit_code(signal), true),
        // Nothing but time ends what nobody has joined.
        Ok(Ok(Ended::Impatient(signal))) if receipts.only_unjoined() => {
            (exit_code(signal), signal == Signal::HangUp)
        }
        Ok(Ok(Ended::Impatient(signal))) => {
            say!("The call is being ended; the next Ctrl-C does not wait for the confirmation.");
            (exit_code(signal), true)
        }
        Ok(Err(error)) => {
            complain!("{}", explain(&error));
            (ExitCode::FAILURE, true)
        }
        Err(_panic) => {
            say!("The console panicked; the call is being ended.");
            (ExitCode::FAILURE, true)
        }
    };
    let impatience = async move {
        if patient {
            impatient(&mut *signals.lock().await).await;
        }
        say!("Not waiting any longer.");
    };
    finish(calls, receipts, impatience, code).await
}

/// Waits for a signal of somebody who has lost patience. One event sends several: a terminal that closes tells us itself and by its
/// shell, and whoever signals a group often signals its members, too.
async fn impatient(signals: &mut Signals) {
    let began = Instant::now();
    while signals.next().await == Signal::HangUp || began.elapsed() < SAME_EVENT {}
}

fn request(options: &Start) -> UltravoxCall {
    let medium = options
        .to
        .as_ref()
        .map(|_| Medium::Twilio(TelephonyMedium::default()));
    let Some(agent) = options.agent else {
        let mut call = CreateCall::new(&options.prompt);
        call.medium = medium;
        call.voice.clone_from(&options.voice);
        call.model.clone_from(&options.model);
        call.max_duration = Some(options.max_duration);
        call.join_timeout = Some(options.join_timeout);
        call.recording_enabled = Some(options.record);
        return call.into();
    };
    let mut call = CreateAgentCall::new();
    call.medium = medium;
    call.voice.clone_from(&options.voice);
    call.max_duration = Some(options.max_duration);
    call.join_timeout = Some(options.join_timeout);
    call.recording_enabled = Some(options.record);
    UltravoxCall::agent(agent, call)
}

/// 128 + the signal's number, as shells have it.
fn exit_code(signal: Signal) -> ExitCode {
    ExitCode::from(match signal {
        Signal::HangUp => 129,
        Signal::Terminate => 143,
        _ => 130,
    })
}
