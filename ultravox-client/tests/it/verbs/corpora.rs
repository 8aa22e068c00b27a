//! Corpora, sources, documents.

use serde_json::json;
use ultravox_client::corpora::{
    CorpusStatus, CrawlSpec, CreateCorpus, CreateCorpusSource, CreateCorpusUpload, QueryCorpus,
    UpdateCorpus,
};

use super::{NOW, id, verb};
use crate::support::CALL;

#[tokio::test]
async fn corpora_are_created_read_changed_replaced_and_deleted() {
    let path = format!("/api/corpora/{CALL}");
    let stats = json!({"status": "CORPUS_STATUS_READY", "numDocs": 2});
    let corpus = json!({"corpusId": CALL, "created": NOW, "name": "menu", "stats": stats});
    let new = CreateCorpus::new("menu").description("pizza");
    let sent = json!({"name": "menu", "description": "pizza"});
    let created = verb("POST", "/api/corpora")
        .sends(sent.clone())
        .created(corpus.clone());
    let created = created
        .run(async |client| client.corpora().create(&new).await)
        .await;
    assert_eq!(created.corpus_id, id());
    let read = verb("GET", &path).gets(corpus.clone());
    let read = read
        .run(async |client| client.corpora().get(&id()).await)
        .await;
    assert_eq!(read.stats.unwrap().status, Some(CorpusStatus::Ready));
    let update = UpdateCorpus::new().name("menu");
    let changed = verb("PATCH", &path)
        .sends(json!({"name": "menu"}))
        .gets(corpus.clone());
    changed
        .run(async |client| client.corpora().update(&id(), &update).await)
        .await;
    let replaced = verb("PUT", &path).sends(sent).gets(corpus.clone());
    let replaced = replaced
        .run(async |client| client.corpora().replace(&id(), &new).await)
        .await;
    assert_eq!(replaced.name.as_deref(), Some("menu"));
    let list = verb("GET", "/api/corpora").lists(corpus);
    let list = list
        .run(async |client| client.corpora().list().send().await)
        .await;
    assert_eq!(list.results.len(), 1);
    verb("DELETE", path)
        .run(async |client| client.corpora().delete(&id()).await)
        .await;
}

#[tokio::test]
async fn corpora_are_asked_and_filled() {
    let result = json!([{"content": "9 euros", "score": 0.5, "citation": {"documentId": CALL}}]);
    let query = QueryCorpus::new("price?");
    let asked = verb("POST", format!("/api/corpora/{CALL}/query"));
    let asked = asked.sends(json!({"query": "price?"})).gets(result);
    let asked = asked
        .run(async |client| client.corpora().query(&id(), &query).await)
        .await;
    assert_eq!(asked[0].score, Some(0.5));
    let place = json!({"documentId": CALL, "presignedUrl": "https://example.com/?sig=1"});
    let new = CreateCorpusUpload::new("text/plain");
    let asked = verb("POST", format!("/api/corpora/{CALL}/uploads"));
    let asked = asked
        .sends(json!({"mimeType": "text/plain"}))
        .created(place);
    let asked = asked
        .run(async |client| client.corpora().create_upload(&id(), &new).await)
        .await;
    assert_eq!(asked.document_id.to_string(), CALL);
}

#[tokio::test]
async fn sources_are_created_read_changed_replaced_and_deleted() {
    let list = format!("/api/corpora/{CALL}/sources");
    let path = format!("{list}/{CALL}");
    let crawl = json!({"startUrls": ["https://example.com"]});
    let source = json!({"sourceId": CALL, "corpusId": CALL, "name": "site", "crawl": crawl});
    let new = CreateCorpusSource::new("site", CrawlSpec::new(["https://example.com"]));
    let sent = json!({"name": "site", "crawl": crawl});
    let created = verb("POST", &list)
        .sends(sent.clone())
        .created(source.clone());
    let created = created.run(async |client| client.corpora().sources(&id()).create(&new).await);
    assert_eq!(created.await.source_id, id());
    let read = verb("GET", &path).gets(source.clone());
    let read = read
        .run(async |client| client.corpora().sources(&id()).get(&id()).await)
        .await;
    assert_eq!(read.name.as_deref(), Some("site"));
    let update = ultravox_client::corpora::UpdateCorpusSource::new().name("site");
    let changed = verb("PATCH", &path)
        .sends(json!({"name": "site"}))
        .gets(source.clone());
    changed
        .run(async |client| client.corpora().sources(&id()).update(&id(), &update).await)
        .await;
    let replaced = verb("PUT", &path).sends(sent).gets(source.clone());
    replaced
        .run(async |client| client.corpora().sources(&id()).replace(&id(), &new).await)
        .await;
    let listed = verb("GET", &list).lists(source);
    let listed = listed.run(async |client| client.corpora().sources(&id()).list().send().await);
    assert_eq!(listed.await.results.len(), 1);
    let document = json!({"documentId": CALL, "mimeType": "text/html", "sizeBytes": "7"});
    let documents = verb("GET", format!("{path}/documents")).lists(document.clone());
    let documents = documents.run(async |client| {
        client
            .corpora()
            .sources(&id())
            .documents(&id())
            .send()
            .await
    });
    assert_eq!(documents.await.results[0].size_bytes, Some(7));
    let one = verb("GET", format!("{path}/documents/{CALL}")).gets(document);
    let one = one.run(async |client| {
        let document = CALL.parse().unwrap();
        client
            .corpora()
            .sources(&id())
            .document(&id(), &document)
            .await
    });
    assert_eq!(one.await.mime_type.as_deref(), Some("text/html"));
    verb("DELETE", path)
        .run(async |client| client.corpora().sources(&id()).delete(&id()).await)
        .await;
}
