//! Errors in one line, with a word on what to do where that is clear.

/// The error with its causes. A refused sign-in names the variables it came from.
pub(crate) fn explain(error: &anyhow::Error) -> String {
    let advice = error.chain().find_map(|cause| {
        let status = |status| matches!(status, Some(401 | 403));
        if let Some(cause) = cause.downcast_ref::<ultravox_client::Error>() {
            return status(cause.status()).then_some("ULTRAVOX_API_KEY");
        }
        let cause = cause.downcast_ref::<twilio_voice::Error>()?;
        status(cause.status())
            .then_some("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY")
    });
    match advice {
        Some(names) => format!("call-console: {error:#}; check {names}"),
        None => format!("call-console: {error:#}"),
    }
}
