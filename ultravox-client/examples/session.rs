//! A conversation: join a call, send audio all the time, play what comes, run a tool, hang up.
//!
//! ```text
//! cargo run -p ultravox-client --example session --features session,test-util
//! ```
//!
//! Talks to a simulation on this machine. With `-- --real` and `ULTRAVOX_API_KEY` it talks to an agent of Ultravox for
//! some seconds, **which costs money**.

mod support;

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::time::{MissedTickBehavior, interval, timeout};
use ultravox_client::{
    calls::{CreateCall, ServerWebSocketMedium, Urgency},
    session::{
        Event, Playback, Session, SessionError, SessionOptions, SessionSender, Tools, message::Role,
    },
    tools::{DynamicParameter, ParameterLocation, ToolDefinition},
};

const RATE: u32 = 16_000;
/// 20 ms.
const FRAME: usize = RATE as usize / 50;

#[derive(Deserialize)]
struct FindOrder {
    number: u32,
}

#[tokio::main]
async fn main() -> support::Result {
    let (_sandbox, client) = match support::real()? {
        Some(client) => (None, client),
        None => {
            let (sandbox, client) = support::sandbox().await?;
            (Some(sandbox), client)
        }
    };

    // A large buffer plays smoothly; an interruption empties it.
    let medium = ServerWebSocketMedium::new(RATE).client_buffer_size_ms(30_000);
    let number = json!({"type": "integer"});
    let tool = ToolDefinition::client("find_order")
        .description("Finds an order by its number.")
        .dynamic_parameters([DynamicParameter::new(
            "number",
            ParameterLocation::Body,
            number,
        )]);
    let call = CreateCall::new("You know all orders of a pizza shop.")
        .medium(medium.clone())
        .max_duration(Duration::from_secs(60))
        .selected_tools([tool]);
    let call = client.calls().create(&call).await?;
    println!("created call {}", call.call_id);

    // Tools of the client run while the session goes on.
    let tools = Tools::new().tool("find_order", |order: FindOrder| async move {
        println!("  [the agent looks up order {}]", order.number);
        Ok::<_, String>("It leaves the oven in two minutes.")
    });
    let options = SessionOptions::new().rates(&medium).tools(tools);
    let url = call.join_url.ok_or("nowhere to join")?;
    let session = Session::connect_with(&url, &options).await?;
    println!("joined");

    // A loudspeaker would call `speaker.fill` for each block it wants; here nobody listens.
    let (mut playback, mut speaker) = Playback::new(RATE).open();
    let (sender, mut receiver) = session.split();
    let microphone = tokio::spawn(microphone(sender.clone()));

    let conversation = async {
        let mut turns = 0;
        while let Some(event) = receiver.next().await {
            let event = event?;
            playback.handle(&event);
            speaker.fill(&mut [0; FRAME]);
            match &event {
                Event::Transcript(said) if said.is_final => {
                    println!("  {:?}: {}", said.role, said.text);
                    if said.role == Role::Agent {
                        turns += 1;
                        match turns {
                            // The simulated agent obeys; a real one would be asked for the order.
                            1 => {
                                let text = "call tool find_order {\"number\": 7}";
                                sender.user_text(text, Urgency::Immediate).await?;
                            }
                            2 => sender.hang_up(None).await?,
                            _ => {}
                        }
                    }
                }
                Event::ToolAnswered(answer) => println!("  [{} answered]", answer.tool_name),
                Event::Malformed(error) => println!("  [cannot read a message: {error}]"),
                _ => {}
            }
        }
        Ok::<_, SessionError>(())
    };
    timeout(Duration::from_secs(60), conversation).await??;
    microphone.abort();

    // The websocket does not say why a call ended.
    let call = client.calls().get(&call.call_id).await?;
    println!("the call has ended: {:?}", call.end_reason);
    Ok(())
}

/// Sends 20 ms of audio every 20 ms. Silence must be sent too; this microphone hears nothing else.
async fn microphone(sender: SessionSender) {
    let mut tick = interval(Duration::from_millis(20));
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        tick.tick().await;
        if sender.try_send_audio([0_i16; FRAME].as_slice()).is_err() {
            return;
        }
    }
}
