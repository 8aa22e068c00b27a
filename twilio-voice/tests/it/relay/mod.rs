//! ConversationRelay.

mod messages;
mod session;
#[cfg(feature = "axum")]
mod socket;

pub(crate) const CALL: &str = "CAcaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac";
pub(crate) const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

pub(crate) fn setup(parameters: &str) -> String {
    format!(
        r#"{{"type":"setup","sessionId":"VX00000000000000000000000000000001","accountSid":"{ACCOUNT}","callSid":"{CALL}","parentCallSid":"","from":"+15005550006","to":"+15005550001","forwardedFrom":"","callerName":"Jane","callType":"PSTN","direction":"inbound","callStatus":"RINGING","customParameters":{parameters}}}"#
    )
}
