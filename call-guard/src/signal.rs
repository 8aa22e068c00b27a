//! The signals that ask a program to stop.

use std::{fmt, io};

/// Which signal came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Signal {
    /// Ctrl-C, SIGINT.
    Interrupt,
    /// SIGTERM; on Windows Ctrl-Break, a closed window, a log-off or a shutdown.
    Terminate,
    /// SIGHUP: the terminal is gone.
    HangUp,
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Interrupt => "interrupt",
            Self::Terminate => "terminate",
            Self::HangUp => "hang-up",
        })
    }
}

/// The signals that ask this program to stop, caught from now on.
///
/// Make it before the first call is placed, select on [`Signals::next`], and shut down when it resolves. A second signal means that
/// the user is out of patience: select on `next` again beside [`shutdown`](crate::Supervisor::shutdown).
#[derive(Debug)]
pub struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    hang_up: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
    #[cfg(windows)]
    terminate: tokio::signal::windows::CtrlBreak,
    #[cfg(windows)]
    close: tokio::signal::windows::CtrlClose,
    #[cfg(windows)]
    shutdown: tokio::signal::windows::CtrlShutdown,
}

#[cfg(unix)]
impl Signals {
    /// Begins to catch SIGINT, SIGTERM and SIGHUP; they no longer end the process.
    ///
    /// # Errors
    ///
    /// If the system refuses the handlers.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with its I/O driver enabled.
    pub fn catch() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> Signal {
        tokio::select! {
            Some(()) = self.interrupt.recv() => Signal::Interrupt,
            Some(()) = self.terminate.recv() => Signal::Terminate,
            Some(()) = self.hang_up.recv() => Signal::HangUp,
            else => std::future::pending().await,
        }
    }
}

#[cfg(windows)]
impl Signals {
    /// Begins to catch Ctrl-C, Ctrl-Break, a closed console window and a shutdown; they no longer end the process at once.
    ///
    /// # Errors
    ///
    /// If the system refuses the handlers.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn catch() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};
        Ok(Self {
            interrupt: ctrl_c()?,
            terminate: ctrl_break()?,
            close: ctrl_close()?,
            shutdown: ctrl_shutdown()?,
        })
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> Signal {
        tokio::select! {
            Some(()) = self.interrupt.recv() => Signal::Interrupt,
            Some(()) = self.terminate.recv() => Signal::Terminate,
            Some(()) = self.close.recv() => Signal::HangUp,
            Some(()) = self.shutdown.recv() => Signal::Terminate,
            else => std::future::pending().await,
        }
    }
}

/// Resolves when the program is asked to stop: SIGINT, SIGTERM or SIGHUP; Ctrl-C, Ctrl-Break, a closed window or a shutdown on Windows.
///
/// The signals are caught from the first poll on, and stay caught: they no longer end the process by themselves, also when the future is gone.
/// To see the second signal as well, keep a [`Signals`].
///
/// # Panics
///
/// Outside a tokio runtime with its I/O driver enabled. If the system refuses the handlers, it never resolves, and says so in the log.
pub async fn shutdown_signal() {
    match Signals::catch() {
        Ok(mut signals) => {
            signals.next().await;
        }
        Err(error) => {
            tracing::error!(%error, "signals cannot be caught");
            std::future::pending().await
        }
    }
}
