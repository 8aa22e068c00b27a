//! The check of webhooks as a layer.

mod body;
mod layer;

pub use layer::{Verify, VerifyLayer};

pub(crate) use body::{read, received};
