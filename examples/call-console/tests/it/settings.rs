//! Settings that are missing or malformed: one sentence, exit code 2, and nothing is created.

use std::fs;

use crate::support::{Done, TO, TOKEN, World, bare, key, run};

fn is_one_sentence(done: &Done) {
    assert_eq!(done.err.lines().count(), 1, "{}", done.err);
    assert!(done.err.starts_with("call-console: "), "{}", done.err);
}

#[test]
fn a_malformed_limit_is_refused() {
    let world = World::start();
    for (option, value) in [
        ("--max-duration", "abc"),
        ("--max-duration", "0s"),
        ("--max-duration", "500ms"),
        ("--max-duration", "25h"),
        ("--max-duration", "18446744073709551615s"),
        ("--max-duration", "-5s"),
        ("--join-timeout", "soon"),
    ] {
        let done = world.run(&["start", &format!("{option}={value}")]).exits(2);
        assert!(done.err.contains(option), "{}", done.err);
    }
    assert_eq!(world.created(), 0);
}

#[test]
fn a_wrong_number_is_refused_before_anything_is_created() {
    let world = World::start();
    for number in ["12", "0049123", "+1 500 555 0009", ""] {
        let done = world.run(&["start", "--to", number]).exits(2);
        is_one_sentence(&done);
        done.complains("--to cannot be used");
    }
    let mut command = world.console(&["start", "--to", TO]);
    command.env("TWILIO_PHONE_NUMBER", "12");
    run(command)
        .exits(2)
        .complains("TWILIO_PHONE_NUMBER cannot be used");
    assert_eq!(world.created(), 0);
}

#[test]
fn malformed_ids_are_refused() {
    let world = World::start();
    for args in [
        &["status", "abc"][..],
        &["status", "CA12"],
        &["end", "3c90c3cc"],
        &["end", ""],
        &["start", "--agent", "me"],
    ] {
        world.run(args).exits(2);
    }
    assert_eq!(world.created(), 0);
}

#[test]
fn contradictions_are_refused() {
    let world = World::start();
    let agent = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
    for args in [
        &["start", "--agent", agent, "--prompt", "You sell bread."][..],
        &["start", "--agent", agent, "--model", "m"],
        &["frobnicate"],
        &[],
        &["list", "--ultravox-rate", "much"],
        &["list", "--ultravox-rate", "-1"],
        &["list", "--ultravox-rate", "NaN"],
    ] {
        world.run(args).exits(2);
    }
    assert_eq!(world.created(), 0);
}

#[test]
fn a_malformed_key_names_its_variable_and_is_not_shown() {
    let world = World::start();
    for secret in ["my secret", "schl\u{fc}ssel", "line\nbreak"] {
        let mut command = world.console(&["list"]);
        command.env("ULTRAVOX_API_KEY", secret);
        let done = run(command).exits(2).hides(secret);
        is_one_sentence(&done);
        done.complains("ULTRAVOX_API_KEY cannot be used");

        let mut command = world.console(&["start", "--to", TO]);
        command.env("TWILIO_AUTH_TOKEN", secret);
        let done = run(command).exits(2).hides(secret);
        is_one_sentence(&done);
        done.complains("TWILIO_AUTH_TOKEN cannot be used");
    }
    assert_eq!(world.created(), 0);
}

#[test]
fn every_malformed_variable_is_named() {
    let world = World::start();
    let key_sid = format!("SK{}", "0".repeat(32));
    for (name, value) in [
        ("ULTRAVOX_API_URL", "not a url"),
        ("TWILIO_API_URL", "ftp://127.0.0.1"),
        ("TWILIO_ACCOUNT_SID", "AC12"),
        ("TWILIO_API_KEY", "SK12"),
    ] {
        let mut command = world.console(&["start", "--to", TO]);
        command.env(name, value).env("TWILIO_API_SECRET", "secret");
        let done = run(command).exits(2).hides(value);
        is_one_sentence(&done);
        done.complains(name);
    }
    let mut command = world.console(&["start", "--to", TO]);
    command.env("TWILIO_API_KEY", key_sid);
    run(command)
        .exits(2)
        .complains("TWILIO_API_SECRET is not set");
    for name in ["CALL_CONSOLE_ULTRAVOX_RATE", "CALL_CONSOLE_TWILIO_RATE"] {
        let mut command = world.console(&["list"]);
        command.env(name, "cheap");
        run(command).exits(2).complains(name);
    }
    assert_eq!(world.created(), 0);
}

#[test]
fn every_missing_variable_is_named() {
    let world = World::start();
    for (missing, args) in [
        ("TWILIO_ACCOUNT_SID", &["start", "--to", TO][..]),
        ("TWILIO_AUTH_TOKEN", &["start", "--to", TO]),
        ("TWILIO_PHONE_NUMBER", &["start", "--to", TO]),
        ("ULTRAVOX_API_KEY", &["start"]),
    ] {
        for empty in [false, true] {
            let mut command = world.console(args);
            if empty {
                command.env(missing, " ");
            } else {
                command.env_remove(missing);
            }
            let done = run(command).exits(2);
            is_one_sentence(&done);
            done.complains(&format!("{missing} is not set"));
        }
    }
    let phone = format!("CA{}", "0".repeat(32));
    for command in ["status", "end"] {
        let mut command = world.console(&[command, &phone]);
        command.env_remove("TWILIO_ACCOUNT_SID");
        run(command)
            .exits(2)
            .complains("TWILIO_ACCOUNT_SID is not set");
    }
    assert_eq!(world.created(), 0);
}

#[test]
fn twilio_is_needed_only_for_phone_calls() {
    let world = World::start();
    for missing in [&["TWILIO_ACCOUNT_SID"][..], &["TWILIO_PHONE_NUMBER"]] {
        let mut command = world.console(&["list"]);
        for name in missing {
            command.env_remove(name);
        }
        run(command).exits(0);
    }
}

#[test]
fn an_api_key_of_twilio_signs_in() {
    let world = World::start();
    let mut command = world.console(&["start", "--to", TO, "--max-duration", "2s"]);
    command
        .env_remove("TWILIO_AUTH_TOKEN")
        .env("TWILIO_API_KEY", format!("SK{}", "0".repeat(32)))
        .env("TWILIO_API_SECRET", TOKEN);
    run(command).exits(0).says("Receipt: twilio").hides(TOKEN);
    assert_eq!(world.live(), []);
}

#[test]
fn a_file_of_variables_is_read_and_the_environment_wins() {
    let world = World::start();
    let file = world.folder.path().join(".env");
    let text = format!(
        "ULTRAVOX_API_KEY={}\nULTRAVOX_API_URL={}\nCALL_CONSOLE_OWNER=file\n",
        key("FromFile"),
        world.url()
    );
    fs::write(&file, text).unwrap();
    run(bare(world.folder.path(), &["list"]))
        .exits(0)
        .says("No call is labelled `file`.");
    let mut command = bare(world.folder.path(), &["list"]);
    command.env("CALL_CONSOLE_OWNER", "environment");
    run(command).exits(0).says("labelled `environment`");
    let mut command = bare(world.folder.path(), &["list", "--owner", "flag"]);
    command.env("CALL_CONSOLE_OWNER", "environment");
    run(command).exits(0).says("labelled `flag`");
}

#[test]
fn a_broken_file_of_variables_is_not_shown() {
    let world = World::start();
    let secret = "hunter2 and more";
    let text = format!("ULTRAVOX_API_KEY={secret}\n");
    fs::write(world.folder.path().join(".env"), text).unwrap();
    let done = run(bare(world.folder.path(), &["list"]))
        .exits(2)
        .hides("hunter2");
    is_one_sentence(&done);
    done.complains(".env");
}

#[test]
fn a_state_folder_that_cannot_be_made_is_said() {
    let world = World::start();
    let file = world.folder.path().join("file");
    fs::write(&file, "").unwrap();
    let state = file.join("state");
    let done = world.run(&["start", "--state-dir", state.to_str().unwrap()]);
    assert!(done.code != 0 && done.err.contains("journal"), "{done:?}");
    assert_eq!(world.created(), 0);
    let done = run(bare(
        world.folder.path(),
        &["list", "--state-dir", state.to_str().unwrap()],
    ));
    done.exits(2).complains("CALL_CONSOLE_STATE");
}

#[test]
fn a_sid_is_not_shown_when_it_is_something_else() {
    let world = World::start();
    let mut command = world.console(&["list"]);
    // A token in the wrong variable.
    command.env("TWILIO_ACCOUNT_SID", TOKEN);
    run(command)
        .exits(2)
        .hides(TOKEN)
        .complains("TWILIO_ACCOUNT_SID");
}
