//! Corpora, built-in tools, and the templates of agents.

use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::support::{
    Application, Rig, join, message, pcm_call, quick, read, said, send, start, until, write,
};

async fn corpus(rig: &Rig) -> String {
    let answer = rig
        .ultravox("POST", "/api/corpora", json!({"name": "Salon"}))
        .await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.body["stats"]["status"], "CORPUS_STATUS_EMPTY");
    format!("/api/corpora/{}", answer.body["corpusId"].as_str().unwrap())
}

/// Uploads a text and makes a source of it.
async fn uploaded(rig: &Rig, corpus: &str, text: &'static str) -> Value {
    let wanted = json!({"mimeType": "text/plain", "fileName": "prices.txt"});
    let place = rig
        .ultravox("POST", &format!("{corpus}/uploads"), wanted)
        .await
        .body;
    let url = place["presignedUrl"].as_str().unwrap();
    assert!(!url.starts_with(rig.sandbox.url()), "another host");
    let put = |kind: &'static str| rig.http.put(url).header("Content-Type", kind).body(text);
    assert_eq!(
        read(put("text/html").send().await.unwrap()).await.status,
        403
    );
    assert_eq!(
        read(put("text/plain").send().await.unwrap()).await.status,
        200
    );
    let source = json!({"name": "Prices", "upload": {"documentIds": [place["documentId"]]}});
    let answer = rig
        .ultravox("POST", &format!("{corpus}/sources"), source)
        .await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    answer.body
}

#[tokio::test]
async fn an_uploaded_document_is_listed_found_and_used_by_the_agent() {
    let rig = start(quick()).await;
    let corpus = corpus(&rig).await;
    let source = uploaded(&rig, &corpus, "A cut costs 30 dollars.").await;
    assert_eq!(source["stats"]["numDocs"], 1);
    let shown = rig.ultravox("GET", &corpus, Value::Null).await.body;
    assert_eq!(shown["stats"]["status"], "CORPUS_STATUS_READY");
    let path = format!(
        "{corpus}/sources/{}/documents",
        source["sourceId"].as_str().unwrap()
    );
    let documents = rig.ultravox("GET", &path, Value::Null).await.body;
    assert_eq!(documents["results"][0]["sizeBytes"], "23");
    let query = json!({"query": "What does a cut cost?", "maxResults": 1});
    let found = rig
        .ultravox("POST", &format!("{corpus}/query"), query)
        .await
        .body;
    assert_eq!(found[0]["content"], "A cut costs 30 dollars.");
    assert_eq!(found[0]["citation"]["title"], "prices.txt");
    let mut call = pcm_call();
    let id = corpus.rsplit('/').next().unwrap();
    call["selectedTools"] =
        json!([{"toolName": "queryCorpus", "parameterOverrides": {"corpus_id": id}}]);
    let (_, mut socket) = join(&rig, call).await;
    write(&mut socket, r#"call tool queryCorpus {"query": "cut"}"#).await;
    assert!(said(&mut socket).await.contains("30 dollars"));
    assert_eq!(
        rig.ultravox("DELETE", &corpus, Value::Null).await.status,
        204
    );
    write(&mut socket, r#"call tool queryCorpus {"query": "cut"}"#).await;
    assert_eq!(said(&mut socket).await, "The tool queryCorpus failed.");
}

#[tokio::test]
async fn pages_of_this_machine_are_fetched() {
    let page = |_: &_, _| {
        let html = "<title>Hours</title><p>We open on Monday at nine.</p>";
        ([("Content-Type", "text/html")], html).into_response()
    };
    let server = Application::start(page).await;
    let rig = start(quick()).await;
    let corpus = corpus(&rig).await;
    let urls = json!([server.url, "http://192.0.2.1/"]);
    let source = json!({"name": "Web", "crawl": {"startUrls": urls, "maxDepth": 1}});
    let sources = format!("{corpus}/sources");
    let created = rig.ultravox("POST", &sources, source).await.body;
    assert_eq!(created["stats"]["status"], "SOURCE_STATUS_INITIALIZING");
    let ready = || async {
        let shown = rig.ultravox("GET", &corpus, Value::Null).await.body;
        shown["stats"]["status"] == "CORPUS_STATUS_READY"
    };
    until("ready", ready).await;
    let query = json!({"query": "Monday"});
    let found = rig
        .ultravox("POST", &format!("{corpus}/query"), query)
        .await
        .body;
    assert_eq!(found[0]["citation"]["title"], "Hours");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn the_hang_up_tool_ends_the_call() {
    let rig = start(quick()).await;
    let mut call = pcm_call();
    call["selectedTools"] = json!([{"toolName": "hangUp"}]);
    let (id, mut socket) = join(&rig, call).await;
    write(&mut socket, r#"call tool hangUp {"reason": "done"}"#).await;
    crate::support::read_until(&mut socket, |it| it.is_close()).await;
    assert_eq!(rig.shown(&id).await["endReason"], "agent_hangup");
}

#[tokio::test]
async fn an_agent_call_has_the_tools_of_its_template_and_overrides_them() {
    let rig = start(quick()).await;
    let tool = |name: &str| {
        json!({"temporaryTool": {
            "modelToolName": name, "client": {}, "description": "For {{customer}}",
            "staticParameters": [
                {"name": "who", "location": "PARAMETER_LOCATION_BODY", "value": "{{customer}}"},
            ],
        }})
    };
    let template = json!({
        "systemPrompt": "You talk to {{customer}}.",
        "firstSpeakerSettings": {"user": {}},
        "medium": {"serverWebSocket": {"inputSampleRate": 8000}},
        "selectedTools": [tool("book"), tool("cancel")],
        "contextSchema": {"required": ["customer"]},
    });
    let agent = json!({"name": "desk", "callTemplate": template});
    let agent = rig.ultravox("POST", "/api/agents", agent).await.body;
    let path = format!("/api/agents/{}/calls", agent["agentId"].as_str().unwrap());
    let refused = rig.ultravox("POST", &path, json!({})).await;
    assert_eq!(refused.status, 400);
    let body = json!({
        "templateContext": {"customer": "Ann"},
        "toolOverrides": {"remove": ["cancel"], "add": [{"toolName": "hangUp"}]},
    });
    let call = rig.ultravox("POST", &path, body).await;
    assert_eq!(call.status, 201, "{:?}", call.body);
    assert_eq!(call.body["systemPrompt"], "You talk to Ann.");
    let id = call.body["callId"].as_str().unwrap();
    let tools = rig.part(id, "tools").await;
    let names: Vec<_> = tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["book", "hangUp"]);
    assert_eq!(tools[0]["definition"]["description"], "For Ann");
    let url = call.body["joinUrl"].as_str().unwrap();
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    write(&mut socket, "call tool book").await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    assert_eq!(invocation["parameters"], json!({"who": "Ann"}));
    let done = json!({
        "type": "client_tool_result", "invocationId": invocation["invocationId"], "result": "OK",
    });
    send(&mut socket, done).await;
    assert_eq!(said(&mut socket).await, "The tool book says: OK");
}

#[tokio::test]
async fn models_and_voices_are_listed() {
    let rig = start(quick()).await;
    let voices = rig
        .ultravox("GET", "/api/voices?search=TERRENCE", Value::Null)
        .await
        .body;
    assert_eq!(voices["total"], 1);
    let path = format!(
        "/api/voices/{}",
        voices["results"][0]["voiceId"].as_str().unwrap()
    );
    assert_eq!(
        rig.ultravox("GET", &path, Value::Null).await.body["name"],
        "terrence"
    );
    let models = rig.ultravox("GET", "/api/models", Value::Null).await.body;
    assert_eq!(models["results"][0]["name"], "ultravox-v0.7");
}
