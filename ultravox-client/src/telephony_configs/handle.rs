//! The endpoints of accounts at telephony providers.

use super::{
    CreatePlivoConfig, CreateTelnyxConfig, CreateTwilioConfig, PlivoConfig, TelnyxConfig,
    TwilioConfig, UpdatePlivoConfig, UpdateTelnyxConfig, UpdateTwilioConfig,
};
use crate::{Client, Error, request::Request};

impl Client {
    /// Accounts at telephony providers that Ultravox uses.
    #[must_use]
    pub fn telephony_configs(&self) -> TelephonyConfigs<'_> {
        TelephonyConfigs { client: self }
    }
}

/// Accounts at telephony providers that Ultravox uses, one of each provider.
#[derive(Clone, Copy, Debug)]
pub struct TelephonyConfigs<'a> {
    client: &'a Client,
}

impl<'a> TelephonyConfigs<'a> {
    /// The account at Twilio.
    #[must_use]
    pub fn twilio(&self) -> TwilioConfigs<'a> {
        TwilioConfigs {
            client: self.client,
        }
    }

    /// The account at Telnyx.
    #[must_use]
    pub fn telnyx(&self) -> TelnyxConfigs<'a> {
        TelnyxConfigs {
            client: self.client,
        }
    }

    /// The account at Plivo.
    #[must_use]
    pub fn plivo(&self) -> PlivoConfigs<'a> {
        PlivoConfigs {
            client: self.client,
        }
    }
}

/// Writes the handle of one provider.
macro_rules! provider {
    ($handle:ident, $name:literal, $path:literal, $config:ty, $create:ty, $update:ty) => {
        #[doc = concat!("The account at ", $name, ".")]
        #[derive(Clone, Copy, Debug)]
        pub struct $handle<'a> {
            client: &'a Client,
        }

        impl $handle<'_> {
            /// The account that Ultravox uses.
            ///
            /// # Errors
            ///
            /// [`Error::Api`], not found if there is none.
            pub async fn get(&self) -> Result<$config, Error> {
                self.client.execute(&Request::get($path, &[])).await
            }

            /// Sets the account that Ultravox uses, of which there is at most one.
            ///
            /// Repeated only if it provably was not set.
            ///
            /// # Errors
            ///
            /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
            pub async fn create(&self, config: &$create) -> Result<$config, Error> {
                config.validate()?;
                let request = Request::post($path, &[], config)?;
                self.client.execute(&request).await
            }

            /// Changes the account that Ultravox uses. What the update does not set stays as it is.
            ///
            /// # Errors
            ///
            /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`], not found if there is none.
            pub async fn update(&self, update: &$update) -> Result<$config, Error> {
                update.validate()?;
                let request = Request::patch($path, &[], update)?;
                self.client.execute(&request).await
            }

            /// Makes Ultravox forget the account.
            ///
            /// If the answer of an attempt was lost and the next one finds none, it counts as forgotten.
            ///
            /// # Errors
            ///
            /// [`Error::Api`], not found if there is none.
            pub async fn delete(&self) -> Result<(), Error> {
                self.client
                    .execute_delete(&Request::delete($path, &[]))
                    .await
            }
        }
    };
}

provider!(
    TwilioConfigs,
    "Twilio",
    "/api/telephony_configs/twilio",
    TwilioConfig,
    CreateTwilioConfig,
    UpdateTwilioConfig
);
provider!(
    TelnyxConfigs,
    "Telnyx",
    "/api/telephony_configs/telnyx",
    TelnyxConfig,
    CreateTelnyxConfig,
    UpdateTelnyxConfig
);
provider!(
    PlivoConfigs,
    "Plivo",
    "/api/telephony_configs/plivo",
    PlivoConfig,
    CreatePlivoConfig,
    UpdatePlivoConfig
);
