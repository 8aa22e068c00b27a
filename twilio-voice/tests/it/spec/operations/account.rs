//! The account: balance, usage, notifications, applications, tokens.

use twilio_voice::{
    HttpMethod,
    accounts::{AccountStatus, CreateAccount, UpdateAccount},
    applications::{CreateApplication, UpdateApplication},
    notifications::NotificationLevel,
    tokens::CreateToken,
    usage::UsagePeriod,
};

use super::{Run, URL, day, page, run, seconds, sid};

/// Sets everything that an application has.
macro_rules! application {
    ($request:expr) => {
        $request
            .friendly_name("x")
            .api_version("2010-04-01")
            .voice_url(URL)
            .voice_method(HttpMethod::Get)
            .voice_fallback_url(URL)
            .voice_fallback_method(HttpMethod::Get)
            .status_callback(URL)
            .status_callback_method(HttpMethod::Get)
            .voice_caller_id_lookup(true)
            .sms_url(URL)
            .sms_method(HttpMethod::Get)
            .sms_fallback_url(URL)
            .sms_fallback_method(HttpMethod::Get)
            .sms_status_callback(URL)
            .message_status_callback(URL)
            .public_application_connect_enabled(false)
    };
}

/// Sets every filter of usage.
macro_rules! usage {
    ($id:literal, $period:ident) => {
        run!($id, |c| page!(
            c.usage_records()
                .list(UsagePeriod::$period)
                .category("calls")
                .start_date(day())
                .end_date(day())
                .include_subaccounts(false)
        ))
    };
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        run!("ListAccount", |c| page!(
            c.accounts()
                .list()
                .friendly_name("x")
                .status(AccountStatus::Suspended)
        )),
        run!("CreateAccount", |c| c
            .accounts()
            .create(&CreateAccount::new().friendly_name("x"))),
        run!("FetchAccount", |c| c.accounts().get(&sid())),
        run!("UpdateAccount", |c| c.accounts().update(
            &sid(),
            &UpdateAccount::new()
                .friendly_name("x")
                .status(AccountStatus::Closed)
        )),
        run!("FetchBalance", |c| c.balance()),
        run!("CreateToken", |c| c
            .tokens()
            .create(&CreateToken::new().ttl(seconds(60)))),
        run!("ListNotification", |c| page!(
            c.notifications()
                .list()
                .log(NotificationLevel::Warning)
                .message_date(day())
                .message_date_before(day())
                .message_date_from(day())
        )),
        run!("FetchNotification", |c| c.notifications().get(&sid())),
        run!("ListApplication", |c| page!(
            c.applications().list().friendly_name("x")
        )),
        run!("CreateApplication", |c| c
            .applications()
            .create(&application!(CreateApplication::new()))),
        run!("FetchApplication", |c| c.applications().get(&sid())),
        run!("UpdateApplication", |c| c
            .applications()
            .update(&sid(), &application!(UpdateApplication::new()))),
        run!("DeleteApplication", |c| c.applications().delete(&sid())),
    ];
    runs.extend([
        usage!("ListUsageRecord", Whole),
        usage!("ListUsageRecordAllTime", AllTime),
        usage!("ListUsageRecordDaily", Daily),
        usage!("ListUsageRecordLastMonth", LastMonth),
        usage!("ListUsageRecordMonthly", Monthly),
        usage!("ListUsageRecordThisMonth", ThisMonth),
        usage!("ListUsageRecordToday", Today),
        usage!("ListUsageRecordYearly", Yearly),
        usage!("ListUsageRecordYesterday", Yesterday),
    ]);
    runs
}
