//! API keys: create, find and revoke them.
//!
//! Ultravox documents no security for these operations, so it is not certain that they accept an API key.

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

#[cfg(feature = "rest")]
pub use self::handle::{ApiKeys, ListApiKeys};
pub use self::{
    create::CreateApiKey,
    model::{ApiKey, CreatedApiKey},
    update::UpdateApiKey,
};
