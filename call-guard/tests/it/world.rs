//! The sandbox and both providers, in this process.

use std::time::Duration;

use call_guard::{
    CallGuard, Dialer, Error, Pace, Supervisor, twilio::TwilioProvider, ultravox::UltravoxProvider,
};
use sandbox::{CallRow, Config, Control, FaultKind, FaultRule, Provider, Sandbox};
use twilio_voice::{
    Credential,
    calls::{Call as PhoneCall, CreateCall as CreatePhoneCall},
    twiml::{Pause, Response},
};
use ultravox_client::calls::{Call, CreateCall};

use crate::support::quick;

pub(crate) struct World {
    pub(crate) ultravox: Dialer<UltravoxProvider>,
    pub(crate) twilio: Dialer<TwilioProvider>,
    pub(crate) calls: Supervisor,
    pub(crate) control: Control,
    sandbox: Sandbox,
}

impl World {
    pub(crate) fn start() -> Self {
        let mut config = Config::instant();
        config.ultravox.web_join = Some(Duration::from_millis(5));
        Self::with(config, Pace::default())
    }

    pub(crate) fn with(config: Config, pace: Pace) -> Self {
        let sandbox = Sandbox::start_on_thread(config).unwrap();
        let url = sandbox.url();
        let calls = quick()
            .attempt_timeout(Duration::from_millis(500))
            .start()
            .unwrap();
        let key = format!("sandbox0.{}", "0".repeat(32));
        let client = ultravox_client::Client::builder(key).base_url(url);
        let ultravox =
            UltravoxProvider::new(client.attempt_timeout(Duration::from_secs(2))).unwrap();
        let account = format!("AC{}", "0".repeat(32)).parse().unwrap();
        let client =
            twilio_voice::Client::builder(account, Credential::auth_token("token")).base_url(url);
        let twilio = TwilioProvider::new(client.attempt_timeout(Duration::from_secs(2))).unwrap();
        let twilio = twilio.search_for(Duration::from_secs(2));
        Self {
            ultravox: calls.provider(ultravox.pace(pace)).unwrap(),
            twilio: calls.provider(twilio).unwrap(),
            calls,
            control: sandbox.control(),
            sandbox,
        }
    }

    pub(crate) async fn talk(&self) -> Result<CallGuard<Call>, Error> {
        let mut call = CreateCall::new("You are a test.");
        call.join_timeout = Some(Duration::from_secs(3));
        self.ultravox.dial(call).await
    }

    pub(crate) async fn ring(&self, to: &str) -> Result<CallGuard<PhoneCall>, Error> {
        let silence = Response::new().push(Pause::new().length(Duration::from_secs(36_000)));
        self.twilio
            .dial(CreatePhoneCall::new(to, "+15005550006", silence))
            .await
    }

    /// A call between the same numbers that somebody else placed.
    pub(crate) async fn stranger(&self, to: &str) -> String {
        let account = format!("AC{}", "0".repeat(32)).parse().unwrap();
        let client = twilio_voice::Client::builder(account, Credential::auth_token("token"))
            .base_url(self.sandbox.url())
            .build()
            .unwrap();
        let silence = Response::new().push(Pause::new().length(Duration::from_secs(36_000)));
        let call = CreatePhoneCall::new(to, "+15005550006", silence);
        client.calls().create(&call).await.unwrap().sid.to_string()
    }

    /// The next request of this kind fails in this way.
    pub(crate) fn fault(&self, provider: Provider, operation: &str, kind: FaultKind) {
        self.control.clear_faults();
        self.control.add_fault(
            FaultRule::new(kind)
                .provider(provider)
                .operation(operation)
                .times(1),
        );
    }

    pub(crate) fn rows(&self) -> Vec<CallRow> {
        self.control.calls(&sandbox::CallFilter::default())
    }

    pub(crate) fn live(&self) -> usize {
        self.control.live().len()
    }
}

/// Failures of a creation that was carried out all the same.
pub(crate) fn lost_answers() -> Vec<FaultKind> {
    vec![
        FaultKind::ResetAfter,
        FaultKind::AnswerLost,
        FaultKind::Truncate,
        FaultKind::Status {
            status: 500,
            retry_after: None,
            http_date: false,
            html: true,
            after_effect: true,
        },
        FaultKind::DelayAfter { ms: 1_000 },
    ]
}
