//! Forms with files, written by hand so that a request stays a value that can be sent again.

use crate::{Error, Upload};

/// A `multipart/form-data` body.
pub(crate) struct Form {
    boundary: String,
    body: Vec<u8>,
}

impl Form {
    pub(crate) fn new() -> Self {
        // Random enough that no file holds it.
        let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        Self {
            boundary,
            body: Vec::new(),
        }
    }

    pub(crate) fn text(mut self, name: &str, value: &str) -> Self {
        self.head(&format!("name=\"{name}\""), None);
        self.body.extend_from_slice(value.as_bytes());
        self.body.extend_from_slice(b"\r\n");
        self
    }

    pub(crate) fn file(mut self, name: &str, file: &Upload) -> Result<Self, Error> {
        file.validate(name)?;
        let disposition = format!("name=\"{name}\"; filename=\"{}\"", quoted(&file.file_name));
        self.head(&disposition, Some(&file.content_type));
        self.body.extend_from_slice(&file.bytes);
        self.body.extend_from_slice(b"\r\n");
        Ok(self)
    }

    fn head(&mut self, disposition: &str, content_type: Option<&str>) {
        let content_type = content_type
            .map(|kind| format!("Content-Type: {kind}\r\n"))
            .unwrap_or_default();
        let head = format!(
            "--{}\r\nContent-Disposition: form-data; {disposition}\r\n{content_type}\r\n",
            self.boundary
        );
        self.body.extend_from_slice(head.as_bytes());
    }

    /// The content type and the body.
    pub(crate) fn finish(mut self) -> (String, Vec<u8>) {
        let end = format!("--{}--\r\n", self.boundary);
        self.body.extend_from_slice(end.as_bytes());
        let content_type = format!("multipart/form-data; boundary={}", self.boundary);
        (content_type, self.body)
    }
}

/// A file name that cannot leave its quotes or its line, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_separated_and_closed() {
        let file = Upload::new("a.wav", "audio/wav", *b"RIFF");
        let form = Form::new().text("name", "Ada").file("file", &file).unwrap();
        let (content_type, body) = form.finish();
        let boundary = content_type
            .strip_prefix("multipart/form-data; boundary=")
            .unwrap();
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\
             Content-Type: audio/wav\r\n\r\nRIFF\r\n--{boundary}--\r\n"
        );
        assert_eq!(String::from_utf8(body).unwrap(), expected);
    }

    #[test]
    fn a_file_name_stays_in_its_quotes() {
        assert_eq!(quoted("a\"b\r\nc"), "a%22b%0D%0Ac");
    }

    #[test]
    fn problems_name_the_field() {
        for (file, field) in [
            (Upload::new("", "audio/wav", *b"x"), "file.file_name"),
            (Upload::new("a", "audio", *b"x"), "file.content_type"),
            (
                Upload::new("a", "audio/wav\r\nX: y", *b"x"),
                "file.content_type",
            ),
            (Upload::new("a", "audio/wav", *b""), "file.bytes"),
        ] {
            let problem = Form::new().file("file", &file).err().unwrap().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }
}
