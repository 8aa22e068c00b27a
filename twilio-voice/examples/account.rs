//! The account: what is left, what was used, what went wrong; subaccounts, and tokens for WebRTC.
//!
//! ```text
//! cargo run -p twilio-voice --example account --features test-util
//! ```
//!
//! Only looks: talks to Twilio if `TWILIO_ACCOUNT_SID` and `TWILIO_AUTH_TOKEN` are set, else to a double on this machine,
//! where it also makes a subaccount and a token.

mod support;

use std::time::Duration;

use serde_json::json;
use twilio_voice::{
    Client,
    accounts::{AccountStatus, CreateAccount, UpdateAccount},
    notifications::NotificationLevel,
    tokens::CreateToken,
    usage::{UsageDate, UsagePeriod},
};

#[tokio::main]
async fn main() -> support::Result {
    let (double, client) = support::read_only().await?;
    if let Some(twilio) = &double {
        twilio.insert(
            "/Usage/Records/Daily",
            json!({"category": "calls", "count": "17", "price": "0.24"}),
        );
        twilio.insert("/Notifications", json!({"error_code": "11200", "log": "0"}));
    }
    look(&client).await?;
    if double.is_some() {
        change(&client).await?;
    }
    Ok(())
}

async fn look(client: &Client) -> support::Result {
    let me = client.accounts().get(&client.account()).await?;
    println!("{} is {:?}, {:?}", me.sid, me.status, me.kind);
    let left = client.balance().await?;
    println!("left: {:?} {:?}", left.balance, left.currency);

    // The last week, day by day.
    let week = client
        .usage_records()
        .list(UsagePeriod::Daily)
        .category("calls")
        .start_date(UsageDate::DaysAgo(7));
    for day in week.send().await?.items {
        println!(
            "  {:?}: {:?} calls, {:?} {:?}",
            day.start_date, day.count, day.price, day.price_unit
        );
    }

    // What Twilio could not do, such as reach one of our URLs.
    let errors = client.notifications().list().log(NotificationLevel::Error);
    for problem in errors.page_size(5).send().await?.items {
        let meaning = problem.error_code.and_then(|code| code.meaning());
        println!(
            "  error {:?}: {}",
            problem.error_code,
            meaning.unwrap_or("unknown here")
        );
    }
    Ok(())
}

async fn change(client: &Client) -> support::Result {
    // For each customer one, with numbers, calls and a bill of its own. It comes with a token, which is shown to nobody.
    let customer = CreateAccount::new().friendly_name("customer 7");
    let customer = client.accounts().create(&customer).await?;
    println!(
        "made {}, token known: {}",
        customer.sid,
        customer.auth_token.is_some()
    );
    // The main account may work in it.
    let theirs = client.with_account(customer.sid);
    println!(
        "its calls: {}",
        theirs.calls().list().send().await?.items.len()
    );

    // Who does not pay does not call. A closed account stays closed.
    let suspend = UpdateAccount::new().status(AccountStatus::Suspended);
    let customer = client.accounts().update(&customer.sid, &suspend).await?;
    println!("it is {:?}", customer.status);

    // Servers for WebRTC. What is in the token lets people use them at our cost, for as long as it says.
    let token = CreateToken::new().ttl(Duration::from_secs(3_600));
    let token = client.tokens().create(&token).await?;
    println!("{} servers for {:?}", token.ice_servers.len(), token.ttl);
    Ok(())
}
