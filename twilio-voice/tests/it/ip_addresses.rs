//! Addresses of carriers, and the SIP domains that take their calls.

use std::net::Ipv4Addr;

use twilio_voice::{
    ErrorCode, SipDomainSid,
    ip_records::{CreateIpRecord, UpdateIpRecord},
    source_ip_mappings::{CreateSourceIpMapping, UpdateSourceIpMapping},
};
use wiremock::ResponseTemplate;

use crate::support::{self, ACCOUNT, form, json, on};

const RECORDS: &str = "/v1/IpRecords";
const RECORD: &str = "/v1/IpRecords/IL11111111111111111111111111111111";
const FULL_RECORD: &str = include_str!("../fixtures/ip_records/full.json");
const MAPPINGS: &str = "/v1/SourceIpMappings";
const MAPPING: &str = "/v1/SourceIpMappings/IB11111111111111111111111111111111";
const FULL_MAPPING: &str = include_str!("../fixtures/source_ip_mappings/full.json");

fn domain() -> SipDomainSid {
    "SD22222222222222222222222222222222".parse().unwrap()
}

#[tokio::test]
async fn addresses_are_made_listed_renamed_and_deleted() {
    let (server, client) = support::start().await;
    on("POST", RECORDS)
        .and(form(&[
            ("IpAddress", "10.2.3.4"),
            ("FriendlyName", "Carrier"),
            ("CidrPrefixLength", "30"),
        ]))
        .respond_with(json(201, FULL_RECORD))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", RECORDS)
        .respond_with(json(200, include_str!("../fixtures/ip_records/page.json")))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", RECORD)
        .respond_with(json(200, FULL_RECORD))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", RECORD)
        .and(form(&[("FriendlyName", "Old")]))
        .respond_with(json(200, FULL_RECORD))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", RECORD)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let records = client.ip_records();
    let create = CreateIpRecord::new(Ipv4Addr::new(10, 2, 3, 4))
        .friendly_name("Carrier")
        .cidr_prefix_length(30);
    let made = records.create(&create).await.unwrap();
    assert!(RECORD.ends_with(made.sid.as_str()));
    assert_eq!(made.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(made.friendly_name.as_deref(), Some("Carrier"));
    assert_eq!(made.ip_address, Some(Ipv4Addr::new(10, 2, 3, 4)));
    assert_eq!(made.cidr_prefix_length, Some(30));
    assert!(made.date_created.is_some() && made.date_updated.is_some());
    assert!(made.url.is_some());
    assert_eq!(records.list().send().await.unwrap().items.len(), 1);
    records.get(&made.sid).await.unwrap();
    let update = UpdateIpRecord::new().friendly_name("Old");
    records.update(&made.sid, &update).await.unwrap();
    records.delete(&made.sid).await.unwrap();
    let long = CreateIpRecord::new(Ipv4Addr::LOCALHOST).cidr_prefix_length(33);
    let error = long.to_form().unwrap_err().to_string();
    assert!(error.contains("CidrPrefixLength"), "{error}");
}

#[tokio::test]
async fn mappings_are_made_listed_changed_and_deleted() {
    let (server, client) = support::start().await;
    on("POST", MAPPINGS)
        .and(form(&[
            ("IpRecordSid", "IL11111111111111111111111111111111"),
            ("SipDomainSid", domain().as_str()),
        ]))
        .respond_with(json(201, FULL_MAPPING))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", MAPPINGS)
        .respond_with(json(
            200,
            include_str!("../fixtures/source_ip_mappings/page.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", MAPPING)
        .respond_with(json(200, FULL_MAPPING))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", MAPPING)
        .and(form(&[("SipDomainSid", domain().as_str())]))
        .respond_with(json(200, FULL_MAPPING))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", MAPPING)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let mappings = client.source_ip_mappings();
    let record = "IL11111111111111111111111111111111".parse().unwrap();
    let create = CreateSourceIpMapping::new(record, domain());
    let made = mappings.create(&create).await.unwrap();
    assert!(MAPPING.ends_with(made.sid.as_str()));
    assert_eq!(made.ip_record_sid, Some(record));
    assert_eq!(made.sip_domain_sid, Some(domain()));
    assert!(made.date_created.is_some() && made.date_updated.is_some());
    assert!(made.url.is_some());
    assert_eq!(mappings.list().send().await.unwrap().items.len(), 1);
    mappings.get(&made.sid).await.unwrap();
    let update = UpdateSourceIpMapping::new(domain());
    mappings.update(&made.sid, &update).await.unwrap();
    mappings.delete(&made.sid).await.unwrap();
}

#[tokio::test]
async fn a_conflict_is_told_by_its_code() {
    let (server, client) = support::start().await;
    let conflict = include_str!("../fixtures/source_ip_mappings/conflict.json");
    on("POST", MAPPINGS)
        .respond_with(json(409, conflict))
        .expect(1)
        .mount(&server)
        .await;
    let record = "IL11111111111111111111111111111111".parse().unwrap();
    let mapping = CreateSourceIpMapping::new(record, domain());
    let error = client.source_ip_mappings().create(&mapping).await;
    let error = error.unwrap_err();
    assert_eq!(
        (error.status(), error.error_code()),
        (Some(409), Some(ErrorCode::CONFLICT))
    );
}
