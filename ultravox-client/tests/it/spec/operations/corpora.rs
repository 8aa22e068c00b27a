//! Corpora, sources, documents.

use ultravox_client::corpora::{
    AdvancedDocument, AdvancedSpec, CrawlSpec, CreateCorpus, CreateCorpusSource,
    CreateCorpusUpload, MimeTypeFilter, QueryCorpus, SourceLoad, UpdateCorpus, UpdateCorpusSource,
    UploadSpec,
};

use super::{Run, id, run};

fn loads() -> Vec<SourceLoad> {
    let types = vec!["text/html".to_owned()];
    let crawl = CrawlSpec::new(["https://example.com"])
        .max_documents(1)
        .max_document_bytes(1)
        .max_depth(1);
    let include = MimeTypeFilter::Include(types.clone());
    let exclude = MimeTypeFilter::Exclude(types);
    vec![
        crawl.clone().relevant_document_types(include).into(),
        crawl.relevant_document_types(exclude).into(),
        UploadSpec::new([id()]).into(),
        AdvancedSpec::new([AdvancedDocument::new(id(), ["q"])]).into(),
    ]
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        run!("corpora_list", |c| c
            .corpora()
            .list()
            .page_size(5)
            .cursor("c")
            .send()),
        run!("corpora_create", |c| c
            .corpora()
            .create(&CreateCorpus::new("x").description("d"))),
        run!("corpora_retrieve", |c| c.corpora().get(&id())),
        run!("corpora_update", |c| c
            .corpora()
            .replace(&id(), &CreateCorpus::new("x").description("d"))),
        run!("corpora_partial_update", |c| c.corpora().update(
            &id(),
            &UpdateCorpus::new().name("x").description("d")
        )),
        run!("corpora_destroy", |c| c.corpora().delete(&id())),
        run!("corpora_query", |c| c
            .corpora()
            .query(&id(), &QueryCorpus::new("x").max_results(5))),
        run!("corpora_uploads_create", |c| c.corpora().create_upload(
            &id(),
            &CreateCorpusUpload::new("text/plain").file_name("a.txt")
        )),
        run!("corpora_sources_list", |c| c
            .corpora()
            .sources(&id())
            .list()
            .page_size(5)
            .cursor("c")
            .send()),
        run!("corpora_sources_retrieve", |c| c
            .corpora()
            .sources(&id())
            .get(&id())),
        run!("corpora_sources_destroy", |c| c
            .corpora()
            .sources(&id())
            .delete(&id())),
        run!("corpora_sources_documents_list", |c| c
            .corpora()
            .sources(&id())
            .documents(&id())
            .page_size(5)
            .cursor("c")
            .send()),
        run!("corpora_sources_documents_retrieve", |c| c
            .corpora()
            .sources(&id())
            .document(&id(), &id())),
    ];
    for load in loads() {
        let source = CreateCorpusSource::new("x", load.clone()).description("d");
        runs.push(run!("corpora_sources_create", source, |c| c
            .corpora()
            .sources(&id())
            .create(&source)));
        runs.push(run!("corpora_sources_update", source, |c| c
            .corpora()
            .sources(&id())
            .replace(&id(), &source)));
        let update = UpdateCorpusSource::new()
            .name("x")
            .description("d")
            .load(load);
        runs.push(run!("corpora_sources_partial_update", update, |c| c
            .corpora()
            .sources(&id())
            .update(&id(), &update)));
    }
    runs
}
