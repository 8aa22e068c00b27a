//! What every part of a running sandbox has in hand.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Url;
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore, SemaphorePermit, watch};

use crate::clock::Clock;
use crate::config::Config;
use crate::faults::Faults;
use crate::local::is_local;
use crate::requests::Requests;
use crate::time::Time;
use crate::timers::{Event, TimerId, Timers};
use crate::wire::Connections;
use crate::{twilio, ultravox};

/// Requests to applications at the same time; more wait.
const MOST_OUTGOING: usize = 1024;

/// One running sandbox.
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    /// `http://127.0.0.1:PORT`
    pub(crate) url: String,
    pub(crate) http: reqwest::Client,
    outgoing: Semaphore,
    pub(crate) faults: Faults,
    pub(crate) requests: Requests,
    pub(crate) connections: Connections,
    state: Mutex<State>,
    runtime: Handle,
    stop: watch::Sender<bool>,
    earlier: Notify,
    started: Instant,
    last_request: AtomicU64,
    spawned: AtomicU64,
}

/// Every call of both providers.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) timers: Timers,
    pub(crate) ultravox: ultravox::State,
    pub(crate) twilio: twilio::State,
}

impl Shared {
    pub(crate) fn new(config: Config, url: String, runtime: Handle) -> Result<Self, String> {
        // Redirects are followed by the caller, who signs each request anew. TLS is not spoken, but another crate may have
        // switched it on in reqwest, which then wants a provider: this one trusts nobody.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        let loopback = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            // Whatever the system says.
            .resolve_to_addrs("localhost", &loopback)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            clock: Clock::new(config.clock),
            config,
            url,
            http,
            outgoing: Semaphore::new(MOST_OUTGOING),
            faults: Faults::default(),
            requests: Requests::default(),
            connections: Connections::default(),
            state: Mutex::default(),
            runtime,
            stop: watch::Sender::new(false),
            earlier: Notify::new(),
            started: Instant::now(),
            last_request: AtomicU64::new(0),
            spawned: AtomicU64::new(0),
        })
    }

    /// Takes the lock. What was due until now has happened before this returns.
    pub(crate) fn lock(self: &Arc<Self>) -> World<'_> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut world = World {
            shared: self,
            state,
            now: self.clock.now(),
        };
        world.run_due();
        world
    }

    /// Runs `task` until it ends or the sandbox stops.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut stop = self.stop.subscribe();
        self.spawned.fetch_add(1, Ordering::Relaxed);
        self.runtime.spawn(async move {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                () = task => {}
            }
        });
    }

    /// How many tasks were started so far.
    pub(crate) fn spawned(&self) -> u64 {
        self.spawned.load(Ordering::Relaxed)
    }

    /// Returns when the sandbox stops.
    pub(crate) async fn stopped(&self) {
        let mut stop = self.stop.subscribe();
        // The sender lives in `self`, so this never fails.
        drop(stop.wait_for(|stop| *stop).await);
    }

    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Wakes up whenever the next event is due.
    pub(crate) async fn drive(self: Arc<Self>) {
        loop {
            let first = self.lock().state.timers.first();
            tokio::select! {
                () = self.earlier.notified() => {}
                () = async {
                    match first {
                        Some(time) => self.clock.sleep_unseen_until(time).await,
                        None => std::future::pending().await,
                    }
                } => {}
            }
        }
    }

    /// Notes that someone talks to us.
    pub(crate) fn touch(&self) {
        let millis = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last_request.fetch_max(millis, Ordering::Relaxed);
    }

    /// Real time since the last request.
    pub(crate) fn quiet(&self) -> Duration {
        let last = Duration::from_millis(self.last_request.load(Ordering::Relaxed));
        self.started.elapsed().saturating_sub(last)
    }

    /// Waits for a place among the requests to applications.
    pub(crate) async fn outgoing(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.outgoing.acquire().await.ok()
    }

    /// Where a request to `url` goes; `None` unless that is this machine.
    pub(crate) fn local(&self, url: &str) -> Option<Url> {
        Url::parse(&self.route(url)).ok().filter(is_local)
    }

    /// Where a request to the public address `url` really goes.
    pub(crate) fn route(&self, url: &str) -> String {
        for route in &self.config.routes {
            if let Some(rest) = url.strip_prefix(&route.from) {
                return format!("{}{rest}", route.to);
            }
        }
        url.to_owned()
    }
}

/// The locked state, at one moment.
pub(crate) struct World<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) state: MutexGuard<'a, State>,
    pub(crate) now: Time,
}

impl World<'_> {
    fn run_due(&mut self) {
        while let Some((at, event)) = self.state.timers.take_due(self.now) {
            match event {
                Event::Ultravox(call, timer) => self.ultravox_timer(call, timer, at),
                Event::Twilio(call, timer) => self.twilio_timer(call, timer, at),
            }
        }
    }

    /// Lets `event` happen at `at`.
    pub(crate) fn set_timer(&mut self, at: Time, event: Event) -> TimerId {
        if self.state.timers.first().is_none_or(|first| at < first) {
            self.shared.earlier.notify_one();
        }
        self.state.timers.set(at, event)
    }
}
