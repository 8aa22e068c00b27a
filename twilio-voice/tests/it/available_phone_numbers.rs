//! Numbers that can be bought.

use futures_util::TryStreamExt as _;
use twilio_voice::{
    available_phone_numbers::AvailablePhoneNumber,
    incoming_phone_numbers::{AddressRequirement, PhoneNumberKind},
};
use wiremock::{
    Mock,
    matchers::{any, query_param},
};

use crate::support::{self, FROM, json, on, query};

const BASE: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/AvailablePhoneNumbers";
const PAGE: &str = include_str!("../fixtures/available_phone_numbers/page.json");

#[tokio::test]
async fn every_filter_is_sent_and_every_field_is_read() {
    let (server, client) = support::start().await;
    let mut mock = on("GET", &format!("{BASE}/US/Local.json"));
    for (name, value) in [
        ("AreaCode", "808"),
        ("Contains", "808*"),
        ("VoiceEnabled", "true"),
        ("SmsEnabled", "true"),
        ("MmsEnabled", "false"),
        ("FaxEnabled", "false"),
        ("Beta", "false"),
        ("ExcludeAllAddressRequired", "true"),
        ("ExcludeLocalAddressRequired", "true"),
        ("ExcludeForeignAddressRequired", "false"),
        ("NearNumber", FROM),
        ("NearLatLong", "19.72,-155.09"),
        ("Distance", "50"),
        ("InPostalCode", "96720"),
        ("InRegion", "HI"),
        ("InRateCenter", "HILO"),
        ("InLata", "834"),
        ("InLocality", "Hilo"),
    ] {
        mock = mock.and(query_param(name, value));
    }
    mock.respond_with(json(200, PAGE))
        .expect(1)
        .mount(&server)
        .await;
    let list = client
        .available_phone_numbers()
        .list(&"US".parse().unwrap(), PhoneNumberKind::Local)
        .area_code(808)
        .contains("808*")
        .voice_enabled(true)
        .sms_enabled(true)
        .mms_enabled(false)
        .fax_enabled(false)
        .beta(false)
        .exclude_all_address_required(true)
        .exclude_local_address_required(true)
        .exclude_foreign_address_required(false)
        .near_number(FROM)
        .near_lat_long((19.72, -155.09))
        .distance(50)
        .in_postal_code("96720")
        .in_region("HI")
        .in_rate_center("HILO")
        .in_lata("834")
        .in_locality("Hilo");
    let number = list.send().await.unwrap().items.remove(0);
    assert_eq!(number.phone_number.as_deref(), Some("+18089251571"));
    assert_eq!(number.friendly_name.as_deref(), Some("(808) 925-1571"));
    assert_eq!(number.iso_country.unwrap().as_str(), "US");
    assert_eq!(number.region.as_deref(), Some("HI"));
    assert_eq!(number.locality.as_deref(), Some("Hilo"));
    assert_eq!(number.postal_code.as_deref(), Some("96720"));
    assert_eq!(number.rate_center.as_deref(), Some("HILO"));
    assert_eq!(number.lata.as_deref(), Some("834"));
    assert_eq!(
        (number.latitude, number.longitude),
        (Some(19.72), Some(-155.09))
    );
    assert_eq!(number.address_requirements, Some(AddressRequirement::Any));
    assert_eq!(number.beta, Some(false));
    let capabilities = number.capabilities.unwrap();
    assert_eq!(
        (capabilities.voice, capabilities.sms),
        (Some(true), Some(false))
    );
    assert_eq!(
        (capabilities.mms, capabilities.fax),
        (Some(true), Some(true))
    );
}

#[tokio::test]
async fn each_kind_has_a_path_of_its_own_and_a_list_without_links_ends() {
    let (server, client) = support::start().await;
    for kind in ["Mobile", "TollFree"] {
        on("GET", &format!("{BASE}/GB/{kind}.json"))
            .respond_with(json(200, PAGE))
            .expect(1)
            .mount(&server)
            .await;
    }
    for kind in [PhoneNumberKind::Mobile, PhoneNumberKind::TollFree] {
        let numbers = client.available_phone_numbers();
        let list = numbers.list(&"gb".parse().unwrap(), kind);
        let numbers: Vec<AvailablePhoneNumber> = list.stream().try_collect().await.unwrap();
        assert_eq!(numbers.len(), 1);
    }
}

#[tokio::test]
async fn countries_are_listed_and_looked_at() {
    let (server, client) = support::start().await;
    let countries = include_str!("../fixtures/available_phone_numbers/countries.json");
    let country = include_str!("../fixtures/available_phone_numbers/country.json");
    on("GET", &format!("{BASE}.json"))
        .respond_with(json(200, countries))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &format!("{BASE}/US.json"))
        .respond_with(json(200, country))
        .expect(1)
        .mount(&server)
        .await;
    let numbers = client.available_phone_numbers();
    let page = numbers.countries().send().await.unwrap();
    let codes = page.items.iter().map(|country| country.country_code);
    assert_eq!(
        codes.collect::<Vec<_>>(),
        [Some("DK".parse().unwrap()), Some("AU".parse().unwrap())]
    );
    let country = numbers.country(&"US".parse().unwrap()).await.unwrap();
    assert_eq!(country.country.as_deref(), Some("United States"));
    assert_eq!(country.beta, Some(false));
    assert!(country.uri.unwrap().ends_with("/US.json"));
    assert_eq!(country.subresource_uris.len(), 2);
}

#[tokio::test]
async fn a_country_without_numbers_is_not_found() {
    let (server, client) = support::start().await;
    let not_found = include_str!("../fixtures/calls/not_found.json");
    on("GET", &format!("{BASE}/ZZ/Local.json"))
        .respond_with(json(404, not_found))
        .expect(1)
        .mount(&server)
        .await;
    let numbers = client.available_phone_numbers();
    let list = numbers.list(&"ZZ".parse().unwrap(), PhoneNumberKind::Local);
    assert!(list.send().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_search_that_cannot_be_meant_is_not_sent() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(200, "{}"))
        .expect(0)
        .mount(&server)
        .await;
    let us = "US".parse().unwrap();
    let list = || {
        let numbers = client.available_phone_numbers();
        numbers.list(&us, PhoneNumberKind::Local)
    };
    for (name, list) in [
        ("AreaCode", list().area_code(99)),
        ("AreaCode", list().area_code(1_000)),
        ("Contains", list().contains("1")),
        ("Contains", list().contains("1".repeat(17))),
        ("Contains", list().contains("555-")),
        ("NearNumber", list().near_number("5550001")),
        ("Distance", list().distance(501)),
    ] {
        let error = list.send().await.unwrap_err().to_string();
        let expected = format!("invalid request: {name}: ");
        assert!(error.starts_with(&expected), "{error}");
    }
}

#[tokio::test]
async fn a_filter_that_is_set_right_afterwards_is_good() {
    let (server, client) = support::start().await;
    on("GET", &format!("{BASE}/US/Local.json"))
        .and(query(&[("Distance", "500")]))
        .respond_with(json(200, r#"{"available_phone_numbers": []}"#))
        .expect(1)
        .mount(&server)
        .await;
    let numbers = client.available_phone_numbers();
    let list = numbers.list(&"US".parse().unwrap(), PhoneNumberKind::Local);
    list.distance(501).distance(500).send().await.unwrap();
}
