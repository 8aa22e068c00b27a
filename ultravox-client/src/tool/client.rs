//! Tools that run on this side of a websocket.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{ToolCall, ToolReceiver};
use crate::session::{ToolAnswer, Tools};

impl Tools {
    /// Adds a tool of the client or a data connection that is described by a type, with the name and the timeout of its
    /// definition. It replaces one of the same name.
    ///
    /// ```
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    /// use ultravox_client::{session::Tools, tool::{ToolCall, TypedTool}};
    ///
    /// /// Shows a color on the caller's screen.
    /// #[derive(Deserialize, JsonSchema)]
    /// struct ShowColor { red: u8, green: u8, blue: u8 }
    ///
    /// # fn main() -> Result<(), ultravox_client::Error> {
    /// let tool = TypedTool::<ShowColor>::client("show_color");
    /// // `tool.select()?` goes into the call, and this into the session:
    /// let tools = Tools::new().typed(tool.receiver()?, |call: ToolCall<ShowColor>| async move {
    ///     println!("{}", call.parameters.red);
    ///     Ok::<_, String>("It is shown.")
    /// });
    /// # Ok(())
    /// # }
    /// ```
    pub fn typed<P, F, R, A, E>(self, receiver: ToolReceiver<P>, run: F) -> Self
    where
        P: DeserializeOwned + 'static,
        F: Fn(ToolCall<P>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<A, E>> + Send + 'static,
        A: Into<ToolAnswer>,
        E: fmt::Display,
    {
        let name = receiver.name().to_owned();
        let timeout = receiver.timeout();
        self.tool_within(name, timeout, move |parameters: Map<String, Value>| {
            let running = receiver.read_invocation(parameters).map(&run);
            async move {
                let running = running.map_err(|error| error.advice())?;
                let answer: Result<A, E> = running.await;
                answer.map(Into::into).map_err(|error| error.to_string())
            }
        })
    }
}
