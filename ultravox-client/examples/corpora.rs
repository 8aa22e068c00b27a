//! Corpora: upload a document, make a source of it, ask.
//!
//! ```text
//! cargo run -p ultravox-client --example corpora --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use std::time::Duration;

use ultravox_client::{
    Upload,
    corpora::{CorpusStatus, CreateCorpus, CreateCorpusSource, QueryCorpus, UploadSpec},
};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;
    let corpora = client.corpora();

    let corpus = corpora.create(&CreateCorpus::new("menu")).await?.corpus_id;
    println!("created corpus {corpus}");

    // The bytes go to another host, without the API key.
    let menu = "Margherita, tomato and cheese: 9 euros. Marinara, tomato and garlic: 8 euros.";
    let document = corpora
        .upload(&corpus, &Upload::new("menu.txt", "text/plain", menu))
        .await?;
    println!("uploaded document {document}");

    let source = CreateCorpusSource::new("menu", UploadSpec::new([document]));
    let source = corpora.sources(&corpus).create(&source).await?;
    println!("made source {}", source.source_id);

    // It takes a while until a source can be asked.
    let mut attempts = 0;
    loop {
        let stats = corpora.get(&corpus).await?.stats.unwrap_or_default();
        if stats.status == Some(CorpusStatus::Ready) {
            break;
        }
        attempts += 1;
        if attempts == 60 {
            return Err("the corpus does not become ready".into());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }

    let question = QueryCorpus::new("What is in a Marinara?").max_results(3);
    for result in corpora.query(&corpus, &question).await? {
        let (score, content) = (
            result.score.unwrap_or_default(),
            result.content.unwrap_or_default(),
        );
        println!("{score:.2}: {content}");
    }

    // An agent asks by itself with the tool `queryCorpus`.
    corpora.delete(&corpus).await?;
    println!("deleted it");
    Ok(())
}
