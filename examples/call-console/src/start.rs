//! `start`: place a call, show it, end it.

use std::{future::Future, pin::pin, process::ExitCode, sync::Arc, time::Duration};

use anyhow::Context;
use call_guard::{CallGuard, Error, Event, Receipt, Signal, Signals, Step, ultravox::UltravoxCall};
use tokio::{sync::Notify, task::JoinHandle, time};
use twilio_voice::{
    calls::{Call as PhoneCall, CreateCall as CreatePhoneCall},
    twiml::{Connect, Response, Stream},
};
use ultravox_client::{
    AgentId,
    calls::{Call, CreateAgentCall, CreateCall, Medium, TelephonyMedium},
};

use crate::{
    args::Start,
    config::{Config, ConfigError},
    keys::{Key, Keys},
    line::Look,
    money::clock,
    out::{self, say},
    provider::{self, Calls},
    recover,
};

/// How often the call is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How long receipts, with what is billed, may take after a signal or a panic.
const LAST_RECEIPTS: Duration = Duration::from_secs(5);

pub(crate) async fn run(config: &Config, options: Start) -> anyhow::Result<ExitCode> {
    let request = request(&options)?;
    check_phone(config, &options)?;
    let mut signals = Signals::catch().context("catching signals")?;
    let calls = Calls::start(config)?;
    let receipts = Receipts::print(&calls);
    let session = Session::new(config, &calls, options)?;
    // A task of its own: should it panic, its guards drop, and what follows here still happens.
    let session = tokio::spawn(async move { session.run(request, &mut signals).await });
    let leftovers = async {
        match calls.supervisor.recover().await {
            Ok(recovery) => recover::report(&recovery, false),
            Err(error) => say!("What earlier runs left behind is not known: {error}"),
        }
        std::future::pending().await
    };
    let outcome = tokio::select! {
        outcome = session => outcome,
        () = leftovers => unreachable!("it waits for ever"),
    };
    let code = match outcome {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => {
            say!("call-console: {error:#}");
            ExitCode::FAILURE
        }
        Err(panic) if panic.is_panic() => {
            say!("The console panicked; the call is being ended.");
            ExitCode::FAILURE
        }
        Err(_cancelled) => ExitCode::FAILURE,
    };
    finish(calls, receipts, code).await
}

/// Waits for what is still ending, and says what may live.
pub(crate) async fn finish(
    calls: Calls,
    receipts: Receipts,
    code: ExitCode,
) -> anyhow::Result<ExitCode> {
    // Beyond this a shutdown names what is left.
    let _late = time::timeout(LAST_RECEIPTS, receipts.settled()).await;
    let result = calls.supervisor.shutdown().await;
    receipts.stop().await;
    match result {
        Ok(()) => Ok(code),
        Err(Error::Unfinished(unended)) => {
            for call in unended {
                say!("May still be running: {call}");
            }
            say!("`call-console recover` ends what is left.");
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}

/// Finds what is wrong with the number before anything is sent.
fn check_phone(config: &Config, options: &Start) -> Result<(), ConfigError> {
    let Some(to) = &options.to else { return Ok(()) };
    let twilio = config.twilio()?;
    let call = CreatePhoneCall::new(to.as_str(), twilio.from.as_str(), Response::new());
    call.to_form().map(drop).map_err(|error| {
        let text = error.to_string();
        let name = if text.contains("From") {
            "TWILIO_PHONE_NUMBER"
        } else {
            "--to"
        };
        ConfigError(format!("{name} cannot be dialled: {text}"))
    })
}

fn request(options: &Start) -> Result<UltravoxCall, ConfigError> {
    let medium = options
        .to
        .as_ref()
        .map(|_| Medium::Twilio(TelephonyMedium::default()));
    let Some(agent) = &options.agent else {
        let mut call = CreateCall::new(&options.prompt);
        call.medium = medium;
        call.voice.clone_from(&options.voice);
        call.model.clone_from(&options.model);
        call.max_duration = Some(options.max_duration);
        call.join_timeout = Some(options.join_timeout);
        call.recording_enabled = Some(options.record);
        return Ok(call.into());
    };
    let agent: AgentId = agent
        .parse()
        .map_err(|error| ConfigError(format!("--agent is malformed: {error}")))?;
    let mut call = CreateAgentCall::new();
    call.medium = medium;
    call.voice.clone_from(&options.voice);
    call.max_duration = Some(options.max_duration);
    call.join_timeout = Some(options.join_timeout);
    call.recording_enabled = Some(options.record);
    Ok(UltravoxCall::agent(agent, call))
}

/// One call from the request to the receipt.
struct Session {
    settings: crate::args::Settings,
    options: Start,
    from: String,
    ultravox: call_guard::Dialer<call_guard::ultravox::UltravoxProvider>,
    twilio: Option<call_guard::Dialer<call_guard::twilio::TwilioProvider>>,
    ultravox_client: ultravox_client::Client,
    twilio_client: Option<twilio_voice::Client>,
}

/// Why the call is to end.
enum Why {
    Asked,
    Over,
    Signal(Signal),
}

impl Session {
    fn new(config: &Config, calls: &Calls, options: Start) -> anyhow::Result<Self> {
        let phone = options.to.is_some();
        Ok(Self {
            settings: config.settings.clone(),
            options,
            from: config
                .twilio
                .as_ref()
                .map(|twilio| twilio.from.clone())
                .unwrap_or_default(),
            ultravox: calls.ultravox.clone(),
            twilio: calls.twilio.clone(),
            ultravox_client: provider::ultravox_client(config)?,
            twilio_client: if phone {
                Some(provider::twilio_client(config)?)
            } else {
                None
            },
        })
    }

    async fn run(self, request: UltravoxCall, signals: &mut Signals) -> anyhow::Result<ExitCode> {
        let placed = tokio::select! {
            placed = self.place(request) => placed?,
            // Whoever stops waiting has no call: the guard ends what may have been created.
            signal = signals.next() => return Ok(exit_code(signal)),
        };
        let why = self.talk(&placed, signals).await;
        if let Why::Signal(signal) = why {
            // Dropping the guards ends the calls; there is little time.
            drop(placed);
            return Ok(exit_code(signal));
        }
        tokio::select! {
            ended = placed.end() => ended.map(|()| ExitCode::SUCCESS),
            signal = signals.next() => {
                say!("Not waiting any longer.");
                Ok(exit_code(signal))
            }
        }
    }

    /// Places the Ultravox call, and dials the phone if there is one.
    async fn place(&self, request: UltravoxCall) -> anyhow::Result<Placed> {
        let call = self
            .ultravox
            .dial(request)
            .await
            .context("placing the call at Ultravox")?;
        say!(
            "Call {} is created; it ends after {} at the latest.",
            call.id(),
            clock(self.options.max_duration)
        );
        let Some(to) = &self.options.to else {
            if let Some(url) = &call.join_url {
                say!("Join it with a client of Ultravox: {}", url.expose());
            }
            return Ok(Placed { call, phone: None });
        };
        let twilio = self.twilio.as_ref().context("Twilio is not configured")?;
        let join_url = call
            .join_url
            .as_ref()
            .context("Ultravox gave no join URL for a Twilio call")?;
        // Nothing follows <Connect>, so the phone leg ends with the stream.
        let document = Response::new().push(Connect::new(Stream::new(join_url.expose())));
        let limit = self.options.max_duration + self.options.join_timeout;
        let limit = Duration::from_secs(limit.as_secs().max(60));
        let phone = CreatePhoneCall::new(to.as_str(), self.from.as_str(), document)
            .time_limit(limit)
            .timeout(Duration::from_secs(
                self.options.join_timeout.as_secs().clamp(5, 600),
            ));
        let phone = twilio
            .dial(phone)
            .await
            .context("dialling through Twilio")?;
        say!("Phone call {} is dialling.", phone.id());
        Ok(Placed {
            call,
            phone: Some(phone),
        })
    }

    /// Shows the call until it is to end.
    async fn talk(&self, placed: &Placed, signals: &mut Signals) -> Why {
        let mut keys = Keys::read();
        say!(
            "Keys: e end, s status, q end and quit{}.",
            if keys.is_raw() {
                ""
            } else {
                ", each with Enter"
            }
        );
        let mut look = Look::default();
        let mut shown = String::new();
        let mut ticks = time::interval(LOOK);
        ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        let mut over = pin!(placed.over());
        let mut panic = pin!(panic_after(self.options.panic_after));
        loop {
            tokio::select! {
                () = over.as_mut() => return Why::Over,
                signal = signals.next() => return Why::Signal(signal),
                () = panic.as_mut() => panic!("asked for by --panic-after"),
                key = keys.next() => match key {
                    Key::End | Key::Quit => return Why::Asked,
                    Key::Interrupt => return Why::Signal(Signal::Interrupt),
                    Key::Status => {
                        self.look(placed, &mut look).await;
                        say!("{}", self.describe(&look));
                    }
                },
                _ = ticks.tick() => {
                    self.look(placed, &mut look).await;
                    if look.state() != shown {
                        shown = look.state();
                        say!("Now: {shown}.");
                    }
                    if keys.is_raw() {
                        out::footer(&self.describe(&look));
                    }
                }
            }
        }
    }

    /// A failed look changes nothing: the guard watches over the call by itself.
    async fn look(&self, placed: &Placed, look: &mut Look) {
        if let Ok(call) = self.ultravox_client.calls().get(&placed.call.call_id).await {
            look.see(&call);
        }
        if let (Some(phone), Some(client)) = (&placed.phone, &self.twilio_client)
            && let Ok(call) = client.calls().get(&phone.sid).await
            && let Some(status) = call.status
        {
            look.phone = Some((status, call.start_time));
        }
    }

    fn describe(&self, look: &Look) -> String {
        format!(
            "{} · {} of {} · about ${:.3} so far",
            look.state(),
            clock(look.duration()),
            clock(self.options.max_duration),
            look.cost(&self.settings)
        )
    }
}

async fn panic_after(time: Option<Duration>) {
    match time {
        Some(time) => time::sleep(time).await,
        None => std::future::pending().await,
    }
}

/// The guards of a call.
struct Placed {
    call: CallGuard<Call>,
    phone: Option<CallGuard<PhoneCall>>,
}

impl Placed {
    /// Resolves when either leg is over, whoever ended it.
    fn over(&self) -> impl Future<Output = ()> + use<> {
        let call = self.call.ended();
        let phone = self.phone.as_ref().map(CallGuard::ended);
        async move {
            let phone = async {
                match phone {
                    Some(phone) => phone.await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = call => {}
                _ = phone => {}
            }
        }
    }

    /// Ends both legs and waits for the confirmations. The receipts are printed as they come.
    async fn end(self) -> anyhow::Result<()> {
        let call = self.call.end();
        let phone = self.phone.map(CallGuard::end);
        let phone = async {
            match phone {
                Some(phone) => phone.await.map(drop),
                None => Ok(()),
            }
        };
        let (call, phone) = tokio::join!(call, phone);
        call.map(drop).context("ending the call at Ultravox")?;
        phone.context("ending the phone call at Twilio")
    }
}

/// 128 + the signal's number, as shells have it.
fn exit_code(signal: Signal) -> ExitCode {
    ExitCode::from(match signal {
        Signal::HangUp => 129,
        Signal::Terminate => 143,
        _ => 130,
    })
}

/// Prints the receipt of every call as it comes, whatever path ended it.
pub(crate) struct Receipts {
    task: JoinHandle<()>,
    open: Arc<std::sync::Mutex<std::collections::HashSet<call_guard::IntentId>>>,
    changed: Arc<Notify>,
}

impl Receipts {
    pub(crate) fn print(calls: &Calls) -> Self {
        let mut events = calls.supervisor.events();
        let open = Arc::<std::sync::Mutex<_>>::default();
        let changed = Arc::new(Notify::new());
        let task = tokio::spawn({
            let (open, changed) = (Arc::clone(&open), Arc::clone(&changed));
            async move {
                while let Some(event) = events.next().await {
                    show(&event);
                    note(
                        &mut open
                            .lock()
                            .unwrap_or_else(std::sync::PoisonError::into_inner),
                        &event,
                    );
                    changed.notify_waiters();
                }
            }
        });
        Self {
            task,
            open,
            changed,
        }
    }

    /// Waits until every call has its receipt.
    async fn settled(&self) {
        loop {
            let changed = self.changed.notified();
            if self
                .open
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .is_empty()
            {
                return;
            }
            changed.await;
        }
    }

    /// The reaper is gone, so the events end.
    async fn stop(self) {
        let _late = time::timeout(Duration::from_secs(1), self.task).await;
    }
}

fn note(open: &mut std::collections::HashSet<call_guard::IntentId>, event: &Event) {
    match &event.step {
        Step::Intended | Step::Armed | Step::Requested { .. } => {
            open.insert(event.intent);
        }
        // What nobody has joined is free, and expires long after our patience.
        Step::Waiting | Step::Over(_) | Step::Kept | Step::Refused { .. } => {
            open.remove(&event.intent);
        }
        _ => {}
    }
}

fn show(event: &Event) {
    match &event.step {
        Step::Over(receipt) => say!("{}", receipt_line(receipt)),
        Step::Lost { error } => say!(
            "{}: the answer is missing ({error}); searching by label.",
            event.provider
        ),
        Step::Failed { error } => say!("{}: {error}; trying again.", event.provider),
        Step::Waiting => say!(
            "{}: nobody has joined, so the call cannot be ended; it is free and expires by itself. Waiting.",
            event.provider
        ),
        Step::Overdue => say!(
            "{}: the end is not confirmed yet; going on.",
            event.provider
        ),
        _ => {}
    }
}

pub(crate) fn receipt_line(receipt: &Receipt) -> String {
    format!("Receipt: {receipt}.")
}
