//! The Ultravox side.

mod agent;
mod auth;
mod bill;
mod call;
mod catalogue;
mod corpora;
mod create;
mod data_message;
mod duration;
mod flags;
mod http;
mod life;
mod list;
mod resources;
mod rows;
mod session;
mod socket;
mod stage;
mod state;
mod telephony;
mod tools;
mod webhooks;

pub(crate) use self::auth::{account, key};
pub(crate) use self::http::{detail, router, too_many};
pub(crate) use self::life::Timer;
pub(crate) use self::state::State;
