//! Calls: place one, look at it, give it other instructions, end it, read what it cost.
//!
//! ```text
//! cargo run -p twilio-voice --example phone_calls
//! ```
//!
//! Talks to a simulation on this machine. With `-- --real +FROM +TO`, `TWILIO_ACCOUNT_SID` and `TWILIO_AUTH_TOKEN` it places
//! a call through Twilio, **which costs money**.

mod support;

use std::{env, pin::pin, time::Duration};

use futures_util::TryStreamExt as _;
use sandbox::{Callee, Config};
use tokio::time::{Instant, sleep};
use twilio_voice::{
    CallSid, Client, Error,
    calls::{Call, CallStatus, CreateCall},
    twiml::{Pause, Response, Say},
};

#[tokio::main]
async fn main() -> support::Result {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (_sandbox, client, from, to) = match &arguments[..] {
        [real, from, to] if real == "--real" => {
            let client = support::twilio()?.ok_or("--real needs an account in the environment")?;
            println!("(talking to Twilio, because of --real)\n");
            (None, client, from.clone(), to.clone())
        }
        _ => {
            let mut config = Config::instant();
            config.twilio.callee = Callee::answers(Duration::from_millis(200));
            let (sandbox, client) = support::sandbox(config).await?;
            let (from, to) = ("+15005550006".to_owned(), "+14155550100".to_owned());
            (Some(sandbox), client, from, to)
        }
    };

    // The time limit bounds what a forgotten call costs.
    let greeting = Response::new()
        .push(Say::new("Hello. Please hold."))
        .push(Pause::new().length(Duration::from_secs(30)));
    let call = CreateCall::new(to, from, greeting)
        .timeout(Duration::from_secs(20))
        .time_limit(Duration::from_secs(60));
    let call = match client.calls().create(&call).await {
        Ok(call) => call,
        Err(error) if error.may_have_been_applied() => {
            // Do not place it again: it may be ringing. Look for it, or let the time limit end it.
            return Err(format!("a call may exist: {error}").into());
        }
        Err(error) => return Err(error.into()),
    };
    println!("placed {}, which is {:?}", call.sid, call.status);

    let answered = until(&client, &call.sid, CallStatus::InProgress).await?;
    println!("it is answered: {:?}", answered.status);

    // What runs is replaced at once.
    let farewell = Response::new().push(Say::new("Nobody is here. Good-bye."));
    match client.calls().redirect(&call.sid, farewell).await {
        Ok(_) => println!("it hears something else now"),
        // The other side was quicker.
        Err(error) if error.is_invalid_call_state() => println!("it is over already"),
        Err(error) => return Err(error.into()),
    }

    // Whatever state it is in. The answer may still say `in-progress`.
    match client.calls().end(&call.sid).await {
        Ok(_) => println!("asked it to end"),
        Err(error) if error.is_invalid_call_state() => println!("it is over already"),
        Err(error) => return Err(error.into()),
    }
    let over = until(&client, &call.sid, CallStatus::Completed).await?;
    println!("it has ended, after {:?}", over.duration);

    // A search goes page by page, as far as it is read.
    let mut calls = pin!(client.calls().list().page_size(50).stream());
    while let Some(call) = calls.try_next().await? {
        // The price comes later than the end.
        println!("  {} {:?} {:?}", call.sid, call.status, call.price);
    }
    Ok(())
}

/// Looks until the call is in this state, or over in another.
async fn until(client: &Client, sid: &CallSid, wanted: CallStatus) -> Result<Call, Error> {
    let begin = Instant::now();
    loop {
        let call = client.calls().get(sid).await?;
        let is_over = call.status.as_ref().is_some_and(CallStatus::is_final);
        if call.status.as_ref() == Some(&wanted)
            || is_over
            || begin.elapsed() > Duration::from_secs(60)
        {
            return Ok(call);
        }
        sleep(Duration::from_millis(100)).await;
    }
}
