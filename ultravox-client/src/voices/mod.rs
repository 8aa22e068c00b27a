//! Voices an agent speaks with.
//!
//! A call names a voice by id or name, or describes one of another company as an [`ExternalVoice`].

mod cartesia;
mod clone;
mod create;
mod eleven_labs;
mod external;
mod generic;
mod google;
#[cfg(feature = "rest")]
mod handle;
mod inworld;
#[cfg(feature = "rest")]
mod list;
mod lmnt;
mod model;
mod respeecher;
mod update;

pub use self::{
    cartesia::{CartesiaGeneration, CartesiaVoice},
    clone::CloneVoice,
    create::CreateVoice,
    eleven_labs::{ElevenLabsVoice, PronunciationDictionary},
    external::ExternalVoice,
    generic::{ByteEncoding, GenericVoice},
    google::GoogleVoice,
    inworld::InworldVoice,
    lmnt::LmntVoice,
    model::{Voice, VoiceBillingStyle, VoiceProvider},
    respeecher::RespeecherVoice,
    update::UpdateVoice,
};
#[cfg(feature = "rest")]
pub use self::{handle::Voices, list::ListVoices};
