//! What goes over the wire, against servers on this machine.

mod calls;
mod downloads;
mod lists;
mod logs;
mod retries;
mod support;
