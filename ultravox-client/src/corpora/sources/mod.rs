//! Sources of a corpus, and their documents.

mod create;
mod document;
#[cfg(feature = "rest")]
mod handle;
mod load;
mod model;

#[cfg(feature = "rest")]
pub use self::handle::{CorpusSources, ListCorpusDocuments, ListCorpusSources};
pub use self::{
    create::{CreateCorpusSource, UpdateCorpusSource},
    document::{CorpusDocument, CorpusDocumentMetadata},
    load::{AdvancedDocument, AdvancedSpec, CrawlSpec, MimeTypeFilter, SourceLoad, UploadSpec},
    model::{CorpusSource, SourceStats, SourceStatus},
};
