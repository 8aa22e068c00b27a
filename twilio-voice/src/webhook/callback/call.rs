use secrecy::SecretString;

use super::declare::group;
use crate::{
    AccountSid, CallSid,
    status::{CallDirection, CallStatus},
};

group! {
    /// What Twilio says of a call with every request about it.
    ///
    /// See [Twilio Docs/Request parameters](https://www.twilio.com/docs/voice/twiml#request-parameters).
    CallFields {
        /// Identifies the call.
        call_sid: CallSid = required("CallSid"),
        /// The account the call belongs to.
        account_sid: AccountSid = required("AccountSid"),
        /// Who calls: a number, SIP address, `client:`, or a word such as `anonymous`.
        from: Option<String> = text("From"),
        /// Who is called: a number, SIP address or `client:`.
        to: Option<String> = text("To"),
        /// Where the call is in its life.
        call_status: Option<CallStatus> = parsed("CallStatus"),
        /// The version of the API that handles the call.
        api_version: Option<String> = text("ApiVersion"),
        /// Who placed the call.
        direction: Option<CallDirection> = parsed("Direction"),
        /// The number that forwarded an incoming call, if the carrier told.
        forwarded_from: Option<String> = text("ForwardedFrom"),
        /// The name of the caller, if it is looked up.
        caller_name: Option<String> = text("CallerName"),
        /// The call that made this one, for example by `<Dial>`.
        parent_call_sid: Option<CallSid> = parsed("ParentCallSid"),
        /// The old name of `from`.
        caller: Option<String> = text("Caller"),
        /// The old name of `to`.
        called: Option<String> = text("Called"),
        /// With this an incoming call can be passed on under its caller's number.
        call_token: Option<SecretString> = secret("CallToken"),
        /// How sure the carrier is that the caller may use the number, such as `TN-Validation-Passed-A`.
        stir_verstat: Option<String> = text("StirVerstat"),
        /// What the carrier signed of the caller (PASSporT). Not shown by `Debug`.
        stir_passport_token: Option<String> = hidden("StirPassportToken"),
        /// The town of the caller's number.
        from_city: Option<String> = text("FromCity"),
        /// The state or province of the caller's number.
        from_state: Option<String> = text("FromState"),
        /// The postal code of the caller's number.
        from_zip: Option<String> = text("FromZip"),
        /// The country of the caller's number, such as `US`.
        from_country: Option<String> = text("FromCountry"),
        /// The town of the called number.
        to_city: Option<String> = text("ToCity"),
        /// The state or province of the called number.
        to_state: Option<String> = text("ToState"),
        /// The postal code of the called number.
        to_zip: Option<String> = text("ToZip"),
        /// The country of the called number, such as `US`.
        to_country: Option<String> = text("ToCountry"),
        /// The old name of `from_city`.
        caller_city: Option<String> = text("CallerCity"),
        /// The old name of `from_state`.
        caller_state: Option<String> = text("CallerState"),
        /// The old name of `from_zip`.
        caller_zip: Option<String> = text("CallerZip"),
        /// The old name of `from_country`.
        caller_country: Option<String> = text("CallerCountry"),
        /// The old name of `to_city`.
        called_city: Option<String> = text("CalledCity"),
        /// The old name of `to_state`.
        called_state: Option<String> = text("CalledState"),
        /// The old name of `to_zip`.
        called_zip: Option<String> = text("CalledZip"),
        /// The old name of `to_country`.
        called_country: Option<String> = text("CalledCountry"),
    }
}
