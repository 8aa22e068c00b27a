//! Whom the examples talk to. This is the part that is not worth copying: a program has `Client::builder(…)` instead.

#![allow(dead_code, reason = "each example uses a part")]

use std::{env, error::Error, net::SocketAddr, time::Duration};

use sandbox::{Callee, Config, InboundCall, Route, Sandbox, Secret};
#[cfg(feature = "test-util")]
use twilio_voice::test_util::MockTwilio;
use twilio_voice::{Client, Credential};

/// The account of the simulation, and the token it signs with.
pub(crate) const ACCOUNT: &str = "AC00000000000000000000000000000001";
pub(crate) const TOKEN: &str = "token-of-the-simulation";

/// Where the world reaches the servers of the examples: at a proxy that passes requests on to this machine.
pub(crate) const ORIGIN: &str = "https://voice.example.com";

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A double of Twilio, which answers as documented and does nothing by itself.
#[cfg(feature = "test-util")]
pub(crate) async fn double() -> (MockTwilio, Client) {
    let double = MockTwilio::start().await;
    println!("(talking to a double of Twilio on this machine)\n");
    let client = double.client();
    (double, client)
}

/// Twilio itself if the environment has an account, else a double: for examples that only look.
#[cfg(feature = "test-util")]
pub(crate) async fn read_only() -> Result<(Option<MockTwilio>, Client)> {
    match twilio()? {
        Some(client) => {
            println!("(talking to Twilio, because TWILIO_ACCOUNT_SID is set)\n");
            Ok((None, client))
        }
        None => {
            let (double, client) = double().await;
            Ok((Some(double), client))
        }
    }
}

/// Twilio, simulated: numbers ring and answer, TwiML runs, signed requests and audio come in.
pub(crate) async fn sandbox(config: Config) -> Result<(Sandbox, Client)> {
    let sandbox = Sandbox::start(config).await?;
    println!("(talking to a simulation of Twilio on this machine)\n");
    let credential = Credential::auth_token(TOKEN);
    let client = Client::builder(ACCOUNT.parse()?, credential).base_url(sandbox.url());
    Ok((sandbox, client.build()?))
}

/// The settings of a simulation for which [`ORIGIN`] is a proxy before `server`.
pub(crate) fn behind_a_proxy(server: SocketAddr) -> Config {
    let mut config = Config::instant();
    for (public, local) in [("https", "http"), ("wss", "ws")] {
        config.routes.push(Route {
            from: ORIGIN.replacen("https", public, 1),
            to: format!("{local}://{server}"),
        });
    }
    config
}

/// Somebody calls a number whose voice URL is `/voice` at [`ORIGIN`], and whose status callback is this path, if it has one.
/// The SID of the call.
pub(crate) fn somebody_calls(sandbox: &Sandbox, caller: Callee, status: Option<&str>) -> String {
    sandbox.control().inbound(InboundCall {
        account_sid: ACCOUNT.to_owned(),
        from: "+14155550100".to_owned(),
        to: "+15005550006".to_owned(),
        url: format!("{ORIGIN}/voice"),
        status_callback: status.map(|path| format!("{ORIGIN}{path}")),
        auth_token: Some(Secret::new(TOKEN)),
        caller,
    })
}

/// Waits until nobody talks any more.
pub(crate) async fn until_over(sandbox: &Sandbox) -> Result {
    let over = async {
        while sandbox.control().live_count() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    Ok(tokio::time::timeout(Duration::from_secs(60), over).await?)
}

/// Twilio itself, if the environment has an account and its token.
pub(crate) fn twilio() -> Result<Option<Client>> {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    match (set("TWILIO_ACCOUNT_SID"), set("TWILIO_AUTH_TOKEN")) {
        (Some(account), Some(token)) => {
            let client = Client::builder(account.parse()?, Credential::auth_token(token));
            Ok(Some(client.build()?))
        }
        _ => Ok(None),
    }
}
