//! Dialing permissions: which countries may be called, the best protection against a stolen key.
//!
//! ```text
//! cargo run -p twilio-voice --example dialing_permissions --features test-util
//! ```
//!
//! Only looks: talks to Twilio if `TWILIO_ACCOUNT_SID` and `TWILIO_AUTH_TOKEN` are set, else to a double on this machine,
//! where it also changes them.

mod support;

use std::pin::pin;

use futures_util::TryStreamExt as _;
use twilio_voice::{
    CountryCode,
    dialing_permissions::{UpdateCountries, UpdateCountry, UpdateDialingPermissionsSettings},
};

#[tokio::main]
async fn main() -> support::Result {
    let (double, client) = support::read_only().await?;
    let permissions = client.dialing_permissions();

    // All countries that may be called, page by page as far as they are read.
    let allowed = permissions.countries().low_risk_numbers_enabled(true);
    let mut allowed = pin!(allowed.stream());
    while let Some(country) = allowed.try_next().await? {
        println!(
            "{:?} {:?}: expensive numbers {:?}",
            country.iso_code, country.country_codes, country.high_risk_tollfraud_numbers_enabled
        );
    }
    let settings = permissions.settings().await?;
    println!(
        "subaccounts inherit them: {:?}",
        settings.dialing_permissions_inheritance
    );

    if double.is_some() {
        // What is not named is turned off, so an update begins with what there is.
        let us: CountryCode = "US".parse()?;
        let us = permissions.country(&us).await?.to_update();
        let update = us
            .ok_or("a country without a code")?
            .high_risk_special_numbers_enabled(false)
            .high_risk_tollfraud_numbers_enabled(false);
        let germany = UpdateCountry::new("DE".parse()?).low_risk_numbers_enabled(true);
        let updates = UpdateCountries::new([update, germany]);
        let updated = permissions.update_countries(&updates).await?;
        println!("{:?} countries are changed", updated.update_count);

        let inherit = UpdateDialingPermissionsSettings::new().dialing_permissions_inheritance(true);
        permissions.update_settings(&inherit).await?;
    }
    Ok(())
}
