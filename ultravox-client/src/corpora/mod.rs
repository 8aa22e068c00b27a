//! Corpora: documents that agents look things up in.
//!
//! A [`Corpus`] has [sources](CorpusSource), each of which brings documents: from the web, or uploaded. An agent asks
//! with the built-in tool `queryCorpus`; [`Corpora::query`] asks the same by hand.
//!
//! To upload a document, ask for a place with [`Corpora::create_upload`], send the bytes there with a PUT and the
//! same content type within five minutes, then create a source of it.

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod query;
mod sources;
mod upload;

pub use self::{
    create::{CreateCorpus, UpdateCorpus},
    model::{Corpus, CorpusStats, CorpusStatus},
    query::{CorpusCitation, CorpusQueryResult, QueryCorpus},
    sources::{
        AdvancedDocument, AdvancedSpec, CorpusDocument, CorpusDocumentMetadata, CorpusSource,
        CrawlSpec, CreateCorpusSource, MimeTypeFilter, SourceLoad, SourceStats, SourceStatus,
        UpdateCorpusSource, UploadSpec,
    },
    upload::{CorpusUpload, CreateCorpusUpload},
};
#[cfg(feature = "rest")]
pub use self::{
    handle::{Corpora, ListCorpora},
    sources::{CorpusSources, ListCorpusDocuments, ListCorpusSources},
};
