use super::{CallFields, SipFields, declare::callback};

callback! {
    /// `<Refer>` is done: what is sent to its `action`. Answer with TwiML.
    ///
    /// See [Twilio Docs/Refer](https://www.twilio.com/docs/voice/twiml/refer).
    ReferAction {
        + /// The call.
        call: CallFields,
        /// How it ended, as Twilio writes it.
        refer_call_status: Option<String> = text("ReferCallStatus"),
        /// What the other side answered to the REFER.
        refer_sip_response_code: Option<u16> = parsed("ReferSipResponseCode"),
        /// What it told of the new call afterwards.
        notify_sip_response_code: Option<u16> = parsed("NotifySipResponseCode"),
    }
}

callback! {
    /// The other side wants to pass on a SIP call: what is sent to the `referUrl` of `<Dial>`. Answer with TwiML.
    ///
    /// See [Twilio Docs/Dial](https://www.twilio.com/docs/voice/twiml/dial#referurl).
    ReferRequest {
        + /// The call.
        call: CallFields,
        + /// What is known of the SIP call.
        sip: SipFields,
        /// To whom.
        refer_transfer_target: Option<String> = text("ReferTransferTarget"),
    }
}
