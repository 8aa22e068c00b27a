//! Numbers: ours, those that can be bought, and those of others that may be shown.

use twilio_voice::{
    CountryCode, HttpMethod,
    incoming_phone_numbers::{
        CreateIncomingPhoneNumber, EmergencyStatus, PhoneNumberKind, PhoneNumberOrigin,
        UpdateIncomingPhoneNumber, VoiceReceiveMode,
    },
    outgoing_caller_ids::{CreateValidationRequest, UpdateOutgoingCallerId},
};

use super::{Run, URL, page, run, seconds, sid};
use crate::support::{FROM, TO};

fn country() -> CountryCode {
    "US".parse().unwrap()
}

/// Sets everything that a number has.
macro_rules! number {
    ($request:expr) => {
        $request
            .friendly_name("x")
            .api_version("2010-04-01")
            .voice_url(URL)
            .voice_method(HttpMethod::Get)
            .voice_fallback_url(URL)
            .voice_fallback_method(HttpMethod::Get)
            .voice_application_sid(sid::<twilio_voice::ApplicationSid>())
            .voice_caller_id_lookup(true)
            .voice_receive_mode(VoiceReceiveMode::Fax)
            .status_callback(URL)
            .status_callback_method(HttpMethod::Get)
            .sms_url(URL)
            .sms_method(HttpMethod::Get)
            .sms_fallback_url(URL)
            .sms_fallback_method(HttpMethod::Get)
            .sms_application_sid(sid::<twilio_voice::ApplicationSid>())
            .address_sid(sid::<twilio_voice::AddressSid>())
            .identity_sid(sid::<twilio_voice::IdentitySid>())
            .bundle_sid(sid::<twilio_voice::BundleSid>())
            .emergency_status(EmergencyStatus::Inactive)
            .emergency_address_sid(sid::<twilio_voice::AddressSid>())
    };
}

/// Sets what a number that has all of that cannot have.
macro_rules! trunk {
    ($request:expr) => {
        $request.trunk_sid(sid::<twilio_voice::TrunkSid>())
    };
}

/// Buys a number of a kind, with everything it has.
macro_rules! of_kind {
    ($id:literal, $kind:ident) => {
        [
            run!($id, |c| c.incoming_phone_numbers().create_of(
                PhoneNumberKind::$kind,
                &number!(CreateIncomingPhoneNumber::number(FROM))
            )),
            run!($id, |c| c.incoming_phone_numbers().create_of(
                PhoneNumberKind::$kind,
                &trunk!(CreateIncomingPhoneNumber::number(FROM))
            )),
        ]
    };
}

/// Sets every filter of our numbers.
macro_rules! ours {
    ($list:expr) => {
        page!(
            $list
                .beta(true)
                .friendly_name("x")
                .phone_number("+1500*")
                .origin(PhoneNumberOrigin::Hosted)
        )
    };
}

/// Sets every filter of numbers that can be bought.
macro_rules! available {
    ($id:literal, $kind:ident) => {
        run!($id, |c| page!(
            c.available_phone_numbers()
                .list(&country(), PhoneNumberKind::$kind)
                .area_code(500)
                .contains("500*")
                .voice_enabled(true)
                .sms_enabled(true)
                .mms_enabled(false)
                .fax_enabled(false)
                .beta(false)
                .exclude_all_address_required(true)
                .exclude_local_address_required(true)
                .exclude_foreign_address_required(true)
                .near_number(FROM)
                .near_lat_long((37.8, -122.4))
                .distance(50)
                .in_postal_code("94105")
                .in_region("CA")
                .in_rate_center("HILO")
                .in_lata("834")
                .in_locality("Hilo")
        ))
    };
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        run!("ListIncomingPhoneNumber", |c| ours!(
            c.incoming_phone_numbers().list()
        )),
        run!("CreateIncomingPhoneNumber", |c| c
            .incoming_phone_numbers()
            .create(&number!(CreateIncomingPhoneNumber::number(FROM)))),
        run!("CreateIncomingPhoneNumber", |c| c
            .incoming_phone_numbers()
            .create(&trunk!(CreateIncomingPhoneNumber::area_code("500")))),
        run!("FetchIncomingPhoneNumber", |c| c
            .incoming_phone_numbers()
            .get(&sid())),
        run!("UpdateIncomingPhoneNumber", |c| c
            .incoming_phone_numbers()
            .update(
                &sid(),
                &number!(
                    UpdateIncomingPhoneNumber::new().account_sid(sid::<twilio_voice::AccountSid>())
                )
            )),
        run!("DeleteIncomingPhoneNumber", |c| c
            .incoming_phone_numbers()
            .delete(&sid())),
        run!("ListAvailablePhoneNumberCountry", |c| page!(
            c.available_phone_numbers().countries()
        )),
        run!("FetchAvailablePhoneNumberCountry", |c| c
            .available_phone_numbers()
            .country(&country())),
        run!("ListOutgoingCallerId", |c| page!(
            c.outgoing_caller_ids()
                .list()
                .phone_number(TO)
                .friendly_name("x")
        )),
        run!("CreateValidationRequest", |c| c
            .outgoing_caller_ids()
            .create(
                &CreateValidationRequest::new(TO)
                    .friendly_name("x")
                    .call_delay(seconds(60))
                    .extension("12")
                    .status_callback(URL)
                    .status_callback_method(HttpMethod::Get)
            )),
        run!("FetchOutgoingCallerId", |c| c
            .outgoing_caller_ids()
            .get(&sid())),
        run!("UpdateOutgoingCallerId", |c| c
            .outgoing_caller_ids()
            .update(
                &sid(),
                &UpdateOutgoingCallerId::new().friendly_name("x")
            )),
        run!("DeleteOutgoingCallerId", |c| c
            .outgoing_caller_ids()
            .delete(&sid())),
        available!("ListAvailablePhoneNumberLocal", Local),
        available!("ListAvailablePhoneNumberMobile", Mobile),
        available!("ListAvailablePhoneNumberTollFree", TollFree),
    ];
    runs.extend([
        run!("ListIncomingPhoneNumberLocal", |c| ours!(
            c.incoming_phone_numbers().list_of(PhoneNumberKind::Local)
        )),
        run!("ListIncomingPhoneNumberMobile", |c| ours!(
            c.incoming_phone_numbers().list_of(PhoneNumberKind::Mobile)
        )),
        run!("ListIncomingPhoneNumberTollFree", |c| ours!(
            c.incoming_phone_numbers()
                .list_of(PhoneNumberKind::TollFree)
        )),
        run!("UpdateIncomingPhoneNumber", |c| c
            .incoming_phone_numbers()
            .update(&sid(), &trunk!(UpdateIncomingPhoneNumber::new()))),
    ]);
    runs.extend(of_kind!("CreateIncomingPhoneNumberLocal", Local));
    runs.extend(of_kind!("CreateIncomingPhoneNumberMobile", Mobile));
    runs.extend(of_kind!("CreateIncomingPhoneNumberTollFree", TollFree));
    runs
}
