//! Corpora: documents that can be asked.

mod store;

pub(super) use self::store::Corpora;
