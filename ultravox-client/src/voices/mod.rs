//! Voices an agent speaks with.
//!
//! A call names a voice by id or name, or describes one of another company as an [`ExternalVoice`].

mod cartesia;
mod eleven_labs;
mod external;
mod generic;
mod google;
mod inworld;
mod lmnt;
mod respeecher;

pub use self::{
    cartesia::{CartesiaGeneration, CartesiaVoice},
    eleven_labs::{ElevenLabsVoice, PronunciationDictionary},
    external::ExternalVoice,
    generic::{ByteEncoding, GenericVoice},
    google::GoogleVoice,
    inworld::InworldVoice,
    lmnt::LmntVoice,
    respeecher::RespeecherVoice,
};
