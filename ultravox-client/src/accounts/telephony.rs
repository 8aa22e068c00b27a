//! Accounts at telephony providers, all at once.

use serde::{Deserialize, Serialize};

use crate::{
    Error, Patch,
    telephony_configs::{
        CreatePlivoConfig, CreateTelnyxConfig, CreateTwilioConfig, PlivoConfig, TelnyxConfig,
        TwilioConfig,
    },
};

/// Accounts at telephony providers. Deprecated by Ultravox: see [`telephony_configs`](crate::telephony_configs).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccountTelephonyConfig {
    /// The account at Twilio. `None` if there is none.
    pub twilio: Option<TwilioConfig>,
    /// The account at Telnyx. `None` if there is none.
    pub telnyx: Option<TelnyxConfig>,
    /// The account at Plivo. `None` if there is none.
    pub plivo: Option<PlivoConfig>,
}

/// Changes to accounts at telephony providers. What is not set stays as it is. Deprecated by Ultravox: see
/// [`telephony_configs`](crate::telephony_configs).
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateAccountTelephonyConfig {
    /// The account at Twilio.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub twilio: Patch<CreateTwilioConfig>,
    /// The account at Telnyx.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub telnyx: Patch<CreateTelnyxConfig>,
    /// The account at Plivo.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub plivo: Patch<CreatePlivoConfig>,
}

impl UpdateAccountTelephonyConfig {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        patch twilio / clear_twilio: CreateTwilioConfig;
        patch telnyx / clear_telnyx: CreateTelnyxConfig;
        patch plivo / clear_plivo: CreatePlivoConfig;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        if let Patch::Set(twilio) = &self.twilio {
            twilio.validate()?;
        }
        if let Patch::Set(telnyx) = &self.telnyx {
            telnyx.validate()?;
        }
        if let Patch::Set(plivo) = &self.plivo {
            plivo.validate()?;
        }
        Ok(())
    }
}
