//! Corpora: documents that can be asked.

mod crawl;
mod rest;
mod sources;
mod store;

pub(super) use self::rest::router;
pub(super) use self::store::Corpora;
