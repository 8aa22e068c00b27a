//! The account: its limits, what runs, what was used, what it costs.
//!
//! ```text
//! cargo run -p ultravox-client --example accounts --features test-util
//! ```
//!
//! Only looks: talks to Ultravox if `ULTRAVOX_API_KEY` is set, else to a double on this machine.

mod support;

use ultravox_client::accounts::BucketSize;

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::read_only().await?;
    let accounts = client.accounts();

    let me = accounts.me().await?;
    // How many calls may be open at once, joined or not. `None` means there is no fixed limit.
    println!(
        "{}: {} calls open, {:?} allowed",
        me.name, me.active_calls, me.allowed_concurrent_calls
    );
    println!("free time left: {:?}", me.free_time_remaining);

    let usage = accounts.call_usage().send().await?.all_time;
    println!(
        "{} calls, {} joined, {:.1} minutes billed",
        usage.total_count, usage.joined_count, usage.billed_minutes
    );

    // The highest number of calls at once in each hour of the last day.
    let hours = accounts
        .concurrency()
        .bucket(BucketSize::Hour)
        .send()
        .await?
        .time_series;
    for hour in hours.iter().filter(|hour| hour.max_total_calls > 0) {
        println!("{}: {} at once", hour.timestamp, hour.max_total_calls);
    }

    let bill = accounts.billing_usage().send().await?;
    println!(
        "this month: {:.1} minutes, {:.1} by SIP",
        bill.total_minutes, bill.total_sip_minutes
    );
    for invoice in accounts.invoices().page_size(5).send().await?.results {
        println!(
            "  invoice {}: {:?}",
            invoice.invoice_number, invoice.invoice_status
        );
    }

    let keys = accounts.tts_api_keys().await?;
    println!(
        "a key of ElevenLabs is stored: {}",
        keys.eleven_labs.is_some()
    );
    Ok(())
}
