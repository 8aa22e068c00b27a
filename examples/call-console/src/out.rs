//! Writing to a terminal that may be gone.

use std::{
    io::{self, Write},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// Whether the terminal is in raw mode, where a line feed does not return the carriage.
static RAW: AtomicBool = AtomicBool::new(false);
/// The line at the bottom that is written over again and again.
static FOOTER: Mutex<String> = Mutex::new(String::new());

/// Writes a line. Unlike `println!` it does not panic when the terminal is closed: there is a call to be ended.
macro_rules! say {
    ($($what:tt)*) => {
        $crate::out::line(&format!($($what)*))
    };
}
pub(crate) use say;

pub(crate) fn set_raw(raw: bool) {
    RAW.store(raw, Ordering::Relaxed);
}

/// Writes a line above the footer.
pub(crate) fn line(text: &str) {
    let footer = FOOTER
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let end = if RAW.load(Ordering::Relaxed) {
        "\r\n"
    } else {
        "\n"
    };
    let text = text.replace('\n', end);
    let clear = if footer.is_empty() { "" } else { "\r\x1b[2K" };
    put(&format!("{clear}{text}{end}{footer}"));
}

/// Writes the footer over; an empty one takes it away.
pub(crate) fn footer(text: &str) {
    let mut footer = FOOTER
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if *footer != text {
        put(&format!("\r\x1b[2K{text}"));
        text.clone_into(&mut footer);
    }
}

fn put(text: &str) {
    let mut out = io::stdout().lock();
    // A closed terminal must not keep us from ending the call.
    let _gone = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
