//! The double for the tests of programs, against the descriptions.

use serde_json::{Value, json};
use twilio_voice::{CallSid, Error, test_util::MockTwilio};

use super::{document::Spec, operations};

const DIGITS: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn the_double_knows_every_operation() {
    let Some(spec) = Spec::load("the_double_knows_every_operation") else {
        return;
    };
    let double = MockTwilio::start().await;
    for operation in spec.operations() {
        // Asked for one that it does not know, it panics.
        let received = double.received(&format!("{} {}", operation.method, operation.path));
        assert!(received.is_empty());
    }
}

#[tokio::test]
async fn the_double_answers_every_call_of_this_crate_in_a_form_that_is_read() {
    let runs = operations::all();
    assert!(runs.len() > 100);
    let mut unread = Vec::new();
    for run in runs {
        // Each begins with the same things: what one deletes, another reads.
        let double = MockTwilio::start().await;
        seed(&double, run.id);
        let client = double.client().with_account(double.account());
        let answer = (run.run)(client).await;
        let fits = match &answer {
            Ok(_) => true,
            // The token of the page is made up.
            Err(Error::Api(error)) => error.message.as_deref() == Some("Invalid page token"),
            Err(_) => false,
        };
        let is_known = double.requests()[0].operation.is_some();
        if !fits || !is_known {
            unread.push(format!("{}: {answer:?}", run.id));
        }
    }
    assert!(unread.is_empty(), "{}", unread.join("\n"));
}

fn insert(double: &MockTwilio, list: &str, id: &str, prefix: &str, fields: Value) {
    let mut fields = fields.as_object().cloned().unwrap_or_default();
    fields.insert(id.to_owned(), format!("{prefix}{DIGITS}").into());
    let mut list = list.to_owned();
    for prefix in ["CA", "CF", "QU", "RE", "XR", "NY"] {
        list = list.replace(&format!("<{prefix}>"), &format!("{prefix}{DIGITS}"));
    }
    double.insert(&list, fields.into());
}

/// Something with the SID that every call of this crate is made with, wherever there can be one.
fn seed(double: &MockTwilio, operation: &str) {
    let call: CallSid = format!("CA{DIGITS}").parse().unwrap();
    for (list, prefix) in [
        ("/Applications", "AP"),
        ("/Calls", "CA"),
        ("/Calls/<CA>/Notifications", "NO"),
        ("/Calls/<CA>/Payments", "PK"),
        ("/Calls/<CA>/Siprec", "SR"),
        ("/Calls/<CA>/Streams", "MZ"),
        ("/Calls/<CA>/Transcriptions", "GT"),
        ("/Calls/<CA>/UserDefinedMessageSubscriptions", "ZY"),
        ("/Conferences", "CF"),
        ("/IncomingPhoneNumbers", "PN"),
        ("/OutgoingCallerIds", "PN"),
        ("/Queues", "QU"),
        ("/Recordings/<RE>/AddOnResults", "XR"),
        ("/Recordings/<RE>/AddOnResults/<XR>/Payloads", "XH"),
        ("/Recordings/<RE>/Transcriptions", "TR"),
        ("/v1/ByocTrunks", "BY"),
        ("/v1/ConnectionPolicies", "NY"),
        ("/v1/ConnectionPolicies/<NY>/Targets", "NE"),
        ("/v1/IpRecords", "IL"),
        ("/v1/SourceIpMappings", "IB"),
    ] {
        insert(double, list, "sid", prefix, json!({}));
    }
    for (list, name) in [
        ("/Calls/<CA>/Siprec", "recorder"),
        ("/Calls/<CA>/Streams", "sound"),
        ("/Calls/<CA>/Transcriptions", "writing"),
    ] {
        let list = list.replace("<CA>", &format!("CA{DIGITS}"));
        double.insert(&list, json!({ "name": name }));
    }
    let parents = json!({
        "call_sid": call, "conference_sid": format!("CF{DIGITS}"), "status": "in-progress",
    });
    insert(double, "/Recordings", "sid", "RE", parents);
    if !operation.starts_with("DeleteQueue") {
        insert(double, "/Queues/<QU>/Members", "call_sid", "CA", json!({}));
    }
    insert(
        double,
        "/Conferences/<CF>/Participants",
        "call_sid",
        "CA",
        json!({"label": "agent"}),
    );
    double.answer(&call);
    if matches!(operation, "DeleteCall" | "DeleteArchivedCall") {
        double.end(&call, &twilio_voice::calls::CallStatus::Completed);
    }
    for (list, fields) in [
        (
            "/v1/DialingPermissions/Countries",
            json!({"iso_code": "GB"}),
        ),
        (
            "/AvailablePhoneNumbers/US/Local",
            json!({"phone_number": "+15005550100"}),
        ),
        ("/Usage/Records", json!({})),
    ] {
        double.insert(list, fields);
    }
}
