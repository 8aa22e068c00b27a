//! The endpoints of the sources of a corpus.

use super::{CorpusDocument, CorpusSource, CreateCorpusSource, UpdateCorpusSource};
use crate::{Client, CorpusId, DocumentId, Error, SourceId, page::plain_list, request::Request};

/// The sources of a corpus.
#[derive(Clone, Copy, Debug)]
pub struct CorpusSources<'a> {
    pub(in crate::corpora) client: &'a Client,
    pub(in crate::corpora) corpus: CorpusId,
}

impl<'a> CorpusSources<'a> {
    /// Lists the sources of a corpus.
    pub fn list(&self) -> ListCorpusSources<'a> {
        ListCorpusSources::new(self.client, self.corpus)
    }

    /// Creates a source.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// See [Ultravox Docs/Create source](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the source may exist.
    pub async fn create(&self, source: &CreateCorpusSource) -> Result<CorpusSource, Error> {
        source.validate()?;
        let request = Request::post("/api/corpora/{corpus_id}/sources", &[&self.corpus], source)?;
        self.client.execute(&request).await
    }

    /// One source.
    ///
    /// See [Ultravox Docs/Get source](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such source in this account.
    pub async fn get(&self, source: &SourceId) -> Result<CorpusSource, Error> {
        let request = Request::get(
            "/api/corpora/{corpus_id}/sources/{source_id}",
            &[&self.corpus, source],
        );
        self.client.execute(&request).await
    }

    /// Changes a source. What the update does not set stays as it is.
    ///
    /// Repeated only if it provably did not happen, because documents from the web are read again each time.
    ///
    /// See [Ultravox Docs/Update source](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-patch).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update(
        &self,
        source: &SourceId,
        update: &UpdateCorpusSource,
    ) -> Result<CorpusSource, Error> {
        update.validate()?;
        let request = Request::patch(
            "/api/corpora/{corpus_id}/sources/{source_id}",
            &[&self.corpus, source],
            update,
        )?
        .not_repeatable();
        self.client.execute(&request).await
    }

    /// Puts another source in the place of this one, which keeps its id. What is not set is emptied.
    ///
    /// Repeated only if it provably did not happen, because documents from the web are read again each time.
    ///
    /// See [Ultravox Docs/Replace source](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-put).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn replace(
        &self,
        source: &SourceId,
        replacement: &CreateCorpusSource,
    ) -> Result<CorpusSource, Error> {
        replacement.validate()?;
        let request = Request::put(
            "/api/corpora/{corpus_id}/sources/{source_id}",
            &[&self.corpus, source],
            replacement,
        )?
        .not_repeatable();
        self.client.execute(&request).await
    }

    /// Deletes a source. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no source, it counts as deleted.
    ///
    /// See [Ultravox Docs/Delete source](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-delete).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, source: &SourceId) -> Result<(), Error> {
        let request = Request::delete(
            "/api/corpora/{corpus_id}/sources/{source_id}",
            &[&self.corpus, source],
        );
        self.client.execute_delete(&request).await
    }

    /// Lists the documents that a source brought.
    pub fn documents(&self, source: &SourceId) -> ListCorpusDocuments<'a> {
        ListCorpusDocuments::new(self.client, self.corpus, *source)
    }

    /// One document that a source brought.
    ///
    /// See [Ultravox Docs/Get corpus source document](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-documents-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn document(
        &self,
        source: &SourceId,
        document: &DocumentId,
    ) -> Result<CorpusDocument, Error> {
        let request = Request::get(
            "/api/corpora/{corpus_id}/sources/{source_id}/documents/{document_id}",
            &[&self.corpus, source, document],
        );
        self.client.execute(&request).await
    }
}

plain_list! {
    /// Lists the sources of a corpus.
    ///
    /// See [Ultravox Docs/The sources of a corpus](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-list).
    ListCorpusSources(corpus: CorpusId) of CorpusSource = "/api/corpora/{corpus_id}/sources"
}

plain_list! {
    /// Lists the documents that a source brought.
    ///
    /// See [Ultravox Docs/List corpus source documents](https://docs.ultravox.ai/api-reference/corpora/corpora-sources-documents-list).
    ListCorpusDocuments(corpus: CorpusId, source: SourceId) of CorpusDocument =
        "/api/corpora/{corpus_id}/sources/{source_id}/documents"
}
