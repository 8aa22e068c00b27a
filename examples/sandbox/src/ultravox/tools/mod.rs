//! Tools: what they are, which ones a call has, how they are asked and what they answer.

mod built_in;
mod definition;
mod http;
mod outcome;
mod rest;
mod tool;

pub(super) use self::built_in::BuiltIn;
pub(super) use self::definition::Known;
pub(super) use self::http::ask;
pub(super) use self::outcome::{After, Kind, Outcome};
pub(super) use self::rest::router;
pub(super) use self::tool::{Durable, Tool, Work, select_all};
