//! Fetches the pages of a source: the start URLs, and only from this machine.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::store::Document;
use crate::shared::Shared;
use crate::ultravox::create::texts;

/// More pages are not fetched.
const MOST: usize = 20;
/// More of a page is not read.
const BYTES: usize = 1024 * 1024;

/// Fetches the pages in the background and puts them into the source.
pub(super) fn crawl(shared: &Arc<Shared>, corpus: &str, source: &str, wanted: &Value) {
    let most = wanted["maxDocuments"].as_u64().unwrap_or(MOST as u64);
    let most = usize::try_from(most).unwrap_or(MOST).min(MOST);
    let urls = texts(wanted.get("startUrls")).into_iter().take(most);
    let urls: Vec<_> = urls.collect();
    let (corpus, source) = (corpus.to_owned(), source.to_owned());
    let fetching = Arc::clone(shared);
    shared.spawn(async move {
        let mut documents = Vec::new();
        for url in urls {
            documents.extend(fetch(&fetching, &url).await);
        }
        let mut world = fetching.lock();
        let now = world.now.rfc3339();
        let corpus = world.state.ultravox.corpora.corpora.get_mut(&corpus);
        if let Some(source) = corpus.and_then(|corpus| corpus.sources.get_mut(&source)) {
            source.documents.extend(documents);
            source.loading = false;
            source.updated = now;
        }
    });
}

/// A page; `None` if it is not there, or elsewhere.
async fn fetch(shared: &Shared, url: &str) -> Option<Document> {
    let place = shared.local(url)?;
    let request = shared.http.get(place).timeout(Duration::from_secs(10));
    let mut answer = request.send().await.ok()?.error_for_status().ok()?;
    let kind = answer.headers().get("content-type");
    let kind = kind.and_then(|kind| kind.to_str().ok());
    let mime_type = kind.unwrap_or("text/plain").to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.ok()? {
        if bytes.len() + chunk.len() > BYTES {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    let text = String::from_utf8_lossy(&bytes);
    let title = text
        .split_once("<title>")
        .and_then(|(_, rest)| Some(rest.split_once("</title>")?.0.trim().to_owned()));
    Some(Document {
        id: uuid::Uuid::new_v4().to_string(),
        created: shared.clock.now().rfc3339(),
        title: title.unwrap_or_default(),
        url: Some(url.to_owned()),
        text: text_of(&mime_type, &text),
        mime_type,
        queries: Vec::new(),
    })
}

/// What can be read of a document.
pub(super) fn text_of(mime_type: &str, text: &str) -> String {
    if !mime_type.starts_with("text/html") {
        return text.to_owned();
    }
    let mut out = String::new();
    for piece in text.split('<') {
        match piece.split_once('>') {
            // The end of a block ends a paragraph.
            Some((tag, rest)) => {
                let block = [
                    "p", "/p", "li", "/li", "h1", "/h1", "h2", "/h2", "/title", "br",
                ];
                let name = tag.split_whitespace().next().unwrap_or_default();
                out.push_str(if block.contains(&name) { "\n\n" } else { " " });
                out.push_str(rest);
            }
            None => out.push_str(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_left_out_and_paragraphs_kept() {
        let text = text_of("text/html", "<p class=a>One <b>two</b></p><p>Three</p>");
        let paragraphs: Vec<_> = text.split("\n\n").map(str::trim).collect();
        assert!(paragraphs.contains(&"Three"), "{paragraphs:?}");
        assert!(!text.contains('<') && !text.contains("class"));
        assert_eq!(text_of("text/plain", "a < b"), "a < b");
    }
}
