//! A server for tools: one struct is the definition, the check and the reading of requests.
//!
//! ```text
//! cargo run -p ultravox-client --example tool_server --features axum,session,tool,test-util
//! ```
//!
//! Talks to a simulation on this machine, never to Ultravox: the simulated agent uses the tool by a real request.

mod support;

use std::time::Duration;

use axum::{
    Router,
    extract::{FromRef, State},
    routing::get,
};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use ultravox_client::{
    axum::ToolRequest,
    calls::{CreateCall, Medium, Urgency},
    session::{Event, Session},
    tool::{ToolKey, ToolReceiver, ToolResponse, TypedTool},
    tools::{KnownValue, ParameterLocation},
};

/// Finds an order of the caller.
#[derive(Deserialize, JsonSchema)]
struct FindOrder {
    /// The number on the receipt.
    number: u32,
}

#[derive(Clone, FromRef)]
struct App {
    receiver: ToolReceiver<FindOrder>,
    used: mpsc::Sender<u32>,
}

async fn find_order(
    State(used): State<mpsc::Sender<u32>>,
    ToolRequest(call): ToolRequest<FindOrder>,
) -> ToolResponse {
    let number = call.parameters.number;
    println!("the agent asks for order {number}");
    let _full = used.try_send(number);
    ToolResponse::text("It leaves the oven in two minutes.")
}

#[tokio::main]
async fn main() -> support::Result {
    let (_sandbox, client) = support::sandbox().await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;

    // What the model is told comes from the struct. The key is what keeps others out: requests are not signed.
    let url = format!("http://{address}/orders/{{number}}");
    let tool = TypedTool::<FindOrder>::http("find_order", "GET", url)
        .automatic_at("x-call-id", ParameterLocation::Header, KnownValue::CallId)
        .key(ToolKey::bearer(["a long random token"]));

    let (used, mut uses) = mpsc::channel(10);
    let app = App {
        receiver: tool.receiver()?,
        used,
    };
    let router = Router::new()
        .route("/orders/{number}", get(find_order))
        .with_state(app);
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    println!("listening at {address}");

    let call = CreateCall::new("You know all orders.")
        .medium(Medium::server_web_socket(8_000))
        .selected_tools([tool.select()?]);
    let call = client.calls().create(&call).await?;
    let url = call.join_url.ok_or("nowhere to join")?;
    let mut session = Session::connect(&url).await?;

    // The simulated agent does as it is told; a real one would be asked for the order.
    let order = "call tool find_order {\"number\": 7}";
    session
        .sender()
        .user_text(order, Urgency::Immediate)
        .await?;
    let number = timeout(Duration::from_secs(30), uses.recv()).await?;
    if number != Some(7) {
        return Err(format!("asked for {number:?}").into());
    }

    // What the agent makes of the answer.
    let answer = async {
        while let Some(event) = session.next().await {
            match event? {
                Event::Transcript(said) if said.is_final && said.text.contains("oven") => {
                    return Ok(said.text);
                }
                _ => {}
            }
        }
        Err(Box::<dyn std::error::Error>::from(
            "the call ended before the agent answered",
        ))
    };
    println!(
        "the agent says: {}",
        timeout(Duration::from_secs(30), answer).await??
    );
    session.close().await?;
    server.abort();
    Ok(())
}
