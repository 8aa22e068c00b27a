//! Tools from Rust types.

mod agree;
mod client;
mod keys;
mod places;
mod shapes;
mod unsound;
