//! Tools from Rust types.

mod places;
mod shapes;
mod unsound;
