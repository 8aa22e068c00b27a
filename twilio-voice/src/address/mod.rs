//! Addresses of those who are called: numbers, SIP addresses, clients.
//!
//! A request takes them as [`Endpoint`](crate::calls::Endpoint), which is made from any of these, and from text. These
//! types are for programs that want to know early whether an address is good.

mod client;
mod number;
#[cfg(feature = "e164")]
mod parse;
mod sip;

use std::fmt;

pub use client::ClientAddress;
pub use number::E164;
#[cfg(feature = "models")]
pub(crate) use number::check as check_number;
pub use sip::{SipAddress, SipTransport};

/// Why a text is no address. Never contains the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AddressError(&'static str);

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for AddressError {}
