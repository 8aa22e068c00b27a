//! From a connection to a websocket: our request, the answer of the other side.
//!
//! Ours, because the answer is foreign: it is bounded, and whatever it says is an error and not a panic.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::{Buf as _, Bytes, BytesMut};
use sha1::{Digest as _, Sha1};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use url::{Position, Url};
use uuid::Uuid;

use super::{SessionError, tls::Wire};

/// The longest answer that is read.
const MAX_HEAD: usize = 16 << 10;

/// The most headers in it.
const MAX_HEADERS: usize = 100;

/// Asks for a websocket at `url`, and reads the answer.
pub(super) async fn upgrade(
    mut stream: Box<dyn Wire>,
    url: &Url,
) -> Result<Upgraded, SessionError> {
    let failed = |error: io::Error| SessionError::Connect(Box::new(error));
    let key = STANDARD.encode(Uuid::new_v4().into_bytes());
    let request = request(url, &key);
    stream.write_all(request.as_bytes()).await.map_err(failed)?;
    stream.flush().await.map_err(failed)?;
    let mut answer = BytesMut::with_capacity(1 << 10);
    loop {
        if stream.read_buf(&mut answer).await.map_err(failed)? == 0 {
            return Err(failed(io::ErrorKind::UnexpectedEof.into()));
        }
        if let Some(length) = read(&answer, &key)? {
            answer.advance(length);
            let early = answer.freeze();
            return Ok(Upgraded { early, stream });
        }
        if answer.len() > MAX_HEAD {
            return Err(SessionError::Protocol);
        }
    }
}

fn request(url: &Url, key: &str) -> String {
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let host = &url[Position::BeforeHost..Position::AfterPort];
    format!(
        "GET {target} HTTP/1.1\r\n\
         Host: {host}\r\n\
         Connection: Upgrade\r\n\
         Upgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: {key}\r\n\r\n"
    )
}

/// How long the answer is, if it has all come and opens a websocket.
fn read(answer: &[u8], key: &str) -> Result<Option<usize>, SessionError> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut head = httparse::Response::new(&mut headers);
    let length = match head.parse(answer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(SessionError::Protocol),
    };
    match head.code {
        Some(101) => {}
        Some(status) => return Err(SessionError::Refused { status }),
        None => return Err(SessionError::Protocol),
    }
    let has = |name: &str, fits: &dyn Fn(&str) -> bool| {
        let values = head
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(name));
        values
            .filter_map(|header| str::from_utf8(header.value).ok())
            .any(|value| value.split(',').any(|word| fits(word.trim())))
    };
    let accept = STANDARD.encode(Sha1::digest(format!(
        "{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    )));
    let opens = has("upgrade", &|word| word.eq_ignore_ascii_case("websocket"))
        && has("connection", &|word| word.eq_ignore_ascii_case("upgrade"))
        && has("sec-websocket-accept", &|word| word == accept);
    if opens {
        Ok(Some(length))
    } else {
        Err(SessionError::Protocol)
    }
}

/// A connection that has become a websocket, and what came with the answer.
pub(super) struct Upgraded {
    early: Bytes,
    stream: Box<dyn Wire>,
}

impl AsyncRead for Upgraded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.early.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let length = self.early.len().min(buffer.remaining());
        buffer.put_slice(&self.early.split_to(length));
        if self.early.is_empty() {
            // Its memory is not needed any more.
            self.early = Bytes::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Upgraded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Key and answer of the example in RFC 6455.
    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
    const ANSWER: &str = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\
        Connection: keep-alive, upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    #[test]
    fn the_request_names_host_port_path_and_query_and_nothing_else_of_the_url() {
        let url = Url::parse("wss://me:pin@[::1]:8443/calls/1?x=%7E#top").unwrap();
        let request = request(&url, KEY);
        assert!(request.starts_with("GET /calls/1?x=%7E HTTP/1.1\r\nHost: [::1]:8443\r\n"));
        assert!(
            !request.contains("pin") && !request.contains("top"),
            "{request}"
        );
        assert!(request.ends_with(&format!("Sec-WebSocket-Key: {KEY}\r\n\r\n")));
        let url = Url::parse("wss://example.com:443").unwrap();
        assert!(super::request(&url, KEY).starts_with("GET / HTTP/1.1\r\nHost: example.com\r\n"));
    }

    #[test]
    fn the_answer_of_the_standard_opens_a_websocket_and_is_cut_off_where_it_ends() {
        let bytes = format!("{ANSWER}\u{1}frame");
        assert_eq!(read(bytes.as_bytes(), KEY).unwrap(), Some(ANSWER.len()));
        for cut in 0..ANSWER.len() {
            assert_eq!(read(&ANSWER.as_bytes()[..cut], KEY).unwrap(), None);
        }
    }

    #[test]
    fn other_answers_do_not() {
        for (find, put) in [
            ("s3pP", "S3pP"),
            ("s3pP", "s3pPs3pPs3pPs3pPs3pPs3pPs3pPs3pP"),
            ("websocket\r", "h2c\r"),
            ("keep-alive, upgrade", "keep-alive"),
            ("HTTP/1.1", "SIP/2.0"),
        ] {
            let answer = ANSWER.replace(find, put);
            let error = read(answer.as_bytes(), KEY).unwrap_err();
            assert!(matches!(error, SessionError::Protocol), "{answer}");
        }
        for status in [200, 302, 401, 404, 503] {
            let answer = ANSWER.replace("101", &status.to_string());
            let error = read(answer.as_bytes(), KEY).unwrap_err();
            assert_eq!(error.status(), Some(status));
        }
    }

    proptest! {
        #[test]
        fn no_answer_panics(bytes: Vec<u8>, at in 0..ANSWER.len(), byte: u8) {
            drop(read(&bytes, KEY));
            let mut answer = ANSWER.as_bytes().to_vec();
            answer[at] = byte;
            drop(read(&answer, KEY));
        }
    }
}
