//! From a request to a guard, whatever happens on the way.

use std::{future::Future, panic::AssertUnwindSafe, pin::pin, rc::Rc, sync::Arc};

use futures_util::FutureExt;
use jiff::Timestamp;
use tokio::{
    sync::oneshot,
    time::{Instant, sleep, sleep_until, timeout},
};

use super::{
    Command, Core, Line, Phase,
    search::{Search, search},
};
use crate::{
    Error,
    error::chain,
    event::Step,
    guard::{CallGuard, Hold},
    provider::{Dial, DialFailure, Failure, Intent, IntentId, Label},
    receipt::{Cause, Receipt},
};

type Reply<C> = oneshot::Sender<Result<CallGuard<C>, Error>>;

/// How often a call that was found is read before it is given up and ended.
const READS: u32 = 4;

/// What came of a request.
enum Placed<C> {
    /// The provider's answer.
    Answered(C),
    /// Found by its label, or by a webhook.
    Found(Vec<String>),
    /// No call exists.
    Refused(Error),
    /// The search ended without a call.
    Nowhere,
    /// The search ended with several.
    Ambiguous(Vec<String>),
}

/// Places a call. The guard travels back through `reply`; if nobody takes it there, dropping it ends the call.
pub(crate) async fn dial<P: Dial>(
    core: Rc<Core>,
    line: Rc<Line>,
    provider: Arc<P>,
    mut request: P::Request,
    mut reply: Reply<P::Call>,
) {
    let intent = match prepare(&core, &line, &*provider, &mut request).await {
        Ok(intent) => intent,
        Err(error) => return drop(reply.send(Err(error))),
    };
    if core.is_closing() || reply.is_closed() {
        core.cancel(intent.id, None);
        return drop(reply.send(Err(Error::Closed)));
    }
    core.tell(intent.id, Step::Intended);
    let mut create = pin!(create(&core, &*provider, &request));
    let placed = place(&core, &line, &intent, create.as_mut(), &mut reply).await;
    // The search was faster than the answer, which may yet name another call.
    let unanswered = match &placed {
        (Placed::Found(ids), false) => Some(ids.clone()),
        _ => None,
    };
    match placed.0 {
        Placed::Answered((id, call)) => hand_over(&core, &line, intent.id, &id, call, reply),
        Placed::Found(ids) => found(&core, &line, &*provider, &intent, &ids, reply).await,
        Placed::Refused(error) => {
            let why = match &error {
                Error::Refused(source) => source.to_string(),
                other => other.to_string(),
            };
            core.cancel(intent.id, Some(Step::Refused { error: why }));
            drop(reply.send(Err(error)));
        }
        Placed::Nowhere => {
            let receipt = no_id(&line, intent.id, Cause::NotFound);
            core.over(&receipt, false);
            drop(reply.send(Err(Error::Lost(Box::new(receipt)))));
        }
        Placed::Ambiguous(candidates) => {
            let receipt = ambiguous(&core, &line, intent.id, Cause::Ambiguous { candidates });
            drop(reply.send(Err(Error::Lost(Box::new(receipt)))));
        }
    }
    if let Some(known) = unanswered
        && let Ok((late, _call)) = create.await
        && !known.contains(&late)
    {
        extra(&core, &line, &intent, &late);
    }
}

/// Sends the request. A panic or a silence in the provider's code says nothing about the call.
async fn create<P: Dial>(
    core: &Core,
    provider: &P,
    request: &P::Request,
) -> Result<(String, P::Call), DialFailure> {
    let create = async {
        let call = provider.dial(request).await?;
        Ok((provider.id(&call), call))
    };
    let create = AssertUnwindSafe(create).catch_unwind();
    match timeout(core.settings.dial_timeout, create).await {
        Ok(Ok(result)) => result,
        Ok(Err(_panic)) => Err(DialFailure::unknown("the provider's code panicked")),
        Err(_elapsed) => Err(DialFailure::unknown("the provider did not answer in time")),
    }
}

/// Stamps the request and makes the intent durable.
async fn prepare<P: Dial>(
    core: &Core,
    line: &Rc<Line>,
    provider: &P,
    request: &mut P::Request,
) -> Result<Intent, Error> {
    if core.is_closing() {
        return Err(Error::Closed);
    }
    let id = IntentId::random();
    let owner = core.settings.owner.clone();
    let terms = provider.stamp(
        request,
        &Label {
            intent: id,
            owner: &owner,
        },
    )?;
    let intent = Intent {
        id,
        owner,
        at: Timestamp::now(),
        terms,
    };
    core.open(line, intent.clone(), None, Phase::Dialling);
    if let Err(error) = core.write_intent(line.name(), &intent).await {
        core.cancel(id, None);
        return Err(error);
    }
    Ok(intent)
}

/// Waits for the answer, and searches beside it once it is late, nobody waits for it, or it is lost.
///
/// The second value says whether the answer came.
async fn place<C, G>(
    core: &Rc<Core>,
    line: &Rc<Line>,
    intent: &Intent,
    mut create: std::pin::Pin<&mut impl Future<Output = Result<C, DialFailure>>>,
    reply: &mut Reply<G>,
) -> (Placed<C>, bool) {
    tokio::select! {
        biased;
        result = create.as_mut() => match result {
            Ok(call) => return (Placed::Answered(call), true),
            Err(DialFailure(Failure::Certain(error))) => return (Placed::Refused(error), true),
            Err(DialFailure(Failure::Unknown(error))) => {
                return (lost(core, line, intent, &*error).await, true);
            }
        },
        () = sleep(core.settings.answer_patience) => {}
        () = reply.closed() => {}
        () = closing(core) => {}
    }
    searching(core, intent.id, "no answer so far".into());
    let mut searched = pin!(search(core, line, intent));
    tokio::select! {
        biased;
        result = create.as_mut() => match result {
            Ok(call) => (Placed::Answered(call), true),
            Err(DialFailure(Failure::Certain(error))) => (Placed::Refused(error), true),
            Err(DialFailure(Failure::Unknown(error))) => (lost(core, line, intent, &*error).await, true),
        },
        outcome = searched.as_mut() => match outcome {
            Search::Ours(ids) => (Placed::Found(ids), false),
            // Only the answer can tell which one it is.
            Search::Ambiguous(candidates) => match create.await {
                Ok(call) => (Placed::Answered(call), true),
                Err(DialFailure(Failure::Certain(error))) => (Placed::Refused(error), true),
                Err(DialFailure(Failure::Unknown(_))) => (Placed::Ambiguous(candidates), true),
            },
        },
    }
}

async fn closing(core: &Core) {
    while !core.is_closing() {
        core.changed().await;
    }
}

fn searching(core: &Core, intent: IntentId, error: String) {
    let began = core.with(intent, |entry| {
        let began = entry.phase == Phase::Dialling;
        entry.phase = Phase::Searching;
        "the answer to its creation is missing; searching by label".clone_into(&mut entry.note);
        began
    });
    if began == Some(true) {
        core.tell(intent, Step::Lost { error });
    }
}

/// The answer will not come: the search has until the provider would have given up the call by itself.
async fn lost<C>(
    core: &Rc<Core>,
    line: &Rc<Line>,
    intent: &Intent,
    error: &(dyn std::error::Error + Send + Sync + 'static),
) -> Placed<C> {
    searching(core, intent.id, chain(error));
    let until = Instant::now() + intent.terms.search_for;
    tokio::select! {
        outcome = search(core, line, intent) => match outcome {
            Search::Ours(ids) => Placed::Found(ids),
            Search::Ambiguous(candidates) => Placed::Ambiguous(candidates),
        },
        () = sleep_until(until) => Placed::Nowhere,
    }
}

/// Reads the call that was found and hands it over, or ends it if nobody waits for it any more.
async fn found<P: Dial>(
    core: &Rc<Core>,
    line: &Rc<Line>,
    provider: &P,
    intent: &Intent,
    ids: &[String],
    reply: Reply<P::Call>,
) {
    let Some((id, more)) = ids.split_first() else {
        return;
    };
    for id in more {
        extra(core, line, intent, id);
    }
    let mut reads = 0;
    core.arm(intent.id, id);
    let error = loop {
        if reply.is_closed() || core.is_closing() {
            break Error::Closed;
        }
        reads += 1;
        match line.attempt(provider.get(id)).await {
            Ok(call) => return hand_over(core, line, intent.id, id, call, reply),
            Err(error) if reads == READS => break Error::Provider(error),
            Err(error) => core.tell(
                intent.id,
                Step::Failed {
                    error: chain(&error),
                },
            ),
        }
        sleep(core.settings.first_look * 2_u32.pow(reads)).await;
    };
    core.send(Command::End(intent.id, None));
    drop(reply.send(Err(error)));
}

fn hand_over<C>(
    core: &Rc<Core>,
    line: &Line,
    intent: IntentId,
    id: &str,
    call: C,
    reply: Reply<C>,
) {
    core.arm(intent, id);
    let guard = CallGuard::new(
        call,
        Hold::new(core.reaper.clone(), intent, line.name(), id),
    );
    // In both cases the guard is dropped if nobody takes it, and that ends the call.
    if core.is_closing() {
        drop(guard);
        drop(reply.send(Err(Error::Closed)));
    } else {
        drop(reply.send(Ok(guard)));
    }
}

/// Ends a call that carries our label beside the one that was handed over.
pub(crate) fn extra(core: &Core, line: &Rc<Line>, intent: &Intent, call: &str) {
    let intent = Intent {
        id: IntentId::random(),
        ..intent.clone()
    };
    let id = intent.id;
    core.write_unawaited(line.name(), &intent);
    core.open(line, intent, Some(call.to_owned()), Phase::Armed);
    core.arm(id, call);
    core.send(Command::End(id, None));
}

pub(crate) fn no_id(line: &Line, intent: IntentId, cause: Cause) -> Receipt {
    Receipt {
        provider: line.name().to_owned(),
        intent,
        call: None,
        cause,
        requested: None,
        confirmed: None,
        ended: None,
        attempts: 0,
        billed: None,
    }
}

/// Leaves the entry open: the calls may be running, and a webhook may yet tell which one is ours.
pub(crate) fn ambiguous(core: &Core, line: &Line, intent: IntentId, cause: Cause) -> Receipt {
    let receipt = no_id(line, intent, cause);
    core.with(intent, |entry| {
        entry.phase = Phase::Ambiguous;
        entry.note = receipt.cause.to_string();
    });
    core.tell(intent, Step::Over(Box::new(receipt.clone())));
    receipt
}
