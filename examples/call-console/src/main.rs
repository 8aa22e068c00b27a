//! Start and end AI phone calls.
fn main() {}
