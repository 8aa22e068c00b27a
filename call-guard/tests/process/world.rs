//! The sandbox in a process of its own, and what can be asked of it.

use std::{
    collections::BTreeSet,
    env,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use call_guard::{
    Dialer, Recovery, Supervisor, twilio::TwilioProvider, ultravox::UltravoxProvider,
};
use sandbox::{Config, FaultKind, FaultRule, Sandbox};
use serde_json::Value;
use twilio_voice::Credential;

use crate::child::{Flavor, Leg};

const ROLE: &str = "CALL_GUARD_ROLE";

/// Which part this process plays.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Sandbox,
    Child,
    Memory,
}

impl Role {
    pub(crate) fn ours() -> Option<Self> {
        match env::var(ROLE).ok()?.as_str() {
            "sandbox" => Some(Self::Sandbox),
            "child" => Some(Self::Child),
            "memory" => Some(Self::Memory),
            other => panic!("no such role: {other}"),
        }
    }

    pub(crate) fn command(self) -> Command {
        let mut command = Command::new(env::current_exe().unwrap());
        let word = match self {
            Self::Sandbox => "sandbox",
            Self::Child => "child",
            Self::Memory => "memory",
        };
        command.env(ROLE, word);
        command
    }
}

/// Runs both providers until the tests close our input.
pub(crate) fn serve() -> ExitCode {
    let mut config = Config::instant();
    config.ultravox.web_join = Some(Duration::from_millis(10));
    let sandbox = Sandbox::start_on_thread(config).unwrap();
    // An answer takes a while, so that children die before, in and after it.
    let slow = FaultRule::new(FaultKind::DelayAfter { ms: 15 }).operation("create");
    sandbox.control().add_fault(slow);
    println!("{}", sandbox.url());
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
    ExitCode::SUCCESS
}

/// The sandbox, as the tests see it.
#[derive(Clone)]
pub(crate) struct World {
    url: Arc<str>,
    process: Arc<Mutex<Child>>,
    next: Arc<AtomicU32>,
}

/// What one child is told, so that its calls are its own.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    pub(crate) owner: String,
    pub(crate) to: String,
}

impl World {
    pub(crate) fn start() -> Self {
        let mut process = Role::Sandbox
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut url)
            .unwrap();
        assert!(
            url.starts_with("http://127.0.0.1:"),
            "the sandbox did not start: {url}"
        );
        Self {
            url: url.trim().into(),
            process: Arc::new(Mutex::new(process)),
            next: Arc::default(),
        }
    }

    pub(crate) fn stop(&self) {
        let mut process = self.process.lock().unwrap();
        drop(process.stdin.take());
        process.wait().unwrap();
    }

    pub(crate) fn ticket(&self) -> Ticket {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Ticket {
            owner: format!("child-{number}"),
            to: format!("+1555{number:07}"),
        }
    }

    /// A child that plays `scenario`.
    pub(crate) fn child(
        &self,
        scenario: &str,
        flavor: Flavor,
        leg: Leg,
        ticket: &Ticket,
        journal: &Path,
    ) -> Command {
        let mut command = Role::Child.command();
        command
            .env("CHILD_SCENARIO", scenario)
            .env("CHILD_FLAVOR", flavor.word())
            .env("CHILD_LEG", leg.word())
            .env("CHILD_OWNER", &ticket.owner)
            .env("CHILD_TO", &ticket.to)
            .env("CHILD_JOURNAL", journal)
            .env("CHILD_URL", &*self.url)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }

    /// The calls of a child that the sandbox has, or has live.
    pub(crate) fn calls(&self, ticket: &Ticket, live: bool) -> BTreeSet<String> {
        let query = if live { "?live=true" } else { "" };
        let rows = self.ask(&format!("/control/calls{query}"));
        let ours = rows.as_array().unwrap().iter().filter(|row| {
            row["to"] == ticket.to.as_str()
                || row["metadata"]["call-guard.owner"] == ticket.owner.as_str()
        });
        ours.map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// A request that needs no HTTP library: one per connection.
    fn ask(&self, path: &str) -> Value {
        let address = self.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nhost: {address}\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let body = answer
            .windows(4)
            .position(|bytes| bytes == b"\r\n\r\n")
            .unwrap()
            + 4;
        serde_json::from_slice(&answer[body..]).unwrap()
    }

    /// What the next start of the program does.
    pub(crate) fn recover(&self, ticket: &Ticket, journal: &Path) -> Recovery {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let calls = supervisor(&self.url, &ticket.owner, journal);
        let recovery = runtime.block_on(calls.supervisor.recover()).unwrap();
        runtime.block_on(calls.supervisor.shutdown()).unwrap();
        recovery
    }
}

/// A supervisor and both providers, the same in children and in recoveries.
pub(crate) struct Calls {
    pub(crate) ultravox: Dialer<UltravoxProvider>,
    pub(crate) twilio: Dialer<TwilioProvider>,
    pub(crate) supervisor: Supervisor,
}

pub(crate) fn supervisor(url: &str, owner: &str, journal: &Path) -> Calls {
    let supervisor = Supervisor::builder()
        .journal(journal)
        .owner(owner)
        .start()
        .unwrap();
    let key = format!("sandbox0.{}", "0".repeat(32));
    let ultravox =
        UltravoxProvider::new(ultravox_client::Client::builder(key).base_url(url)).unwrap();
    let account = format!("AC{}", "0".repeat(32)).parse().unwrap();
    let credential = Credential::auth_token("token");
    let twilio =
        TwilioProvider::new(twilio_voice::Client::builder(account, credential).base_url(url))
            .unwrap();
    Calls {
        ultravox: supervisor.provider(ultravox).unwrap(),
        twilio: supervisor
            .provider(twilio.search_for(Duration::from_secs(3)))
            .unwrap(),
        supervisor,
    }
}
