//! The listening socket, and connections that can be broken off on purpose.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Accepts a bounded number of connections.
pub(crate) struct Listener {
    inner: TcpListener,
    places: Arc<Semaphore>,
    open: Connections,
}

/// All connections that are open, to close them at the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connections(Arc<Mutex<HashMap<usize, Weak<Handle>>>>);

impl Connections {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<usize, Weak<Handle>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    pub(crate) fn close_all(&self) {
        let open: Vec<_> = self.lock().values().filter_map(Weak::upgrade).collect();
        for handle in open {
            handle.set(CLOSED);
        }
    }
}

impl Listener {
    pub(crate) fn new(inner: TcpListener, limit: usize, open: Connections) -> Self {
        Self {
            inner,
            places: Arc::new(Semaphore::new(limit.clamp(1, Semaphore::MAX_PERMITS))),
            open,
        }
    }
}

impl axum::serve::Listener for Listener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            let place = Arc::clone(&self.places).acquire_owned().await;
            match self.inner.accept().await {
                Ok((inner, address)) => {
                    // Small answers must not wait for each other.
                    drop(inner.set_nodelay(true));
                    return (Stream::new(inner, place.ok(), self.open.clone()), address);
                }
                // Out of file descriptors, most likely: some will be given back.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }
}

const OPEN: u8 = 0;
const CLOSED: u8 = 1;
const RESET: u8 = 2;

/// Breaks off the connection a request came on.
#[derive(Clone, Debug)]
pub(crate) struct Wire(Arc<Handle>);

#[derive(Debug, Default)]
struct Handle {
    state: AtomicU8,
    reader: AtomicWaker,
}

impl Handle {
    fn set(&self, state: u8) {
        self.state.fetch_max(state, Ordering::SeqCst);
        self.reader.wake();
    }
}

impl Wire {
    /// Nothing more is sent; the other side sees the end of the connection.
    pub(crate) fn close(&self) {
        self.0.set(CLOSED);
    }

    /// Nothing more is sent; the other side sees a TCP reset.
    pub(crate) fn reset(&self) {
        self.0.set(RESET);
    }
}

impl Connected<IncomingStream<'_, Listener>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        Self(Arc::clone(&stream.io().handle))
    }
}

/// One accepted connection.
pub(crate) struct Stream {
    inner: TcpStream,
    handle: Arc<Handle>,
    open: Connections,
    _place: Option<OwnedSemaphorePermit>,
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").finish_non_exhaustive()
    }
}

impl Stream {
    fn new(inner: TcpStream, place: Option<OwnedSemaphorePermit>, open: Connections) -> Self {
        let handle = Arc::new(Handle::default());
        open.lock().insert(key(&handle), Arc::downgrade(&handle));
        Self {
            inner,
            handle,
            open,
            _place: place,
        }
    }

    fn check(&self) -> io::Result<()> {
        match self.handle.state.load(Ordering::SeqCst) {
            OPEN => Ok(()),
            RESET => {
                // Without lingering, closing sends a reset instead of an orderly end.
                drop(self.inner.set_zero_linger());
                Err(io::ErrorKind::ConnectionReset.into())
            }
            _ => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        drop(self.check());
        self.open.lock().remove(&key(&self.handle));
    }
}

fn key(handle: &Arc<Handle>) -> usize {
    Arc::as_ptr(handle).addr()
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.handle.reader.register(cx.waker());
        self.check()?;
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.inner).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
