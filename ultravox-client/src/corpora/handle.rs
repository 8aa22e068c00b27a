//! The endpoints of corpora.

use super::{
    Corpus, CorpusQueryResult, CorpusSources, CorpusUpload, CreateCorpus, CreateCorpusUpload,
    QueryCorpus, UpdateCorpus,
};
use crate::{Client, CorpusId, Error, page::plain_list, request::Request};

impl Client {
    /// Corpora: documents that agents look things up in.
    #[must_use]
    pub fn corpora(&self) -> Corpora<'_> {
        Corpora { client: self }
    }
}

/// Corpora: documents that agents look things up in.
#[derive(Clone, Copy, Debug)]
pub struct Corpora<'a> {
    pub(super) client: &'a Client,
}

impl<'a> Corpora<'a> {
    /// Lists corpora.
    pub fn list(&self) -> ListCorpora<'a> {
        ListCorpora::new(self.client)
    }

    /// Creates a corpus.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// See [Ultravox Docs/Create corpus](https://docs.ultravox.ai/api-reference/corpora/corpora-post).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses. If [`Error::may_have_been_applied`], the corpus may exist.
    pub async fn create(&self, corpus: &CreateCorpus) -> Result<Corpus, Error> {
        let request = Request::post("/api/corpora", &[], corpus)?;
        self.client.execute(&request).await
    }

    /// One corpus.
    ///
    /// See [Ultravox Docs/Get corpus](https://docs.ultravox.ai/api-reference/corpora/corpora-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such corpus in this account.
    pub async fn get(&self, corpus: &CorpusId) -> Result<Corpus, Error> {
        let request = Request::get("/api/corpora/{corpus_id}", &[corpus]);
        self.client.execute(&request).await
    }

    /// Changes a corpus. What the update does not set stays as it is.
    ///
    /// See [Ultravox Docs/Update corpus](https://docs.ultravox.ai/api-reference/corpora/corpora-patch).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn update(&self, corpus: &CorpusId, update: &UpdateCorpus) -> Result<Corpus, Error> {
        let request = Request::patch("/api/corpora/{corpus_id}", &[corpus], update)?;
        self.client.execute(&request).await
    }

    /// Puts another corpus in the place of this one, which keeps its id. What is not set is emptied.
    ///
    /// See [Ultravox Docs/Replace corpus](https://docs.ultravox.ai/api-reference/corpora/corpora-put).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn replace(
        &self,
        corpus: &CorpusId,
        replacement: &CreateCorpus,
    ) -> Result<Corpus, Error> {
        let request = Request::put("/api/corpora/{corpus_id}", &[corpus], replacement)?;
        self.client.execute(&request).await
    }

    /// Deletes a corpus. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no corpus, it counts as deleted.
    ///
    /// See [Ultravox Docs/Delete corpus](https://docs.ultravox.ai/api-reference/corpora/corpora-delete).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, corpus: &CorpusId) -> Result<(), Error> {
        let request = Request::delete("/api/corpora/{corpus_id}", &[corpus]);
        self.client.execute_delete(&request).await
    }

    /// Asks a corpus. The best results come first.
    ///
    /// See [Ultravox Docs/Query corpus](https://docs.ultravox.ai/api-reference/corpora/corpora-query).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn query(
        &self,
        corpus: &CorpusId,
        query: &QueryCorpus,
    ) -> Result<Vec<CorpusQueryResult>, Error> {
        query.validate()?;
        let request = Request::post("/api/corpora/{corpus_id}/query", &[corpus], query)?;
        self.client.execute(&request.idempotent()).await
    }

    /// Asks for a place to upload a document to.
    ///
    /// See [Ultravox Docs/Create corpus file upload](https://docs.ultravox.ai/api-reference/corpora/corpora-uploads-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn create_upload(
        &self,
        corpus: &CorpusId,
        upload: &CreateCorpusUpload,
    ) -> Result<CorpusUpload, Error> {
        upload.validate()?;
        let request = Request::post("/api/corpora/{corpus_id}/uploads", &[corpus], upload)?;
        self.client.execute(&request).await
    }

    /// The sources of a corpus.
    #[must_use]
    pub fn sources(&self, corpus: &CorpusId) -> CorpusSources<'a> {
        CorpusSources {
            client: self.client,
            corpus: *corpus,
        }
    }
}

plain_list! {
    /// Lists corpora.
    ///
    /// See [Ultravox Docs/Corpora](https://docs.ultravox.ai/api-reference/corpora/corpora-list).
    ListCorpora() of Corpus = "/api/corpora"
}
