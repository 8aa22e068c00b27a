//! What a killed console leaves behind.

use nix::sys::signal::Signal;
use sandbox::{CallRow, Provider};

use crate::support::{TO, World, journals, key, state};

/// Kills a console with -9 in mid-call.
fn killed(world: &World, args: &[&str]) -> Vec<CallRow> {
    let console = world.joined_call(args);
    if args.contains(&"--to") {
        console.sees("phone in-progress");
    }
    let calls = world.live();
    console.signal(Signal::SIGKILL);
    console.done().exits(137);
    assert_eq!(world.live().len(), calls.len(), "nothing could end them");
    calls
}

#[test]
fn recover_ends_what_a_killed_run_left_and_then_finds_nothing() {
    let world = World::start();
    let calls = killed(&world, &["--to", TO]);
    assert_eq!(calls.len(), 2);
    let done = world.run(&["recover"]).exits(0);
    assert!(
        done.out
            .contains("Earlier runs left 2 calls behind; they are over now.")
    );
    assert_eq!(world.live(), []);
    for call in &calls {
        assert!(done.receipt(call).contains("confirmed 2"));
        assert!(done.receipt(call).contains("billed"));
    }
    world
        .run(&["recover"])
        .exits(0)
        .says("Nothing was left behind.");
    assert_eq!(journals(world.folder.path()).len(), 0);
}

#[test]
fn the_next_start_recovers_beside_its_own_call() {
    let world = World::start();
    let left = killed(&world, &[]).remove(0);
    let mut console = world.joined_call(&[]);
    console.sees("An earlier run left 1 call behind; it is over now.");
    let own = world.only_live(Provider::Ultravox);
    assert_ne!(own.id, left.id);
    console.write("e\n");
    let done = console.done().exits(0);
    done.receipt(&left);
    done.receipt(&own);
    assert_eq!(world.live(), []);
}

#[test]
fn a_console_that_lives_is_left_alone() {
    let world = World::start();
    let mut console = world.joined_call(&[]);
    world
        .run(&["recover"])
        .exits(0)
        .says("Nothing was left behind.");
    assert_eq!(world.live().len(), 1);
    console.write("e\n");
    console.done().exits(0);
}

#[test]
fn another_account_does_not_take_our_calls_for_lost() {
    let world = World::start();
    let left = killed(&world, &[]).remove(0);
    let mut other = world.console(&["recover"]);
    other.env("ULTRAVOX_API_KEY", key("Another1"));
    crate::support::run(other)
        .exits(0)
        .says("Nothing was left behind.");
    assert_eq!(world.live().len(), 1);
    let done = world.run(&["recover"]).exits(0);
    done.receipt(&left);
    assert_eq!(world.live(), []);
}

#[test]
fn a_damaged_journal_is_said_and_does_not_stop_the_rest() {
    let world = World::start();
    let left = killed(&world, &[]).remove(0);
    let journal = journals(world.folder.path()).remove(0);
    let mut text = std::fs::read_to_string(&journal).unwrap();
    text.push_str("not a record\n");
    std::fs::write(&journal, text).unwrap();
    let done = world.run(&["recover"]).exits(0);
    done.receipt(&left);
    assert!(done.out.contains("damaged line"), "{}", done.out);
}

#[test]
fn the_journal_does_not_hold_the_key() {
    let world = World::start();
    killed(&world, &[]);
    let secret = world.key.split_once('.').unwrap().1;
    for journal in journals(world.folder.path()) {
        assert!(!journal.to_string_lossy().contains(secret));
        assert!(!std::fs::read_to_string(&journal).unwrap().contains(secret));
    }
    assert!(state(world.folder.path()).is_dir());
    world.run(&["recover"]).exits(0);
}

#[test]
fn a_journal_that_cannot_be_read_is_named_and_not_taken_for_nothing() {
    let world = World::start();
    killed(&world, &[]);
    let journal = journals(world.folder.path()).remove(0);
    std::fs::create_dir(journal.with_file_name("strange.journal")).unwrap();
    let done = world.run(&["recover"]).exits(1);
    assert!(
        done.out
            .contains("An earlier run left 1 call behind; it is over now.")
    );
    assert!(done.out.contains("strange.journal"), "{}", done.out);
    assert_eq!(world.live(), []);
    let done = world.run(&["recover"]).exits(1);
    assert!(
        !done.out.contains("Nothing was left behind"),
        "{}",
        done.out
    );
}
