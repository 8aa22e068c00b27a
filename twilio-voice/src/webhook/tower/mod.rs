//! The check of webhooks as a layer.

mod body;
mod layer;

pub use layer::{Verify, VerifyLayer};

pub(crate) use body::read;
#[cfg(feature = "axum")]
pub(crate) use body::received;
