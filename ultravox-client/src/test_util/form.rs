//! Forms with files, as far as a double needs to read them.

use super::state::Incoming;

/// The content of the part called `name`. `None` if the body is no form or has no such part.
pub(super) fn part(request: &Incoming, name: &str) -> Option<Vec<u8>> {
    let content_type = request.header("content-type")?;
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=")?;
    let boundary = format!("--{}", boundary.trim_matches('"'));
    let wanted = format!("; name=\"{name}\"");
    let mut rest = request.body.as_slice();
    while let Some(begin) = find(rest, boundary.as_bytes()) {
        rest = &rest[begin + boundary.len()..];
        let end = find(rest, format!("\r\n{boundary}").as_bytes())?;
        let head = find(&rest[..end], b"\r\n\r\n")?;
        if String::from_utf8_lossy(&rest[..head]).contains(&wanted) {
            return Some(rest[head + 4..end].to_vec());
        }
        rest = &rest[end + 2..];
    }
    None
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
