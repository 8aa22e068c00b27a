//! The console in a real terminal.

use std::{
    fs::File,
    io::{Read, Write},
    os::fd::{AsFd, OwnedFd},
    process::Command,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use nix::{
    poll::{PollFd, PollFlags, PollTimeout, poll},
    pty::{Winsize, openpty},
    sys::{
        signal::Signal,
        termios::{LocalFlags, tcgetattr},
    },
};
use sandbox::Provider;

use crate::support::{Console, START, Text, World, eventually, spawn};

/// A terminal with the console in it.
struct Terminal {
    console: Console,
    screen: Text,
    closing: Arc<AtomicBool>,
    reader: JoinHandle<()>,
    keyboard: File,
}

impl Terminal {
    fn open(command: &Command) -> Self {
        Self::with_options(command, &["--ctty"])
    }

    /// Runs the command in a session of its own, whose terminal this is if `--ctty` is there.
    fn with_options(command: &Command, options: &[&str]) -> Self {
        let size = Winsize {
            ws_row: 24,
            ws_col: 60,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        let (keyboard, slave) = pair(&size);
        let mut session = Command::new("setsid");
        session
            .args(options)
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .envs(
                command
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .current_dir(command.get_current_dir().unwrap())
            .stdin(slave.try_clone().unwrap())
            .stdout(slave.try_clone().unwrap())
            .stderr(slave);
        let child = spawn(&mut session);
        // It holds the other end of the terminal.
        drop(session);
        let screen = Text::default();
        let closing = Arc::new(AtomicBool::new(false));
        let reader = watch(keyboard.try_clone().unwrap(), &screen, &closing);
        Self {
            console: Console::attach(child, &screen),
            screen,
            closing,
            reader,
            keyboard,
        }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Whether the terminal is as a shell wants it: it shows what is typed, and gives lines.
    fn is_restored(&self) -> bool {
        let modes = tcgetattr(self.keyboard.as_fd()).unwrap().local_flags;
        modes.contains(LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::ISIG)
    }

    /// Closes the window.
    fn close(self) -> (Console, Text) {
        self.closing.store(true, Ordering::Relaxed);
        self.reader.join().unwrap();
        drop(self.keyboard);
        (self.console, self.screen)
    }
}

/// Both ends of a terminal, which no child inherits by accident.
fn pair(size: &Winsize) -> (File, File) {
    let _one = START.lock().unwrap_or_else(PoisonError::into_inner);
    let pty = openpty(Some(size), None).unwrap();
    // A clone is closed in children, the original is not.
    let ours = |end: OwnedFd| File::from(end.try_clone().unwrap());
    (ours(pty.master), ours(pty.slave))
}

fn watch(mut master: File, screen: &Text, closing: &Arc<AtomicBool>) -> JoinHandle<()> {
    let (screen, closing) = (screen.clone(), Arc::clone(closing));
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while !closing.load(Ordering::Relaxed) {
            let mut ready = [PollFd::new(master.as_fd(), PollFlags::POLLIN)];
            if poll(&mut ready, PollTimeout::from(20_u8)).unwrap() == 0 {
                continue;
            }
            match master.read(&mut bytes) {
                Ok(read) if read > 0 => screen.push(&bytes[..read]),
                // Nobody is in the terminal any more.
                _ => return,
            }
        }
    })
}

fn joined_call(world: &World) -> Terminal {
    let terminal = Terminal::open(&world.console(&["start"]));
    terminal.console.sees("in call");
    terminal
}

#[test]
fn a_key_without_enter_ends_the_call_and_the_terminal_is_restored() {
    let world = World::start();
    let mut terminal = joined_call(&world);
    assert!(!terminal.is_restored(), "keys come at once");
    terminal.press("e");
    eventually("the terminal is restored", || terminal.is_restored());
    terminal.console.sees("Receipt:");
    terminal.console.ends(0);
    assert_eq!(world.live(), []);
}

#[test]
fn the_live_line_is_written_over_and_never_wider_than_the_terminal() {
    let world = World::start();
    let mut terminal = joined_call(&world);
    terminal
        .console
        .sees("in call · 0:02 of 4:00 · about $0.005");
    terminal.press("s");
    terminal.press("q");
    terminal.console.ends(0);
    let screen = terminal.screen.get();
    assert!(screen.contains("\r\x1b[2K"), "{screen:?}");
    for line in screen.split(['\n', '\r']).filter(|line| line.contains('●')) {
        let seen = strip(line).chars().count();
        assert!(seen < 60, "{seen} columns: {line:?}");
    }
    // Every line begins at the left.
    assert!(!screen.replace("\r\n", "").contains('\n'), "{screen:?}");
}

#[test]
fn ctrl_c_as_a_key_ends_the_call() {
    let world = World::start();
    let mut terminal = joined_call(&world);
    terminal.press("\x03");
    terminal.console.sees("Receipt:");
    terminal.console.ends(130);
    assert!(terminal.is_restored());
    assert_eq!(world.live(), []);
}

#[test]
fn arrow_keys_end_nothing() {
    let world = World::start();
    let mut terminal = joined_call(&world);
    terminal.press("\x1b[A");
    terminal.press("\x1bOq");
    thread::sleep(Duration::from_millis(300));
    assert_eq!(world.live().len(), 1);
    terminal.press("E");
    terminal.console.ends(0);
}

#[test]
fn a_closed_terminal_ends_the_call() {
    let world = World::start();
    let terminal = joined_call(&world);
    let call = world.only_live(Provider::Ultravox);
    let (mut console, _) = terminal.close();
    console.ends(129);
    assert_eq!(world.live(), []);
    let billed = world.control().call(&call.id).unwrap().billed_seconds;
    assert_eq!(billed, Some(6));
}

#[test]
fn a_closed_terminal_that_sends_no_signal_ends_the_call_too() {
    let world = World::start();
    let terminal = Terminal::with_options(&world.console(&["start"]), &[]);
    terminal.console.sees("in call");
    let (mut console, _) = terminal.close();
    console.ends(129);
    assert_eq!(world.live(), []);
}

#[test]
fn signals_and_panics_restore_the_terminal() {
    let world = World::start();
    let mut terminal = joined_call(&world);
    terminal.console.signal(Signal::SIGTERM);
    terminal.console.ends(143);
    assert!(terminal.is_restored());

    let mut terminal = Terminal::open(&world.console(&["start", "--panic-after", "1s"]));
    terminal.console.sees("asked for by --panic-after");
    terminal.console.ends(1);
    assert!(terminal.is_restored());
    assert_eq!(world.live(), []);
}

#[test]
fn a_call_in_the_background_is_not_stopped_by_its_terminal() {
    let world = World::start();
    let console = world.console(&["start"]);
    let program = console.get_program().to_str().unwrap();
    // A shell with job control puts it into a group of its own, which must not touch the terminal.
    let script = format!("set -m; {program} start & wait $!; echo code $?");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &script])
        .envs(
            console
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .current_dir(world.folder.path());
    let mut terminal = Terminal::open(&shell);
    terminal.console.sees("Running in the background");
    terminal.console.sees("in call");
    let call = world.only_live(Provider::Ultravox);
    world.control().hang_up(&call.id).unwrap();
    terminal.console.sees("code 0");
    terminal.console.ends(0);
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let world = World::start();
    for (no_color, coloured) in [("", true), ("1", false)] {
        let mut command = world.console(&["start"]);
        command.env("NO_COLOR", no_color);
        let mut terminal = Terminal::open(&command);
        terminal.console.sees("in call");
        terminal.press("e");
        terminal.console.ends(0);
        let screen = terminal.screen.get();
        assert_eq!(screen.contains("\x1b[32m"), coloured, "{screen:?}");
    }
    let mut console = world.joined_call(&[]);
    console.write("e\n");
    let done = console.done().exits(0);
    assert!(!done.out.contains('\x1b'), "{:?}", done.out);
}

#[test]
fn sweep_asks_in_a_terminal() {
    let world = World::start();
    let mut call = world.joined_call(&[]);
    for (answer, ended) in [("n\n", false), ("\n", false), ("y\n", true)] {
        let mut terminal = Terminal::open(&world.console(&["sweep"]));
        terminal.console.sees("End 1 live call? [y/N]");
        terminal.press(answer);
        terminal.console.ends(0);
        assert_eq!(world.live().is_empty(), ended, "{answer:?}");
    }
    // The console whose call was swept sees it, and goes.
    call.ends(0);
}

/// What is seen of a line.
fn strip(line: &str) -> String {
    let mut colour = false;
    let seen = |letter: &char| {
        let shown = !colour && *letter != '\x1b';
        colour = *letter == '\x1b' || colour && !letter.is_ascii_alphabetic();
        shown
    };
    line.chars().filter(seen).collect()
}
