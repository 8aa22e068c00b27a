//! SIP: who may call in, and registrations with a PBX.
//!
//! ```text
//! cargo run -p ultravox-client --example sip --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use ultravox_client::{
    agents::{CallTemplate, CreateAgent},
    sip::{AgentAllowance, CreateSipRegistration, UpdateSipConfig, UpdateSipRegistration},
};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;
    let template = CallTemplate::new().system_prompt("You answer the phone.");
    let agent = client
        .agents()
        .create(&CreateAgent::new("phone", template))
        .await?;

    // Calls come from these addresses, for these agents; the pattern is compared with the user that was called.
    let update = UpdateSipConfig::new()
        .allowed_cidr_ranges(["192.0.2.0/24"])
        .allowed_agents([AgentAllowance::new(agent.agent_id).to_user_pattern("4[0-9]{2}")]);
    let config = client.sip().update(&update).await?;
    println!(
        "calls from {:?} come in at {}",
        config.allowed_cidr_ranges, config.domain
    );

    // Or Ultravox registers like a telephone. The password goes there and never comes back.
    let registrations = client.sip().registrations();
    let new = CreateSipRegistration::new("ada", "a password", "pbx.example.com");
    let registration = registrations.create(&new).await?;
    println!(
        "registers as {} at {}",
        registration.username, registration.proxy
    );

    let moved = UpdateSipRegistration::new().proxy("pbx2.example.com");
    registrations
        .update(&registration.registration_id, &moved)
        .await?;
    for registration in registrations.list().send().await?.results {
        println!("  {}: {:?}", registration.proxy, registration.successful);
    }
    registrations.delete(&registration.registration_id).await?;
    println!("deleted it");
    Ok(())
}
