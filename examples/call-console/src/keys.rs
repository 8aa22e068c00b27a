//! Keys pressed while a call is live.

use std::{
    io::{self, BufRead, IsTerminal, Read},
    thread,
};

use crossterm::terminal;
use tokio::sync::mpsc;

use crate::out::{self, Job};

/// What a key means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Key {
    End,
    Status,
    Quit,
    /// Ctrl-C, which raw mode keeps from becoming a signal, and Ctrl-D.
    Interrupt,
    /// The terminal is gone.
    Gone,
}

/// Where keys come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    /// A terminal that gives every key at once.
    Keyboard,
    /// A terminal that gives whole lines.
    Terminal,
    /// A pipe or a file. Its end means nothing: many programs are started without an input.
    Pipe,
    /// A terminal that belongs to another program at this moment: touching it would stop us, and the call would run on.
    Background,
}

/// Reads keys until it is dropped, and puts the terminal back as it was.
pub(crate) struct Keys {
    keys: mpsc::UnboundedReceiver<Key>,
    source: Source,
}

impl Keys {
    /// Single keys from a terminal; from anything else, lines.
    pub(crate) fn read() -> Self {
        let source = source();
        let (sender, keys) = mpsc::unbounded_channel();
        if source != Source::Background {
            // The thread ends with the process: a read from a terminal cannot be called off.
            let spawned = thread::Builder::new()
                .name("keys".into())
                .spawn(move || forward(source, &sender));
            if spawned.is_err() {
                out::say!("Keys cannot be read; Ctrl-C ends the call.");
            }
        }
        Self { keys, source }
    }

    pub(crate) fn source(&self) -> Source {
        self.source
    }

    /// The next key; never, once there are no more.
    pub(crate) async fn next(&mut self) -> Key {
        match self.keys.recv().await {
            Some(key) => key,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        if self.source == Source::Keyboard {
            out::send(Job::Footer(String::new()));
            // A closed terminal has no mode.
            drop(terminal::disable_raw_mode());
        }
    }
}

fn source() -> Source {
    if !io::stdin().is_terminal() {
        return Source::Pipe;
    }
    if !in_foreground() {
        return Source::Background;
    }
    if io::stdout().is_terminal() && terminal::enable_raw_mode().is_ok() {
        return Source::Keyboard;
    }
    Source::Terminal
}

#[cfg(unix)]
fn in_foreground() -> bool {
    // A terminal that does not control us has no foreground, and stops nobody.
    nix::unistd::tcgetpgrp(io::stdin()).map_or(true, |group| group == nix::unistd::getpgrp())
}

#[cfg(not(unix))]
fn in_foreground() -> bool {
    true
}

fn forward(source: Source, sender: &mpsc::UnboundedSender<Key>) {
    if source == Source::Keyboard {
        from_keyboard(sender);
    } else {
        from_lines(sender);
    }
    if source != Source::Pipe {
        // Whoever read the keys may be gone, too.
        let _gone = sender.send(Key::Gone);
    }
}

/// Until the terminal is gone.
fn from_keyboard(sender: &mpsc::UnboundedSender<Key>) {
    let mut input = io::stdin().lock();
    let mut bytes = [0; 256];
    loop {
        let read = match input.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Ok(0) | Err(_) => return,
            Ok(read) => &bytes[..read],
        };
        for key in pressed(read) {
            if sender.send(key).is_err() {
                return;
            }
        }
    }
}

/// Until the input ends.
fn from_lines(sender: &mpsc::UnboundedSender<Key>) {
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        if let [byte] = line.trim().as_bytes()
            && let Some(key) = key(*byte)
            && sender.send(key).is_err()
        {
            return;
        }
    }
}

/// The keys in what was read at once. An arrow or function key is a sequence whose letters mean nothing to us.
fn pressed(read: &[u8]) -> impl Iterator<Item = Key> {
    let sequence = read.first() == Some(&0x1b);
    let keys = read.iter().filter_map(|byte| key(*byte));
    keys.filter(move |_| !sequence)
}

fn key(byte: u8) -> Option<Key> {
    match byte {
        b'e' | b'E' => Some(Key::End),
        b's' | b'S' => Some(Key::Status),
        b'q' | b'Q' => Some(Key::Quit),
        0x03 | 0x04 => Some(Key::Interrupt),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyboard_gives_keys_and_no_sequences() {
        let keys = |read: &[u8]| pressed(read).collect::<Vec<_>>();
        assert_eq!(keys(b"s"), [Key::Status]);
        // What is typed fast arrives at once.
        assert_eq!(keys(b"xse"), [Key::Status, Key::End]);
        assert_eq!(keys(b"\x03"), [Key::Interrupt]);
        // Keypad 1 of some terminals, and Alt-e.
        assert_eq!(keys(b"\x1bOq"), []);
        assert_eq!(keys(b"\x1be"), []);
    }
}
