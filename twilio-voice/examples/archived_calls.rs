//! Archived calls: erase the record of a call, wherever Twilio keeps it by now.
//!
//! ```text
//! cargo run -p twilio-voice --example archived_calls --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio.

mod support;

use std::time::Duration;

use jiff::tz::TimeZone;

#[tokio::main]
async fn main() -> support::Result {
    let (twilio, client) = support::double().await;
    // A call of long ago, as a double is told.
    let sid = twilio.receive_call("+14155550100", "+15005550006");
    twilio.answer(&sid);
    twilio.complete(&sid, Duration::from_secs(42));

    let call = client.calls().get(&sid).await?;
    let began = call.start_time.ok_or("a call that never began")?;
    let day = began.to_zoned(TimeZone::UTC).date();

    // The archive is sorted by day. What is not in it yet is deleted with `calls().delete`.
    client.archived_calls().delete(day, &sid).await?;
    println!("erased the call of {day}");
    match client.calls().get(&sid).await {
        Err(error) if error.is_not_found() => println!("nobody knows it any more"),
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("the call is still there".into()),
    }
    Ok(())
}
