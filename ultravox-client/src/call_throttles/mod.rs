//! Call throttles: how many calls may be created in a time.
//!
//! A call or a batch names a throttle; a call beyond it is refused with 429.

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

#[cfg(feature = "rest")]
pub use self::handle::{CallThrottles, ListCallThrottles};
pub use self::{
    create::CreateCallThrottle,
    model::{CallThrottle, CallThrottleRule},
    update::UpdateCallThrottle,
};
