//! From a request to a guard, whatever happens on the way.

use std::{
    future::Future,
    panic::AssertUnwindSafe,
    pin::{Pin, pin},
    rc::Rc,
    sync::Arc,
};

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
    supervisor::bounded,
};

type Reply<C> = oneshot::Sender<Result<CallGuard<C>, Error>>;

/// How often a call that was found is read before it is given up and ended.
const READS: u32 = 4;

/// What came of a request.
enum Placed<C> {
    /// The provider's answer.
    Answered(C),
    /// Found by its label or a webhook, which proves it, or by its circumstances.
    Found { ids: Vec<String>, proven: bool },
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
    reply: Reply<P::Call>,
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
    let mut caller = Some(reply);
    let mut create = pin!(create(&core, &*provider, &request));
    let (placed, answered) = place(&core, &line, &intent, create.as_mut(), &mut caller).await;
    // The search was faster than the answer, which may yet name another call.
    let unanswered = match &placed {
        Placed::Found { ids, .. } if !answered => Some(ids.clone()),
        _ => None,
    };
    match placed {
        Placed::Answered((id, call)) => hand_over(&core, &line, intent.id, &id, call, caller),
        Placed::Found { ids, proven } => {
            found(&core, &line, &*provider, &intent, &ids, proven, caller).await;
        }
        Placed::Refused(error) => {
            let why = match &error {
                Error::Refused(source) => source.to_string(),
                other => other.to_string(),
            };
            core.cancel(intent.id, Some(Step::Refused { error: why }));
            answer(caller, Err(error));
        }
        Placed::Nowhere => {
            let receipt = no_id(&line, intent.id, Cause::NotFound);
            core.over(&receipt, false);
            core.remember_lost(&line, &intent);
            answer(caller, Err(Error::Lost(Box::new(receipt))));
        }
        Placed::Ambiguous(candidates) => {
            let receipt = ambiguous(&core, &line, &intent, Cause::Ambiguous { candidates });
            answer(caller, Err(Error::Lost(Box::new(receipt))));
        }
    }
    if let Some(known) = unanswered
        && let Ok((late, _call)) = create.await
        && !known.contains(&late)
    {
        core.end_also(&line, &intent, &late);
    }
}

/// Answers whoever dialled, if they still wait. A guard that nobody takes is dropped, and that ends its call.
fn answer<C>(caller: Option<Reply<C>>, result: Result<CallGuard<C>, Error>) {
    if let Some(caller) = caller {
        drop(caller.send(result));
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
    let label = Label {
        intent: id,
        owner: &owner,
    };
    let stamp = AssertUnwindSafe(|| provider.stamp(request, &label));
    let mut terms = std::panic::catch_unwind(stamp).unwrap_or_else(|_panic| {
        let what = "the provider's code panicked over it".into();
        Err(Error::InvalidRequest(what))
    })?;
    terms.search_for = bounded(terms.search_for);
    terms.limit = bounded(terms.limit);
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
    mut create: Pin<&mut impl Future<Output = Result<C, DialFailure>>>,
    caller: &mut Option<Reply<G>>,
) -> (Placed<C>, bool) {
    let early = tokio::select! {
        biased;
        result = create.as_mut() => Some(result),
        () = sleep(core.settings.answer_patience) => None,
        () = gone(caller) => None,
        () = closing(core) => None,
    };
    let result = match early {
        Some(result) => result,
        None => {
            searching(core, intent.id, "no answer so far".into());
            tokio::select! {
                biased;
                result = create.as_mut() => result,
                search = search(core, line, intent, None) => match search {
                    Search::Ours(ids) => return (Placed::Found { ids, proven: true }, false),
                    // What merely fits must wait for the answer, which may name another call.
                    _ => create.await,
                },
            }
        }
    };
    let placed = match result {
        Ok(call) => Placed::Answered(call),
        Err(DialFailure(Failure::Certain(error))) => Placed::Refused(error),
        Err(DialFailure(Failure::Unknown(error))) => {
            searching(core, intent.id, chain(&*error));
            lost(core, line, intent, caller).await
        }
    };
    (placed, true)
}

/// Resolves when nobody waits for the call any more.
async fn gone<G>(caller: &mut Option<Reply<G>>) {
    match caller {
        Some(caller) => caller.closed().await,
        None => std::future::pending().await,
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

/// The answer will not come. An empty search counts once the provider would have given up the call by itself.
async fn lost<C, G>(
    core: &Rc<Core>,
    line: &Rc<Line>,
    intent: &Intent,
    caller: &mut Option<Reply<G>>,
) -> Placed<C> {
    let until = Instant::now() + intent.terms.search_for;
    let mut search = pin!(search(core, line, intent, Some(until)));
    let outcome = tokio::select! {
        outcome = search.as_mut() => outcome,
        () = sleep_until(until + core.settings.attempt_timeout * 2) => {
            // The provider cannot be asked. Whoever waits should know; the search goes on.
            if let Some(unended) = core.with(intent.id, |entry| entry.unended()) {
                answer(caller.take(), Err(Error::Unconfirmed(Box::new(unended))));
            }
            search.await
        }
    };
    match outcome {
        Search::Ours(ids) => Placed::Found { ids, proven: true },
        Search::Likely(id) => Placed::Found {
            ids: vec![id],
            proven: false,
        },
        Search::Ambiguous(candidates) => Placed::Ambiguous(candidates),
        Search::Nothing => Placed::Nowhere,
    }
}

/// Reads the call that was found and hands it over, or ends it if nobody waits for it any more.
async fn found<P: Dial>(
    core: &Rc<Core>,
    line: &Rc<Line>,
    provider: &P,
    intent: &Intent,
    ids: &[String],
    proven: bool,
    caller: Option<Reply<P::Call>>,
) {
    let Some((id, more)) = ids.split_first() else {
        return;
    };
    for id in more {
        core.end_also(line, intent, id);
    }
    core.arm(intent.id, id, proven);
    let mut reads = 0;
    let error = loop {
        if core.is_closing() || caller.as_ref().is_none_or(Reply::is_closed) {
            break Error::Closed;
        }
        reads += 1;
        match line.attempt(provider.get(id)).await {
            Ok(call) => return hand_over(core, line, intent.id, id, call, caller),
            Err(error) => core.tell(
                intent.id,
                Step::Failed {
                    error: chain(&error),
                },
            ),
        }
        if reads == READS {
            core.note(
                intent.id,
                "found by its label, but it cannot be read; its end is being asked for",
            );
            match core.with(intent.id, |entry| entry.unended()) {
                Some(unended) => break Error::Unconfirmed(Box::new(unended)),
                None => break Error::Closed,
            }
        }
        sleep(core.settings.first_look * 2_u32.pow(reads)).await;
    };
    core.send(Command::End(intent.id, None));
    answer(caller, Err(error));
}

fn hand_over<C>(
    core: &Rc<Core>,
    line: &Line,
    intent: IntentId,
    id: &str,
    call: C,
    caller: Option<Reply<C>>,
) {
    core.arm(intent, id, true);
    let hold = Hold::new(core.reaper.clone(), intent, line.name(), id);
    let guard = CallGuard::new(call, hold);
    // In every case the guard is dropped if nobody takes it, and that ends the call.
    if core.is_closing() {
        drop(guard);
        answer(caller, Err(Error::Closed));
    } else {
        answer(caller, Ok(guard));
    }
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
fn ambiguous(core: &Rc<Core>, line: &Line, intent: &Intent, cause: Cause) -> Receipt {
    let receipt = no_id(line, intent.id, cause);
    core.with(intent.id, |entry| {
        entry.phase = Phase::Ambiguous;
        entry.note = receipt.cause.to_string();
    });
    core.tell(intent.id, Step::Ambiguous(Box::new(receipt.clone())));
    let (core, id, limit) = (Rc::clone(core), intent.id, intent.terms.limit);
    tokio::task::spawn_local(async move {
        // Then the provider has ended it, whichever it was.
        sleep(limit).await;
        if core.phase(id) == Some(Phase::Ambiguous) {
            core.cancel(id, None);
        }
    });
    receipt
}
