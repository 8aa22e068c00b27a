//! Settings: the environment, overridden by the command line.

use std::{env, fmt, path::PathBuf};

use secrecy::SecretString;
use twilio_voice::{AccountSid, ApiKeySid, Credential};

use crate::{args::Settings, out::say, sandbox};

/// A setting that is missing or malformed: one sentence that names it.
#[derive(Debug)]
pub(crate) struct ConfigError(pub(crate) String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// Everything a command needs to know.
pub(crate) struct Config {
    pub(crate) ultravox: Account,
    /// `None` if no variable of it is set.
    pub(crate) twilio: Option<Twilio>,
    /// The journals of calls of this kind: the sandbox's and the real ones are never mixed.
    pub(crate) journal: PathBuf,
    pub(crate) settings: Settings,
}

/// An Ultravox account.
pub(crate) struct Account {
    pub(crate) key: SecretString,
    /// `None` for the provider's own address.
    pub(crate) url: Option<String>,
}

/// A Twilio account and the number that calls.
pub(crate) struct Twilio {
    pub(crate) account: AccountSid,
    pub(crate) credential: Credential,
    pub(crate) from: String,
    pub(crate) url: Option<String>,
}

impl Config {
    /// Reads the environment. Without a key a sandbox is found or started, and one line says so.
    pub(crate) async fn load(settings: &Settings) -> anyhow::Result<Self> {
        let state = state_dir(settings)?;
        let Some(key) = variable("ULTRAVOX_API_KEY") else {
            if let Some(name) = ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"]
                .into_iter()
                .find(|name| variable(name).is_some())
            {
                return Err(ConfigError(format!(
                    "{name} is set but ULTRAVOX_API_KEY is not: set it as well, or unset both to use the sandbox"
                ))
                .into());
            }
            return Self::sandboxed(settings, state).await;
        };
        Ok(Self {
            ultravox: Account {
                key: key.into(),
                url: variable("ULTRAVOX_API_URL"),
            },
            twilio: Twilio::load()?,
            journal: state.join("journal").join("live"),
            settings: settings.clone(),
        })
    }

    async fn sandboxed(settings: &Settings, state: PathBuf) -> anyhow::Result<Self> {
        let url = sandbox::find_or_start(&state).await?;
        say!(
            "No ULTRAVOX_API_KEY: this is the sandbox at {url}, where a simulated person answers. Nothing costs money."
        );
        Ok(Self {
            ultravox: Account {
                key: sandbox::api_key().into(),
                url: Some(url.clone()),
            },
            twilio: Some(Twilio {
                account: sandbox::account_sid(),
                credential: Credential::auth_token("sandbox"),
                from: "+15005550006".into(),
                url: Some(url),
            }),
            journal: state.join("journal").join("sandbox"),
            settings: settings.clone(),
        })
    }

    /// The Twilio account, or a sentence about what is missing.
    pub(crate) fn twilio(&self) -> Result<&Twilio, ConfigError> {
        self.twilio.as_ref().ok_or_else(|| {
            ConfigError(
                "TWILIO_ACCOUNT_SID is not set: dialling a number needs it, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER".into(),
            )
        })
    }
}

impl Twilio {
    fn load() -> Result<Option<Self>, ConfigError> {
        let Some(account) = variable("TWILIO_ACCOUNT_SID") else {
            return Ok(None);
        };
        let account = account
            .parse()
            .map_err(|error| ConfigError(format!("TWILIO_ACCOUNT_SID is malformed: {error}")))?;
        let credential = match (
            variable("TWILIO_API_KEY"),
            variable("TWILIO_API_SECRET"),
            variable("TWILIO_AUTH_TOKEN"),
        ) {
            (Some(key), Some(secret), _) => {
                let key: ApiKeySid = key.parse().map_err(|error| {
                    ConfigError(format!("TWILIO_API_KEY is malformed: {error}"))
                })?;
                Credential::api_key(key, secret)
            }
            (Some(_), None, _) => {
                return Err(ConfigError(
                    "TWILIO_API_SECRET is not set, but TWILIO_API_KEY is".into(),
                ));
            }
            (None, _, Some(token)) => Credential::auth_token(token),
            (None, _, None) => {
                return Err(ConfigError(
                    "TWILIO_AUTH_TOKEN is not set, but TWILIO_ACCOUNT_SID is".into(),
                ));
            }
        };
        let from = variable("TWILIO_PHONE_NUMBER").ok_or_else(|| {
            ConfigError("TWILIO_PHONE_NUMBER is not set, but TWILIO_ACCOUNT_SID is".into())
        })?;
        Ok(Some(Self {
            account,
            credential,
            from,
            url: variable("TWILIO_API_URL"),
        }))
    }
}

fn state_dir(settings: &Settings) -> Result<PathBuf, ConfigError> {
    if let Some(folder) = &settings.state_dir {
        return Ok(folder.clone());
    }
    let folders = directories::ProjectDirs::from("", "", "call-console").ok_or_else(|| {
        ConfigError("this user has no home folder: set CALL_CONSOLE_STATE or --state-dir".into())
    })?;
    Ok(folders
        .state_dir()
        .unwrap_or_else(|| folders.data_local_dir())
        .to_owned())
}

/// A variable that is set and not empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}
