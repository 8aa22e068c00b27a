//! A voice made from a recording.

use crate::{Error, Upload, check};

/// Largest recording.
const MAX_BYTES: usize = 10 * 1024 * 1024;

/// A voice to be made from a recording with [`Voices::clone_voice`](super::Voices::clone_voice).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CloneVoice {
    /// The recording, MP3 or WAV, up to 10 MiB, best 30 s to 60 s long.
    pub file: Upload,
    /// Its name, 1 to 40 characters, which no other voice of the account has.
    pub name: String,
    /// What it is like, up to 240 characters. Without it, Ultravox writes something.
    pub description: Option<String>,
    /// The language of the recording, BCP 47. `None` means `en`.
    pub language: Option<String>,
}

impl CloneVoice {
    /// A voice from this recording.
    #[must_use]
    pub fn new(name: impl Into<String>, file: Upload) -> Self {
        Self {
            file,
            name: name.into(),
            description: None,
            language: None,
        }
    }

    setters! {
        text description;
        text language;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        self.file.validate("file")?;
        if self.file.bytes.len() > MAX_BYTES {
            return Err(Error::invalid("file.bytes", "must be up to 10 MiB"));
        }
        check::length("name", &self.name, 1..=40)?;
        check::length_if("description", self.description.as_deref(), 0..=240)?;
        check::not_empty("language", self.language.as_deref())
    }
}

#[cfg(feature = "rest")]
mod form {
    use super::CloneVoice;
    use crate::{Error, multipart::Form};

    impl CloneVoice {
        pub(in crate::voices) fn form(&self) -> Result<Form, Error> {
            self.validate()?;
            let optional = [
                ("description", &self.description),
                ("language", &self.language),
            ];
            let form = Form::new()
                .file("file", &self.file)?
                .text("name", &self.name);
            Ok((optional.into_iter())
                .filter_map(|(name, value)| Some((name, value.as_deref()?)))
                .fold(form, |form, (name, value)| form.text(name, value)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_name_the_field() {
        let file = |len| Upload::new("a.wav", "audio/wav", vec![0; len]);
        for (voice, field) in [
            (CloneVoice::new("", file(1)), "name"),
            (CloneVoice::new("x", file(0)), "file.bytes"),
            (CloneVoice::new("x", file(MAX_BYTES + 1)), "file.bytes"),
            (
                CloneVoice::new("x", file(1)).description("x".repeat(241)),
                "description",
            ),
            (CloneVoice::new("x", file(1)).language(""), "language"),
        ] {
            let problem = voice.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
        assert!(CloneVoice::new("x", file(MAX_BYTES)).validate().is_ok());
    }
}
