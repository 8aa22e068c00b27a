//! What a child does: place a call and come to an end.

use std::{
    env,
    future::pending,
    io::{self, Write},
    mem,
    path::PathBuf,
    process::{self, ExitCode},
    sync::Mutex,
    time::Duration,
};

use call_guard::{CallGuard, Error, Step, shutdown_signal};
use tokio::runtime::{Builder, Runtime};
use twilio_voice::{
    calls::CreateCall as CreatePhoneCall,
    twiml::{Pause, Response},
};
use ultravox_client::calls::CreateCall;

use crate::world::{Calls, supervisor};

/// The runtime of the child's own code. The guard's is its own in both cases.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flavor {
    CurrentThread,
    MultiThread,
}

/// At which provider the call is placed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leg {
    Ultravox,
    Twilio,
}

impl Flavor {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::CurrentThread => "current_thread",
            Self::MultiThread => "multi_thread",
        }
    }

    fn runtime(self) -> Runtime {
        let mut builder = match self {
            Self::CurrentThread => Builder::new_current_thread(),
            Self::MultiThread => Builder::new_multi_thread(),
        };
        builder.worker_threads(2).enable_all().build().unwrap()
    }
}

impl Leg {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Ultravox => "ultravox",
            Self::Twilio => "twilio",
        }
    }
}

/// A guard of either leg.
type Guard = Box<dyn Held>;

trait Held: Send {
    fn end(self: Box<Self>) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;
}

impl<C: Send + 'static> Held for CallGuard<C> {
    fn end(self: Box<Self>) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + Send>> {
        let end = Self::end(*self);
        Box::pin(async move { end.await.map(drop) })
    }
}

/// A guard that no scope drops.
static FOR_EVER: Mutex<Option<Guard>> = Mutex::new(None);

struct Child {
    leg: Leg,
    to: String,
    calls: Calls,
}

impl Child {
    async fn dial(&self) -> Result<Guard, Error> {
        match self.leg {
            Leg::Ultravox => {
                let mut call = CreateCall::new("You are a test.");
                call.join_timeout = Some(Duration::from_secs(2));
                call.max_duration = Some(Duration::from_secs(600));
                Ok(Box::new(self.calls.ultravox.dial(call).await?))
            }
            Leg::Twilio => {
                let silence = Response::new().push(Pause::new().length(Duration::from_secs(600)));
                let call = CreatePhoneCall::new(self.to.as_str(), "+15005550006", silence);
                Ok(Box::new(self.calls.twilio.dial(call).await?))
            }
        }
    }
}

/// The parent reads these words, if it cares.
fn say(word: &str) {
    let mut out = io::stdout().lock();
    // A parent that stopped reading is no reason to fail.
    let _gone = writeln!(out, "{word}").and_then(|()| out.flush());
}

/// `main` of a child.
pub(crate) fn run() -> ExitCode {
    let variable = |name: &str| env::var(name).unwrap();
    let flavor = match variable("CHILD_FLAVOR").as_str() {
        "multi_thread" => Flavor::MultiThread,
        _ => Flavor::CurrentThread,
    };
    let leg = if variable("CHILD_LEG") == "twilio" {
        Leg::Twilio
    } else {
        Leg::Ultravox
    };
    let journal = PathBuf::from(variable("CHILD_JOURNAL"));
    let calls = supervisor(&variable("CHILD_URL"), &variable("CHILD_OWNER"), &journal);
    let child = Child {
        leg,
        to: variable("CHILD_TO"),
        calls,
    };
    let runtime = flavor.runtime();
    match play(&variable("CHILD_SCENARIO"), child, runtime) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[allow(
    clippy::exit,
    clippy::mem_forget,
    reason = "this is what the tests are about"
)]
fn play(scenario: &str, child: Child, runtime: Runtime) -> Result<(), Error> {
    match scenario {
        "return_from_main" => {
            let _call = armed(&child, &runtime)?;
            Ok(())
        }
        "question_mark_out_of_main" => {
            let _call = armed(&child, &runtime)?;
            Err(Error::InvalidRequest("on purpose".into()))
        }
        "panic_in_main" => {
            let _call = armed(&child, &runtime)?;
            panic!("on purpose");
        }
        "panic_in_a_task" => {
            let call = armed(&child, &runtime)?;
            let task = runtime.spawn(async move {
                let _call = call;
                panic!("on purpose");
            });
            assert!(runtime.block_on(task).unwrap_err().is_panic());
            Ok(())
        }
        "abort_of_a_task" => {
            let call = armed(&child, &runtime)?;
            let task = runtime.spawn(async move {
                let _call = call;
                pending::<()>().await;
            });
            task.abort();
            assert!(runtime.block_on(task).unwrap_err().is_cancelled());
            Ok(())
        }
        "dropped_runtime" => {
            let call = armed(&child, &runtime)?;
            runtime.spawn(async move {
                let _call = call;
                pending::<()>().await;
            });
            drop(runtime);
            Ok(())
        }
        "blocked_runtime" => {
            let call = armed(&child, &runtime)?;
            // Whoever drops a guard and then blocks its runtime for good must not keep the call alive.
            runtime.block_on(async move {
                drop(call);
                std::thread::sleep(Duration::from_secs(2));
            });
            process::abort()
        }
        "guard_in_a_static" => {
            *FOR_EVER.lock().unwrap() = Some(armed(&child, &runtime)?);
            Ok(())
        }
        "forgotten_guard" => {
            mem::forget(armed(&child, &runtime)?);
            Ok(())
        }
        "cancelled_dial" => runtime.block_on(async {
            let mut events = child.calls.supervisor.events();
            let leaving = async {
                while let Some(event) = events.next().await {
                    if matches!(event.step, Step::Intended) {
                        break;
                    }
                }
                // The request is on its way, and its answer is not here yet.
                tokio::time::sleep(Duration::from_millis(6)).await;
            };
            tokio::select! {
                call = child.dial() => call.map(drop),
                () = leaving => Ok(()),
            }
        }),
        "sigterm" | "sigint" | "sighup" => runtime.block_on(async move {
            let signal = shutdown_signal();
            let mut signal = std::pin::pin!(signal);
            // The handlers are in place after the first poll.
            tokio::select! {
                biased;
                () = &mut signal => {}
                () = tokio::task::yield_now() => {}
            }
            let _call = child.dial().await?;
            say("armed");
            signal.await;
            child.calls.supervisor.shutdown().await
        }),
        "end" => {
            let call = armed(&child, &runtime)?;
            runtime.block_on(call.end())
        }
        "exit" => {
            let _call = armed(&child, &runtime)?;
            process::exit(0)
        }
        "abort" => {
            let _call = armed(&child, &runtime)?;
            process::abort()
        }
        "wait_to_be_killed" => {
            let _call = armed(&child, &runtime)?;
            say("armed");
            runtime.block_on(pending())
        }
        "dial_talk_end" => {
            say("begin");
            let call = armed(&child, &runtime)?;
            std::thread::sleep(Duration::from_millis(30));
            runtime.block_on(call.end())?;
            runtime.block_on(child.calls.supervisor.shutdown())
        }
        other => panic!("no such scenario: {other}"),
    }
}

/// Places the call.
fn armed(child: &Child, runtime: &Runtime) -> Result<Guard, Error> {
    runtime.block_on(child.dial())
}
