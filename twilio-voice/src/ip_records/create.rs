use std::net::Ipv4Addr;

use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// An IP record to be made.
    ///
    /// See [Twilio Docs/Create an IP record](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource#create-an-iprecord-resource).
    #[derive(Debug)]
    CreateIpRecord {
        /// The address. Twilio takes IPv4 only.
        ip_address: Ipv4Addr,
    }
    options {
        /// What it is called, at most 255 characters.
        friendly_name: String,
        /// How many leading bits of the address count, at most 32. Default: 32, exactly this address.
        cidr_prefix_length: u8,
    }
    lists {}
}

impl CreateIpRecord {
    /// A record of exactly this address.
    #[must_use]
    pub fn new(ip_address: Ipv4Addr) -> Self {
        Self::with_required(ip_address)
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.push("IpAddress", &self.ip_address.to_string());
        form.short_text("FriendlyName", self.friendly_name.as_ref(), 255);
        form.count("CidrPrefixLength", self.cidr_prefix_length, 0..=32);
        form.finish()
    }
}
