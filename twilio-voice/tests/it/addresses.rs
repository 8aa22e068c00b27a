//! Addresses, machine detection and numbers for tests, as requests take them.

use twilio_voice::{
    AnsweringMachineDetection, ApplicationSid,
    address::{ClientAddress, E164, SipAddress, SipTransport},
    calls::{CreateCall, Endpoint, MachineDetection},
    test_credentials as magic,
    twiml::Response,
};
use wiremock::{Mock, matchers::any};

use crate::support::{self, CALLS, FROM, TO, json, on, parse};

const QUEUED: &str = include_str!("../fixtures/calls/queued.json");

fn call(to: impl Into<Endpoint>) -> CreateCall {
    CreateCall::new(to, FROM, Response::new())
}

#[tokio::test]
async fn checked_addresses_are_called() {
    let number: E164 = TO.parse().unwrap();
    let sip = SipAddress::new("ann", "example.com:5061")
        .and_then(|sip| sip.transport(SipTransport::Tls))
        .and_then(|sip| sip.header("X-Order", "7&8"))
        .unwrap();
    let ann: ClientAddress = "ann".parse().unwrap();
    for (to, sent) in [
        (Endpoint::from(number), TO),
        (
            sip.into(),
            "sip:ann@example.com:5061;transport=tls?X-Order=7%268",
        ),
        (ann.into(), "client:ann"),
    ] {
        let (server, client) = support::start().await;
        on("POST", CALLS)
            .respond_with(json(201, QUEUED))
            .expect(1)
            .mount(&server)
            .await;
        client.calls().create(&call(to)).await.unwrap();
        let request = &server.received_requests().await.unwrap()[0];
        let to = parse(&request.body)
            .into_iter()
            .find(|(name, _)| name == "To");
        assert_eq!(to.unwrap().1, sent);
    }
}

#[tokio::test]
async fn an_application_is_never_called() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(201, QUEUED))
        .expect(0)
        .mount(&server)
        .await;
    let application: ApplicationSid = "APcccccccccccccccccccccccccccccccc".parse().unwrap();
    for endpoint in [
        Endpoint::from(application),
        Endpoint::from(format!("app:{application}")),
    ] {
        assert_eq!(endpoint, Endpoint::Application(application));
        let error = client.calls().create(&call(endpoint)).await.unwrap_err();
        assert!(error.to_string().contains("To: "), "{error}");
    }
}

#[test]
fn detection_that_nobody_is_told_of_is_refused() {
    let background = call(TO)
        .machine_detection(MachineDetection::Enable)
        .async_amd(true);
    let error = background.to_form().unwrap_err().to_string();
    assert!(error.contains("AsyncAmdStatusCallback"), "{error}");
    let detection = AnsweringMachineDetection::new(MachineDetection::Enable);
    assert!(call(TO).answering_machine(&detection).to_form().is_ok());
}

#[test]
fn the_numbers_for_tests_are_numbers() {
    for number in [
        magic::CALLER,
        magic::CALLER_INVALID,
        magic::TO_INVALID,
        magic::TO_UNREACHABLE,
        magic::TO_NOT_PERMITTED,
        magic::TO_BLOCKED,
        magic::NUMBER_AVAILABLE,
        magic::NUMBER_UNAVAILABLE,
        magic::NUMBER_INVALID,
    ] {
        assert!(number.parse::<E164>().is_ok(), "{number}");
        assert!(call(number).to_form().is_ok(), "{number}");
    }
}
