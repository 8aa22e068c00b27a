//! The endpoints of tools.

use serde_json::{Map, Value};

use super::{CreateTool, ListToolHistory, ListTools, Tool};
use crate::{Client, Download, Error, ToolId, Upload, multipart::Form, request::Request};

impl Client {
    /// Durable tools: store, find, test and delete them.
    #[must_use]
    pub fn tools(&self) -> Tools<'_> {
        Tools { client: self }
    }
}

/// Durable tools: store, find, test and delete them.
#[derive(Clone, Copy, Debug)]
pub struct Tools<'a> {
    pub(super) client: &'a Client,
}

impl<'a> Tools<'a> {
    /// Lists tools.
    pub fn list(&self) -> ListTools<'a> {
        ListTools::new(self.client)
    }

    /// Creates a tool.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// See [Ultravox Docs/Create tool](https://docs.ultravox.ai/api-reference/tools/tools-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the tool may exist.
    pub async fn create(&self, tool: &CreateTool) -> Result<Tool, Error> {
        tool.validate()?;
        let request = Request::post("/api/tools", &[], tool)?;
        self.client.execute(&request).await
    }

    /// One tool.
    ///
    /// See [Ultravox Docs/Get tool](https://docs.ultravox.ai/api-reference/tools/tools-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such tool in this account.
    pub async fn get(&self, tool: &ToolId) -> Result<Tool, Error> {
        let request = Request::get("/api/tools/{tool_id}", &[tool]);
        self.client.execute(&request).await
    }

    /// Puts another tool in the place of this one, which keeps its id. What is not set is emptied.
    ///
    /// See [Ultravox Docs/Replace tool](https://docs.ultravox.ai/api-reference/tools/tools-put).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn replace(&self, tool: &ToolId, replacement: &CreateTool) -> Result<Tool, Error> {
        replacement.validate()?;
        let request = Request::put("/api/tools/{tool_id}", &[tool], replacement)?;
        self.client.execute(&request).await
    }

    /// Deletes a tool. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no tool, it counts as deleted.
    ///
    /// See [Ultravox Docs/Delete tool](https://docs.ultravox.ai/api-reference/tools/tools-delete).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, tool: &ToolId) -> Result<(), Error> {
        let request = Request::delete("/api/tools/{tool_id}", &[tool]);
        self.client.execute_delete(&request).await
    }

    /// Creates tools from an OpenAPI document, JSON or YAML.
    ///
    /// Repeated only if it provably was not done.
    ///
    /// See [Ultravox Docs/Create tool](https://docs.ultravox.ai/api-reference/tools/tools-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if the file has no name, content or content type, [`Error::Api`] if Ultravox refuses.
    /// If [`Error::may_have_been_applied`], the tool may exist.
    pub async fn create_from_openapi(&self, file: &Upload) -> Result<Tool, Error> {
        let form = Form::new().file("file", file)?;
        let request = Request::post_form("/api/tools", &[], form);
        self.client.execute(&request).await
    }

    /// Uses a tool with these parameters, for real, and returns whatever it answers.
    ///
    /// Repeated only if it provably was not used. The form of the parameters is not documented: they are sent as one
    /// object.
    ///
    /// See [Ultravox Docs/Test tool](https://docs.ultravox.ai/api-reference/tools/tools-test).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox or the tool refuses.
    pub async fn test(
        &self,
        tool: &ToolId,
        parameters: &Map<String, Value>,
    ) -> Result<Download, Error> {
        let request = Request::post("/api/tools/{tool_id}/test", &[tool], parameters)?;
        self.client.download(&request.accept("*/*")).await
    }

    /// Lists the calls that used a tool.
    pub fn history(&self, tool: &ToolId) -> ListToolHistory<'a> {
        ListToolHistory::new(self.client, *tool)
    }
}
