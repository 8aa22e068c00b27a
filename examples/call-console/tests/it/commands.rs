//! Looking up and ending calls by hand.

use nix::sys::signal::Signal;
use sandbox::Provider;

use crate::support::{Console, TO, World, bare, key, run};

/// A world with a call through Twilio that lives.
fn with_phone() -> (World, Console) {
    let world = World::start();
    let console = world.joined_call(&["--to", TO]);
    console.sees("phone in-progress");
    (world, console)
}

#[test]
fn list_shows_calls_and_with_live_only_those_that_live() {
    let world = World::start();
    world
        .run(&["list"])
        .exits(0)
        .says("No call is labelled `call-console`.");
    let mut first = world.joined_call(&[]);
    let ended = world.only_live(Provider::Ultravox);
    first.write("e\n");
    first.done().exits(0);
    let mut second = world.joined_call(&[]);
    let live = world.only_live(Provider::Ultravox);

    let all = world
        .run(&["list"])
        .exits(0)
        .says("DURATION")
        .says(&live.id);
    let line = all
        .out
        .lines()
        .find(|line| line.contains(&ended.id))
        .unwrap();
    assert!(line.ends_with("over") && line.contains("$0.005"), "{line}");
    let done = world
        .run(&["list", "--live"])
        .exits(0)
        .says(&live.id)
        .says("in call");
    assert!(!done.out.contains(&ended.id));

    let others = world.run(&["list", "--live", "--owner", "other"]).exits(0);
    assert!(others.out.contains("No live call is labelled `other`."));
    second.write("e\n");
    second.done().exits(0);
}

#[test]
fn status_shows_a_call_of_either_provider() {
    let (world, mut console) = with_phone();
    let agent = world.only_live(Provider::Ultravox);
    let phone = world.only_live(Provider::Twilio);
    let shown = world.run(&["status", &agent.id]).exits(0);
    shown
        .says("in call")
        .says("joined")
        .says("owner       call-console");
    world
        .run(&["status", &phone.id])
        .exits(0)
        .says("in-progress");
    console.write("e\n");
    console.done().exits(0);
    let shown = world.run(&["status", &agent.id]).exits(0);
    shown
        .says("over")
        .says("end reason  ")
        .says("billed      6 s");
    world
        .run(&["status", &phone.id])
        .exits(0)
        .says("completed")
        .says("price       ");
}

#[test]
fn end_ends_an_ultravox_call_and_with_it_the_phone() {
    let (world, mut console) = with_phone();
    let agent = world.only_live(Provider::Ultravox);
    let done = world.run(&["end", &agent.id]).exits(0);
    assert!(done.receipt(&agent).contains("ended by the guard"));
    console.ends(0);
    assert_eq!(world.live(), []);
}

#[test]
fn end_ends_a_twilio_call_and_with_it_the_agent() {
    let (world, mut console) = with_phone();
    let phone = world.only_live(Provider::Twilio);
    let done = world.run(&["end", &phone.id]).exits(0);
    assert!(done.receipt(&phone).contains("ended by the guard"));
    console.ends(0);
    assert_eq!(world.live(), []);
    let again = world.run(&["end", &phone.id]).exits(0);
    assert!(again.receipt(&phone).contains("was over already"));
}

#[test]
fn an_end_that_is_interrupted_is_in_the_journal() {
    let world = World::unjoined();
    let console = world.call(&["--state-dir", "another"]);
    let call = world.only_live(Provider::Ultravox);
    let end = Console::spawn(&mut world.console(&["end", &call.id]));
    end.sees("nobody has joined");
    end.signal(Signal::SIGINT);
    end.done().exits(130);
    world.control().join(&call.id).unwrap();
    world.run(&["recover"]).exits(0).says(&call.id);
    assert_eq!(world.live(), []);
    console.done().exits(0);
}

#[test]
fn an_unknown_call_is_said_plainly() {
    let world = World::start();
    let ultravox = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
    let twilio = format!("CA{}", "0".repeat(32));
    for command in ["status", "end"] {
        for id in [ultravox, twilio.as_str()] {
            let done = world.run(&[command, id]).exits(1);
            assert_eq!(done.err.lines().count(), 1, "{}", done.err);
            done.complains("call-console: look").complains("ound");
        }
    }
}

#[test]
fn a_call_of_another_account_cannot_be_seen() {
    let world = World::start();
    let mut console = world.joined_call(&[]);
    let call = world.only_live(Provider::Ultravox);
    let mut other = world.console(&["end", &call.id]);
    other.env("ULTRAVOX_API_KEY", key("Another2"));
    run(other).exits(1);
    assert_eq!(world.live().len(), 1);
    console.write("e\n");
    console.done().exits(0);
}

#[test]
fn sweep_ends_every_call_that_carries_our_label_and_no_other() {
    let world = World::start();
    let mut ours = [world.joined_call(&[]), world.joined_call(&[])];
    let swept = world.live();
    let mut other = world.joined_call(&["--owner", "other"]);
    let done = world.run(&["sweep", "--yes"]).exits(0);
    for call in &swept {
        done.receipt(call);
    }
    let left = world.only_live(Provider::Ultravox);
    assert_eq!(left.owner(), Some("other"));
    for console in &mut ours {
        console.ends(0);
    }
    other.write("e\n");
    other.done().exits(0);
    world
        .run(&["sweep", "--yes"])
        .exits(0)
        .says("No live call is labelled");
}

#[test]
fn sweep_without_a_terminal_needs_yes() {
    let world = World::start();
    let mut console = world.joined_call(&[]);
    world.run(&["sweep"]).exits(2).complains("say --yes");
    assert_eq!(world.live().len(), 1);
    console.write("e\n");
    console.done().exits(0);
}

#[test]
fn help_names_every_command_variable_and_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let mut done = run(bare(folder.path(), &["--help"])).exits(0);
    for word in [
        "start",
        "status",
        "list",
        "end",
        "sweep",
        "recover",
        "sandbox",
        "ULTRAVOX_API_KEY",
        "ULTRAVOX_API_URL",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_API_KEY",
        "TWILIO_API_SECRET",
        "TWILIO_PHONE_NUMBER",
        "TWILIO_API_URL",
        "CALL_CONSOLE_STATE",
        "143",
    ] {
        done = done.says(word);
    }
}
