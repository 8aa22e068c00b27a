//! The Twilio side.

mod auth;
mod call;
mod callbacks;
mod create;
mod extras;
mod fetch;
mod http;
mod inbound;
mod life;
mod list;
mod recordings;
mod relay;
mod rows;
mod run;
mod state;
mod stream;
mod twiml;
mod update;

pub(crate) use self::auth::user;
pub(crate) use self::http::{error, router};
pub(crate) use self::inbound::inbound;
pub(crate) use self::life::Timer;
pub(crate) use self::state::State;
