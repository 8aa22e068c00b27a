//! Tools from Rust types.

mod agree;
mod places;
mod shapes;
mod unsound;
