use std::net::IpAddr;

use super::declare::group;
use crate::SipDomainSid;

group! {
    /// What Twilio says of a SIP call. The headers are in [`Fields::sip_headers`](crate::webhook::Fields::sip_headers).
    ///
    /// See [Twilio Docs/Receiving SIP](https://www.twilio.com/docs/voice/api/receiving-sip).
    SipFields {
        /// The SIP domain that was called.
        sip_domain: Option<String> = text("SipDomain"),
        /// Identifies that domain.
        sip_domain_sid: Option<SipDomainSid> = parsed("SipDomainSid"),
        /// The `Call-ID` of the SIP dialogue.
        sip_call_id: Option<String> = text("SipCallId"),
        /// Where the call came from.
        sip_source_ip: Option<IpAddr> = parsed("SipSourceIp"),
        /// The user that signed in.
        sip_username: Option<String> = text("SipUsername"),
    }
}
