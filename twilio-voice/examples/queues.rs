//! Queues: put callers in line, look who waits, connect the next one.
//!
//! ```text
//! cargo run -p twilio-voice --example queues --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio.

mod support;

use serde_json::json;
use twilio_voice::{
    queues::{
        CreateQueue, UpdateQueue,
        members::{MemberRef, UpdateMember},
    },
    twiml::{Dial, Enqueue, Queue, Response},
};

#[tokio::main]
async fn main() -> support::Result {
    let (twilio, client) = support::double().await;
    let queue = client
        .queues()
        .create(&CreateQueue::new("support").max_size(100))
        .await?;
    println!("made {}", queue.sid);

    // Callers come in by TwiML, and a colleague takes the next one by TwiML too.
    let wait = Enqueue::new("support").wait_url("https://voice.example.com/music.xml");
    println!("{}", Response::new().push(wait).to_xml());
    println!(
        "{}",
        Response::new()
            .push(Dial::new(Queue::new("support")))
            .to_xml()
    );

    // Two callers, as a double is told.
    for from in ["+14155550100", "+14155550101"] {
        let call = twilio.receive_call(from, "+15005550006");
        let list = format!("/Queues/{}/Members", queue.sid);
        twilio.insert(&list, json!({ "call_sid": call }));
    }
    let queue = client.queues().get(&queue.sid).await?;
    println!(
        "{:?} wait, for {:?} each",
        queue.current_size, queue.average_wait_time
    );

    // The first gets other instructions. Who that is may change meanwhile: after a failure look before you repeat.
    let members = client.queues().members(&queue.sid);
    let dequeue = UpdateMember::new("https://voice.example.com/connect.xml");
    let first = members.update(MemberRef::Front, &dequeue).await?;
    println!("{} is connected", first.call_sid);
    for member in members.list().send().await?.items {
        println!("  {} waits at {:?}", member.call_sid, member.position);
        members
            .update(MemberRef::Call(member.call_sid), &dequeue)
            .await?;
    }

    let renamed = UpdateQueue::new().friendly_name("support (closed)");
    client.queues().update(&queue.sid, &renamed).await?;
    // Only if nobody waits.
    client.queues().delete(&queue.sid).await?;
    println!("deleted it");
    Ok(())
}
