//! The second host: where its requests go, dialing permissions, the archive.

use futures_util::TryStreamExt as _;
use jiff::civil::date;
use twilio_voice::{
    CountryCode,
    dialing_permissions::{UpdateCountries, UpdateCountry, UpdateDialingPermissionsSettings},
};
use wiremock::{
    Mock, ResponseTemplate,
    matchers::{any, query_param, query_param_is_missing},
};

use crate::support::{self, CALLS, ONE_CALL, form, json, on};

const COUNTRIES: &str = "/v1/DialingPermissions/Countries";
const PREFIXES: &str = "/v1/DialingPermissions/Countries/LV/HighRiskSpecialPrefixes";
const BULK_UPDATES: &str = "/v1/DialingPermissions/BulkCountryUpdates";
const SETTINGS: &str = "/v1/Settings";
const COUNTRY: &str = include_str!("../fixtures/dialing_permissions/country.json");
const SET: &str = include_str!("../fixtures/dialing_permissions/settings.json");
const TRUNKS_1: &str = include_str!("../fixtures/byoc_trunks/page_1.json");
const TRUNKS_2: &str = include_str!("../fixtures/byoc_trunks/page_2.json");

fn country(letters: &str) -> CountryCode {
    letters.parse().unwrap()
}

#[tokio::test]
async fn each_host_gets_its_own_requests_and_pages() {
    let (api, _) = support::start().await;
    let (voice, _) = support::start().await;
    let client = support::client(&api.uri())
        .voice_base_url(format!("{}/voice", voice.uri()))
        .build()
        .unwrap();
    on("GET", ONE_CALL)
        .respond_with(json(200, include_str!("../fixtures/calls/full.json")))
        .expect(1)
        .mount(&api)
        .await;
    on("GET", "/voice/v1/ByocTrunks")
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(200, TRUNKS_1))
        .expect(1)
        .mount(&voice)
        .await;
    // The link names the host and path of Twilio; both stay those that are configured.
    on("GET", "/voice/v1/ByocTrunks")
        .and(query_param("PageToken", "PTBY1"))
        .respond_with(json(200, TRUNKS_2))
        .expect(1)
        .mount(&voice)
        .await;
    client.calls().get(&support::call_sid()).await.unwrap();
    let trunks: Vec<_> = client
        .byoc_trunks()
        .list()
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(trunks.len(), 2);
}

#[tokio::test]
async fn the_credential_does_not_follow_a_link_of_the_voice_host() {
    let (server, client) = support::start().await;
    let (elsewhere, _) = support::start().await;
    Mock::given(any())
        .respond_with(json(200, TRUNKS_2))
        .expect(0)
        .mount(&elsewhere)
        .await;
    on("GET", "/v1/ByocTrunks")
        .and(query_param_is_missing("PageToken"))
        .respond_with(json(
            200,
            &TRUNKS_1.replace("https://voice.twilio.com", &elsewhere.uri()),
        ))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", "/v1/ByocTrunks")
        .and(query_param("PageToken", "PTBY1"))
        .respond_with(json(200, TRUNKS_2))
        .expect(1)
        .mount(&server)
        .await;
    let trunks = client.byoc_trunks().list().stream();
    assert_eq!(trunks.try_collect::<Vec<_>>().await.unwrap().len(), 2);
}

#[tokio::test]
async fn another_account_changes_the_paths_of_the_first_host_only() {
    let (server, client) = support::start().await;
    let other = "ACeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    let calls = CALLS.replace(support::ACCOUNT, other);
    for (path, body) in [
        (calls.as_str(), r#"{"calls": []}"#),
        ("/v1/ByocTrunks", r#"{"byoc_trunks": [], "meta": {}}"#),
    ] {
        on("GET", path)
            .respond_with(json(200, body))
            .expect(1)
            .mount(&server)
            .await;
    }
    let client = client.with_account(other.parse().unwrap());
    client.calls().list().send().await.unwrap();
    client.byoc_trunks().list().send().await.unwrap();
}

#[tokio::test]
async fn an_archived_call_is_deleted_by_its_day() {
    let (server, client) = support::start().await;
    let path = format!("/v1/Archives/2026-01-02/Calls/{}", support::CALL);
    on("DELETE", &path)
        .respond_with(ResponseTemplate::new(204))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &path)
        .respond_with(json(404, include_str!("../fixtures/calls/not_found.json")))
        .expect(1)
        .mount(&server)
        .await;
    let (calls, day, sid) = (
        client.archived_calls(),
        date(2026, 1, 2),
        support::call_sid(),
    );
    calls.delete(day, &sid).await.unwrap();
    assert!(calls.delete(day, &sid).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn countries_are_found_and_read() {
    let (server, client) = support::start().await;
    let mut mock = on("GET", COUNTRIES);
    for (name, value) in [
        ("IsoCode", "US"),
        ("Continent", "NORTH_AMERICA"),
        ("CountryCode", "+1"),
        ("LowRiskNumbersEnabled", "true"),
        ("HighRiskSpecialNumbersEnabled", "false"),
        ("HighRiskTollfraudNumbersEnabled", "false"),
    ] {
        mock = mock.and(query_param(name, value));
    }
    mock.respond_with(json(
        200,
        include_str!("../fixtures/dialing_permissions/countries.json"),
    ))
    .expect(1)
    .mount(&server)
    .await;
    on("GET", &format!("{COUNTRIES}/US"))
        .respond_with(json(200, COUNTRY))
        .expect(1)
        .mount(&server)
        .await;
    let permissions = client.dialing_permissions();
    let list = permissions
        .countries()
        .iso_code(country("US"))
        .continent("NORTH_AMERICA")
        .country_code("+1")
        .low_risk_numbers_enabled(true)
        .high_risk_special_numbers_enabled(false)
        .high_risk_tollfraud_numbers_enabled(false);
    let page = list.send().await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
    let found = permissions.country(&country("US")).await.unwrap();
    assert_eq!(found.iso_code, Some(country("US")));
    assert_eq!(found.name.as_deref(), Some("United States/Canada"));
    assert_eq!(found.continent.as_deref(), Some("NORTH_AMERICA"));
    assert_eq!(found.country_codes, ["+1"]);
    assert!(found.url.is_some() && found.links.contains_key("highrisk_special_prefixes"));
    assert_eq!(found.to_update(), Some(UpdateCountry::new(country("US"))));
}

#[tokio::test]
async fn a_country_of_which_not_all_is_told_cannot_be_changed_in_part() {
    let (server, client) = support::start().await;
    on("GET", &format!("{COUNTRIES}/US"))
        .respond_with(json(200, r#"{"iso_code": "US", "country_codes": null}"#))
        .expect(1)
        .mount(&server)
        .await;
    let found = client.dialing_permissions().country(&country("US")).await;
    let found = found.unwrap();
    assert!(found.country_codes.is_empty());
    assert_eq!(found.to_update(), None);
}

#[tokio::test]
async fn many_countries_are_changed_with_one_parameter_of_json() {
    let (server, client) = support::start().await;
    on("POST", BULK_UPDATES)
        .and(form(&[(
            "UpdateRequest",
            concat!(
                r#"[{"iso_code":"GB","low_risk_numbers_enabled":"true","#,
                r#""high_risk_special_numbers_enabled":"true","high_risk_tollfraud_numbers_enabled":"false"},"#,
                r#"{"iso_code":"LV","low_risk_numbers_enabled":"false","#,
                r#""high_risk_special_numbers_enabled":"false","high_risk_tollfraud_numbers_enabled":"false"}]"#,
            ),
        )]))
        .respond_with(json(
            201,
            include_str!("../fixtures/dialing_permissions/bulk_update.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let update = UpdateCountries::new([
        UpdateCountry::new(country("GB"))
            .low_risk_numbers_enabled(true)
            .high_risk_special_numbers_enabled(true),
        UpdateCountry::new(country("LV")),
    ]);
    let permissions = client.dialing_permissions();
    let updates = permissions.update_countries(&update).await.unwrap();
    assert_eq!(updates.update_count, Some(1));
    assert_eq!(updates.update_request.as_deref(), Some("accepted"));
    let error = UpdateCountries::new([]).to_form().unwrap_err();
    assert!(error.to_string().contains("UpdateRequest"), "{error}");
}

#[tokio::test]
async fn prefixes_are_listed() {
    let (server, client) = support::start().await;
    on("GET", PREFIXES)
        .respond_with(json(
            200,
            include_str!("../fixtures/dialing_permissions/prefixes.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let permissions = client.dialing_permissions();
    let list = permissions.high_risk_special_prefixes(&country("LV"));
    let prefixes = list.send().await.unwrap().items;
    let prefixes: Vec<_> = prefixes
        .iter()
        .filter_map(|p| p.prefix.as_deref())
        .collect();
    assert_eq!(prefixes, ["+37181", "+3719000"]);
}

#[tokio::test]
async fn settings_are_read_changed_and_tried_again() {
    let (server, client) = support::start().await;
    on("GET", SETTINGS)
        .respond_with(json(200, SET))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", SETTINGS)
        .and(form(&[("DialingPermissionsInheritance", "false")]))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("POST", SETTINGS)
        .and(form(&[("DialingPermissionsInheritance", "false")]))
        .respond_with(json(202, SET))
        .expect(1)
        .mount(&server)
        .await;
    let permissions = client.dialing_permissions();
    let settings = permissions.settings().await.unwrap();
    assert_eq!(settings.dialing_permissions_inheritance, Some(true));
    assert!(settings.url.is_some());
    let update = UpdateDialingPermissionsSettings::new().dialing_permissions_inheritance(false);
    permissions.update_settings(&update).await.unwrap();
}
