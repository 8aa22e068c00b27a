//! Targets of connection policies: the SIP addresses to which calls are sent.
//!
//! See [Twilio Docs/Connection policy target resource](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

pub use create::CreateConnectionPolicyTarget;
#[cfg(feature = "rest")]
pub use handle::{ConnectionPolicyTargets, ListConnectionPolicyTargets};
pub use model::ConnectionPolicyTarget;
pub use update::UpdateConnectionPolicyTarget;

use crate::form::Form;

/// Adds a SIP address to a request.
fn write_target(form: &mut Form, target: &str) {
    let begins = |prefix: &str| {
        target
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if !begins("sip:") || target.chars().any(|c| c.is_control() || c == ' ') {
        form.refuse("Target", "must be a SIP address that begins with `sip:`");
    }
    form.push("Target", target);
}
