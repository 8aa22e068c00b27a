//! `start`, from the call to its receipt.

use sandbox::Provider;

use crate::support::{TO, World};

#[test]
fn e_ends_the_call_and_the_receipt_is_printed() {
    let world = World::start();
    let mut console = world.joined_call(&[]);
    let call = world.only_live(Provider::Ultravox);
    console.write("e\n");
    let done = console.done().exits(0).says(&call.id).says("ws://");
    let receipt = done.receipt(&call);
    assert!(receipt.contains("ended by the guard"), "{receipt}");
    assert!(receipt.contains("confirmed 2"), "{receipt}");
    let billed = world.control().call(&call.id).unwrap().billed_seconds;
    assert!(billed > Some(0));
    assert!(
        receipt.ends_with(&format!("billed {} s.", billed.unwrap())),
        "{receipt}"
    );
    assert_eq!(world.live(), []);
}

#[test]
fn q_ends_the_call_and_quits() {
    let world = World::start();
    let mut console = world.joined_call(&[]);
    console.write("q\n");
    console.done().exits(0).says("Receipt: ultravox");
    assert_eq!(world.live(), []);
}

#[test]
fn s_shows_state_duration_and_cost() {
    let world = World::start();
    let mut console = world.joined_call(&["--max-duration", "10m"]);
    console.write("s\n");
    console.sees("in call · 0:0");
    console.sees(" of 10:00 · about $0.005 so far");
    assert_eq!(world.live().len(), 1, "looking ends nothing");
    console.write("e\n");
    console.done().exits(0);
}

#[test]
fn other_input_and_its_end_change_nothing() {
    let world = World::start();
    let mut console = world.joined_call(&["--max-duration", "4s"]);
    console.write("please\n\n");
    console.close_input();
    let done = console.done().exits(0);
    assert!(done.out.contains("ended by the provider-side limit"));
}

#[test]
fn the_limit_and_the_label_are_always_sent() {
    let world = World::start();
    let mut console = world.joined_call(&["--owner", "somebody"]);
    let call = world.only_live(Provider::Ultravox);
    assert_eq!(call.owner(), Some("somebody"));
    assert!(call.label().is_some());
    console.write("e\n");
    console
        .done()
        .exits(0)
        .says("it ends after 4:00 at the latest");
}

#[test]
fn the_other_side_hanging_up_ends_the_program() {
    let world = World::start();
    let console = world.joined_call(&[]);
    let call = world.only_live(Provider::Ultravox);
    world.control().hang_up(&call.id).unwrap();
    let done = console.done().exits(0);
    assert!(done.receipt(&call).contains("ended by the other side"));
    assert!(done.receipt(&call).contains("billed 6 s"));
}

#[test]
fn nobody_joining_costs_nothing_and_ends_the_program() {
    let world = World::unjoined();
    let console = world.call(&["--join-timeout", "1s"]);
    let call = world.only_live(Provider::Ultravox);
    let done = console.done().exits(0);
    assert!(done.receipt(&call).contains("expired, nobody joined"));
    assert_eq!(world.control().ledger().total_micros, 0);
}

#[test]
fn to_dials_and_both_legs_end() {
    let world = World::start();
    let mut console = world.joined_call(&["--to", TO]);
    console.sees("phone in-progress");
    let agent = world.only_live(Provider::Ultravox);
    let phone = world.only_live(Provider::Twilio);
    assert_eq!(phone.to.as_deref(), Some(TO));
    console.write("e\n");
    let done = console.done().exits(0).says(&agent.id).says(&phone.id);
    done.receipt(&agent);
    assert!(done.receipt(&phone).contains("confirmed 2"));
    assert_eq!(world.live(), []);
}

#[test]
fn the_callee_hanging_up_ends_both_legs() {
    let world = World::start();
    let console = world.joined_call(&["--to", TO]);
    let agent = world.only_live(Provider::Ultravox);
    let phone = world.only_live(Provider::Twilio);
    world.control().hang_up(&phone.id).unwrap();
    let done = console.done().exits(0);
    done.receipt(&agent);
    done.receipt(&phone);
    assert_eq!(world.live(), []);
}

#[test]
fn an_agent_may_place_the_call() {
    let world = World::start();
    let done = world.run(&["start", "--agent", "3c90c3cc-0d44-4b50-8888-8dd25736052a"]);
    // The sandbox has no such agent, and says so.
    done.exits(1).complains("placing the call at Ultravox");
    assert_eq!(world.created(), 0);
}
