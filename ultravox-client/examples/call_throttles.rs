//! Throttles: no more than so many calls in so much time.
//!
//! ```text
//! cargo run -p ultravox-client --example call_throttles --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use std::time::Duration;

use ultravox_client::{
    RetryPolicy,
    call_throttles::{CallThrottleRule, CreateCallThrottle, UpdateCallThrottle},
    calls::CreateCall,
    test_util::Answer,
};

#[tokio::main]
async fn main() -> support::Result {
    let (double, client) = support::double().await;

    let rules = [
        CallThrottleRule::new(2, Duration::from_secs(1)),
        CallThrottleRule::new(100, Duration::from_secs(86_400)),
    ];
    let throttle = client
        .call_throttles()
        .create(&CreateCallThrottle::new("campaign", rules))
        .await?;
    println!(
        "created throttle {} with {} rules",
        throttle.name,
        throttle.rules.len()
    );

    // A call that would be one too many is refused with 429, and provably not created. The double does not count, so it
    // is told to refuse.
    let refusal = Answer::status(429).retry_after(Duration::from_secs(1));
    double.on("POST /api/calls").times(1).answer(refusal);
    let call = CreateCall::new("You call about an offer.").throttle("campaign");

    // The client waits as long as it is asked to, and tries again by itself. A dialler wants to know instead:
    let impatient = client.with_retry(RetryPolicy::none());
    match impatient.calls().create(&call).await {
        Err(error) if error.status() == Some(429) => {
            println!("refused; come back in {:?}", error.retry_after());
        }
        other => return Err(format!("expected a refusal, got {other:?}").into()),
    }
    let created = client.calls().create(&call).await?;
    println!("created {}", created.call_id);

    let wider = [CallThrottleRule::new(5, Duration::from_secs(1))];
    let update = UpdateCallThrottle::new().rules(wider);
    client
        .call_throttles()
        .update(&throttle.throttle_id, &update)
        .await?;
    client
        .call_throttles()
        .delete(&throttle.throttle_id)
        .await?;
    println!("deleted it");
    Ok(())
}
