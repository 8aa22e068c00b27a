//! Each operation of calls: what is sent, what is read, how it is refused.

use std::time::Duration;

use serde_json::json;
use ultravox_client::{
    AgentId,
    calls::{
        BillingStatus, CallState, CallToolImplementation, CreateAgentCall, CreateCall, EndReason,
        FirstSpeakerSettings, HangUp, Medium, MessageMedium, RetentionPolicy, SipMedium,
        SipTermination,
    },
    voices::ExternalVoice,
};
use wiremock::{
    ResponseTemplate,
    matchers::{body_json, header, query_param},
};

use crate::support::{AGENT, CALL, call_id, call_path, json, on, stage_id, start};

const CREATED: &str = include_str!("../fixtures/calls/created.json");
const ENDED: &str = include_str!("../fixtures/calls/call.json");

#[tokio::test]
async fn create_sends_the_call_and_reads_the_answer() {
    let (server, client) = start().await;
    on("POST", "/api/calls")
        .and(header("content-type", "application/json"))
        .and(header("accept", "application/json"))
        .and(query_param("throttle", "slow"))
        .and(body_json(json!({
            "systemPrompt": "You take orders.",
            "maxDuration": "240s",
            "medium": {"serverWebSocket": {"inputSampleRate": 16000}},
            "metadata": {"order": "7"},
        })))
        .respond_with(json(201, CREATED))
        .expect(1)
        .mount(&server)
        .await;

    let call = CreateCall::new("You take orders.")
        .max_duration(Duration::from_secs(240))
        .medium(Medium::server_web_socket(16_000))
        .metadata("order", "7")
        .throttle("slow");
    let call = client.calls().create(&call).await.unwrap();

    assert_eq!(call.call_id.to_string(), CALL);
    assert_eq!(call.state(), CallState::Unjoined);
    assert_eq!(
        call.join_url.unwrap().expose(),
        "wss://voice.example/calls/3f1c6a0e/server_web_socket"
    );
    assert_eq!(call.max_duration, Some(Duration::from_secs(240)));
    assert_eq!(call.billing_status, Some(BillingStatus::Pending));
}

#[tokio::test]
async fn create_for_agent_names_the_agent_in_the_path() {
    let (server, client) = start().await;
    on("POST", format!("/api/agents/{AGENT}/calls"))
        .and(body_json(json!({"templateContext": {"name": "Ada"}})))
        .respond_with(json(201, CREATED))
        .expect(1)
        .mount(&server)
        .await;
    let agent: AgentId = AGENT.parse().unwrap();
    let call = CreateAgentCall::new().template_context("name", "Ada");
    assert_eq!(
        client
            .calls()
            .create_for_agent(&agent, &call)
            .await
            .unwrap()
            .call_id,
        call_id()
    );
}

#[tokio::test]
async fn get_reads_every_field() {
    let (server, client) = start().await;
    on("GET", call_path(""))
        .respond_with(json(200, ENDED))
        .expect(1)
        .mount(&server)
        .await;
    let call = client.calls().get(&call_id()).await.unwrap();

    assert_eq!(call.state(), CallState::Ended);
    assert_eq!(call.client_version.as_deref(), Some("phone(api_v0)"));
    assert_eq!(call.created.to_string(), "2026-11-20T12:00:00.123456Z");
    assert_eq!(call.joined.unwrap().to_string(), "2026-11-20T12:00:02.5Z");
    assert_eq!(call.ended.unwrap().to_string(), "2026-11-20T12:01:38Z");
    assert_eq!(call.end_reason, Some(EndReason::AgentHangup));
    assert_eq!(call.billed_duration, Some(Duration::from_secs(96)));
    assert_eq!(
        (
            call.billed_side_input_tokens,
            call.billed_side_output_tokens
        ),
        (Some(120), Some(30))
    );
    assert_eq!(call.billing_status, Some(BillingStatus::Billed));
    let Some(FirstSpeakerSettings::Agent(greeting)) = &call.first_speaker_settings else {
        panic!("{call:?}")
    };
    assert_eq!(greeting.delay, Some(Duration::from_millis(500)));
    assert_eq!(call.inactivity_messages.len(), 2);
    assert_eq!(call.initial_output_medium, Some(MessageMedium::Voice));
    assert_eq!(call.join_timeout, Some(Duration::from_secs(30)));
    assert!(call.join_url.is_none());
    assert_eq!(call.language_hint.as_deref(), Some("en"));
    assert_eq!(call.max_duration, Some(Duration::from_secs(3600)));
    assert!(
        matches!(&call.medium, Some(Medium::Sip(SipMedium::Outgoing(sip))) if sip.to == "sip:someone@example.com")
    );
    assert_eq!(call.model.as_deref(), Some("ultravox-v0.7"));
    assert_eq!(call.recording_enabled, Some(true));
    assert_eq!(call.retention_policy, Some(RetentionPolicy::AutoDelete));
    assert_eq!(call.system_prompt.as_deref(), Some("You take orders."));
    assert_eq!(call.temperature, Some(0.4));
    assert_eq!(call.time_exceeded_message.as_deref(), Some("Time is up."));
    assert_eq!(call.voice.as_deref(), Some("Mark"));
    assert!(call.external_voice.is_none());
    assert!(
        matches!(&call.voice_overrides, Some(ExternalVoice::ElevenLabs(voice)) if voice.speed == Some(1.1))
    );
    assert_eq!(call.transcript_optional, Some(true));
    assert_eq!(
        call.vad_settings
            .as_ref()
            .unwrap()
            .frame_activation_threshold,
        Some(0.2)
    );
    assert_eq!(call.short_summary.as_deref(), Some("An order."));
    assert_eq!(call.summary.as_deref(), Some("The caller ordered a pizza."));
    assert_eq!(call.agent.as_ref().unwrap().name.as_deref(), Some("Orders"));
    assert_eq!(call.agent_id.unwrap().to_string(), AGENT);
    assert_eq!(call.experimental_settings, Some(json!({"anything": true})));
    assert_eq!(call.metadata["order"], "7");
    assert_eq!(call.initial_state["items"], json!([]));
    assert_eq!(call.request_context, Some(json!({"from": "unknown"})));
    let connection = call.data_connection_config.as_ref().unwrap();
    assert_eq!(
        connection.audio_config.as_ref().unwrap().sample_rate,
        Some(8000)
    );
    assert_eq!(
        call.callbacks
            .as_ref()
            .unwrap()
            .ended
            .as_ref()
            .unwrap()
            .secrets
            .len(),
        1
    );
    let sip = call.sip_details.as_ref().unwrap();
    assert_eq!(sip.termination_reason, Some(SipTermination::Normal));
    assert_eq!(sip.billed_duration, Some(Duration::from_secs(102)));
    assert!(!format!("{call:?}").contains("hunter2"));
}

#[tokio::test]
async fn delete_erases_a_call() {
    let (server, client) = start().await;
    on("DELETE", call_path(""))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    client.calls().delete(&call_id()).await.unwrap();
}

#[tokio::test]
async fn delete_refuses_a_call_that_has_not_ended() {
    let detail = r#"{"detail": "Cannot delete an ongoing call."}"#;
    for answer in [ResponseTemplate::new(425), json(400, detail)] {
        let (server, client) = start().await;
        on("DELETE", call_path(""))
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        let error = client.calls().delete(&call_id()).await.unwrap_err();
        assert!(
            error.is_still_active() && !error.is_transient(),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn delete_of_an_unknown_call_is_not_found() {
    let (server, client) = start().await;
    on("DELETE", call_path(""))
        .respond_with(ResponseTemplate::new(404))
        .expect(1)
        .mount(&server)
        .await;
    assert!(
        client
            .calls()
            .delete(&call_id())
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn delete_counts_a_call_that_vanished_meanwhile_as_erased() {
    let (server, client) = start().await;
    on("DELETE", call_path(""))
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", call_path(""))
        .respond_with(ResponseTemplate::new(404))
        .expect(1)
        .mount(&server)
        .await;
    client.calls().delete(&call_id()).await.unwrap();
}

#[tokio::test]
async fn hang_up_sends_the_documented_message() {
    let (server, client) = start().await;
    on("POST", call_path("/send_data_message"))
        .and(body_json(json!({"type": "hang_up"})))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    client.calls().hang_up(&call_id()).await.unwrap();
}

#[tokio::test]
async fn a_farewell_is_sent_along() {
    let (server, client) = start().await;
    on("POST", call_path("/send_data_message"))
        .and(body_json(json!({"type": "hang_up", "message": "Goodbye!"})))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let message = HangUp::new().message("Goodbye!").into();
    client
        .calls()
        .send_data_message(&call_id(), &message)
        .await
        .unwrap();
}

#[tokio::test]
async fn hang_up_of_a_call_nobody_joined_is_refused() {
    let (server, client) = start().await;
    on("POST", call_path("/send_data_message"))
        .respond_with(json(422, r#"{"detail": "Call is not active."}"#))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().hang_up(&call_id()).await.unwrap_err();
    assert_eq!(error.status(), Some(422));
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn tools_are_read_with_every_field() {
    let (server, client) = start().await;
    let body = include_str!("../fixtures/calls/tools.json");
    on("GET", call_path("/tools"))
        .respond_with(json(200, body))
        .expect(1)
        .mount(&server)
        .await;
    let stage_tools = call_path(&format!("/stages/{}/tools", stage_id()));
    on("GET", stage_tools)
        .respond_with(json(200, body))
        .expect(1)
        .mount(&server)
        .await;

    let tools = client.calls().tools(&call_id()).await.unwrap();
    let definition = tools[0].definition.as_ref().unwrap();
    assert_eq!(definition.timeout, Some(Duration::from_millis(2500)));
    assert_eq!(definition.dynamic_parameters[0].required, Some(true));
    assert_eq!(definition.static_parameters[0].value, json!(null));
    assert_eq!(definition.automatic_parameters[0].name, "call");
    let CallToolImplementation::Http(http) = &definition.implementation else {
        panic!("{definition:?}")
    };
    assert_eq!(http.auth_headers, ["Authorization"]);
    assert!(tools[1].tool_id.is_some());
    assert_eq!(
        client
            .calls()
            .stage_tools(&call_id(), &stage_id())
            .await
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn a_stage_is_read_with_every_field() {
    let (server, client) = start().await;
    let body = include_str!("../fixtures/calls/stage.json");
    let path = call_path(&format!("/stages/{}", stage_id()));
    on("GET", path)
        .respond_with(json(200, body))
        .expect(1)
        .mount(&server)
        .await;
    let stage = client.calls().stage(&call_id(), &stage_id()).await.unwrap();
    assert_eq!(
        (
            stage.initial_token_count,
            stage.latest_token_count,
            stage.error_count
        ),
        (Some(100), Some(250), Some(1))
    );
    assert!(matches!(
        &stage.external_voice,
        Some(ExternalVoice::Cartesia(_))
    ));
    assert_eq!(
        stage.inactivity_messages[0].duration,
        Some(Duration::from_secs(30))
    );
}

#[tokio::test]
async fn what_remains_of_a_deleted_call_is_read() {
    let (server, client) = start().await;
    let body = include_str!("../fixtures/calls/deleted.json");
    on("GET", format!("/api/deleted_calls/{CALL}"))
        .respond_with(json(200, body))
        .expect(1)
        .mount(&server)
        .await;
    let call = client.deleted_calls().get(&call_id()).await.unwrap();
    assert_eq!(call.end_reason, Some(EndReason::Unjoined));
    assert_eq!(call.deletion_time.to_string(), "2026-11-20T13:00:00Z");
    assert_eq!(
        (call.had_summary, call.recording_enabled),
        (Some(false), Some(false))
    );
}

#[tokio::test]
async fn the_user_agent_names_crate_and_application() {
    let (server, _) = start().await;
    let client = crate::support::builder(&server.uri())
        .user_agent("pizza/1.0")
        .build()
        .unwrap();
    on("GET", call_path(""))
        .and(header(
            "user-agent",
            concat!("ultravox-client/", env!("CARGO_PKG_VERSION"), " pizza/1.0"),
        ))
        .respond_with(json(200, CREATED))
        .expect(1)
        .mount(&server)
        .await;
    client.calls().get(&call_id()).await.unwrap();
}
