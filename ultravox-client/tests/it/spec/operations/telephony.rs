//! SIP and accounts at telephony providers.

use std::collections::BTreeMap;

use ultravox_client::{
    AgentId, SipRegistrationId,
    sip::{
        AgentAllowance, CreateSipRegistration, FallbackHandler, UpdateSipConfig,
        UpdateSipRegistration,
    },
    telephony_configs::{
        CreatePlivoConfig, CreateTelnyxConfig, CreateTwilioConfig, IncomingCalls,
        UpdatePlivoConfig, UpdateTelnyxConfig, UpdateTwilioConfig,
    },
};

use super::{Run, id, run};

fn incoming() -> IncomingCalls {
    IncomingCalls::new()
        .call_creation_allowed_agent_ids([id::<AgentId>()])
        .call_creation_allow_all_agents(false)
        .request_context_mapping(BTreeMap::from([("From".to_owned(), "caller".to_owned())]))
}

pub(super) fn twilio() -> CreateTwilioConfig {
    CreateTwilioConfig::new("AC1", "t").incoming(incoming())
}

pub(super) fn telnyx() -> CreateTelnyxConfig {
    CreateTelnyxConfig::new("a", "k", "p", "s").incoming(incoming())
}

pub(super) fn plivo() -> CreatePlivoConfig {
    CreatePlivoConfig::new("a", "t").incoming(incoming())
}

fn sip() -> UpdateSipConfig {
    UpdateSipConfig::new()
        .allowed_cidr_ranges(["192.0.2.0/24"])
        .allow_all_agents(false)
        .allowed_agents([AgentAllowance::new(id()).to_user_pattern("^sales$")])
        .fallback_handler(FallbackHandler::new("https://example.com").secrets(["s"]))
}

fn registration() -> SipRegistrationId {
    "r1".parse().unwrap()
}

pub(super) fn runs() -> Vec<Run> {
    vec![
        run!("sip_retrieve", |c| c.sip().get()),
        run!("sip_partial_update", |c| c.sip().update(&sip())),
        run!("sip_partial_update", |c| c
            .sip()
            .update(&UpdateSipConfig::new().clear_fallback_handler())),
        run!("sip_registrations_list", |c| c
            .sip()
            .registrations()
            .list()
            .page_size(5)
            .cursor("c")
            .send()),
        run!("sip_registrations_create", |c| c
            .sip()
            .registrations()
            .create(
                &CreateSipRegistration::new("u", "p", "sip.example.com")
                    .outbound_proxy("proxy.example.com")
                    .auth_user("a")
            )),
        run!("sip_registrations_retrieve", |c| c
            .sip()
            .registrations()
            .get(&registration())),
        run!("sip_registrations_partial_update", |c| c
            .sip()
            .registrations()
            .update(
                &registration(),
                &UpdateSipRegistration::new()
                    .username("u")
                    .password("p")
                    .proxy("sip.example.com")
                    .outbound_proxy("proxy.example.com")
                    .auth_user("a")
            )),
        run!("sip_registrations_partial_update", |c| c
            .sip()
            .registrations()
            .update(
                &registration(),
                &UpdateSipRegistration::new()
                    .clear_outbound_proxy()
                    .clear_auth_user()
            )),
        run!("sip_registrations_destroy", |c| c
            .sip()
            .registrations()
            .delete(&registration())),
        run!("telephony_configs_twilio_retrieve", |c| c
            .telephony_configs()
            .twilio()
            .get()),
        run!("telephony_configs_twilio_create", |c| c
            .telephony_configs()
            .twilio()
            .create(&twilio())),
        run!("telephony_configs_twilio_partial_update", |c| c
            .telephony_configs()
            .twilio()
            .update(
                &UpdateTwilioConfig::new()
                    .account_sid("AC1")
                    .auth_token("t")
                    .incoming(incoming())
            )),
        run!("telephony_configs_twilio_destroy", |c| c
            .telephony_configs()
            .twilio()
            .delete()),
        run!("telephony_configs_telnyx_retrieve", |c| c
            .telephony_configs()
            .telnyx()
            .get()),
        run!("telephony_configs_telnyx_create", |c| c
            .telephony_configs()
            .telnyx()
            .create(&telnyx())),
        run!("telephony_configs_telnyx_partial_update", |c| c
            .telephony_configs()
            .telnyx()
            .update(
                &UpdateTelnyxConfig::new()
                    .account_sid("a")
                    .api_key("k")
                    .public_key("p")
                    .application_sid("s")
                    .incoming(incoming())
            )),
        run!("telephony_configs_telnyx_destroy", |c| c
            .telephony_configs()
            .telnyx()
            .delete()),
        run!("telephony_configs_plivo_retrieve", |c| c
            .telephony_configs()
            .plivo()
            .get()),
        run!("telephony_configs_plivo_create", |c| c
            .telephony_configs()
            .plivo()
            .create(&plivo())),
        run!("telephony_configs_plivo_partial_update", |c| c
            .telephony_configs()
            .plivo()
            .update(
                &UpdatePlivoConfig::new()
                    .auth_id("a")
                    .auth_token("t")
                    .incoming(incoming())
            )),
        run!("telephony_configs_plivo_destroy", |c| c
            .telephony_configs()
            .plivo()
            .delete()),
    ]
}
