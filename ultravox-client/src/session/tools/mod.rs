//! Tools of the client, run by a session.

mod answer;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    fmt,
    panic::{self, AssertUnwindSafe},
    pin::Pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use self::answer::ToolAnswer;
use super::message::{ToolInvocation, ToolResult};
use crate::error::without_values;

/// The client tools of a call, by the names the model knows them by.
///
/// Each takes its parameters as a type of yours and answers with text, JSON or a [`ToolAnswer`]; or with an error, which
/// the model is told in the words of its `Display`.
///
/// ```
/// use serde::Deserialize;
/// use ultravox_client::session::{ToolAnswer, Tools};
///
/// #[derive(Deserialize)]
/// struct Order { pizza: String, count: u32 }
///
/// let tools = Tools::new()
///     .tool("order", |order: Order| async move {
///         if order.count > 20 {
///             return Err("We have no more than 20.");
///         }
///         Ok(format!("{} {} will be ready in 15 minutes.", order.count, order.pizza))
///     })
///     .tool("done", |_: serde_json::Value| async { Ok::<_, String>(ToolAnswer::hang_up("Goodbye!")) });
/// ```
///
/// Tools run at the same time as each other and as the session. Every use is answered:
///
/// | what happens | answer |
/// |---|---|
/// | the tool returns `Ok` | its result |
/// | it returns an error, panics, or takes too long | `implementation-error` |
/// | the parameters do not fit its type | `implementation-error` that says what does not fit |
/// | there is no tool of this name | `undefined` |
///
/// A tool whose time is up is **cut off**, and so is one that runs when the session is closed: its future is dropped at
/// the `await` at which it waits. Work that must not be left half done, such as a booking, is given to a task, which
/// goes on:
///
/// ```
/// # #[cfg(feature = "session")]
/// # fn tools() -> ultravox_client::session::Tools {
/// # use ultravox_client::session::Tools;
/// # async fn book(_: serde_json::Value) -> Result<String, std::io::Error> { Ok(String::new()) }
/// Tools::new().tool("book", |order: serde_json::Value| async move {
///     tokio::spawn(book(order)).await.map_err(std::io::Error::other)?
/// })
/// # }
/// ```
///
/// Panics are caught only if the program is built to unwind, as it is by default.
#[derive(Clone, Default)]
#[must_use]
pub struct Tools {
    tools: Arc<HashMap<String, Tool>>,
}

type Running = Pin<Box<dyn Future<Output = Result<ToolAnswer, String>> + Send>>;

#[derive(Clone)]
struct Tool {
    run: Arc<dyn Fn(Map<String, Value>) -> Running + Send + Sync>,
    timeout: Duration,
}

impl Tools {
    /// What Ultravox waits for a tool whose definition does not say.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_millis(2_500);

    /// The longest that Ultravox waits for a tool.
    pub const MAX_TIMEOUT: Duration = Duration::from_secs(40);

    /// No tools.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a tool whose definition has no timeout. It replaces one of the same name.
    pub fn tool<P, F, R, A, E>(self, name: impl Into<String>, run: F) -> Self
    where
        P: DeserializeOwned,
        F: Fn(P) -> R + Send + Sync + 'static,
        R: Future<Output = Result<A, E>> + Send + 'static,
        A: Into<ToolAnswer>,
        E: fmt::Display,
    {
        self.tool_within(name, Self::DEFAULT_TIMEOUT, run)
    }

    /// Adds a tool whose definition has this timeout, 40 s at most. It is cut off a little earlier, so that the answer
    /// arrives in time.
    pub fn tool_within<P, F, R, A, E>(
        mut self,
        name: impl Into<String>,
        timeout: Duration,
        run: F,
    ) -> Self
    where
        P: DeserializeOwned,
        F: Fn(P) -> R + Send + Sync + 'static,
        R: Future<Output = Result<A, E>> + Send + 'static,
        A: Into<ToolAnswer>,
        E: fmt::Display,
    {
        let run = move |parameters| -> Running {
            let running = parse(parameters).map(&run);
            Box::pin(async move {
                match running?.await {
                    Ok(answer) => Ok(answer.into()),
                    Err(error) => Err(error.to_string()),
                }
            })
        };
        let tool = Tool {
            run: Arc::new(run),
            timeout: timeout.min(Self::MAX_TIMEOUT),
        };
        Arc::make_mut(&mut self.tools).insert(name.into(), tool);
        self
    }

    /// How long this tool may run: the timeout of its definition, less what the answer needs to arrive.
    #[must_use]
    pub fn time_for(&self, name: &str) -> Duration {
        let tool = self.tools.get(name);
        let timeout = tool.map_or(Self::DEFAULT_TIMEOUT, |tool| tool.timeout);
        timeout - (timeout / 10).min(Duration::from_millis(250))
    }

    /// Runs a tool. Whoever awaits this gives it up after [`time_for`](Self::time_for); a session does.
    pub fn run(
        &self,
        invocation: ToolInvocation,
    ) -> impl Future<Output = ToolResult> + Send + use<> {
        let id = invocation.invocation_id;
        let tool = self.tools.get(&invocation.tool_name).cloned();
        async move {
            let Some(tool) = tool else {
                return ToolResult::undefined(id, "there is no such tool");
            };
            let start = AssertUnwindSafe(|| (tool.run)(invocation.parameters));
            let result = match panic::catch_unwind(start) {
                Ok(running) => caught(running).await,
                Err(_) => None,
            };
            match result {
                Some(Ok(answer)) => answer.into_result(id),
                Some(Err(error)) => ToolResult::failed(id, error),
                None => ToolResult::failed(id, "the tool failed"),
            }
        }
    }

    /// The answer of a tool that was given up.
    #[must_use]
    pub fn gave_up(invocation_id: impl Into<String>) -> ToolResult {
        ToolResult::failed(invocation_id, "the tool took too long")
    }
}

impl fmt::Debug for Tools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.tools.keys()).finish()
    }
}

/// What is wrong is told to the model, which can put it right.
fn parse<P: DeserializeOwned>(parameters: Map<String, Value>) -> Result<P, String> {
    serde_path_to_error::deserialize(Value::Object(parameters)).map_err(|error| {
        let path = error.path().to_string();
        let problem = without_values(error.into_inner());
        format!("the parameters do not fit at `{path}`: {problem}")
    })
}

/// What a future gives; `None` if it panics.
async fn caught<T>(mut future: Pin<Box<dyn Future<Output = T> + Send>>) -> Option<T> {
    std::future::poll_fn(move |context| {
        let poll = AssertUnwindSafe(|| future.as_mut().poll(context));
        match panic::catch_unwind(poll) {
            Ok(poll) => poll.map(Some),
            Err(_) => Poll::Ready(None),
        }
    })
    .await
}
