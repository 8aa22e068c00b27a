//! API keys: create one that expires, and revoke it.
//!
//! ```text
//! cargo run -p ultravox-client --example api_keys --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use jiff::{SignedDuration, Timestamp};
use ultravox_client::api_keys::{CreateApiKey, UpdateApiKey};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;

    let soon = Timestamp::now() + SignedDuration::from_hours(24);
    let key = client
        .api_keys()
        .create(&CreateApiKey::new("ci").expiry_date(soon))
        .await?;
    // The secret is shown once. Keep it where secrets are kept, and out of logs: `Debug` does.
    let secret = key.secret.expose();
    println!("created key {}… of {} characters", key.prefix, secret.len());

    for key in client.api_keys().list().send().await?.results {
        println!(
            "  {} {} expires {:?}",
            key.prefix, key.name, key.expiry_date
        );
    }

    // A revoked key is never valid again.
    let revoked = UpdateApiKey::new().revoked(true);
    let key = client.api_keys().update(&key.prefix, &revoked).await?;
    println!("revoked: {:?}", key.revoked);
    client.api_keys().delete(&key.prefix).await?;
    Ok(())
}
