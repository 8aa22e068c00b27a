//! What calls that are over leave in memory, in a process where nothing else happens.

use std::{
    process::{ExitCode, Stdio},
    time::Duration,
};

use call_guard::Pace;
use libtest_mimic::Failed;

use crate::{
    scenarios::{require, wait},
    support::{Fake, quick, start_with, until},
    world::Role,
};

const ROUND: usize = 5_000;
const ROUNDS: usize = 12;
/// In these rounds allocators and channels fill.
const WARM: usize = 6;
/// An entry of the book with its lines in the journal is more than a kilobyte; the id of a call is remembered for some minutes.
const BYTES_PER_CALL: u64 = 600;

pub(crate) fn check() -> Result<(), Failed> {
    if !std::path::Path::new("/proc/self/status").exists() {
        println!("NOT RUN: memory_stays_bounded, as /proc is missing here");
        return Ok(());
    }
    let mut child = Role::Memory.command().stdin(Stdio::null()).spawn()?;
    require(
        wait(&mut child).success(),
        "calls that are over stay in memory",
    )
}

/// `main` of the child.
pub(crate) fn run() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(rounds())
}

async fn rounds() -> ExitCode {
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake {
        pace: Some(Pace {
            per_second: None,
            at_once: 64,
        }),
        ..Fake::default()
    };
    let (calls, line) = start_with(quick().journal(folder.path()), &fake);
    let mut after = Vec::new();
    for _ in 0..ROUNDS {
        let dials = (0..ROUND).map(|_| line.dial("+1"));
        let guards = futures_util::future::join_all(dials).await;
        drop(guards);
        until("all are ended", || fake.live() == 0).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        fake.world().calls.clear();
        after.push(resident());
    }
    calls.shutdown().await.unwrap();
    let grown = after[ROUNDS - 1].saturating_sub(after[WARM - 1]);
    let growth = grown / ((ROUNDS - WARM) * ROUND) as u64;
    println!(
        "{ROUND} calls a round; memory after each: {after:?}; {growth} bytes stay of a call that is over"
    );
    if growth < BYTES_PER_CALL {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Resident memory of this process in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}
