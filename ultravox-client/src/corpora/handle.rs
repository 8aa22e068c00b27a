//! The endpoints of corpora.

use super::{
    Corpus, CorpusQueryResult, CorpusSources, CorpusUpload, CreateCorpus, CreateCorpusUpload,
    QueryCorpus, UpdateCorpus,
};
use crate::{Client, CorpusId, DocumentId, Error, Upload, page::plain_list, request::Request};

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

    /// Sends a document to the place that [`create_upload`](Self::create_upload) gave, within five minutes. The content
    /// type must be the one that was asked with.
    ///
    /// The API key is not sent, and no error or log shows the address.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, also if the address is none that can be used: it must be
    /// `https`, unless the base URL of the client is `http`. [`Error::Api`] if the host refuses, as when the time is
    /// over.
    pub async fn send_upload(&self, upload: &CorpusUpload, file: &Upload) -> Result<(), Error> {
        file.validate("file")?;
        let url = self.client.upload_url(upload.presigned_url.expose());
        let url = url.ok_or_else(|| Error::invalid("upload.presigned_url", "not usable"))?;
        let body = file.bytes.clone();
        let kind = file.content_type.clone();
        let request = Request::put_elsewhere(url, "(upload address)", kind, body);
        self.client.execute_empty(&request).await
    }

    /// Uploads a document: asks for a place and sends it there. Then make a
    /// [source](super::CorpusSources::create) of it.
    ///
    /// ```no_run
    /// # async fn run(client: ultravox_client::Client, corpus: ultravox_client::CorpusId) -> Result<(), Box<dyn std::error::Error>> {
    /// use ultravox_client::{Upload, corpora::{CreateCorpusSource, UploadSpec}};
    ///
    /// let file = Upload::new("menu.txt", "text/plain", std::fs::read("menu.txt")?);
    /// let document = client.corpora().upload(&corpus, &file).await?;
    /// let source = CreateCorpusSource::new("menu", UploadSpec::new([document]));
    /// client.corpora().sources(&corpus).create(&source).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`create_upload`](Self::create_upload) and [`send_upload`](Self::send_upload).
    pub async fn upload(&self, corpus: &CorpusId, file: &Upload) -> Result<DocumentId, Error> {
        file.validate("file")?;
        let new = CreateCorpusUpload::new(&file.content_type).file_name(&file.file_name);
        let upload = self.create_upload(corpus, &new).await?;
        self.send_upload(&upload, file).await?;
        Ok(upload.document_id)
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
