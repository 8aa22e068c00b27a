//! The check of webhooks as a layer.

mod body;
mod layer;

pub use layer::{Verify, VerifyLayer};

#[cfg(feature = "axum")]
pub(crate) use body::collect;
pub(crate) use body::read;
