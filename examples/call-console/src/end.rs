//! `end`: end one call by its id.

use std::process::ExitCode;

use anyhow::Context;

use crate::{config::Config, id::Id, receipts::supervised};

pub(crate) async fn run(config: &Config, id: &Id) -> anyhow::Result<ExitCode> {
    if let Id::Twilio(_) = id {
        config.twilio()?;
    }
    supervised(config, async |calls| {
        match id {
            Id::Ultravox(id) => {
                let call = calls.ultravox.adopt(&id.to_string()).await;
                call.context("looking for the call at Ultravox")?
                    .end()
                    .await?;
            }
            Id::Twilio(sid) => {
                let twilio = calls.twilio.as_ref().context("Twilio is not configured")?;
                let call = twilio.adopt(sid.as_ref()).await;
                call.context("looking for the call at Twilio")?
                    .end()
                    .await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    })
    .await
}
