//! Operations that have no method yet. Each line goes when its method comes.

pub(super) const OPERATIONS: [&str; 0] = [
];
