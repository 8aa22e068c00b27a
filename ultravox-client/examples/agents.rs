//! Stored agents: create one, call with it, change and delete it.
//!
//! ```text
//! cargo run -p ultravox-client --example agents --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use std::time::Duration;

use futures_util::TryStreamExt as _;
use ultravox_client::{
    agents::{CallTemplate, CreateAgent, UpdateAgent},
    calls::CreateAgentCall,
};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;

    // What its calls have in common. `{{name}}` is filled in by each call.
    let template = CallTemplate::new()
        .system_prompt("You book tables at Luigi's. You are talking to {{name}}.")
        .voice("Mark")
        .max_duration(Duration::from_secs(300));
    let agent = client
        .agents()
        .create(&CreateAgent::new("front-desk", template))
        .await?;
    println!("created agent {}", agent.agent_id);

    let call = CreateAgentCall::new()
        .template_context("name", "Ada")
        .metadata("table", "7");
    let call = client
        .calls()
        .create_for_agent(&agent.agent_id, &call)
        .await?;
    println!(
        "call {} has the prompt: {}",
        call.call_id,
        call.system_prompt.unwrap_or_default()
    );

    // Only what is set changes, for calls that are created from now on.
    let louder = CallTemplate::new().system_prompt("You book tables at Luigi's. SPEAK UP.");
    client
        .agents()
        .update(&agent.agent_id, &UpdateAgent::new().call_template(louder))
        .await?;

    // Every agent, however many pages there are.
    let mut agents = std::pin::pin!(client.agents().list().stream());
    while let Some(agent) = agents.try_next().await? {
        let calls = agent.statistics.unwrap_or_default().calls;
        println!(
            "agent {} was called {calls} times",
            agent.name.unwrap_or_default()
        );
    }

    client.agents().delete(&agent.agent_id).await?;
    let gone = client.agents().get(&agent.agent_id).await;
    assert!(gone.is_err_and(|error| error.is_not_found()));
    println!("deleted it");
    Ok(())
}
