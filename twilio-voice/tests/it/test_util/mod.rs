//! The double of Twilio, used as a program would use it in its tests.

mod answers;
mod calls;
#[cfg(all(feature = "axum", feature = "relay"))]
mod relay;
mod resources;
#[cfg(feature = "axum")]
mod samples;
#[cfg(all(feature = "axum", feature = "media"))]
mod stream;

use twilio_voice::{
    Client,
    calls::{Call, CreateCall},
    test_util::MockTwilio,
    twiml::{Response, Say},
};

async fn start() -> (MockTwilio, Client) {
    let double = MockTwilio::start().await;
    let client = double.client();
    (double, client)
}

fn hello() -> CreateCall {
    let document = Response::new().push(Say::new("Hello."));
    CreateCall::new("+15005550001", "+15005550006", document)
}

async fn create(client: &Client) -> Call {
    client.calls().create(&hello()).await.unwrap()
}

/// A SID that was never given.
fn unknown<T: std::str::FromStr<Err: std::fmt::Debug>>(prefix: &str) -> T {
    format!("{prefix}{}", "e".repeat(32)).parse().unwrap()
}
