//! Every way to stop the program that can be caught.

use std::{
    thread,
    time::{Duration, Instant},
};

use nix::sys::signal::Signal;
use sandbox::{Config, FaultKind, FaultRule, Provider};

use crate::support::{Console, TO, World, eventually};

#[test]
fn ctrl_c_ends_the_call() {
    ends(Signal::SIGINT, 130);
}

#[test]
fn a_termination_ends_the_call() {
    ends(Signal::SIGTERM, 143);
}

#[test]
fn a_hang_up_ends_the_call() {
    ends(Signal::SIGHUP, 129);
}

fn ends(signal: Signal, code: i32) {
    let world = World::start();
    let console = world.joined_call(&["--to", TO]);
    console.sees("phone in-progress");
    let calls = world.live();
    assert_eq!(calls.len(), 2);
    console.signal(signal);
    let done = console.done().exits(code);
    assert_eq!(world.live(), []);
    for call in &calls {
        let receipt = done.receipt(call);
        assert!(receipt.contains("confirmed 2"), "{receipt}");
        assert!(receipt.contains("billed"), "{receipt}");
        assert!(!receipt.contains("not known"), "{receipt}");
    }
}

#[test]
fn a_panic_ends_the_call() {
    let world = World::start();
    let console = world.joined_call(&["--panic-after", "1500ms"]);
    let call = world.only_live(Provider::Ultravox);
    let done = console
        .done()
        .exits(1)
        .says("The console panicked; the call is being ended.")
        .complains("asked for by --panic-after");
    assert!(done.receipt(&call).contains("billed 6 s"));
    assert_eq!(world.live(), []);
}

#[test]
fn a_signal_before_the_call_is_known_ends_it_too() {
    let world = World::start();
    let late = FaultRule::new(FaultKind::DelayAfter { ms: 1500 }).operation("create");
    world.control().add_fault(late);
    let console = Console::spawn(&mut world.console(&["start"]));
    eventually("the call is created", || world.live().len() == 1);
    let call = world.only_live(Provider::Ultravox);
    console.signal(Signal::SIGINT);
    let done = console.done().exits(130);
    assert!(done.receipt(&call).contains("ended by the guard"));
    assert_eq!(world.live(), []);
}

#[test]
fn the_second_signal_leaves_a_provider_that_never_answers() {
    let world = World::start();
    let silent = FaultRule::new(FaultKind::Hang).operation("create");
    world.control().add_fault(silent);
    let console = Console::spawn(&mut world.console(&["start", "--join-timeout", "1s"]));
    let asked = || world.control().arrived(Provider::Ultravox, "create") > 0;
    eventually("the provider is asked", asked);
    console.signal(Signal::SIGINT);
    console.sees("looking for the call by its label");
    loses_patience();
    let began = Instant::now();
    console.signal(Signal::SIGINT);
    console
        .done()
        .exits(1)
        .says("May still be running: ultravox intent ");
    assert!(began.elapsed() < Duration::from_secs(1));
    world.control().clear_faults();
    world
        .run(&["recover"])
        .exits(0)
        .says("not found at the provider");
}

#[test]
fn a_provider_that_is_silent_does_not_keep_a_signal_waiting() {
    let world = World::start();
    let console = world.joined_call(&[]);
    let silent = FaultRule::new(FaultKind::Hang).operation("get").times(2);
    world.control().add_fault(silent);
    // The console looks every second, and its guard every two.
    eventually("both looks hang", || world.control().faults().is_empty());
    let began = Instant::now();
    console.signal(Signal::SIGTERM);
    console.done().exits(143).says("ended by the guard");
    assert!(began.elapsed() < Duration::from_secs(4));
    assert_eq!(world.live(), []);
}

#[test]
fn the_second_signal_leaves_a_call_that_nobody_joined() {
    let world = World::unjoined();
    let console = world.call(&[]);
    let call = world.only_live(Provider::Ultravox);
    console.signal(Signal::SIGINT);
    console.sees("nobody has joined");
    loses_patience();
    let began = Instant::now();
    console.signal(Signal::SIGINT);
    left_behind(&world, console, &call.id, began);
}

#[test]
fn a_signal_after_e_leaves_a_call_that_nobody_joined() {
    let world = World::unjoined();
    let mut console = world.call(&[]);
    let call = world.only_live(Provider::Ultravox);
    console.write("e\n");
    console.sees("nobody has joined");
    loses_patience();
    let began = Instant::now();
    console.signal(Signal::SIGINT);
    left_behind(&world, console, &call.id, began);
}

/// Signals that come together count as one.
fn loses_patience() {
    thread::sleep(Duration::from_millis(500));
}

/// The console is gone at once, says what it left, and the journal remembers it.
fn left_behind(world: &World, console: Console, call: &str, began: Instant) {
    console
        .done()
        .exits(1)
        .says(&format!("May still be running: ultravox {call}"))
        .says("`call-console recover` ends what is left.");
    assert!(began.elapsed() < Duration::from_secs(1));
    assert_eq!(world.live().len(), 1);
    world.control().join(call).unwrap();
    world.run(&["recover"]).exits(0).says(call);
    assert_eq!(world.live(), []);
}

#[test]
fn a_provider_that_stays_silent_keeps_nobody_for_long() {
    let world = World::start();
    let console = world.joined_call(&[]);
    let call = world.only_live(Provider::Ultravox);
    world.control().add_fault(FaultRule::new(FaultKind::Hang));
    let began = Instant::now();
    console.signal(Signal::SIGTERM);
    console
        .done()
        .exits(1)
        .says(&format!("May still be running: ultravox {}", call.id));
    assert!(began.elapsed() < Duration::from_secs(17));
    world.control().clear_faults();
    world.run(&["recover"]).exits(0).says(&call.id);
    assert_eq!(world.live(), []);
}

#[test]
fn a_signal_after_e_is_answered() {
    let mut config = Config::instant();
    config.ultravox.web_join = Some(Duration::from_millis(20));
    config.ultravox.hang_up_delay = Duration::from_secs(2);
    let world = World::with(config);
    let mut console = world.joined_call(&[]);
    console.write("e\n");
    console.sees("Ending the call.");
    console.signal(Signal::SIGINT);
    console.sees("the next Ctrl-C does not wait");
    console.done().exits(130).says("ended by the guard");
    assert_eq!(world.live(), []);
}

#[test]
fn signals_of_one_event_are_not_impatience() {
    let world = World::start();
    for signals in [
        [Signal::SIGHUP, Signal::SIGHUP, Signal::SIGHUP],
        [Signal::SIGTERM, Signal::SIGTERM, Signal::SIGHUP],
    ] {
        let console = world.joined_call(&[]);
        for signal in signals {
            console.signal(signal);
            thread::sleep(Duration::from_millis(20));
        }
        let done = console.done().says("ended by the guard");
        assert!(done.code == 129 || done.code == 143, "{done:?}");
        assert_eq!(world.live(), []);
    }
}

#[test]
fn a_call_that_is_joined_after_the_signal_is_ended() {
    let world = World::unjoined();
    let console = world.call(&[]);
    let call = world.only_live(Provider::Ultravox);
    console.signal(Signal::SIGTERM);
    console.sees("nobody has joined");
    world.control().join(&call.id).unwrap();
    let done = console.done().exits(143);
    assert!(done.receipt(&call).contains("ended by the guard"));
    assert_eq!(world.live(), []);
}

#[test]
fn one_signal_names_the_call_that_nobody_joined_within_fifteen_seconds() {
    let world = World::unjoined();
    let console = world.call(&[]);
    let call = world.only_live(Provider::Ultravox);
    let began = Instant::now();
    console.signal(Signal::SIGTERM);
    let done = console.done().exits(1);
    assert!(began.elapsed() < Duration::from_secs(15));
    assert!(
        done.out
            .contains(&format!("May still be running: ultravox {}", call.id))
    );
    assert_eq!(world.control().ledger().total_micros, 0);
}
