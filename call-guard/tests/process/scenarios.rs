//! One way to end a program at a time.

use std::{
    io::{BufRead, BufReader},
    process::{Child, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Failed;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{
    child::{Flavor, Leg},
    world::World,
};

/// No child may take longer: a drain is over in ten seconds.
const PATIENCE: Duration = Duration::from_secs(40);

/// What a child does, and what it leaves.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    signal: Option<Signal>,
    leaves: Leaves,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Leaves {
    /// No live call when the process is gone.
    Nothing,
    /// One live call, named by the journal.
    OneCall,
}

const fn nothing(name: &'static str) -> Scenario {
    Scenario {
        name,
        signal: None,
        leaves: Leaves::Nothing,
    }
}

const fn signalled(name: &'static str, signal: Signal) -> Scenario {
    Scenario {
        name,
        signal: Some(signal),
        leaves: Leaves::Nothing,
    }
}

const fn one_call(name: &'static str) -> Scenario {
    Scenario {
        name,
        signal: None,
        leaves: Leaves::OneCall,
    }
}

pub(crate) const SCENARIOS: &[Scenario] = &[
    nothing("end"),
    nothing("return_from_main"),
    nothing("question_mark_out_of_main"),
    nothing("panic_in_main"),
    nothing("panic_in_a_task"),
    nothing("abort_of_a_task"),
    nothing("dropped_runtime"),
    nothing("blocked_runtime"),
    nothing("guard_in_a_static"),
    nothing("forgotten_guard"),
    nothing("cancelled_dial"),
    signalled("sigterm", Signal::SIGTERM),
    signalled("sigint", Signal::SIGINT),
    signalled("sighup", Signal::SIGHUP),
    one_call("exit"),
    one_call("abort"),
    Scenario {
        name: "wait_to_be_killed",
        signal: Some(Signal::SIGKILL),
        leaves: Leaves::OneCall,
    },
];

pub(crate) fn check(
    world: &World,
    scenario: &Scenario,
    flavor: Flavor,
    leg: Leg,
) -> Result<(), Failed> {
    let journal = tempfile::tempdir()?;
    let ticket = world.ticket();
    let mut child = world
        .child(scenario.name, flavor, leg, &ticket, journal.path())
        .spawn()?;
    if let Some(signal) = scenario.signal {
        await_word(&mut child, "armed");
        send(&child, signal);
    }
    let status = wait(&mut child);
    let made = world.calls(&ticket, false);
    let live = world.calls(&ticket, true);
    let recovery = world.recover(&ticket, journal.path());
    let named = recovery
        .receipts
        .iter()
        .filter_map(|receipt| receipt.call.clone())
        .collect();
    let after = world.calls(&ticket, true);
    println!(
        "{status}: {} made, {} live after it, {} named by the journal, {} live after recovery",
        made.len(),
        live.len(),
        recovery.receipts.len(),
        after.len()
    );
    require(made.len() == 1, "one call was to be made")?;
    require(after.is_empty(), "recovery left a call running")?;
    require(recovery.unended.is_empty(), "recovery gave up")?;
    match scenario.leaves {
        Leaves::Nothing => require(live.is_empty(), "the program left a call running"),
        Leaves::OneCall => {
            require(live.len() == 1, "the call was to survive the program")?;
            require(
                live == named,
                "the journal was to name exactly the live call",
            )
        }
    }
}

pub(crate) fn require(holds: bool, what: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what.into()) }
}

/// Reads what the child says until it says `word`.
pub(crate) fn await_word(child: &mut Child, word: &str) {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines.any(|line| line.unwrap() == word),
        "the child never said `{word}`"
    );
}

pub(crate) fn send(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap());
    kill(pid, signal).unwrap();
}

pub(crate) fn wait(child: &mut Child) -> ExitStatus {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    panic!("the child did not come to its end");
}
