//! What is written, and what happens when nobody reads it.

use std::{
    os::fd::AsFd,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use nix::sys::signal::Signal;
use sandbox::{FaultKind, FaultRule};

use crate::support::{Console, TO, TOKEN, World, eventually, run};

#[test]
fn a_closed_output_does_not_stop_the_ending() {
    let world = World::start();
    let (reader, writer) = std::io::pipe().unwrap();
    let mut command = world.console(&["start"]);
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    let mut console = Console::silent(&mut command);
    drop(command);
    eventually("the call is joined", || {
        world.live().iter().any(|call| call.billing)
    });
    drop(reader);
    // It writes into the void for a while.
    thread::sleep(Duration::from_millis(300));
    console.signal(Signal::SIGINT);
    console.ends(130);
    assert_eq!(world.live(), []);
}

#[test]
fn an_output_that_is_stuck_does_not_stop_the_ending() {
    let world = World::start();
    let (reader, writer) = std::io::pipe().unwrap();
    fill(&writer);
    let mut command = world.console(&["start"]);
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    let mut console = Console::silent(&mut command);
    drop(command);
    eventually("the call is joined", || {
        world.live().iter().any(|call| call.billing)
    });
    let began = Instant::now();
    console.signal(Signal::SIGTERM);
    console.ends(143);
    assert!(began.elapsed() < Duration::from_secs(8));
    assert_eq!(world.live(), []);
    drop(reader);
}

/// Fills a pipe whose other end nobody reads, up to the last byte.
fn fill(writer: &std::io::PipeWriter) {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use std::io::Write;

    let mut writer = writer.try_clone().unwrap();
    for size in [4096, 1] {
        loop {
            let mut ready = [PollFd::new(writer.as_fd(), PollFlags::POLLOUT)];
            if poll(&mut ready, PollTimeout::ZERO).unwrap() == 0 {
                break;
            }
            writer.write_all(&vec![b'.'; size]).unwrap();
        }
    }
}

#[test]
fn no_secret_is_written_however_much_is_said() {
    let world = World::start();
    let secret = world.key.split_once('.').unwrap().1.to_owned();
    for kind in [
        FaultKind::status(503),
        FaultKind::Truncate,
        FaultKind::ResetAfter,
    ] {
        for operation in ["create", "get", "list", "end"] {
            let fault = FaultRule::new(kind.clone()).operation(operation);
            world.control().add_fault(fault.skip(2).times(1));
        }
    }
    let mut console = world.joined_call(&["--to", TO, "-vvv"]);
    console.write("s\ne\n");
    let done = console.done().hides(&secret).hides(TOKEN);
    assert!(done.err.contains("DEBUG"), "{}", done.err);
    let join_url = world.url().replace("http", "ws");
    assert!(
        !done.err.contains(&join_url),
        "the join URL is in the log: {}",
        done.err
    );
    for args in [
        &["list", "-vvv"][..],
        &["sweep", "--yes", "-vvv"],
        &["recover", "-vvv"],
        &["status", "3c90c3cc-0d44-4b50-8888-8dd25736052a", "-vvv"],
    ] {
        let mut everything = world.console(args);
        everything.env("RUST_LOG", "trace");
        for command in [world.console(args), everything] {
            run(command).hides(&secret).hides(TOKEN);
        }
    }
}

#[test]
fn the_log_is_quiet_until_it_is_asked_for() {
    let world = World::start();
    let mut console = world.joined_call(&[]);
    console.write("e\n");
    let done = console.done().exits(0);
    assert_eq!(done.err, "");
    let mut console = world.joined_call(&["-v"]);
    console.write("e\n");
    let done = console.done().exits(0).complains("call over");
    assert!(!done.err.contains('\x1b'), "no colours in a file");
}

#[test]
fn a_footer_is_only_for_terminals() {
    let world = World::start();
    let mut command = world.console(&["start"]);
    command.stdin(Stdio::piped());
    let console = Console::spawn(&mut command);
    console.sees("Now: in call");
    thread::sleep(Duration::from_millis(1200));
    console.signal(Signal::SIGINT);
    let done = console.done().exits(130);
    assert!(
        !done.out.contains('●') && !done.out.contains('\r'),
        "{}",
        done.out
    );
}
