//! Each way to end a program, against a provider in another process that counts what it bills.
//!
//! This program plays several parts, by the variable `CALL_GUARD_ROLE`: the tests, the sandbox, and the children that place calls and
//! come to an end. `CALL_GUARD_KILLS` sets how many children are killed at random points (200 by default, for each runtime).
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod child;
mod kills;
mod memory;
mod scenarios;
#[path = "../it/support.rs"]
#[allow(dead_code, reason = "the other tests need the rest of it")]
mod support;
mod world;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use crate::{
    child::{Flavor, Leg},
    scenarios::SCENARIOS,
    world::{Role, World},
};

fn main() -> ExitCode {
    match Role::ours() {
        Some(Role::Sandbox) => world::serve(),
        Some(Role::Child) => child::run(),
        Some(Role::Memory) => memory::run(),
        None => test(),
    }
}

fn test() -> ExitCode {
    let world = World::start();
    let mut trials = Vec::new();
    for flavor in [Flavor::CurrentThread, Flavor::MultiThread] {
        for leg in [Leg::Ultravox, Leg::Twilio] {
            for scenario in SCENARIOS {
                let world = world.clone();
                let name = format!("{}::{}::{}", flavor.word(), leg.word(), scenario.name);
                trials.push(Trial::test(name, move || {
                    scenarios::check(&world, scenario, flavor, leg)
                }));
            }
        }
        let world = world.clone();
        let name = format!("{}::killed_at_random_points", flavor.word());
        trials.push(Trial::test(name, move || kills::check(&world, flavor)));
    }
    trials.push(Trial::test("memory_stays_bounded", memory::check));
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    world.stop();
    conclusion.exit_code()
}
