//! SIGKILL at random points of dialling, talking and ending.

use std::{
    env,
    ops::AddAssign,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Failed;
use nix::sys::signal::Signal;

use crate::{
    child::{Flavor, Leg},
    scenarios::{await_word, require, send, wait},
    world::World,
};

/// Children at once. Most of their time they wait.
const AT_ONCE: usize = 8;
/// A child dials, talks and ends within about this time, so a random part of it hits every stage.
const LIFE: Duration = Duration::from_millis(200);
/// Children that finish before they are killed count for nothing; this many per kill are enough even on a fast machine.
const CHILDREN_PER_KILL: usize = 4;

#[derive(Debug, Default)]
struct Counts {
    kills: usize,
    finished: usize,
    made: usize,
    live: usize,
    named: usize,
    unnamed: usize,
    live_after: usize,
    dialled_twice: usize,
    unended: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.kills += other.kills;
        self.finished += other.finished;
        self.made += other.made;
        self.live += other.live;
        self.named += other.named;
        self.unnamed += other.unnamed;
        self.live_after += other.live_after;
        self.dialled_twice += other.dialled_twice;
        self.unended += other.unended;
    }
}

pub(crate) fn check(world: &World, flavor: Flavor) -> Result<(), Failed> {
    let kills = env::var("CALL_GUARD_KILLS").map_or(Ok(200), |text| text.parse::<usize>())?;
    let began = Instant::now();
    let next = AtomicUsize::new(0);
    let counts = Mutex::new(Counts::default());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while counts.lock().unwrap().kills < kills {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= kills * CHILDREN_PER_KILL {
                        return;
                    }
                    let leg = if number.is_multiple_of(2) {
                        Leg::Ultravox
                    } else {
                        Leg::Twilio
                    };
                    let outcome = one(world, flavor, leg, LIFE.mul_f64(fastrand::f64()));
                    *counts.lock().unwrap() += outcome;
                }
            });
        }
    });
    let counts = counts.into_inner().unwrap();
    println!(
        "{}: {} killed, {} finished before; {} calls made, {} live after the kill, \
         {} ended by recovery, {} live after it; {:.1?}",
        flavor.word(),
        counts.kills,
        counts.finished,
        counts.made,
        counts.live,
        counts.named,
        counts.live_after,
        began.elapsed()
    );
    require(
        counts.kills >= kills,
        "too many children finished before they were killed",
    )?;
    require(
        counts.live > 0,
        "no kill hit a live call: the test shows nothing",
    )?;
    require(
        counts.unnamed == 0,
        "a live call was not named by any journal",
    )?;
    require(counts.live_after == 0, "recovery left a call running")?;
    require(counts.unended == 0, "recovery gave up")?;
    require(counts.dialled_twice == 0, "an intent became two calls")
}

fn one(world: &World, flavor: Flavor, leg: Leg, after: Duration) -> Counts {
    let journal = tempfile::tempdir().unwrap();
    let ticket = world.ticket();
    let mut child = world
        .child("dial_talk_end", flavor, leg, &ticket, journal.path())
        .spawn()
        .unwrap();
    await_word(&mut child, "begin");
    thread::sleep(after);
    send(&child, Signal::SIGKILL);
    let killed = wait(&mut child).code().is_none();
    // A request that left before the kill may still be on its way.
    thread::sleep(Duration::from_millis(40));
    let made = world.calls(&ticket, false);
    let live = world.calls(&ticket, true);
    let recovery = world.recover(&ticket, journal.path());
    let named = |call: &String| {
        recovery
            .receipts
            .iter()
            .any(|receipt| receipt.call.as_ref() == Some(call))
    };
    Counts {
        kills: usize::from(killed),
        finished: usize::from(!killed),
        made: made.len(),
        live: live.len(),
        named: live.iter().filter(|call| named(call)).count(),
        unnamed: live.iter().filter(|call| !named(call)).count(),
        live_after: world.calls(&ticket, true).len(),
        dialled_twice: usize::from(made.len() > 1),
        unended: recovery.unended.len(),
    }
}
