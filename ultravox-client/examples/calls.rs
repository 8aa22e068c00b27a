//! Calls: place one, find it, talk to it, end it, read what was said.
//!
//! ```text
//! cargo run -p ultravox-client --example calls --features test-util
//! ```
//!
//! Talks to a simulation on this machine. With `-- --real` and `ULTRAVOX_API_KEY` it places a call at Ultravox that
//! nobody joins, which is free.

mod support;

use std::time::Duration;

use tokio::time::{sleep, timeout};
use ultravox_client::{
    CallId, Client,
    calls::{Call, CallState, CreateCall, Urgency, UserTextMessage},
};

#[tokio::main]
async fn main() -> support::Result {
    let (sandbox, client) = match support::real()? {
        Some(client) => (None, client),
        None => {
            let (sandbox, client) = support::sandbox().await?;
            (Some(sandbox), client)
        }
    };

    // Both limits bound what a forgotten call costs. The metadata finds it again if the answer is lost.
    let call = CreateCall::new("You take orders for a pizza shop.")
        .join_timeout(Duration::from_secs(5))
        .max_duration(Duration::from_secs(60))
        .metadata("order", "4711");
    let call = match client.calls().create(&call).await {
        Ok(call) => call,
        Err(error) if error.may_have_been_applied() => {
            // Do not create it again: it may be there.
            let found = client
                .calls()
                .list()
                .metadata("order", "4711")
                .send()
                .await?;
            found.results.into_iter().next().ok_or(error)?
        }
        Err(error) => return Err(error.into()),
    };
    let id = call.call_id;
    println!("created call {id}, which is {:?}", call.state());

    // Whoever has the join URL may join: a client SDK, a session of this crate, a telephone company.
    if let Some(sandbox) = &sandbox {
        sandbox.control().join(&id.to_string())?;
        let joined = client.calls().get(&id).await?;
        println!("somebody joined: it is {:?}", joined.state());

        let order = UserTextMessage::new("One Margherita, please.").urgency(Urgency::Immediate);
        client.calls().send_data_message(&id, &order.into()).await?;
        sleep(Duration::from_millis(500)).await;

        // This asks; the call is over when it says so.
        client.calls().hang_up(&id).await?;
        println!("asked it to end");
    }
    let ended = timeout(Duration::from_secs(60), over(&client, &id)).await??;
    println!("it has ended: {:?}", ended.end_reason);

    for message in client.calls().messages(&id).send().await?.results {
        println!("  {:?}: {}", message.role, message.text.unwrap_or_default());
    }

    // Erases everything that was said. It is no way to end a call: that is refused.
    client.calls().delete(&id).await?;
    println!("erased it");
    Ok(())
}

/// Looks until the call has ended.
async fn over(client: &Client, id: &CallId) -> Result<Call, ultravox_client::Error> {
    loop {
        let call = client.calls().get(id).await?;
        if call.state() == CallState::Ended {
            return Ok(call);
        }
        sleep(Duration::from_millis(500)).await;
    }
}
