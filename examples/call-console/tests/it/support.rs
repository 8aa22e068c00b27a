//! A sandbox, the console as a child process, and a terminal for it.

use std::{
    fs,
    io::{Read, Write},
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use sandbox::{CallRow, Config, Control, Provider, Sandbox};
use tempfile::TempDir;

/// Nothing here takes so long.
pub(crate) const LONG: Duration = Duration::from_secs(60);
pub(crate) const TO: &str = "+15005550009";
pub(crate) const TOKEN: &str = "a-token-that-nobody-may-see";

/// Both providers, an account at each, and a folder for the console's state.
pub(crate) struct World {
    sandbox: Sandbox,
    pub(crate) folder: TempDir,
    pub(crate) key: String,
}

impl World {
    /// A person joins every call at once.
    pub(crate) fn start() -> Self {
        let mut config = Config::instant();
        config.ultravox.web_join = Some(Duration::from_millis(20));
        Self::with(config)
    }

    /// Nobody joins by himself.
    pub(crate) fn unjoined() -> Self {
        Self::with(Config::instant())
    }

    pub(crate) fn with(config: Config) -> Self {
        Self {
            sandbox: Sandbox::start_on_thread(config).unwrap(),
            folder: tempfile::tempdir().unwrap(),
            key: key("Console1"),
        }
    }

    pub(crate) fn url(&self) -> &str {
        self.sandbox.url()
    }

    pub(crate) fn control(&self) -> Control {
        self.sandbox.control()
    }

    pub(crate) fn live(&self) -> Vec<CallRow> {
        self.control().live()
    }

    /// Calls that were ever created.
    pub(crate) fn created(&self) -> u64 {
        let ledger = self.control().ledger();
        ledger.ultravox.calls + ledger.twilio.calls
    }

    pub(crate) fn only_live(&self, provider: Provider) -> CallRow {
        let mut live = self.live();
        live.retain(|call| call.provider == provider);
        assert_eq!(live.len(), 1, "{live:?}");
        live.remove(0)
    }

    /// The console with both accounts in its environment and nothing else.
    pub(crate) fn console(&self, args: &[&str]) -> Command {
        let mut command = bare(self.folder.path(), args);
        command
            .env("ULTRAVOX_API_KEY", &self.key)
            .env("ULTRAVOX_API_URL", self.url())
            .env("TWILIO_ACCOUNT_SID", account_sid())
            .env("TWILIO_AUTH_TOKEN", TOKEN)
            .env("TWILIO_PHONE_NUMBER", "+15005550006")
            .env("TWILIO_API_URL", self.url());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Done {
        run(self.console(args))
    }

    /// Starts a call, with pipes instead of a terminal, and waits until it is live.
    pub(crate) fn call(&self, args: &[&str]) -> Console {
        let mut command = self.console(&[&["start"], args].concat());
        let console = Console::spawn(command.stdin(Stdio::piped()));
        console.sees("Keys:");
        console
    }

    /// Starts a call and waits until somebody has joined it.
    pub(crate) fn joined_call(&self, args: &[&str]) -> Console {
        let console = self.call(args);
        console.sees("Now: in call");
        console
    }
}

/// A key of the shape that Ultravox documents.
pub(crate) fn key(prefix: &str) -> String {
    assert_eq!(prefix.len(), 8);
    format!("{prefix}.{}", "k".repeat(32))
}

pub(crate) fn account_sid() -> String {
    format!("AC{}", "5a".repeat(16))
}

/// The console with an empty environment, but for where its state is.
pub(crate) fn bare(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_call-console"));
    command
        .args(args)
        .env_clear()
        .env("CALL_CONSOLE_STATE", state(folder))
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

pub(crate) fn state(folder: &Path) -> PathBuf {
    folder.join("state")
}

/// The files of the journals that are there.
pub(crate) fn journals(folder: &Path) -> Vec<PathBuf> {
    let Ok(accounts) = fs::read_dir(state(folder).join("journal")) else {
        return Vec::new();
    };
    let files = accounts.flat_map(|account| fs::read_dir(account.unwrap().path()).unwrap());
    files.map(|file| file.unwrap().path()).collect()
}

pub(crate) fn run(mut command: Command) -> Done {
    Console::spawn(&mut command).done()
}

/// Starts a child. One at a time: a terminal is open to every child that starts before it is marked as ours, and such a child would
/// keep it from closing.
pub(crate) fn spawn(command: &mut Command) -> Child {
    let _one = START.lock().unwrap_or_else(PoisonError::into_inner);
    command.spawn().unwrap()
}

pub(crate) static START: Mutex<()> = Mutex::new(());

/// Waits for something that is about to happen.
pub(crate) fn eventually(what: &str, mut happened: impl FnMut() -> bool) {
    let until = Instant::now() + LONG;
    while !happened() {
        assert!(Instant::now() < until, "it did not happen: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A running console. Dropping it kills it.
pub(crate) struct Console {
    child: Child,
    pub(crate) out: Text,
    pub(crate) err: Text,
    readers: Vec<JoinHandle<()>>,
}

/// How a console ended.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// What is read in the background.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text(Arc<Mutex<Vec<u8>>>);

impl Text {
    pub(crate) fn push(&self, bytes: &[u8]) {
        self.0.lock().unwrap().extend_from_slice(bytes);
    }

    pub(crate) fn get(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Console {
    pub(crate) fn spawn(command: &mut Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = spawn(command);
        let (out, err) = (Text::default(), Text::default());
        let readers = vec![
            read(child.stdout.take().unwrap(), &out),
            read(child.stderr.take().unwrap(), &err),
        ];
        Self {
            child,
            out,
            err,
            readers,
        }
    }

    /// A child that writes where the command says.
    pub(crate) fn silent(command: &mut Command) -> Self {
        Self::attach(spawn(command), &Text::default())
    }

    /// A child whose output somebody else reads into `out`.
    pub(crate) fn attach(child: Child, out: &Text) -> Self {
        Self {
            child,
            out: out.clone(),
            err: Text::default(),
            readers: Vec::new(),
        }
    }

    /// Waits until it has written this to standard output.
    pub(crate) fn sees(&self, text: &str) {
        let until = Instant::now() + LONG;
        while !self.out.get().contains(text) {
            assert!(
                Instant::now() < until,
                "`{text}` is missing in:\n{}\nerrors:\n{}",
                self.out.get(),
                self.err.get()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn write(&mut self, text: &str) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(text.as_bytes()).unwrap();
        stdin.flush().unwrap();
    }

    pub(crate) fn close_input(&mut self) {
        drop(self.child.stdin.take());
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let id = Pid::from_raw(self.child.id().try_into().unwrap());
        kill(id, signal).unwrap();
    }

    /// Waits for the end, and tells the exit code; 128 + the number of the signal that killed it.
    fn wait(&mut self) -> i32 {
        let until = Instant::now() + LONG;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(
                Instant::now() < until,
                "it does not end:\n{}\nerrors:\n{}",
                self.out.get(),
                self.err.get()
            );
            thread::sleep(Duration::from_millis(5));
        };
        let signal = status.signal().map(|signal| 128 + signal);
        status.code().or(signal).unwrap()
    }

    /// Waits for the end, and checks the exit code.
    #[track_caller]
    pub(crate) fn ends(&mut self, code: i32) {
        let ended = self.wait();
        assert_eq!(ended, code, "{}", self.out.get());
    }

    /// Waits for the end, and gives everything that was written.
    pub(crate) fn done(mut self) -> Done {
        let code = self.wait();
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        Done {
            code,
            out: self.out.get(),
            err: self.err.get(),
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // A test that failed leaves no process behind; one that is over is not there.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Done {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\nerrors:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "`{text}` is missing in {self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn complains(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` is missing in {self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn hides(self, secret: &str) -> Self {
        assert!(!self.out.contains(secret), "a secret in {self:#?}");
        assert!(!self.err.contains(secret), "a secret in {self:#?}");
        self
    }

    /// The line of the receipt of a call.
    #[track_caller]
    pub(crate) fn receipt(&self, call: &CallRow) -> &str {
        let mut lines = self.out.lines();
        let line = lines.find(|line| line.starts_with("Receipt:") && line.contains(&call.id));
        line.unwrap_or_else(|| panic!("no receipt for {} in {self:#?}", call.id))
    }
}

fn read(mut stream: impl Read + Send + 'static, text: &Text) -> JoinHandle<()> {
    let text = text.clone();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(read) = stream.read(&mut bytes)
            && read > 0
        {
            text.push(&bytes[..read]);
        }
    })
}
