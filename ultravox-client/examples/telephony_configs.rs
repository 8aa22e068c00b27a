//! Accounts at telephone companies, with which Ultravox places and takes calls.
//!
//! ```text
//! cargo run -p ultravox-client --example telephony_configs --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use ultravox_client::telephony_configs::{CreateTwilioConfig, IncomingCalls, UpdateTwilioConfig};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;
    let twilio = client.telephony_configs().twilio();

    // There is one account at each company.
    match twilio.get().await {
        Ok(config) => println!("account {} is there already", config.account_sid),
        Err(error) if error.is_not_found() => println!("no account yet"),
        Err(error) => return Err(error.into()),
    }

    let config = CreateTwilioConfig::new("AC00000000000000000000000000000001", "an auth token");
    let config = twilio.create(&config).await?;
    // Of secrets only the beginning comes back.
    println!(
        "stored {} with token {}…",
        config.account_sid, config.auth_token_prefix.prefix
    );

    // Every agent may take calls whose webhook is at …/api/agents/{id}/telephony_xml.
    let incoming = IncomingCalls::new().call_creation_allow_all_agents(true);
    twilio
        .update(&UpdateTwilioConfig::new().incoming(incoming))
        .await?;

    twilio.delete().await?;
    println!("deleted it");
    Ok(())
}
