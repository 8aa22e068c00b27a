//! The endpoints of voices.

use super::{CloneVoice, CreateVoice, ListVoices, UpdateVoice, Voice};
use crate::{Client, Download, Error, VoiceId, request::Request};

impl Client {
    /// Voices: clone, find, hear and delete them.
    #[must_use]
    pub fn voices(&self) -> Voices<'_> {
        Voices { client: self }
    }
}

/// Voices: clone, find, hear and delete them.
#[derive(Clone, Copy, Debug)]
pub struct Voices<'a> {
    pub(super) client: &'a Client,
}

impl<'a> Voices<'a> {
    /// Lists voices.
    pub fn list(&self) -> ListVoices<'a> {
        ListVoices::new(self.client)
    }

    /// Creates a voice.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// See [Ultravox Docs/Create voice](https://docs.ultravox.ai/api-reference/voices/voices-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the voice may exist.
    pub async fn create(&self, voice: &CreateVoice) -> Result<Voice, Error> {
        voice.validate()?;
        let request = Request::post("/api/voices", &[], voice)?;
        self.client.execute(&request).await
    }

    /// One voice.
    ///
    /// See [Ultravox Docs/Get voice](https://docs.ultravox.ai/api-reference/voices/voices-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no such voice in this account.
    pub async fn get(&self, voice: &VoiceId) -> Result<Voice, Error> {
        let request = Request::get("/api/voices/{voice_id}", &[voice]);
        self.client.execute(&request).await
    }

    /// Changes a voice. What the update does not set stays as it is.
    ///
    /// See [Ultravox Docs/Update voice](https://docs.ultravox.ai/api-reference/voices/voices-patch).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update(&self, voice: &VoiceId, update: &UpdateVoice) -> Result<Voice, Error> {
        update.validate()?;
        let request = Request::patch("/api/voices/{voice_id}", &[voice], update)?;
        self.client.execute(&request).await
    }

    /// Puts another voice in the place of this one, which keeps its id. What is not set is emptied.
    ///
    /// See [Ultravox Docs/Replace voice](https://docs.ultravox.ai/api-reference/voices/voices-put).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn replace(
        &self,
        voice: &VoiceId,
        replacement: &CreateVoice,
    ) -> Result<Voice, Error> {
        replacement.validate()?;
        let request = Request::put("/api/voices/{voice_id}", &[voice], replacement)?;
        self.client.execute(&request).await
    }

    /// Deletes a voice. This cannot be undone.
    ///
    /// If the answer of an attempt was lost and the next one finds no voice, it counts as deleted.
    ///
    /// See [Ultravox Docs/Delete voice](https://docs.ultravox.ai/api-reference/voices/voices-delete).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get).
    pub async fn delete(&self, voice: &VoiceId) -> Result<(), Error> {
        let request = Request::delete("/api/voices/{voice_id}", &[voice]);
        self.client.execute_delete(&request).await
    }

    /// Makes a voice from a recording of somebody.
    ///
    /// Repeated only if it provably was not created.
    ///
    /// See [Ultravox Docs/Create voice](https://docs.ultravox.ai/api-reference/voices/voices-post).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
    /// [`Error::may_have_been_applied`], the voice may exist.
    pub async fn clone_voice(&self, voice: &CloneVoice) -> Result<Voice, Error> {
        let request = Request::post_form("/api/voices", &[], voice.form()?);
        self.client.execute(&request).await
    }

    /// A sample of a stored voice, WAV. If Ultravox redirects to another host, that is followed without the API key.
    ///
    /// See [Ultravox Docs/Get voice sample](https://docs.ultravox.ai/api-reference/voices/voices-preview-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found as for [`get`](Self::get), with status 400 if the company of the voice refuses.
    pub async fn sample(&self, voice: &VoiceId) -> Result<Download, Error> {
        let request = Request::get("/api/voices/{voice_id}/preview", &[voice]);
        self.client
            .download(&request.accept("audio/wav, */*"))
            .await
    }

    /// A sample, WAV, of a voice that need not be stored.
    ///
    /// Repeated only if it provably was not made, because a company may charge for it.
    ///
    /// See [Ultravox Docs/Preview voice](https://docs.ultravox.ai/api-reference/voices/voice-preview).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] with status 400 if the company of the voice
    /// refuses.
    pub async fn preview(&self, voice: &CreateVoice) -> Result<Download, Error> {
        voice.validate()?;
        let request = Request::post("/api/voice_preview", &[], voice)?;
        self.client
            .download(&request.accept("audio/wav, */*"))
            .await
    }
}
