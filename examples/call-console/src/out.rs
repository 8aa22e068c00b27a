//! Writing to a terminal that may be gone, or stuck.
//!
//! A thread of its own writes: whoever has a call to end never waits for a reader.

use std::{
    env,
    io::{self, IsTerminal, Write},
    sync::{LazyLock, mpsc},
    thread,
    time::Duration,
};

use crossterm::terminal;

/// Lines kept for a terminal that is stuck; later ones are lost.
const KEPT: usize = 4096;
/// Clears the line the cursor is on.
const CLEAR: &str = "\r\x1b[2K";

static WRITER: LazyLock<Option<mpsc::SyncSender<Job>>> = LazyLock::new(|| {
    let (sender, jobs) = mpsc::sync_channel(KEPT);
    let thread = thread::Builder::new()
        .name("writer".into())
        .spawn(move || write(&jobs));
    thread.is_ok().then_some(sender)
});

/// Writes a line to standard output. Unlike `println!` it does not panic when the terminal is closed, and does not wait.
macro_rules! say {
    ($($what:tt)*) => {
        $crate::out::send($crate::out::Job::Line(format!($($what)*)))
    };
}
pub(crate) use say;

/// Writes a line about what went wrong to standard error.
macro_rules! complain {
    ($($what:tt)*) => {
        $crate::out::send($crate::out::Job::Error(format!($($what)*)))
    };
}
pub(crate) use complain;

/// What the writer does.
pub(crate) enum Job {
    /// Writes a line to standard output, above the footer.
    Line(String),
    /// Writes a line to standard error, above the footer.
    Error(String),
    /// Writes the line at the bottom over; an empty one takes it away.
    Footer(String),
    /// Tells that everything before is written.
    Flush(mpsc::SyncSender<()>),
}

/// Hands a job to the writer. If it cannot take more, the job is lost.
pub(crate) fn send(job: Job) {
    if let Some(writer) = &*WRITER {
        drop(writer.try_send(job));
    }
}

/// Waits until everything is written, but not for ever.
pub(crate) fn flush(within: Duration) {
    let (done, written) = mpsc::sync_channel(1);
    send(Job::Flush(done));
    // A terminal that is stuck is not waited for.
    let _late = written.recv_timeout(within);
}

/// How a word is shown where colours are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tone {
    Good,
    Waiting,
    Bad,
    Strong,
}

/// Colours `text` if standard output is a terminal and `NO_COLOR` is unset.
pub(crate) fn paint(tone: Tone, text: &str) -> String {
    static COLOURED: LazyLock<bool> = LazyLock::new(|| colours(&io::stdout()));
    if !*COLOURED {
        return text.to_owned();
    }
    let code = match tone {
        Tone::Good => "32",
        Tone::Waiting => "33",
        Tone::Bad => "31",
        Tone::Strong => "1",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}

/// Whether colours suit this stream. An empty `NO_COLOR` counts as unset, see <https://no-color.org>.
pub(crate) fn colours(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Takes the lines of the log, so that they do not run through the footer.
pub(crate) struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        send(Job::Error(text.trim_end().to_owned()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write(jobs: &mpsc::Receiver<Job>) {
    let mut footer = String::new();
    while let Ok(job) = jobs.recv() {
        match job {
            Job::Line(text) => above(&mut io::stdout().lock(), &text, &footer),
            Job::Error(text) => above(&mut io::stderr().lock(), &text, &footer),
            Job::Footer(text) => {
                if footer != text {
                    footer = text;
                    put(
                        &mut io::stdout().lock(),
                        &format!("{CLEAR}{}", fit(&footer)),
                    );
                }
            }
            Job::Flush(done) => drop(done.try_send(())),
        }
    }
}

/// Writes `text` in place of the footer, and the footer below it. There is a footer only on a terminal.
fn above(stream: &mut (impl Write + IsTerminal), text: &str, footer: &str) {
    // In raw mode a line feed does not return the carriage; in any other mode nobody sees the difference.
    let end = if stream.is_terminal() { "\r\n" } else { "\n" };
    let text = text.replace('\n', end);
    if footer.is_empty() {
        return put(stream, &format!("{text}{end}"));
    }
    put(&mut io::stdout().lock(), CLEAR);
    put(stream, &format!("{text}{end}"));
    put(&mut io::stdout().lock(), fit(footer));
}

/// As much of the footer as the terminal is wide: one that wraps could not be cleared.
fn fit(footer: &str) -> &str {
    let columns = terminal::size().map_or(80, |(columns, _)| usize::from(columns));
    // A terminal that does not know its size says 0.
    cut(footer, if columns == 0 { 80 } else { columns - 1 })
}

/// The beginning of `text` that takes so many columns; colours take none.
fn cut(text: &str, columns: usize) -> &str {
    let mut seen = 0;
    let mut colour = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '\x1b' => colour = true,
            'm' if colour => colour = false,
            _ if colour => {}
            _ if seen == columns => return &text[..at],
            _ => seen += 1,
        }
    }
    text
}

fn put(stream: &mut impl Write, text: &str) {
    // A closed terminal must not keep us from ending the call.
    drop(
        stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush()),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footer_is_cut_by_what_is_seen_of_it() {
        assert_eq!(cut("● in call", 4), "● in");
        assert_eq!(cut("\x1b[32m●\x1b[0m in call", 4), "\x1b[32m●\x1b[0m in");
        assert_eq!(cut("short", 80), "short");
    }
}
