//! Placeholder of the crate documentation.
