//! Carries frames between the websocket and the session without one.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use futures_util::{Sink as _, SinkExt as _, Stream as _, task::AtomicWaker};
use tokio::{
    sync::Notify,
    task::JoinSet,
    time::{Sleep, sleep_until, timeout},
};
use tokio_websockets::{CloseCode, Error, Message, WebSocketStream};

use super::{
    Core, SessionError, ToolAnswered, Tools, Transmit, handshake::Upgraded, message::ToolInvocation,
};

/// What the driver, the sender and the receiver have in common.
#[derive(Debug)]
pub(super) struct Shared {
    core: Mutex<Core>,
    driver: AtomicWaker,
    receiver: AtomicWaker,
    /// There is room for what is to be sent, or there never will be.
    room: Notify,
}

impl Shared {
    pub(super) fn new(core: Core) -> Arc<Self> {
        Arc::new(Self {
            core: Mutex::new(core),
            driver: AtomicWaker::new(),
            receiver: AtomicWaker::new(),
            room: Notify::new(),
        })
    }

    /// Never held across an await. Nothing that is done with it can leave it half done.
    pub(super) fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn wake_driver(&self) {
        self.driver.wake();
    }

    pub(super) fn register_receiver(&self, context: &Context<'_>) {
        self.receiver.register(context.waker());
    }

    pub(super) fn room(&self) -> &Notify {
        &self.room
    }
}

type Socket = WebSocketStream<Upgraded>;

/// Runs a session until it is over. When it is dropped before, because the runtime is, the session is over too: even if
/// it has never run.
pub(super) fn run(
    mut socket: Socket,
    shared: Arc<Shared>,
    tools: Option<Tools>,
) -> impl Future<Output = ()> + Send {
    let over = Over(shared);
    async move {
        let mut driver = Driver {
            alarm: Box::pin(sleep_until(Instant::now().into())),
            unflushed: false,
            running: JoinSet::new(),
            over,
            tools,
        };
        std::future::poll_fn(|context| driver.poll(&mut socket, context)).await;
        // The other side is told, if it still listens.
        drop(timeout(Duration::from_secs(1), socket.close()).await);
    }
}

struct Driver {
    alarm: Pin<Box<Sleep>>,
    /// Whether the socket was given something and not told to send it.
    unflushed: bool,
    /// Tools that run. They end with the driver, whatever ends it.
    running: JoinSet<()>,
    over: Over,
    tools: Option<Tools>,
}

impl Driver {
    fn poll(&mut self, socket: &mut Socket, context: &mut Context<'_>) -> Poll<()> {
        self.over.0.driver.register(context.waker());
        loop {
            self.send(socket, context);
            if !self.over.0.core().is_open() {
                self.running.abort_all();
            }
            if self.over.0.core().is_over() {
                // The last frame, which says why, is on its way.
                self.over.announce();
                return Poll::Ready(());
            }
            let received = self.receive(socket, context);
            let timed_out = self.look_at_the_clock(context);
            if !received && !timed_out {
                return Poll::Pending;
            }
        }
    }

    /// Gives the socket as much as it takes.
    fn send(&mut self, socket: &mut Socket, context: &mut Context<'_>) {
        let shared = &*self.over.0;
        let mut freed = false;
        let result = loop {
            match Pin::new(&mut *socket).poll_ready(context) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(error)) => break Err(error),
                Poll::Pending => break Ok(()),
            }
            let Some(frame) = shared.core().poll_transmit() else {
                break Ok(());
            };
            freed = true;
            self.unflushed = true;
            if let Err(error) = Pin::new(&mut *socket).start_send(encode(frame)) {
                break Err(error);
            }
        };
        let result = match result {
            Ok(()) if self.unflushed => match Pin::new(&mut *socket).poll_flush(context) {
                Poll::Ready(result) => {
                    self.unflushed = false;
                    result
                }
                Poll::Pending => Ok(()),
            },
            result => result,
        };
        if let Err(error) = result {
            fail(&mut shared.core(), &error);
        }
        if freed {
            shared.room.notify_waiters();
        }
    }

    /// Takes what has come. False when there is nothing more, or nothing more is wanted.
    fn receive(&mut self, socket: &mut Socket, context: &mut Context<'_>) -> bool {
        let mut received = false;
        loop {
            let shared = &self.over.0;
            if !shared.core().wants_input() {
                break;
            }
            let Poll::Ready(frame) = Pin::new(&mut *socket).poll_next(context) else {
                break;
            };
            received = true;
            let mut core = shared.core();
            let now = Instant::now();
            match frame {
                Some(Ok(message)) => {
                    // The library has queued an answer to a ping or a close; it leaves with the next flush.
                    self.unflushed |= message.is_ping() || message.is_close();
                    take(&mut core, message, now);
                }
                Some(Err(error)) => {
                    fail(&mut core, &error);
                    drop(core);
                    // Unless the library has said why already.
                    if matches!(error, Error::PayloadTooLong { .. }) {
                        let message = Message::close(Some(CloseCode::MESSAGE_TOO_BIG), "");
                        drop(Pin::new(&mut *socket).start_send(message));
                    }
                    break;
                }
                None => core.handle_lost(),
            }
            while let (Some(tools), Some(invocation)) = (&self.tools, core.poll_invocation()) {
                start(tools, invocation, shared, &mut self.running);
            }
        }
        if received {
            self.over.0.receiver.wake();
        }
        received
    }

    /// Does what is due. False when nothing was.
    fn look_at_the_clock(&mut self, context: &mut Context<'_>) -> bool {
        let Some(deadline) = self.over.0.core().deadline() else {
            return false;
        };
        // Every frame moves the deadline away. The alarm is moved only nearer, or when it has rung.
        if deadline < self.alarm.deadline().into_std() {
            self.alarm.as_mut().reset(deadline.into());
        }
        let mut due = false;
        while self.alarm.as_mut().poll(context).is_ready() {
            let mut core = self.over.0.core();
            core.handle_timeout(Instant::now());
            due = true;
            let Some(deadline) = core.deadline() else {
                break;
            };
            self.alarm.as_mut().reset(deadline.into());
        }
        due
    }
}

/// Runs a tool in a task of its own: it may need the processor for long.
fn start(
    tools: &Tools,
    invocation: ToolInvocation,
    shared: &Arc<Shared>,
    running: &mut JoinSet<()>,
) {
    // Those that are done leave nothing behind.
    while running.try_join_next().is_some() {}
    let (name, id) = (
        invocation.tool_name.clone(),
        invocation.invocation_id.clone(),
    );
    let limit = tools.time_for(&name);
    let tool = tools.run(invocation);
    let shared = Arc::downgrade(shared);
    running.spawn(async move {
        let start = Instant::now();
        let result = match timeout(limit, tool).await {
            Ok(result) => result,
            Err(_) => Tools::gave_up(&*id),
        };
        let Some(shared) = shared.upgrade() else {
            return;
        };
        let answered = ToolAnswered {
            tool_name: name,
            invocation_id: id,
            error_type: result.error_type.clone(),
            elapsed: start.elapsed(),
        };
        shared.core().answer_tool(answered, result);
        shared.wake_driver();
        shared.receiver.wake();
    });
}

/// Whatever happens to the driver, those who wait are told.
struct Over(Arc<Shared>);

impl Over {
    fn announce(&self) {
        self.0.receiver.wake();
        self.0.room.notify_waiters();
    }
}

impl Drop for Over {
    fn drop(&mut self) {
        self.0.core().handle_lost();
        self.announce();
    }
}

fn encode(frame: Transmit) -> Message {
    match frame {
        Transmit::Text(text) => Message::text(text),
        Transmit::Binary(bytes) => Message::binary(bytes),
        Transmit::Ping(payload) => Message::ping(payload),
        Transmit::Pong(payload) => Message::pong(payload),
        Transmit::Close(code) => Message::close(CloseCode::try_from(code).ok(), ""),
    }
}

fn take(core: &mut Core, message: Message, now: Instant) {
    if message.is_binary() {
        core.handle_binary(message.into_payload().into(), now);
    } else if message.is_text() {
        core.handle_text(message.as_payload(), now);
    } else if let Some((code, reason)) = message.as_close() {
        core.handle_close(Some(u16::from(code).into()), reason);
    } else {
        // A ping was answered already.
        core.handle_pong(now);
    }
}

/// What a failure of the websocket means. What it says may repeat what came, and is left out.
fn fail(core: &mut Core, error: &Error) {
    match error {
        Error::PayloadTooLong { max_len, .. } => {
            core.handle_error(SessionError::TooLarge { limit: *max_len });
        }
        Error::Protocol(_) => core.handle_error(SessionError::Protocol),
        // Of all others none can happen to a websocket that was open but that it is gone.
        _ => core.handle_lost(),
    }
}
