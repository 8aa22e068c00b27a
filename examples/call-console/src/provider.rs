//! The supervisor and both providers, as the settings say.

use call_guard::{Dialer, Supervisor, twilio::TwilioProvider, ultravox::UltravoxProvider};

use crate::config::{Config, ConfigError};

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
        let ultravox =
            supervisor.provider(UltravoxProvider::new(ultravox(config)).map_err(config_error)?)?;
        let twilio = match &config.twilio {
            Some(_) => Some(
                supervisor.provider(TwilioProvider::new(twilio(config)?).map_err(config_error)?)?,
            ),
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
pub(crate) fn ultravox_client(config: &Config) -> anyhow::Result<ultravox_client::Client> {
    Ok(ultravox(config)
        .build()
        .map_err(|error| named(&error.to_string()))?)
}

/// A client for looking, beside the guard's own.
pub(crate) fn twilio_client(config: &Config) -> anyhow::Result<twilio_voice::Client> {
    Ok(twilio(config)?
        .build()
        .map_err(|error| named(&error.to_string()))?)
}

fn ultravox(config: &Config) -> ultravox_client::ClientBuilder {
    let builder =
        ultravox_client::Client::builder(config.ultravox.key.clone()).user_agent("call-console");
    match &config.ultravox.url {
        Some(url) => builder.base_url(url),
        None => builder,
    }
}

fn twilio(config: &Config) -> Result<twilio_voice::ClientBuilder, ConfigError> {
    let twilio = config.twilio()?;
    let builder = twilio_voice::Client::builder(twilio.account, twilio.credential.clone())
        .user_agent("call-console");
    Ok(match &twilio.url {
        Some(url) => builder.base_url(url),
        None => builder,
    })
}

fn config_error(error: call_guard::Error) -> ConfigError {
    named(&error.to_string())
}

/// The clients name their own settings; these are the variables they came from.
fn named(text: &str) -> ConfigError {
    let names = [
        ("api_key", "ULTRAVOX_API_KEY"),
        ("auth_token", "TWILIO_AUTH_TOKEN"),
        ("base_url", "ULTRAVOX_API_URL or TWILIO_API_URL"),
    ];
    let name = names
        .iter()
        .find(|(field, _)| text.contains(field))
        .map_or("a setting", |(_, name)| name);
    ConfigError(format!("{name} cannot be used: {text}"))
}
