//! Starting and stopping.

use std::future::IntoFuture;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::http::{Method, Uri};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::config::Config;
use crate::control::{self, Control};
use crate::gate::gate;
use crate::shared::Shared;
use crate::wire::{Connections, Listener, Wire};
use crate::{twilio, ultravox};

/// Both providers, running on a port of 127.0.0.1. Dropping it stops them.
///
/// ```
/// use sandbox::{Config, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let sandbox = Sandbox::start(Config::default()).await?;
/// println!("{}", sandbox.url());
/// assert!(sandbox.control().live().is_empty());
/// sandbox.shutdown().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "dropping the sandbox stops it"]
pub struct Sandbox {
    control: Control,
    finished: watch::Receiver<()>,
}

impl Sandbox {
    /// Starts on the current runtime.
    ///
    /// # Errors
    ///
    /// The port is taken, or there is no runtime.
    pub async fn start(config: Config) -> io::Result<Self> {
        let runtime = Handle::try_current().map_err(io::Error::other)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Shared::new(config, url, runtime.clone()).map_err(io::Error::other)?;
        let shared = Arc::new(shared);
        let (running, finished) = watch::channel(());
        runtime.spawn(serve(Arc::clone(&shared), listener, running));
        Ok(Self {
            control: Control { shared },
            finished,
        })
    }

    /// Starts on a thread of its own with a runtime of its own, so that it goes on answering when
    /// the runtime of the test is blocked or gone.
    ///
    /// # Errors
    ///
    /// The port is taken, or the thread cannot be started.
    pub fn start_on_thread(config: Config) -> io::Result<Self> {
        let (sender, receiver) = std::sync::mpsc::channel();
        thread::Builder::new()
            .name("sandbox".to_owned())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build();
                let runtime = match runtime {
                    Ok(runtime) => runtime,
                    Err(error) => return drop(sender.send(Err(error))),
                };
                runtime.block_on(async {
                    let started = Self::start(config).await;
                    let finished = started
                        .as_ref()
                        .ok()
                        .map(|started| started.finished.clone());
                    // The other side waits for this.
                    drop(sender.send(started));
                    if let Some(mut finished) = finished {
                        let _ = finished.changed().await;
                    }
                });
            })?;
        receiver.recv().map_err(io::Error::other)?
    }

    /// `http://127.0.0.1:PORT`, the base of both providers.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.control.shared.url
    }

    /// Looks into the sandbox and moves its hidden parts.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Stops, and returns when every connection is closed.
    pub async fn shutdown(mut self) {
        self.control.shutdown();
        let _ = self.finished.changed().await;
    }

    /// Returns when the sandbox was stopped from outside, by its control interface.
    pub async fn stopped(&self) {
        self.control.shared.stopped().await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.control.shutdown();
    }
}

/// Serves until told to stop; `_running` is dropped at the very end.
async fn serve(shared: Arc<Shared>, listener: TcpListener, _running: watch::Sender<()>) {
    let providers = Router::new()
        .merge(ultravox::router())
        .merge(twilio::router())
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&shared),
            gate,
        ));
    let app = control::http::router()
        .fallback_service(providers.with_state(Arc::clone(&shared)))
        .with_state(Arc::clone(&shared))
        .into_make_service_with_connect_info::<Wire>();
    let connections: Connections = shared.connections.clone();
    let listener = Listener::new(listener, shared.config.max_connections, connections.clone());
    shared.spawn(Arc::clone(&shared).drive());
    tokio::select! {
        () = shared.stopped() => {}
        _ = axum::serve(listener, app).into_future() => {}
    }
    // Connections are tasks of their own; they end at their next look at the socket.
    connections.close_all();
    for _ in 0..100 {
        if connections.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn not_found(uri: Uri) -> Response {
    if uri.path().starts_with("/2010-04-01") {
        twilio::error(404, 20_404, "The requested resource was not found")
    } else {
        ultravox::detail(404, "Not found.")
    }
}

async fn wrong_method(method: Method, uri: Uri) -> Response {
    if uri.path().starts_with("/2010-04-01") {
        twilio::error(405, 20_004, "Method not allowed")
    } else {
        ultravox::detail(405, &format!("Method \"{method}\" not allowed."))
    }
}
