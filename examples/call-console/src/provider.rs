//! The supervisor and both providers, as the settings say.

use call_guard::{Dialer, Supervisor, twilio::TwilioProvider, ultravox::UltravoxProvider};

use crate::config::{Config, ConfigError, Twilio};

/// Everything that places and ends calls. The supervisor is dropped last.
pub(crate) struct Calls {
    pub(crate) ultravox: Dialer<UltravoxProvider>,
    pub(crate) twilio: Option<Dialer<TwilioProvider>>,
    pub(crate) supervisor: Supervisor,
}

impl Calls {
    pub(crate) fn start(config: &Config) -> anyhow::Result<Self> {
        let supervisor = Supervisor::builder()
            .journal(&config.journal)
            .owner(config.settings.owner.clone())
            .start()?;
        let ultravox = UltravoxProvider::new(ultravox(config));
        let ultravox =
            supervisor.provider(ultravox.map_err(|error| unusable("ULTRAVOX", &error))?)?;
        let twilio = match &config.twilio {
            Some(account) => {
                let twilio = TwilioProvider::new(twilio(account));
                Some(supervisor.provider(twilio.map_err(|error| unusable("TWILIO", &error))?)?)
            }
            None => None,
        };
        Ok(Self {
            ultravox,
            twilio,
            supervisor,
        })
    }
}

/// A client for looking, beside the guard's own.
pub(crate) fn ultravox_client(config: &Config) -> Result<ultravox_client::Client, ConfigError> {
    let client = ultravox(config).build();
    client.map_err(|error| unusable("ULTRAVOX", &error))
}

/// A client for looking, beside the guard's own.
pub(crate) fn twilio_client(config: &Config) -> Result<twilio_voice::Client, ConfigError> {
    let client = twilio(config.twilio()?).build();
    client.map_err(|error| unusable("TWILIO", &error))
}

fn ultravox(config: &Config) -> ultravox_client::ClientBuilder {
    let builder =
        ultravox_client::Client::builder(config.ultravox.key.clone()).user_agent("call-console");
    match &config.ultravox.url {
        Some(url) => builder.base_url(url),
        None => builder,
    }
}

fn twilio(account: &Twilio) -> twilio_voice::ClientBuilder {
    let builder = twilio_voice::Client::builder(account.account, account.credential.clone())
        .user_agent("call-console");
    match &account.url {
        Some(url) => builder.base_url(url),
        None => builder,
    }
}

/// The clients name their own settings; these are the variables they came from.
fn unusable(provider: &str, error: &dyn std::error::Error) -> ConfigError {
    let text = error.to_string();
    let names = [
        ("base_url", "API_URL"),
        ("auth_token", "AUTH_TOKEN"),
        (
            "api_key",
            if provider == "TWILIO" {
                "API_SECRET"
            } else {
                "API_KEY"
            },
        ),
    ];
    match names.iter().find(|(field, _)| text.contains(field)) {
        Some((_, name)) => ConfigError(format!("{provider}_{name} cannot be used: {text}")),
        None => ConfigError(format!("{provider} cannot be used: {text}")),
    }
}
