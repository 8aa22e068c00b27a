//! Settings: the environment, overridden by the command line.

use std::{env, fmt, path::PathBuf};

use secrecy::SecretString;
use sha2::{Digest, Sha256};
use twilio_voice::{AccountSid, ApiKeySid, Credential};

use crate::{args::Settings, out::complain, sandbox};

/// What belongs to a real account, and makes no sense without its key.
const ACCOUNT: [&str; 7] = [
    "ULTRAVOX_API_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
    "TWILIO_PHONE_NUMBER",
    "TWILIO_API_URL",
];

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
    /// The journals of this account's calls: another account could not end them, and would take them for lost.
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
    /// The number that calls; only dialling needs it.
    pub(crate) from: Option<String>,
    pub(crate) url: Option<String>,
}

impl Config {
    /// Reads the environment. Without a key a sandbox is found or started, and one line says so.
    pub(crate) async fn load(settings: &Settings) -> anyhow::Result<Self> {
        let state = state_dir(settings)?;
        let Some(key) = variable("ULTRAVOX_API_KEY") else {
            if let Some(name) = ACCOUNT.into_iter().find(|name| variable(name).is_some()) {
                return Err(ConfigError(format!(
                    "ULTRAVOX_API_KEY is not set, but {name} is: set both, or neither to use the sandbox"
                ))
                .into());
            }
            return Self::sandboxed(settings, state).await;
        };
        let url = variable("ULTRAVOX_API_URL");
        let journal = account_folder(&key, url.as_deref());
        Ok(Self {
            ultravox: Account {
                key: key.into(),
                url,
            },
            twilio: Twilio::load()?,
            journal: state.join("journal").join(journal),
            settings: settings.clone(),
        })
    }

    async fn sandboxed(settings: &Settings, state: PathBuf) -> anyhow::Result<Self> {
        let url = sandbox::find_or_start(&state).await?;
        complain!(
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
                from: Some("+15005550006".into()),
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
                "TWILIO_ACCOUNT_SID is not set: phone calls need it and TWILIO_AUTH_TOKEN, and --to needs TWILIO_PHONE_NUMBER".into(),
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
        Ok(Some(Self {
            account,
            credential,
            from: variable("TWILIO_PHONE_NUMBER"),
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

/// A folder name per account, from which the key cannot be learnt.
fn account_folder(key: &str, url: Option<&str>) -> String {
    let hash = Sha256::new()
        .chain_update(url.unwrap_or_default())
        .chain_update([0])
        .chain_update(key)
        .finalize();
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A variable that is set and not empty.
fn variable(name: &str) -> Option<String> {
    // What is not text cannot be used, but must not count as missing.
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.trim().is_empty())
}
