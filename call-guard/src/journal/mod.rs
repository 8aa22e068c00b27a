//! The memory that outlives the process: intent → open → over, appended to one locked file per process.
//!
//! A file that can be locked has no owner any more, so whatever it leaves open was left behind by a process that died.

mod reader;
mod record;
mod writer;

pub(crate) use reader::{Left, abandoned};
pub(crate) use record::Record;
pub(crate) use writer::Journal;
