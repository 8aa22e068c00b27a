//! Corpora, sources, documents.

use serde_json::json;
use ultravox_client::{
    CorpusId, SourceId, Upload,
    corpora::{
        CorpusStatus, CorpusUpload, CrawlSpec, CreateCorpus, CreateCorpusSource,
        CreateCorpusUpload, QueryCorpus, SourceStatus, UpdateCorpusSource,
    },
};
use wiremock::{
    Mock, Request, ResponseTemplate,
    matchers::{body_json, body_string, header, method, path, query_param},
};

use crate::support::{AGENT, CALL, STAGE, is_invalid, json, on, start};

fn corpus() -> CorpusId {
    CALL.parse().unwrap()
}

fn source() -> SourceId {
    AGENT.parse().unwrap()
}

#[tokio::test]
async fn a_corpus_is_created_and_says_how_it_is() {
    let (server, client) = start().await;
    on("POST", "/api/corpora")
        .and(body_json(json!({"name": "docs"})))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({
            "corpusId": CALL,
            "name": "docs",
            "stats": {"status": "CORPUS_STATUS_EMPTY", "numDocs": 0},
        })))
        .expect(1)
        .mount(&server)
        .await;
    let corpus = client
        .corpora()
        .create(&CreateCorpus::new("docs"))
        .await
        .unwrap();
    let stats = corpus.stats.unwrap();
    assert_eq!(
        (stats.status, stats.num_docs),
        (Some(CorpusStatus::Empty), Some(0))
    );
}

#[tokio::test]
async fn a_question_may_be_asked_again() {
    let (server, client) = start().await;
    let path = format!("/api/corpora/{CALL}/query");
    on("POST", path.clone())
        .respond_with(json(502, ""))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("POST", path)
        .and(body_json(json!({"query": "hours", "maxResults": 2})))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([{
            "content": "9 to 5", "score": 0.5, "citation": {"sourceId": AGENT, "documentId": STAGE},
        }])))
        .expect(1)
        .mount(&server)
        .await;
    let query = QueryCorpus::new("hours").max_results(2);
    let results = client.corpora().query(&corpus(), &query).await.unwrap();
    assert_eq!(results[0].content.as_deref(), Some("9 to 5"));
    assert_eq!(
        results[0].citation.as_ref().unwrap().source_id,
        Some(source())
    );
}

#[tokio::test]
async fn an_upload_url_is_a_secret() {
    let (server, client) = start().await;
    let answer = json!({"documentId": STAGE, "presignedUrl": "https://example.com/?sig=hunter2"});
    on("POST", format!("/api/corpora/{CALL}/uploads"))
        .and(body_json(
            json!({"mimeType": "text/plain", "fileName": "a.txt"}),
        ))
        .respond_with(ResponseTemplate::new(201).set_body_json(answer))
        .expect(1)
        .mount(&server)
        .await;
    let new = CreateCorpusUpload::new("text/plain").file_name("a.txt");
    let upload = client
        .corpora()
        .create_upload(&corpus(), &new)
        .await
        .unwrap();
    assert!(!format!("{upload:?}").contains("hunter2"));
    assert!(upload.presigned_url.expose().ends_with("hunter2"));
}

#[tokio::test]
async fn a_document_is_uploaded_without_the_key() {
    let (server, client) = start().await;
    let address = format!("{}/bucket/a.txt?sig=hunter2", server.uri());
    on("POST", format!("/api/corpora/{CALL}/uploads"))
        .and(body_json(
            json!({"mimeType": "text/plain", "fileName": "a.txt"}),
        ))
        .respond_with(
            ResponseTemplate::new(201)
                .set_body_json(json!({"documentId": STAGE, "presignedUrl": address})),
        )
        .expect(1)
        .mount(&server)
        .await;
    // The first answer is lost on the way: putting the same bytes again does no harm.
    for (status, times) in [(503, 1), (200, 1)] {
        Mock::given(method("PUT"))
            .and(path("/bucket/a.txt"))
            .and(query_param("sig", "hunter2"))
            .and(header("content-type", "text/plain"))
            .and(body_string("open 9 to 5"))
            .and(|request: &Request| !request.headers.contains_key("x-api-key"))
            .respond_with(ResponseTemplate::new(status))
            .up_to_n_times(times)
            .expect(times)
            .mount(&server)
            .await;
    }
    let file = Upload::new("a.txt", "text/plain", *b"open 9 to 5");
    let document = client.corpora().upload(&corpus(), &file).await.unwrap();
    assert_eq!(document.to_string(), STAGE);
}

#[tokio::test]
async fn an_upload_that_is_refused_does_not_show_where_it_went() {
    let (server, client) = start().await;
    Mock::given(method("PUT"))
        .and(path("/bucket"))
        .respond_with(ResponseTemplate::new(403).set_body_string("<Error>hunter2</Error>"))
        .expect(1)
        .mount(&server)
        .await;
    let file = Upload::new("a.txt", "text/plain", *b"x");
    let put = async |url: String| {
        let upload = json!({"documentId": STAGE, "presignedUrl": url});
        let upload: CorpusUpload = serde_json::from_value(upload).unwrap();
        let result = client.corpora().send_upload(&upload, &file).await;
        let error = result.unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("hunter2"),
            "{error:?}"
        );
        error
    };
    let refused = put(format!("{}/bucket?sig=hunter2", server.uri())).await;
    assert_eq!(refused.status(), Some(403));
    assert_eq!(
        refused.to_string(),
        "Ultravox answered 403 to PUT (upload address)"
    );
    let gone = put("http://127.0.0.1:1/?sig=hunter2".to_owned()).await;
    assert!(gone.is_connect());
    for address in ["ftp://example.com/hunter2", "hunter2"] {
        let error = put(address.to_owned()).await;
        assert!(is_invalid(&error, "upload.presigned_url"), "{error}");
    }
}

#[tokio::test]
async fn a_source_is_not_read_again_because_an_answer_was_lost() {
    let (server, client) = start().await;
    let path = format!("/api/corpora/{CALL}/sources");
    on("POST", path.clone())
        .and(body_json(
            json!({"name": "site", "crawl": {"startUrls": ["https://example.com"]}}),
        ))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({
            "sourceId": AGENT,
            "stats": {"status": "SOURCE_STATUS_INITIALIZING"},
            "crawl": {"startUrls": ["https://example.com"]},
        })))
        .expect(1)
        .mount(&server)
        .await;
    for verb in ["PATCH", "PUT"] {
        on(verb, format!("{path}/{AGENT}"))
            .respond_with(json(502, ""))
            .expect(1)
            .mount(&server)
            .await;
    }
    let sources = client.corpora().sources(&corpus());
    let new = CreateCorpusSource::new("site", CrawlSpec::new(["https://example.com"]));
    let created = sources.create(&new).await.unwrap();
    assert_eq!(
        created.stats.unwrap().status,
        Some(SourceStatus::Initializing)
    );
    let update = UpdateCorpusSource::new().name("site");
    let error = sources.update(&source(), &update).await.unwrap_err();
    assert!(error.may_have_been_applied());
    assert!(
        sources
            .replace(&source(), &new)
            .await
            .is_err_and(|error| error.status() == Some(502))
    );
}

#[tokio::test]
async fn the_size_of_a_document_is_a_number_however_it_is_written() {
    for size in [json!("5000000000"), json!(5_000_000_000_u64)] {
        let (server, client) = start().await;
        let path = format!("/api/corpora/{CALL}/sources/{AGENT}/documents/{STAGE}");
        on("GET", path)
            .respond_with(
                ResponseTemplate::new(200)
                    .set_body_json(json!({"documentId": STAGE, "sizeBytes": size})),
            )
            .expect(1)
            .mount(&server)
            .await;
        let sources = client.corpora().sources(&corpus());
        let document = sources
            .document(&source(), &STAGE.parse().unwrap())
            .await
            .unwrap();
        assert_eq!(document.size_bytes, Some(5_000_000_000));
    }
}
