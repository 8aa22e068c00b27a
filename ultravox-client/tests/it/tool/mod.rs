//! Tools from Rust types.

mod agree;
mod client;
mod places;
mod shapes;
mod unsound;
