//! Whom the examples talk to. This is the part that is not worth copying: a program has `Client::new(key)` instead.

#![allow(dead_code, reason = "each example uses a part")]

use std::{env, error::Error};

use sandbox::{Config, Sandbox};
use ultravox_client::{Client, test_util::MockUltravox};

const KEY: &str = concat!("examples", ".", "00000000000000000000000000000000");

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A double of Ultravox, which answers as documented and does nothing by itself.
pub(crate) async fn double() -> (MockUltravox, Client) {
    let double = MockUltravox::start().await;
    println!("(talking to a double of Ultravox on this machine)\n");
    let client = double.client();
    (double, client)
}

/// Ultravox itself if `ULTRAVOX_API_KEY` is set, else a double: for examples that only look.
pub(crate) async fn read_only() -> Result<(Option<MockUltravox>, Client)> {
    match env::var("ULTRAVOX_API_KEY") {
        Ok(key) if !key.is_empty() => {
            println!("(talking to Ultravox, because ULTRAVOX_API_KEY is set)\n");
            Ok((None, Client::new(key)?))
        }
        _ => {
            let (double, client) = double().await;
            Ok((Some(double), client))
        }
    }
}

/// Ultravox itself if asked to with `--real`: for examples that place a call.
pub(crate) fn real() -> Result<Option<Client>> {
    if !env::args().any(|argument| argument == "--real") {
        return Ok(None);
    }
    let key = env::var("ULTRAVOX_API_KEY").map_err(|_| "--real needs ULTRAVOX_API_KEY")?;
    println!("(talking to Ultravox, because of --real)\n");
    Ok(Some(Client::new(key)?))
}

/// Ultravox, simulated: calls go on by themselves, agents speak, webhooks are sent.
pub(crate) async fn sandbox() -> Result<(Sandbox, Client)> {
    let sandbox = Sandbox::start(Config::instant()).await?;
    println!("(talking to a simulation of Ultravox on this machine)\n");
    let client = Client::builder(KEY).base_url(sandbox.url()).build()?;
    Ok((sandbox, client))
}
