//! Accounts and subaccounts.
//!
//! See [Twilio Docs/Account resource](https://www.twilio.com/docs/iam/api/account).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

pub use create::CreateAccount;
#[cfg(feature = "rest")]
pub use handle::{Accounts, ListAccounts};
pub use model::{Account, AccountKind, AccountStatus};
pub use update::UpdateAccount;
