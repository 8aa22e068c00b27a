//! Tokens: credentials for STUN and TURN servers, through which browsers reach Twilio.
//!
//! See [Twilio Docs/Token resource](https://www.twilio.com/docs/stun-turn/api).

mod create;
mod model;

pub use create::CreateToken;
pub use model::{IceServer, Token};

#[cfg(feature = "rest")]
pub use handle::Tokens;

#[cfg(feature = "rest")]
mod handle {
    use crate::Client;

    /// The tokens of an account.
    #[derive(Clone, Copy, Debug)]
    pub struct Tokens<'a> {
        pub(super) client: &'a Client,
    }

    impl Client {
        /// The tokens of the account.
        #[must_use]
        pub fn tokens(&self) -> Tokens<'_> {
            Tokens { client: self }
        }
    }
}
