//! The guard against a provider made for these tests.

mod dialling;
mod ending;
mod load;
mod recovery;
mod shutdown;
mod support;
