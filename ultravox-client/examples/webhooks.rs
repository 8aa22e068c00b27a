//! Webhooks as a resource: register one, exchange its secret, look how it does.
//!
//! ```text
//! cargo run -p ultravox-client --example webhooks --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox. For the server that receives them, see `webhook_receiver`.

mod support;

use ultravox_client::webhooks::{CreateWebhook, UpdateWebhook, WebhookEventKind};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;

    let new = CreateWebhook::new(
        "https://example.com/ultravox",
        [WebhookEventKind::CallEnded, WebhookEventKind::CallBilled],
    );
    let webhook = client.webhooks().create(&new).await?;
    // Ultravox makes up a secret if none is given. `Debug` never shows it; `expose` does.
    println!("registered {webhook:?}");

    // To exchange the secret: both at first, so that receivers can be changed one by one, then the new one alone.
    let old = webhook.secrets[0].expose().to_owned();
    let new = "a new secret, from a password generator".to_owned();
    let both = UpdateWebhook::new().secrets([new.clone(), old]);
    client.webhooks().update(&webhook.webhook_id, &both).await?;
    println!("each request has two signatures now");
    let only = UpdateWebhook::new().secrets([new]);
    client.webhooks().update(&webhook.webhook_id, &only).await?;
    println!("the old secret is gone");

    for webhook in client.webhooks().list().send().await?.results {
        println!("{} is {:?}", webhook.url, webhook.status);
        for failure in webhook.recent_failures {
            println!("  {}: {}", failure.timestamp, failure.failure);
        }
    }

    client.webhooks().delete(&webhook.webhook_id).await?;
    println!("deleted it");
    Ok(())
}
