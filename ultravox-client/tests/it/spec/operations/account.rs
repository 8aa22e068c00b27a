//! The account, API keys, models, throttles, webhooks, the document itself.

use std::time::Duration;

use jiff::civil::date;
use ultravox_client::{
    ApiKeyPrefix, Patch,
    accounts::{BucketSize, UpdateAccountTelephonyConfig, UpdateTtsApiKeys},
    api_keys::{CreateApiKey, UpdateApiKey},
    call_throttles::{CallThrottleRule, CreateCallThrottle, UpdateCallThrottle},
    schema::SchemaFormat,
    webhooks::{CreateWebhook, UpdateWebhook, WebhookEventKind},
};

use super::{Run, filtered, id, run, telephony, time};

const SECOND: Duration = Duration::from_secs(1);

fn key() -> ApiKeyPrefix {
    "abcdefgh".parse().unwrap()
}

fn tts_keys() -> UpdateTtsApiKeys {
    UpdateTtsApiKeys::new()
        .eleven_labs("k")
        .cartesia("k")
        .lmnt("k")
        .google("k")
        .inworld("k")
        .respeecher("k")
}

fn no_tts_keys() -> UpdateTtsApiKeys {
    UpdateTtsApiKeys::new()
        .clear_eleven_labs()
        .clear_cartesia()
        .clear_lmnt()
        .clear_google()
        .clear_inworld()
        .clear_respeecher()
}

fn telephony_configs() -> [UpdateAccountTelephonyConfig; 2] {
    let update = UpdateAccountTelephonyConfig::new;
    [
        update()
            .twilio(telephony::twilio())
            .telnyx(telephony::telnyx())
            .plivo(telephony::plivo()),
        update().clear_twilio().clear_telnyx().clear_plivo(),
    ]
}

fn throttle() -> CreateCallThrottle {
    CreateCallThrottle::new("slow", [CallThrottleRule::new(1, SECOND)])
}

fn webhook() -> CreateWebhook {
    let kinds = [
        WebhookEventKind::CallStarted,
        WebhookEventKind::CallJoined,
        WebhookEventKind::CallEnded,
        WebhookEventKind::CallBilled,
    ];
    CreateWebhook::new("https://example.com", kinds)
        .agent_id(id())
        .secrets(["s"])
}

fn webhook_update() -> UpdateWebhook {
    UpdateWebhook::new()
        .agent_id(id::<ultravox_client::AgentId>())
        .url("https://example.com")
        .secrets(["s"])
        .events([WebhookEventKind::CallBilled])
}

pub(super) fn runs() -> Vec<Run> {
    let [configs, no_configs] = telephony_configs();
    let mut no_agent = webhook_update();
    no_agent.agent_id = Patch::Clear;
    vec![
        run!("accounts_list", |c| c.accounts().list()),
        run!("accounts_me_retrieve", |c| c.accounts().me()),
        run!("accounts_me_billing_retrieve", |c| c.accounts().billing()),
        run!("accounts_me_billing_invoices_retrieve", |c| c
            .accounts()
            .invoices()
            .page_size(5)
            .cursor("c")
            .send()),
        run!("accounts_me_billing_usage_retrieve", |c| c
            .accounts()
            .billing_usage()
            .from_date(date(2026, 1, 1))
            .to_date(date(2026, 2, 1))
            .send()),
        run!("accounts_me_telephony_config_retrieve", |c| c
            .accounts()
            .telephony_config()),
        run!(
            "accounts_me_telephony_config_partial_update",
            configs,
            |c| c.accounts().update_telephony_config(&configs)
        ),
        run!(
            "accounts_me_telephony_config_partial_update",
            no_configs,
            |c| c.accounts().update_telephony_config(&no_configs)
        ),
        run!("accounts_me_tts_api_keys_retrieve", |c| c
            .accounts()
            .tts_api_keys()),
        run!("accounts_me_tts_api_keys_partial_update", |c| c
            .accounts()
            .update_tts_api_keys(&tts_keys())),
        run!("accounts_me_tts_api_keys_partial_update", |c| c
            .accounts()
            .update_tts_api_keys(&no_tts_keys())),
        run!("accounts_me_usage_calls_retrieve", |c| filtered!(
            c.accounts().call_usage()
        )
        .send()),
        run!("accounts_me_usage_concurrency_retrieve", |c| c
            .accounts()
            .concurrency()
            .bucket(BucketSize::FiveMinutes)
            .start(time())
            .end(time())
            .send()),
        run!("api_keys_list", |c| c
            .api_keys()
            .list()
            .page_size(5)
            .cursor("c")
            .send()),
        run!("api_keys_create", |c| c
            .api_keys()
            .create(&CreateApiKey::new("x").expiry_date(time()))),
        run!("api_keys_retrieve", |c| c.api_keys().get(&key())),
        run!("api_keys_update", |c| c
            .api_keys()
            .replace(&key(), &UpdateApiKey::new().revoked(true))),
        run!("api_keys_partial_update", |c| c
            .api_keys()
            .update(&key(), &UpdateApiKey::new().revoked(true))),
        run!("api_keys_destroy", |c| c.api_keys().delete(&key())),
        run!("call_throttles_list", |c| c
            .call_throttles()
            .list()
            .page_size(5)
            .cursor("c")
            .send()),
        run!("call_throttles_create", |c| c
            .call_throttles()
            .create(&throttle())),
        run!("call_throttles_retrieve", |c| c.call_throttles().get(&id())),
        run!("call_throttles_update", |c| c
            .call_throttles()
            .replace(&id(), &throttle())),
        run!("call_throttles_partial_update", |c| c
            .call_throttles()
            .update(
                &id(),
                &UpdateCallThrottle::new()
                    .name("x")
                    .rules([CallThrottleRule::new(100, 86_400 * SECOND)])
            )),
        run!("call_throttles_destroy", |c| c
            .call_throttles()
            .delete(&id())),
        run!("models_list", |c| c
            .models()
            .list()
            .page_size(5)
            .cursor("c")
            .send()),
        run!("schema_retrieve", |c| c
            .schema()
            .format(SchemaFormat::Json)
            .lang("en")
            .send()),
        run!("webhooks_list", |c| c
            .webhooks()
            .list()
            .agent_id(id())
            .page_size(5)
            .cursor("c")
            .send()),
        run!("webhooks_create", |c| c.webhooks().create(&webhook())),
        run!("webhooks_retrieve", |c| c.webhooks().get(&id())),
        run!("webhooks_update", |c| c
            .webhooks()
            .replace(&id(), &webhook())),
        run!("webhooks_partial_update", |c| c
            .webhooks()
            .update(&id(), &webhook_update())),
        run!("webhooks_partial_update", no_agent, |c| c
            .webhooks()
            .update(&id(), &no_agent)),
        run!("webhooks_destroy", |c| c.webhooks().delete(&id())),
    ]
}
