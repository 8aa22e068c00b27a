//! Durable tools: store one, give it to a call, make one from an OpenAPI document.
//!
//! ```text
//! cargo run -p ultravox-client --example tools --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use serde_json::json;
use ultravox_client::{
    Upload,
    calls::CreateCall,
    tools::{
        AutomaticParameter, CreateTool, DynamicParameter, KnownValue, ParameterLocation,
        SelectedTool, ToolDefinition,
    },
};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;

    // The model fills in the number; Ultravox adds the call. The feature `tool` makes this from a Rust struct.
    let number = json!({"type": "integer", "description": "The number on the receipt."});
    let definition =
        ToolDefinition::http("findOrder", "GET", "https://example.com/orders/{number}")
            .description("Finds an order of the caller.")
            .dynamic_parameters([
                DynamicParameter::new("number", ParameterLocation::Path, number).required(true),
            ])
            .automatic_parameters([AutomaticParameter::new(
                "x-call-id",
                ParameterLocation::Header,
                KnownValue::CallId,
            )]);
    let tool = client
        .tools()
        .create(&CreateTool::new("orders", definition.clone()))
        .await?;
    println!("stored tool {} as {}", tool.name, tool.tool_id);

    // Durable tools are chosen by id or name; a definition can also be given to a single call.
    let call = CreateCall::new("You know all orders. Hang up when the caller says goodbye.")
        .selected_tools([
            SelectedTool::by_id(tool.tool_id),
            SelectedTool::by_name("hangUp"),
        ]);
    let call = client.calls().create(&call).await?;
    for tool in client.calls().tools(&call.call_id).await? {
        println!("the call has tool {}", tool.name);
    }

    // There is no partial update: the whole definition is replaced, for later calls.
    let better = definition.description("Finds an order by its number.");
    client
        .tools()
        .replace(&tool.tool_id, &CreateTool::new("orders", better))
        .await?;

    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "stock", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": {"/stock": {"get": {"operationId": "readStock", "responses": {"200": {"description": "ok"}}}}},
    });
    let file = Upload::new("stock.json", "application/json", document.to_string());
    let made = client.tools().create_from_openapi(&file).await?;
    println!("made tool {} from a document", made.name);

    for tool in [tool.tool_id, made.tool_id] {
        client.tools().delete(&tool).await?;
    }
    println!("deleted both");
    Ok(())
}
