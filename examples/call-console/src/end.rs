//! `end`: end one call by its id.

use std::process::ExitCode;

use anyhow::Context;

use crate::{
    config::{Config, ConfigError},
    provider::Calls,
    start::{Receipts, finish},
    status::Id,
};

pub(crate) async fn run(config: &Config, id: &str) -> anyhow::Result<ExitCode> {
    let id: Id = id.parse().map_err(ConfigError)?;
    let calls = Calls::start(config)?;
    let receipts = Receipts::print(&calls);
    match &id {
        Id::Ultravox(id) => {
            let call = calls
                .ultravox
                .adopt(&id.to_string())
                .await
                .context("looking for the call at Ultravox")?;
            call.end().await?;
        }
        Id::Twilio(sid) => {
            config.twilio()?;
            let twilio = calls.twilio.as_ref().context("Twilio is not configured")?;
            let call = twilio
                .adopt(sid.as_ref())
                .await
                .context("looking for the call at Twilio")?;
            call.end().await?;
        }
    }
    finish(calls, receipts, ExitCode::SUCCESS).await
}
