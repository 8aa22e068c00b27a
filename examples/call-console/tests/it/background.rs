//! Without a key: the sandbox in the background.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::{Console, TO, bare, run, state};

/// The sandbox that a console started. Dropping it stops it.
struct Background(String);

impl Background {
    /// The one whose address the state remembers.
    fn of(folder: &Path) -> Self {
        let url = fs::read_to_string(state(folder).join("sandbox.url")).unwrap();
        Self(url)
    }

    fn answers(&self) -> bool {
        self.ask("GET", "/control").is_some()
    }

    /// A request that needs no HTTP library.
    fn ask(&self, method: &str, path: &str) -> Option<String> {
        let address = self.0.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nhost: {address}\r\ncontent-length: 0\r\n\r\n"
        )
        .ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.ask("POST", "/control/shutdown");
        let until = Instant::now() + Duration::from_secs(10);
        while self.answers() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn start(folder: &Path, args: &[&str]) -> Console {
    let mut command: Command = bare(folder, &[&["start"], args].concat());
    Console::spawn(command.stdin(Stdio::piped()))
}

#[test]
fn two_consoles_share_one_sandbox_and_the_next_command_uses_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let consoles = [
        start(folder.path(), &[]),
        start(folder.path(), &["--to", TO]),
    ];
    consoles[0].sees("Now: in call");
    consoles[1].sees("phone in-progress");
    let background = Background::of(folder.path());
    let line = format!("this is the sandbox at {},", background.0);
    let listed = run(bare(folder.path(), &["list", "--live"]))
        .exits(0)
        .complains(&line);
    assert_eq!(listed.out.lines().count(), 3, "{}", listed.out);
    for mut console in consoles {
        console.write("e\n");
        console
            .done()
            .exits(0)
            .complains(&line)
            .says("Receipt: ultravox");
    }
    run(bare(folder.path(), &["list", "--live"]))
        .exits(0)
        .says("No live call");
}

#[test]
fn the_sandbox_outlives_a_console_that_is_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let console = start(folder.path(), &[]);
    console.sees("Now: in call");
    let background = Background::of(folder.path());
    console.signal(nix::sys::signal::Signal::SIGINT);
    console.done().exits(130).says("ended by the guard");
    assert!(background.answers());
}

#[test]
fn a_sandbox_that_is_gone_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    run(bare(folder.path(), &["list"])).exits(0);
    let first = Background::of(folder.path());
    let url = first.0.clone();
    drop(first);
    run(bare(folder.path(), &["list"])).exits(0);
    let second = Background::of(folder.path());
    assert!(second.answers());
    assert_ne!(second.0, url);
}

#[test]
fn the_sandbox_leaves_when_nothing_happens() {
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let done = run(bare(folder.path(), &["sandbox", "--idle-exit", "2s"])).exits(0);
    assert!(
        done.out.contains("simulated, at http://127.0.0.1:"),
        "{}",
        done.out
    );
    assert!(began.elapsed() >= Duration::from_secs(2));
}

#[test]
fn the_sandbox_in_the_foreground_stops_on_a_signal() {
    let folder = tempfile::tempdir().unwrap();
    let console = Console::spawn(&mut bare(folder.path(), &["sandbox", "--speed", "10"]));
    console.sees("simulated, at");
    console.signal(nix::sys::signal::Signal::SIGTERM);
    console.done().exits(0);
    for speed in ["0", "-1", "NaN"] {
        let speed = format!("--speed={speed}");
        run(bare(folder.path(), &["sandbox", &speed]))
            .exits(2)
            .complains("--speed");
    }
}

#[test]
fn a_real_account_half_given_does_not_become_a_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "ULTRAVOX_API_URL",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_API_KEY",
        "TWILIO_PHONE_NUMBER",
    ] {
        let mut command = bare(folder.path(), &["start"]);
        command.env(name, "x");
        run(command)
            .exits(2)
            .complains("ULTRAVOX_API_KEY is not set")
            .complains(name);
    }
    assert!(!state(folder.path()).join("sandbox.url").exists());
}
