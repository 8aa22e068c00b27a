//! Tools and voices.

use serde_json::Map;
use ultravox_client::{
    Ownership, Upload,
    tools::{CreateTool, ToolOrder},
    voices::{CloneVoice, CreateVoice, UpdateVoice, VoiceBillingStyle, VoiceProvider},
};

use super::{Run, id, run};
use crate::spec::bodies;

fn providers() -> [VoiceProvider; 6] {
    [
        VoiceProvider::Lmnt,
        VoiceProvider::Cartesia,
        VoiceProvider::Google,
        VoiceProvider::Respeecher,
        VoiceProvider::ElevenLabs,
        VoiceProvider::Inworld,
    ]
}

fn recording() -> CloneVoice {
    CloneVoice::new("x", Upload::new("a.wav", "audio/wav", *b"RIFF"))
        .description("d")
        .language("en")
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        run!("tools_list", |c| c
            .tools()
            .list()
            .ownership(Ownership::Private)
            .search("x")
            .sort_order(ToolOrder::ReverseChronologic)
            .page_size(5)
            .cursor("c")
            .send()),
        run!("tools_create", |c| c.tools().create_from_openapi(
            &Upload::new("a.yaml", "application/yaml", *b"openapi: 3")
        )),
        run!("tools_retrieve", |c| c.tools().get(&id())),
        run!("tools_destroy", |c| c.tools().delete(&id())),
        run!("tools_history_list", |c| c
            .tools()
            .history(&id())
            .page_size(5)
            .cursor("c")
            .send()),
        run!("tools_test_create", |c| c.tools().test(&id(), &Map::new())),
        run!("voices_list", |c| c
            .voices()
            .list()
            .billing_style(VoiceBillingStyle::External)
            .ownership(Ownership::Public)
            .primary_language("en")
            .provider(providers())
            .search("x")
            .page_size(5)
            .cursor("c")
            .send()),
        run!("voices_create", |c| c.voices().clone_voice(&recording())),
        run!("voices_retrieve", |c| c.voices().get(&id())),
        run!("voices_partial_update", |c| c.voices().update(
            &id(),
            &UpdateVoice::new()
                .clear_description()
                .clear_primary_language()
        )),
        run!("voices_destroy", |c| c.voices().delete(&id())),
        run!("voices_preview_retrieve", |c| c.voices().sample(&id())),
    ];
    for definition in bodies::definitions() {
        let tool = CreateTool::new("x", definition);
        runs.push(run!("tools_create", tool, |c| c.tools().create(&tool)));
        runs.push(run!("tools_update", tool, |c| c
            .tools()
            .replace(&id(), &tool)));
    }
    for voice in bodies::voices() {
        let update = UpdateVoice::new()
            .name("x")
            .description("d")
            .primary_language("en")
            .definition(voice.clone());
        let voice = CreateVoice::new("x", voice)
            .description("d")
            .primary_language("en");
        runs.push(run!("voices_create", voice, |c| c.voices().create(&voice)));
        runs.push(run!("voices_update", voice, |c| c
            .voices()
            .replace(&id(), &voice)));
        runs.push(run!("preview_voice", voice, |c| c.voices().preview(&voice)));
        runs.push(run!("voices_partial_update", update, |c| c
            .voices()
            .update(&id(), &update)));
    }
    runs
}
