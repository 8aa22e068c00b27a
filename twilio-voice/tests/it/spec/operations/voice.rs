//! What `voice.twilio.com` serves: carriers of one's own, dialing permissions, the archive.

use std::net::Ipv4Addr;

use twilio_voice::{
    CountryCode, HttpMethod,
    byoc_trunks::{CreateByocTrunk, UpdateByocTrunk},
    connection_policies::{
        CreateConnectionPolicy, UpdateConnectionPolicy,
        targets::{CreateConnectionPolicyTarget, UpdateConnectionPolicyTarget},
    },
    dialing_permissions::{UpdateCountries, UpdateCountry, UpdateDialingPermissionsSettings},
    ip_records::{CreateIpRecord, UpdateIpRecord},
    source_ip_mappings::{CreateSourceIpMapping, UpdateSourceIpMapping},
};

use super::{Run, URL, day, page, run, sid};

const TARGET: &str = "sip:carrier@example.com";

fn country() -> CountryCode {
    "GB".parse().unwrap()
}

/// Sets everything that a trunk has.
macro_rules! trunk {
    ($request:expr) => {
        $request
            .friendly_name("x")
            .voice_url(URL)
            .voice_method(HttpMethod::Get)
            .voice_fallback_url(URL)
            .voice_fallback_method(HttpMethod::Get)
            .status_callback_url(URL)
            .status_callback_method(HttpMethod::Get)
            .cnam_lookup_enabled(true)
            .connection_policy_sid(sid::<twilio_voice::ConnectionPolicySid>())
            .from_domain_sid(sid::<twilio_voice::SipDomainSid>())
    };
}

/// Sets everything that a target has.
macro_rules! target {
    ($request:expr) => {
        $request
            .friendly_name("x")
            .priority(5)
            .weight(20)
            .enabled(false)
    };
}

fn carriers() -> Vec<Run> {
    vec![
        run!("ListByocTrunk", |c| page!(c.byoc_trunks().list())),
        run!("CreateByocTrunk", |c| c
            .byoc_trunks()
            .create(&trunk!(CreateByocTrunk::new()))),
        run!("FetchByocTrunk", |c| c.byoc_trunks().get(&sid())),
        run!("UpdateByocTrunk", |c| c
            .byoc_trunks()
            .update(&sid(), &trunk!(UpdateByocTrunk::new()))),
        run!("DeleteByocTrunk", |c| c.byoc_trunks().delete(&sid())),
        run!("ListConnectionPolicy", |c| page!(
            c.connection_policies().list()
        )),
        run!("CreateConnectionPolicy", |c| c
            .connection_policies()
            .create(&CreateConnectionPolicy::new().friendly_name("x"))),
        run!("FetchConnectionPolicy", |c| c
            .connection_policies()
            .get(&sid())),
        run!("UpdateConnectionPolicy", |c| c
            .connection_policies()
            .update(
                &sid(),
                &UpdateConnectionPolicy::new().friendly_name("x")
            )),
        run!("DeleteConnectionPolicy", |c| c
            .connection_policies()
            .delete(&sid())),
        run!("ListConnectionPolicyTarget", |c| page!(
            c.connection_policies().targets(&sid()).list()
        )),
        run!("CreateConnectionPolicyTarget", |c| c
            .connection_policies()
            .targets(&sid())
            .create(&target!(CreateConnectionPolicyTarget::new(TARGET)))),
        run!("FetchConnectionPolicyTarget", |c| c
            .connection_policies()
            .targets(&sid())
            .get(&sid())),
        run!("UpdateConnectionPolicyTarget", |c| c
            .connection_policies()
            .targets(&sid())
            .update(
                &sid(),
                &target!(UpdateConnectionPolicyTarget::new().target(TARGET))
            )),
        run!("DeleteConnectionPolicyTarget", |c| c
            .connection_policies()
            .targets(&sid())
            .delete(&sid())),
    ]
}

fn addresses() -> Vec<Run> {
    vec![
        run!("ListIpRecord", |c| page!(c.ip_records().list())),
        run!("CreateIpRecord", |c| c.ip_records().create(
            &CreateIpRecord::new(Ipv4Addr::new(10, 2, 3, 4))
                .friendly_name("x")
                .cidr_prefix_length(30)
        )),
        run!("FetchIpRecord", |c| c.ip_records().get(&sid())),
        run!("UpdateIpRecord", |c| c
            .ip_records()
            .update(&sid(), &UpdateIpRecord::new().friendly_name("x"))),
        run!("DeleteIpRecord", |c| c.ip_records().delete(&sid())),
        run!("ListSourceIpMapping", |c| page!(
            c.source_ip_mappings().list()
        )),
        run!("CreateSourceIpMapping", |c| c
            .source_ip_mappings()
            .create(&CreateSourceIpMapping::new(sid(), sid()))),
        run!("FetchSourceIpMapping", |c| c
            .source_ip_mappings()
            .get(&sid())),
        run!("UpdateSourceIpMapping", |c| c
            .source_ip_mappings()
            .update(&sid(), &UpdateSourceIpMapping::new(sid()))),
        run!("DeleteSourceIpMapping", |c| c
            .source_ip_mappings()
            .delete(&sid())),
    ]
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        run!("DeleteArchivedCall", |c| c
            .archived_calls()
            .delete(day(), &sid())),
        run!("ListDialingPermissionsCountry", |c| page!(
            c.dialing_permissions()
                .countries()
                .iso_code(country())
                .continent("EUROPE")
                .country_code("+44")
                .low_risk_numbers_enabled(true)
                .high_risk_special_numbers_enabled(false)
                .high_risk_tollfraud_numbers_enabled(false)
        )),
        run!("FetchDialingPermissionsCountry", |c| c
            .dialing_permissions()
            .country(&country())),
        run!("ListDialingPermissionsHrsPrefixes", |c| page!(
            c.dialing_permissions()
                .high_risk_special_prefixes(&country())
        )),
        run!("CreateDialingPermissionsCountryBulkUpdate", |c| c
            .dialing_permissions()
            .update_countries(&UpdateCountries::new([
                UpdateCountry::new(country())
            ]))),
        run!("FetchDialingPermissionsSettings", |c| c
            .dialing_permissions()
            .settings()),
        run!("UpdateDialingPermissionsSettings", |c| c
            .dialing_permissions()
            .update_settings(
                &UpdateDialingPermissionsSettings::new().dialing_permissions_inheritance(true)
            )),
    ];
    runs.extend(carriers());
    runs.extend(addresses());
    runs
}
