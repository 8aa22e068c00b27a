//! Keys pressed while a call is live.

use std::{
    io::{self, BufRead, IsTerminal},
    thread,
};

use crossterm::{
    event::{self, Event, KeyCode, KeyEventKind, KeyModifiers},
    terminal,
};
use tokio::sync::mpsc;

use crate::out;

/// What a key means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Key {
    End,
    Status,
    Quit,
    /// Ctrl-C, which raw mode keeps from becoming a signal.
    Interrupt,
}

/// Reads keys until it is dropped, and puts the terminal back as it was.
pub(crate) struct Keys {
    keys: mpsc::UnboundedReceiver<Key>,
    raw: bool,
}

impl Keys {
    /// Single keys from a terminal; from anything else, lines.
    pub(crate) fn read() -> Self {
        let raw = io::stdin().is_terminal()
            && io::stdout().is_terminal()
            && terminal::enable_raw_mode().is_ok();
        out::set_raw(raw);
        let (sender, keys) = mpsc::unbounded_channel();
        // The thread ends with the process: a read from a terminal cannot be called off.
        let read = if raw { from_terminal } else { from_lines };
        let spawned = thread::Builder::new()
            .name("keys".into())
            .spawn(move || read(&sender));
        if spawned.is_err() {
            out::say!("Keys cannot be read; Ctrl-C ends the call.");
        }
        Self { keys, raw }
    }

    pub(crate) fn is_raw(&self) -> bool {
        self.raw
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
        if self.raw {
            out::footer("");
            out::set_raw(false);
            // A closed terminal has no mode.
            let _gone = terminal::disable_raw_mode();
        }
    }
}

fn from_terminal(sender: &mpsc::UnboundedSender<Key>) {
    while let Ok(event) = event::read() {
        let Event::Key(key) = event else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let key = match key.code {
            KeyCode::Char('c' | 'd') if control => Key::Interrupt,
            KeyCode::Char('e') => Key::End,
            KeyCode::Char('s') => Key::Status,
            KeyCode::Char('q') => Key::Quit,
            _ => continue,
        };
        if sender.send(key).is_err() {
            return;
        }
    }
}

fn from_lines(sender: &mpsc::UnboundedSender<Key>) {
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        let key = match line.trim() {
            "e" => Key::End,
            "s" => Key::Status,
            "q" => Key::Quit,
            _ => continue,
        };
        if sender.send(key).is_err() {
            return;
        }
    }
}
