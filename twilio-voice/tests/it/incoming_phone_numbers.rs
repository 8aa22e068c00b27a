//! The numbers of an account.

use futures_util::TryStreamExt as _;
use twilio_voice::{
    ErrorCode, HttpMethod,
    incoming_phone_numbers::{
        AddressRequirement, CreateIncomingPhoneNumber, EmergencyAddressStatus, EmergencyStatus,
        PhoneNumberKind, PhoneNumberOrigin, UpdateIncomingPhoneNumber, VoiceReceiveMode,
    },
    test_credentials,
};
use wiremock::{
    Mock, ResponseTemplate,
    matchers::{any, query_param, query_param_is_missing},
};

use crate::support::{self, ACCOUNT, FROM, form, json, on};

const NUMBERS: &str =
    "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/IncomingPhoneNumbers.json";
const LOCAL: &str =
    "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/IncomingPhoneNumbers/Local.json";
const TOLL_FREE: &str =
    "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/IncomingPhoneNumbers/TollFree.json";
const SID: &str = "PN11111111111111111111111111111111";
const ONE: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/IncomingPhoneNumbers/PN11111111111111111111111111111111.json";
const FULL: &str = include_str!("../fixtures/incoming_phone_numbers/full.json");

#[tokio::test]
async fn a_number_is_bought_and_every_field_is_read() {
    let (server, client) = support::start().await;
    on("POST", NUMBERS)
        .and(form(&[
            ("PhoneNumber", FROM),
            ("VoiceUrl", "https://example.com/voice"),
            ("VoiceMethod", "POST"),
            ("AddressSid", "AD22222222222222222222222222222222"),
            ("EmergencyStatus", "Inactive"),
        ]))
        .respond_with(json(201, FULL))
        .expect(1)
        .mount(&server)
        .await;
    let address: twilio_voice::AddressSid = "AD22222222222222222222222222222222".parse().unwrap();
    let number = CreateIncomingPhoneNumber::number(FROM)
        .voice_url("https://example.com/voice")
        .voice_method(HttpMethod::Post)
        .address_sid(address)
        .emergency_status(EmergencyStatus::Inactive);
    let number = client.incoming_phone_numbers().create(&number).await;
    let number = number.unwrap();
    let sid = |prefix: &str, digit: &str| Some(format!("{prefix}{}", digit.repeat(32)));
    let text = |sid: Option<&str>| sid.map(str::to_owned);
    assert_eq!(number.sid.as_str(), SID);
    assert_eq!(number.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(number.phone_number.as_deref(), Some(FROM));
    assert_eq!(number.friendly_name.as_deref(), Some("Hotline"));
    assert_eq!(number.api_version.as_deref(), Some("2010-04-01"));
    assert_eq!(number.beta, Some(true));
    let capabilities = number.capabilities.unwrap();
    assert_eq!(
        (capabilities.voice, capabilities.sms),
        (Some(true), Some(false))
    );
    assert_eq!((capabilities.mms, capabilities.fax), (None, Some(false)));
    assert_eq!(number.origin, Some(PhoneNumberOrigin::Hosted));
    assert_eq!(number.kind.as_deref(), Some("local"));
    assert_eq!(number.status.as_deref(), Some("in-use"));
    for (url, path) in [
        (&number.voice_url, "voice"),
        (&number.voice_fallback_url, "fallback"),
        (&number.status_callback, "status"),
        (&number.sms_url, "sms"),
        (&number.sms_fallback_url, "sms-fallback"),
    ] {
        assert_eq!(*url, Some(format!("https://example.com/{path}")));
    }
    assert_eq!(number.voice_method, Some(HttpMethod::Post));
    for method in [
        number.voice_fallback_method,
        number.status_callback_method,
        number.sms_method,
        number.sms_fallback_method,
    ] {
        assert_eq!(method, Some(HttpMethod::Get));
    }
    for (actual, expected) in [
        (
            text(number.sms_application_sid.as_ref().map(|s| s.as_str())),
            sid("AP", "4"),
        ),
        (
            text(number.voice_application_sid.as_ref().map(|s| s.as_str())),
            sid("AP", "5"),
        ),
        (
            text(number.trunk_sid.as_ref().map(|s| s.as_str())),
            sid("TK", "6"),
        ),
        (
            text(number.address_sid.as_ref().map(|s| s.as_str())),
            sid("AD", "2"),
        ),
        (
            text(number.identity_sid.as_ref().map(|s| s.as_str())),
            sid("RI", "3"),
        ),
        (
            text(number.bundle_sid.as_ref().map(|s| s.as_str())),
            sid("BU", "7"),
        ),
        (
            text(number.emergency_address_sid.as_ref().map(|s| s.as_str())),
            sid("AD", "8"),
        ),
    ] {
        assert_eq!(actual, expected);
    }
    assert_eq!(number.voice_caller_id_lookup, Some(true));
    assert_eq!(number.voice_receive_mode, Some(VoiceReceiveMode::Fax));
    assert_eq!(number.address_requirements, Some(AddressRequirement::Local));
    assert_eq!(number.emergency_status, Some(EmergencyStatus::Inactive));
    assert_eq!(
        number.emergency_address_status,
        Some(EmergencyAddressStatus::PendingRegistration)
    );
    assert!(number.date_created.is_some() && number.date_updated.is_some());
    assert_eq!(number.uri.as_deref(), Some("/n.json"));
}

#[tokio::test]
async fn any_number_of_an_area_or_one_of_a_kind_is_bought() {
    let (server, client) = support::start().await;
    on("POST", NUMBERS)
        .and(form(&[("AreaCode", test_credentials::AREA_CODE_AVAILABLE)]))
        .respond_with(json(201, FULL))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", TOLL_FREE)
        .and(form(&[("PhoneNumber", "+18005550006")]))
        .respond_with(json(201, FULL))
        .expect(1)
        .mount(&server)
        .await;
    let numbers = client.incoming_phone_numbers();
    let in_area = CreateIncomingPhoneNumber::area_code(test_credentials::AREA_CODE_AVAILABLE);
    numbers.create(&in_area).await.unwrap();
    let free = CreateIncomingPhoneNumber::number("+18005550006");
    let bought = numbers.create_of(PhoneNumberKind::TollFree, &free).await;
    bought.unwrap();
}

#[tokio::test]
async fn what_answers_calls_is_replaced() {
    let (server, client) = support::start().await;
    on("POST", ONE)
        .and(form(&[
            ("AccountSid", "ACeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"),
            ("VoiceUrl", "https://example.com/new"),
            ("VoiceApplicationSid", ""),
            ("TrunkSid", ""),
        ]))
        .respond_with(json(200, FULL))
        .expect(1)
        .mount(&server)
        .await;
    let other: twilio_voice::AccountSid = "ACeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee".parse().unwrap();
    let update = UpdateIncomingPhoneNumber::new()
        .voice_url("https://example.com/new")
        .clear_voice_application_sid()
        .clear_trunk_sid()
        .account_sid(other);
    let debug = format!("{update:?}");
    assert!(debug.contains("trunk_sid") && !debug.contains("example.com"));
    let numbers = client.incoming_phone_numbers();
    numbers
        .update(&SID.parse().unwrap(), &update)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_number_is_looked_at_though_nothing_is_told_and_given_back() {
    let (server, client) = support::start().await;
    let nulls = include_str!("../fixtures/incoming_phone_numbers/nulls.json");
    on("GET", ONE)
        .respond_with(json(200, nulls))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("GET", ONE)
        .respond_with(json(200, &format!(r#"{{"sid": "{SID}"}}"#)))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", ONE)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let (numbers, sid) = (client.incoming_phone_numbers(), SID.parse().unwrap());
    let nulls = numbers.get(&sid).await.unwrap();
    let missing = numbers.get(&sid).await.unwrap();
    assert_eq!(format!("{nulls:?}"), format!("{missing:?}"));
    assert!(nulls.capabilities.is_none() && nulls.voice_url.is_none());
    numbers.delete(&sid).await.unwrap();
}

#[tokio::test]
async fn numbers_of_a_kind_are_streamed_with_every_filter() {
    let (server, client) = support::start().await;
    let first = include_str!("../fixtures/incoming_phone_numbers/page_1.json");
    let second = include_str!("../fixtures/incoming_phone_numbers/page_2.json");
    on("GET", LOCAL)
        .and(query_param("Beta", "false"))
        .and(query_param("FriendlyName", "Hotline"))
        .and(query_param("PhoneNumber", "+1500*"))
        .and(query_param("Origin", "twilio"))
        .and(query_param("PageSize", "1"))
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(200, first))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", LOCAL)
        .and(query_param("PageToken", "PAPN1"))
        .respond_with(json(200, second))
        .expect(1)
        .mount(&server)
        .await;
    let list = client
        .incoming_phone_numbers()
        .list_of(PhoneNumberKind::Local)
        .beta(false)
        .friendly_name("Hotline")
        .phone_number("+1500*")
        .origin(PhoneNumberOrigin::Twilio)
        .page_size(1);
    let numbers: Vec<_> = list.stream().try_collect().await.unwrap();
    let sids: Vec<_> = numbers.iter().map(|n| &n.sid.as_str()[33..]).collect();
    assert_eq!(sids, ["1", "2"]);
}

#[tokio::test]
async fn a_number_that_is_gone_is_told_by_its_code() {
    let (server, client) = support::start().await;
    let unavailable = include_str!("../fixtures/incoming_phone_numbers/unavailable.json");
    on("POST", NUMBERS)
        .respond_with(json(400, unavailable))
        .expect(1)
        .mount(&server)
        .await;
    let number = CreateIncomingPhoneNumber::number(test_credentials::NUMBER_UNAVAILABLE);
    let bought = client.incoming_phone_numbers().create(&number).await;
    let error = bought.unwrap_err();
    assert_eq!(
        error.error_code(),
        Some(ErrorCode::PHONE_NUMBER_UNAVAILABLE)
    );
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn a_purchase_whose_answer_is_lost_is_not_repeated() {
    let (server, client) = support::start().await;
    on("POST", NUMBERS)
        .respond_with(ResponseTemplate::new(503))
        .expect(1)
        .mount(&server)
        .await;
    let number = CreateIncomingPhoneNumber::area_code("500");
    let bought = client.incoming_phone_numbers().create(&number).await;
    assert!(bought.unwrap_err().may_have_been_applied());
}

#[tokio::test]
async fn what_cannot_be_bought_is_never_asked_for() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(201, FULL))
        .expect(0)
        .mount(&server)
        .await;
    let numbers = client.incoming_phone_numbers();
    for (number, name) in [
        (CreateIncomingPhoneNumber::number("5550006"), "PhoneNumber"),
        (CreateIncomingPhoneNumber::area_code("50"), "AreaCode"),
        (CreateIncomingPhoneNumber::area_code("50x"), "AreaCode"),
        (
            CreateIncomingPhoneNumber::number(FROM).voice_url("nope"),
            "VoiceUrl",
        ),
    ] {
        let error = numbers.create(&number).await.unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
    let application: twilio_voice::ApplicationSid =
        "AP55555555555555555555555555555555".parse().unwrap();
    let trunk: twilio_voice::TrunkSid = "TK66666666666666666666666666666666".parse().unwrap();
    let both = CreateIncomingPhoneNumber::number(FROM)
        .voice_application_sid(application)
        .trunk_sid(trunk);
    let error = numbers.create(&both).await.unwrap_err().to_string();
    assert!(error.contains("TrunkSid"), "{error}");
    let update = UpdateIncomingPhoneNumber::new().voice_application_sid(application);
    assert!(update.clone().clear_trunk_sid().to_form().is_ok());
    assert!(update.trunk_sid(trunk).to_form().is_err());
    let in_area = CreateIncomingPhoneNumber::area_code("500");
    let error = numbers.create_of(PhoneNumberKind::Local, &in_area).await;
    assert!(error.unwrap_err().to_string().contains("AreaCode"));
}
