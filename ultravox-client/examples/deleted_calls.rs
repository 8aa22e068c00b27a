//! What remains of deleted calls: when they were, and why they ended.
//!
//! ```text
//! cargo run -p ultravox-client --example deleted_calls --features test-util
//! ```
//!
//! Only looks: talks to Ultravox if `ULTRAVOX_API_KEY` is set, else to a double on this machine.

mod support;

use ultravox_client::calls::{CreateCall, EndReason};

#[tokio::main]
async fn main() -> support::Result {
    let (double, client) = support::read_only().await?;
    if let Some(double) = &double {
        // Something to look at.
        let call = client
            .calls()
            .create(&CreateCall::new("You sell pizza."))
            .await?
            .call_id;
        double.end(&call, &EndReason::Unjoined);
        client.calls().delete(&call).await?;
    }

    let page = client.deleted_calls().list().page_size(10).send().await?;
    println!(
        "{} deleted calls, the first of them:",
        page.total.unwrap_or_default()
    );
    for call in &page.results {
        println!(
            "  {} created {} deleted {}",
            call.call_id, call.created, call.deletion_time
        );
    }
    if let Some(call) = page.results.first() {
        let call = client.deleted_calls().get(&call.call_id).await?;
        println!(
            "it ended because of {:?}; nothing of what was said is left",
            call.end_reason
        );
    }
    Ok(())
}
