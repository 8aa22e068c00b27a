use sandbox::Config;
use serde_json::{Value, json};

use crate::support::{instant, start};

#[tokio::test]
async fn a_created_call_is_complete_and_can_be_fetched() {
    let rig = instant().await;
    let body = json!({"maxDuration": "240s", "metadata": {"a": "b"}, "systemPrompt": "Be brief."});
    let created = rig.ultravox("POST", "/api/calls", body).await;
    assert_eq!(created.status, 201);
    let call = created.body;
    assert_eq!(call["maxDuration"], "240s");
    assert_eq!(call["joinTimeout"], "30s");
    assert_eq!(call["metadata"], json!({"a": "b"}));
    assert_eq!(call["billingStatus"], "BILLING_STATUS_PENDING");
    assert_eq!(
        [&call["joined"], &call["ended"], &call["endReason"]],
        [&Value::Null; 3]
    );
    assert!(
        call["joinUrl"]
            .as_str()
            .unwrap()
            .starts_with("ws://127.0.0.1:")
    );
    let id = call["callId"].as_str().unwrap();
    assert_eq!(rig.shown(id).await, call);
}

#[tokio::test]
async fn wrong_requests_name_the_field() {
    let rig = instant().await;
    for (body, field) in [
        (json!({"maxDuration": "30"}), "maxDuration"),
        (json!({"joinTimeout": 30}), "joinTimeout"),
        (json!({"metadata": {"ultravox.x": "y"}}), "metadata"),
        (json!({"medium": {"webRtc": {}, "twilio": {}}}), "medium"),
        (json!({"medium": {"serverWebSocket": {}}}), "medium"),
        (
            json!({"model": "fixie-ai/ultravox-qwen3-32b-preview"}),
            "model",
        ),
        (
            json!({"firstSpeakerSettings": {"user": {}, "agent": {}}}),
            "firstSpeakerSettings",
        ),
        (
            json!({"callbacks": {"started": {"url": "http://x/"}}}),
            "callbacks",
        ),
    ] {
        let answer = rig.ultravox("POST", "/api/calls", body).await;
        assert_eq!(answer.status, 400, "{field}");
        assert!(answer.body[field][0].is_string(), "{:?}", answer.body);
    }
    assert_eq!(rig.control.live().len(), 0);
}

#[tokio::test]
async fn keys_of_another_shape_are_refused() {
    let rig = instant().await;
    let url = rig.url("/api/calls");
    let missing = rig.send(rig.http.get(&url)).await;
    assert_eq!(missing.status, 401);
    let wrong = rig
        .send(rig.http.get(&url).header("X-API-Key", "nonsense"))
        .await;
    assert_eq!(
        (wrong.status, &wrong.body),
        (403, &json!({"detail": "Invalid API key"}))
    );
}

#[tokio::test]
async fn another_key_is_another_account() {
    let rig = instant().await;
    let id = rig.call(json!({})).await;
    let other = format!("zzzz9999.{}", "9".repeat(32));
    let url = rig.url(&format!("/api/calls/{id}"));
    assert_eq!(
        rig.send(rig.http.get(url).header("X-API-Key", other))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_call_for_an_agent_inherits_its_template() {
    let rig = instant().await;
    let template = json!({"systemPrompt": "Greet {{who}}.", "maxDuration": "90s"});
    let agent = json!({"name": "desk", "callTemplate": template});
    let agent = rig.ultravox("POST", "/api/agents", agent).await.body;
    let path = format!("/api/agents/{}/calls", agent["agentId"].as_str().unwrap());
    let body = json!({"templateContext": {"who": "Ann"}, "joinTimeout": "10s"});
    let call = rig.ultravox("POST", &path, body).await;
    assert_eq!(call.status, 201);
    assert_eq!(call.body["systemPrompt"], "Greet Ann.");
    assert_eq!(call.body["maxDuration"], "90s");
    assert_eq!(call.body["agentId"], agent["agentId"]);
    let list = rig.ultravox("GET", &path, Value::Null).await.body;
    assert_eq!(list["total"], 1);
    let unknown = format!("/api/agents/{}/calls", "0".repeat(36));
    assert_eq!(rig.ultravox("POST", &unknown, json!({})).await.status, 404);
}

#[tokio::test]
async fn an_unfinished_call_is_not_deleted_and_a_finished_one_leaves_a_tombstone() {
    let rig = instant().await;
    let id = rig.call(json!({})).await;
    let path = format!("/api/calls/{id}");
    assert_eq!(rig.ultravox("DELETE", &path, Value::Null).await.status, 425);
    rig.control.join(&id).unwrap();
    assert_eq!(rig.ultravox("DELETE", &path, Value::Null).await.status, 425);
    rig.control.hang_up(&id).unwrap();
    assert_eq!(rig.ultravox("DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(rig.ultravox("DELETE", &path, Value::Null).await.status, 404);
    assert_eq!(rig.ultravox("GET", &path, Value::Null).await.status, 404);
    let stone = rig
        .ultravox("GET", &format!("/api/deleted_calls/{id}"), Value::Null)
        .await;
    assert_eq!(stone.body["endReason"], "hangup");
}

#[tokio::test]
async fn stages_messages_and_tools_can_be_read() {
    let rig = instant().await;
    let tool = json!({"temporaryTool": {"modelToolName": "book", "client": {}}});
    let id = rig.call(json!({"selectedTools": [tool]})).await;
    let get = |what: String| rig.ultravox("GET", what.leak(), Value::Null);
    let stages = get(format!("/api/calls/{id}/stages")).await.body;
    let stage = stages["results"][0]["callStageId"].as_str().unwrap();
    assert_eq!(
        get(format!("/api/calls/{id}/stages/{stage}")).await.status,
        200
    );
    assert_eq!(
        get(format!("/api/calls/{id}/tools")).await.body[0]["name"],
        "book"
    );
    rig.control.join(&id).unwrap();
    let path = format!("/api/calls/{id}/send_data_message");
    let text = json!({"type": "user_text_message", "text": "Hello"});
    assert_eq!(rig.ultravox("POST", &path, text).await.status, 204);
    let messages = get(format!("/api/calls/{id}/messages?mode=in_call"))
        .await
        .body;
    assert_eq!(messages["results"][0]["role"], "MESSAGE_ROLE_USER");
    assert_eq!(
        get(format!("/api/calls/{id}/messages?mode=all"))
            .await
            .status,
        400
    );
    assert_eq!(
        get(format!("/api/calls/{id}/events")).await.body["total"],
        0
    );
}

#[tokio::test]
async fn a_recording_is_a_redirect_to_audio() {
    let rig = instant().await;
    let id = rig.call(json!({"recordingEnabled": true})).await;
    let path = format!("/api/calls/{id}/recording");
    assert_eq!(rig.ultravox("GET", &path, Value::Null).await.status, 404);
    rig.control.join(&id).unwrap();
    rig.control.hang_up(&id).unwrap();
    let answer = rig.ultravox("GET", &path, Value::Null).await;
    assert_eq!(answer.status, 302);
    let place = answer.headers["location"].to_str().unwrap();
    assert!(
        !place.starts_with(rig.sandbox.url()),
        "another host: {place}"
    );
    let audio = rig
        .http
        .get(place.replace("localhost", "127.0.0.1"))
        .send()
        .await
        .unwrap();
    assert_eq!(audio.headers()["content-type"], "audio/wav");
    assert!(audio.bytes().await.unwrap().starts_with(b"RIFF"));
}

#[tokio::test]
async fn the_account_shows_how_many_calls_run() {
    let mut config = Config::instant();
    config.ultravox.concurrent_calls = Some(5);
    let rig = start(config).await;
    rig.call(json!({})).await;
    let account = rig
        .ultravox("GET", "/api/accounts/me", Value::Null)
        .await
        .body;
    assert_eq!(account["activeCalls"], 1);
    assert_eq!(account["allowedConcurrentCalls"], 5);
}

#[tokio::test]
async fn hostile_cursors_and_templates_are_refused_or_lead_nowhere() {
    use base64::Engine;
    let rig = instant().await;
    let cursor = format!("o:{}", usize::MAX);
    let cursor = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(cursor);
    for path in ["/api/calls", "/api/agents"] {
        let page = rig
            .ultravox("GET", &format!("{path}?cursor={cursor}"), Value::Null)
            .await;
        assert_eq!((page.status, &page.body["next"]), (200, &Value::Null));
    }
    let agent = json!({"name": "desk", "callTemplate": "none"});
    assert_eq!(rig.ultravox("POST", "/api/agents", agent).await.status, 400);
}

#[tokio::test]
async fn a_call_that_goes_on_from_another_knows_what_was_said() {
    let rig = instant().await;
    let first = [json!({"role": "MESSAGE_ROLE_USER", "text": "Before."})];
    let prior = rig
        .call(json!({"systemPrompt": "Be kind.", "initialMessages": first}))
        .await;
    rig.control.join(&prior).unwrap();
    let path = format!("/api/calls/{prior}/send_data_message");
    let said = json!({"type": "user_text_message", "text": "Hello."});
    assert_eq!(rig.ultravox("POST", &path, said).await.status, 204);
    let path = format!("/api/calls?priorCallId={prior}");
    let body = json!({"initialMessages": null});
    let next = rig.ultravox("POST", &path, body).await;
    assert_eq!(
        (next.status, &next.body["systemPrompt"]),
        (201, &json!("Be kind."))
    );
    let path = format!(
        "/api/calls/{}/messages",
        next.body["callId"].as_str().unwrap()
    );
    let messages = rig.ultravox("GET", &path, Value::Null).await.body;
    let texts: Vec<_> = messages["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["Before.", "Hello."]);
}

#[tokio::test]
async fn what_was_asked_for_is_shown_in_the_words_of_the_answer() {
    let rig = instant().await;
    let body = json!({
        "voice": "Mark", "voiceOverrides": {"lmnt": {"speed": 1.1}},
        "retentionPolicy": "CALL_RETENTION_POLICY_AUTO_DELETE",
        "dataConnection": {"websocketUrl": "wss://data.example"},
    });
    let call = rig.call(body).await;
    let shown = rig.shown(&call).await;
    assert_eq!(shown["retentionPolicy"], "auto_delete");
    assert_eq!(shown["voiceOverrides"]["lmnt"]["speed"], 1.1);
    assert_eq!(
        shown["dataConnectionConfig"]["websocketUrl"],
        "wss://data.example"
    );
}

#[tokio::test]
async fn what_is_null_is_not_set() {
    let rig = instant().await;
    let id = rig
        .call(json!({
            "firstSpeakerSettings": {"agent": {}, "user": null},
            "medium": {"twilio": {}, "webRtc": null},
            "selectedTools": [{"toolName": "hangUp", "temporaryTool": null}],
        }))
        .await;
    let shown = rig.shown(&id).await;
    assert_eq!(shown["firstSpeaker"], "FIRST_SPEAKER_AGENT");
    assert!(shown["joinUrl"].as_str().unwrap().ends_with("/telephony"));
}

#[tokio::test]
async fn a_call_that_goes_on_may_have_another_voice() {
    let rig = instant().await;
    let external = json!({"google": {"voiceId": "en-US-A"}});
    let body = json!({"externalVoice": external, "systemPrompt": "Be brief."});
    let prior = rig.call(body).await;
    let stages = rig.part(&prior, "stages").await;
    assert_eq!(stages[0]["externalVoice"], external);
    let path = format!("/api/calls?priorCallId={prior}");
    let next = rig.ultravox("POST", &path, json!({"voice": "Mark"})).await;
    assert_eq!(next.status, 201, "{:?}", next.body);
    assert_eq!(next.body["voice"], "Mark");
    assert_eq!(next.body["externalVoice"], Value::Null);
    assert_eq!(next.body["systemPrompt"], "Be brief.");
}
