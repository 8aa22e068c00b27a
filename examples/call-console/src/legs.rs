//! The two legs of a call: the agent's, and the telephone's if a number is dialled.

use std::time::Duration;

use anyhow::Context;
use call_guard::CallGuard;
use twilio_voice::{
    calls::{Call as PhoneCall, CreateCall as CreatePhoneCall},
    twiml::Response,
};
use ultravox_client::calls::Call;

use crate::{
    args::Start,
    config::{Config, ConfigError},
    provider,
};

/// Seconds that Twilio takes as a limit, and rings.
const LIMITS: (u64, u64) = (60, 24 * 60 * 60);
const RINGS: (u64, u64) = (5, 600);

/// What is dialled through Twilio.
pub(crate) struct Phone {
    to: String,
    from: String,
    limit: Duration,
    rings: Duration,
    pub(crate) client: twilio_voice::Client,
}

impl Phone {
    /// Finds what is wrong with the numbers before anything is sent.
    pub(crate) fn new(config: &Config, options: &Start, to: &str) -> Result<Self, ConfigError> {
        let twilio = config.twilio()?;
        let from = twilio.from.clone().ok_or_else(|| {
            ConfigError("TWILIO_PHONE_NUMBER is not set: --to needs the number that calls".into())
        })?;
        let seconds =
            |time: Duration, (least, most)| Duration::from_secs(time.as_secs().clamp(least, most));
        let phone = Self {
            to: to.to_owned(),
            from,
            limit: seconds(options.max_duration + options.join_timeout, LIMITS),
            rings: seconds(options.join_timeout, RINGS),
            client: provider::twilio_client(config)?,
        };
        match phone.call(Response::new()).to_form() {
            Ok(_) => Ok(phone),
            Err(error) => {
                let text = error.to_string();
                let name = if text.contains("From") {
                    "TWILIO_PHONE_NUMBER"
                } else {
                    "--to"
                };
                Err(ConfigError(format!("{name} cannot be used: {text}")))
            }
        }
    }

    pub(crate) fn call(&self, document: Response) -> CreatePhoneCall {
        CreatePhoneCall::new(self.to.as_str(), self.from.as_str(), document)
            .time_limit(self.limit)
            .timeout(self.rings)
    }
}

/// The guards of a call.
pub(crate) struct Placed {
    pub(crate) call: CallGuard<Call>,
    pub(crate) phone: Option<CallGuard<PhoneCall>>,
}

impl Placed {
    /// Resolves when either leg is over, whoever ended it.
    pub(crate) fn over(&self) -> impl Future<Output = ()> + use<> {
        let call = self.call.ended();
        let phone = self.phone.as_ref().map(CallGuard::ended);
        async move {
            let phone = async {
                match phone {
                    Some(phone) => phone.await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = call => {}
                _ = phone => {}
            }
        }
    }

    /// Ends both legs and waits for the confirmations. The receipts are printed as they come.
    pub(crate) async fn end(self) -> anyhow::Result<()> {
        let call = self.call.end();
        let phone = self.phone.map(CallGuard::end);
        let phone = async {
            match phone {
                Some(phone) => phone.await.map(drop),
                None => Ok(()),
            }
        };
        let (call, phone) = tokio::join!(call, phone);
        call.map(drop).context("ending the call at Ultravox")?;
        phone.context("ending the phone call at Twilio")
    }
}
