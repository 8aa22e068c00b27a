//! One call from the request to its end.

use std::{pin::pin, time::Duration};

use anyhow::Context;
use call_guard::{
    Dialer, Signal, Signals,
    twilio::TwilioProvider,
    ultravox::{UltravoxCall, UltravoxProvider},
};
use futures_util::{Stream, StreamExt, stream};
use tokio::time;
use twilio_voice::twiml::{Connect, Response, Stream as MediaStream};

use crate::{
    args::{Settings, Start},
    config::{Config, ConfigError},
    keys::{Key, Keys, Source},
    legs::{Phone, Placed},
    line::Look,
    money::clock,
    out::{self, Job, Tone, paint, say},
    provider::{self, Calls},
};

/// How often the call is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How long one look may take.
const LONGEST_LOOK: Duration = Duration::from_secs(5);
/// How long after its limits a call is waited for.
const LATE: Duration = Duration::from_secs(10);

/// How a session went.
pub(crate) enum Ended {
    /// The call is over, and its end is confirmed.
    Done,
    /// The provider has not said that the call is over, though its limits have passed. Its guards are dropped.
    Late,
    /// A signal came while the call was live. Its guards are dropped.
    Signal(Signal),
    /// A signal came while the call was being ended.
    Impatient(Signal),
}

/// One call from the request to its end.
pub(crate) struct Session {
    settings: Settings,
    options: Start,
    ultravox: Dialer<UltravoxProvider>,
    twilio: Option<Dialer<TwilioProvider>>,
    client: ultravox_client::Client,
    phone: Option<Phone>,
}

/// Why the call is to end.
enum Why {
    Asked,
    Over,
    Late,
    Signal(Signal),
}

impl Session {
    pub(crate) fn new(
        config: &Config,
        calls: &Calls,
        options: Start,
        phone: Option<Phone>,
    ) -> Result<Self, ConfigError> {
        Ok(Self {
            settings: config.settings.clone(),
            options,
            ultravox: calls.ultravox.clone(),
            twilio: calls.twilio.clone(),
            client: provider::ultravox_client(config)?,
            phone,
        })
    }

    pub(crate) async fn run(
        self,
        request: UltravoxCall,
        signals: &mut Signals,
    ) -> anyhow::Result<Ended> {
        let placed = tokio::select! {
            placed = self.place(request) => placed?,
            // Whoever stops waiting has no call: the guard ends what may have been created.
            signal = signals.next() => return Ok(Ended::Signal(signal)),
        };
        match self.talk(&placed, signals).await {
            Why::Signal(signal) => {
                say!("Ending the call: {signal}.");
                // Dropping the guards does it.
                drop(placed);
                return Ok(Ended::Signal(signal));
            }
            Why::Late => {
                say!("The call must be over by its limits, but the provider has not said so.");
                drop(placed);
                return Ok(Ended::Late);
            }
            Why::Asked => say!("Ending the call."),
            Why::Over => {}
        }
        tokio::select! {
            ended = placed.end() => ended.map(|()| Ended::Done),
            signal = signals.next() => Ok(Ended::Impatient(signal)),
        }
    }

    /// Places the Ultravox call, and dials the phone if there is one.
    async fn place(&self, request: UltravoxCall) -> anyhow::Result<Placed> {
        say!("Placing a call at Ultravox; Ctrl-C takes it back.");
        let call = self
            .ultravox
            .dial(request)
            .await
            .context("placing the call at Ultravox")?;
        say!(
            "Call {} is created; it ends after {} at the latest.",
            paint(Tone::Strong, call.id()),
            clock(self.options.max_duration)
        );
        let Some(phone) = &self.phone else {
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
        let document = Response::new().push(Connect::new(MediaStream::new(join_url.expose())));
        let phone = twilio
            .dial(phone.call(document))
            .await
            .context("dialling through Twilio")?;
        say!(
            "Phone call {} is dialling.",
            paint(Tone::Strong, phone.id())
        );
        Ok(Placed {
            call,
            phone: Some(phone),
        })
    }

    /// Shows the call until it is to end.
    async fn talk(&self, placed: &Placed, signals: &mut Signals) -> Why {
        let mut keys = Keys::read();
        say!(
            "{}",
            match keys.source() {
                Source::Keyboard => "Keys: e end, s status, q end and quit.",
                Source::Terminal | Source::Pipe =>
                    "Keys: e end, s status, q end and quit, each with Enter.",
                Source::Background => "Running in the background: a signal ends the call.",
            }
        );
        let mut look = Look::default();
        let mut shown = String::new();
        let mut looks = pin!(self.looks(placed));
        let mut ticks = time::interval(LOOK);
        ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        let mut over = pin!(placed.over());
        let limits = self.options.join_timeout + self.options.max_duration;
        let mut late = pin!(time::sleep(limits + LATE));
        let mut panic = pin!(panic_after(self.options.panic_after));
        loop {
            tokio::select! {
                () = over.as_mut() => return Why::Over,
                signal = signals.next() => return Why::Signal(signal),
                () = late.as_mut() => return Why::Late,
                () = panic.as_mut() => panic!("asked for by --panic-after"),
                key = keys.next() => match key {
                    Key::End | Key::Quit => return Why::Asked,
                    Key::Interrupt => return Why::Signal(Signal::Interrupt),
                    Key::Gone => return Why::Signal(Signal::HangUp),
                    Key::Status => say!("{}", self.describe(&look)),
                },
                Some(new) = looks.next() => {
                    look = new;
                    if look.state() != shown {
                        shown = look.state();
                        say!("Now: {}.", paint(look.tone(), &shown));
                    }
                }
                _ = ticks.tick() => {}
            }
            if keys.source() == Source::Keyboard {
                let line = format!("{} {}", paint(look.tone(), "●"), self.describe(&look));
                out::send(Job::Footer(line));
            }
        }
    }

    /// The call as it is every second. A failed look changes nothing: the guard watches over the call by itself.
    fn looks<'a>(&'a self, placed: &'a Placed) -> impl Stream<Item = Look> + 'a {
        stream::unfold(
            (Look::default(), Duration::ZERO),
            move |(mut look, pause)| async move {
                time::sleep(pause).await;
                drop(time::timeout(LONGEST_LOOK, self.look(placed, &mut look)).await);
                Some((look.clone(), (look, LOOK)))
            },
        )
    }

    async fn look(&self, placed: &Placed, look: &mut Look) {
        if let Ok(call) = self.client.calls().get(&placed.call.call_id).await {
            look.see(&call);
        }
        if let (Some(call), Some(phone)) = (&placed.phone, &self.phone)
            && let Ok(call) = phone.client.calls().get(&call.sid).await
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
