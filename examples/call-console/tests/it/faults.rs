//! Providers that refuse, fail, or lose their answers.

use std::time::Duration;

use sandbox::{Config, FaultKind, FaultRule, Provider, Secret};

use crate::support::{TO, TOKEN, World, account_sid, key};

#[test]
fn a_refused_key_is_one_clear_sentence() {
    let mut config = Config::instant();
    config.ultravox.api_keys = Some(vec![Secret::new(key("TheRight"))]);
    let world = World::with(config);
    for args in [&["start"][..], &["list"], &["sweep", "--yes"]] {
        let done = world.run(args).exits(1).hides(&world.key);
        assert_eq!(done.err.lines().count(), 1, "{}", done.err);
        done.complains("ULTRAVOX_API_KEY").complains("403");
    }
    assert_eq!(world.created(), 0);
}

#[test]
fn a_refused_token_of_twilio_is_one_clear_sentence() {
    let mut config = Config::instant();
    config.twilio.accounts = vec![sandbox::TwilioAccount {
        sid: account_sid(),
        auth_token: Secret::new("another token"),
        api_keys: Default::default(),
    }];
    let world = World::with(config);
    let done = world.run(&["status", &format!("CA{}", "0".repeat(32))]);
    let done = done.exits(1).hides(TOKEN);
    assert_eq!(done.err.lines().count(), 1, "{}", done.err);
    done.complains("TWILIO_AUTH_TOKEN").complains("401");
}

#[test]
fn an_error_of_the_provider_ends_the_start_without_a_call() {
    for status in [500, 503] {
        let world = World::start();
        let fault = FaultRule::new(FaultKind::status(status)).operation("create");
        world.control().add_fault(fault);
        let done = world.run(&["start", "--join-timeout", "1s"]).exits(1);
        // Such an answer does not say whether there is a call.
        assert!(done.out.contains(&status.to_string()), "{done:?}");
        done.says("looking for the call by its label")
            .complains("placing the call at Ultravox");
        assert_eq!(world.created(), 0);
    }
}

#[test]
fn a_limit_of_the_provider_is_waited_for() {
    let world = World::start();
    let fault = FaultRule::new(FaultKind::status(429)).operation("create");
    world.control().add_fault(fault.times(1));
    let mut console = world.joined_call(&[]);
    console.write("e\n");
    console.done().exits(0);
    assert_eq!((world.live().len(), world.created()), (0, 1));
}

#[test]
fn an_outage_in_mid_call_changes_nothing() {
    for status in [500, 429] {
        let world = World::start();
        let mut console = world.joined_call(&[]);
        let outage = FaultRule::new(FaultKind::status(status));
        world.control().add_fault(outage.times(6));
        console.sees("trying again");
        console.write("e\n");
        console.done().exits(0).says("ended by the guard");
        assert_eq!(world.live(), []);
    }
}

#[test]
fn a_call_whose_answer_is_lost_is_found_shown_and_ended() {
    for kind in [
        FaultKind::ResetAfter,
        FaultKind::Truncate,
        FaultKind::AnswerLost,
    ] {
        let world = World::start();
        let lost = FaultRule::new(kind).operation("create").times(1);
        world.control().add_fault(lost);
        let mut console = world.joined_call(&[]);
        let call = world.only_live(Provider::Ultravox);
        console.sees("looking for the call by its label");
        console.sees(&call.id);
        console.write("e\n");
        let done = console.done().exits(0);
        assert!(done.receipt(&call).contains("ended by the guard"));
        assert_eq!((world.live().len(), world.created()), (0, 1));
    }
}

#[test]
fn a_phone_call_whose_answer_is_lost_is_found_too() {
    let world = World::start();
    let lost = FaultRule::new(FaultKind::ResetAfter)
        .provider(Provider::Twilio)
        .operation("create")
        .times(1);
    world.control().add_fault(lost);
    let mut console = world.joined_call(&["--to", TO]);
    let phone = world.only_live(Provider::Twilio);
    console.sees(&phone.id);
    console.write("e\n");
    let done = console.done().exits(0);
    done.receipt(&phone);
    assert_eq!((world.live().len(), world.created()), (0, 2));
}

#[test]
fn a_phone_call_that_is_refused_leaves_no_agent_behind() {
    let world = World::start();
    let refused = FaultRule::new(FaultKind::status(400))
        .provider(Provider::Twilio)
        .operation("create");
    world.control().add_fault(refused);
    let done = world
        .run(&["start", "--to", TO, "--join-timeout", "2s"])
        .exits(1);
    assert!(done.err.contains("dialling through Twilio"), "{}", done.err);
    assert!(done.out.contains("expired, nobody joined"), "{}", done.out);
    assert_eq!(world.live(), []);
    assert_eq!(world.control().ledger().total_micros, 0);
}

#[test]
fn a_number_that_is_busy_ends_the_program() {
    let world = World::start();
    let busy = sandbox::Callee::busy(Duration::from_millis(100));
    world.control().set_number(TO, busy);
    let done = world
        .run(&["start", "--to", TO, "--join-timeout", "3s"])
        .exits(0);
    assert!(done.out.contains("phone busy"), "{}", done.out);
    assert_eq!(world.live(), []);
    assert_eq!(world.control().ledger().total_micros, 0);
}

#[test]
fn a_provider_that_is_gone_does_not_keep_the_program() {
    let world = World::start();
    let console = world.joined_call(&["--max-duration", "2s", "--join-timeout", "1s"]);
    let call = world.only_live(Provider::Ultravox);
    world.control().add_fault(FaultRule::new(FaultKind::Refuse));
    let done = console.done().exits(1);
    assert!(done.out.contains("must be over by its limits"), "{done:?}");
    done.says(&format!("May still be running: ultravox {}", call.id));
    world.control().clear_faults();
    let done = world.run(&["recover"]).exits(0);
    let receipt = done.receipt(&call);
    assert!(
        receipt.contains("ended by the provider-side limit"),
        "{receipt}"
    );
}

#[test]
fn a_provider_that_is_not_there_is_named() {
    let world = World::start();
    let mut command = world.console(&["list"]);
    command.env("ULTRAVOX_API_URL", "http://127.0.0.1:1");
    let done = crate::support::run(command).exits(1);
    done.complains("listing calls at Ultravox")
        .complains("refused");
}
