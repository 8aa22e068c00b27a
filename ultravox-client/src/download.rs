//! Answers that are not JSON: sound and logs.

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};
use reqwest::{
    Response,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use tokio::{
    io::{AsyncWrite, AsyncWriteExt as _},
    time::timeout,
};

use crate::{Client, Error, request::Request, transport_error::TransportError};

/// Bytes that arrive in parts, of which only one is held in memory. Dropping it stops the download.
#[must_use]
pub struct Download {
    response: Response,
    /// How long each part may take.
    idle: Duration,
}

impl Client {
    pub(crate) async fn download(&self, request: &Request) -> Result<Download, Error> {
        Ok(Download {
            response: self.open(request).await?,
            idle: self.shared.attempt_timeout,
        })
    }
}

impl Download {
    /// What the bytes are, e.g. `audio/wav`, if the host says.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.response.headers().get(CONTENT_TYPE)?.to_str().ok()
    }

    /// How many bytes there are, if the host says.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.response
            .headers()
            .get(CONTENT_LENGTH)?
            .to_str()
            .ok()?
            .parse()
            .ok()
    }

    /// The next part. `None` when all have arrived.
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] if the connection breaks before the end, or if nothing arrives for the attempt timeout.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        match timeout(self.idle, self.response.chunk()).await {
            Ok(chunk) => Ok(chunk.map_err(TransportError::from)?),
            Err(_) => Err(TransportError::timeout().into()),
        }
    }

    /// The parts as a stream that ends with the first error. Errors are those of [`chunk`](Self::chunk).
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
        stream::try_unfold(self, |mut download| async move {
            Ok(download.chunk().await?.map(|chunk| (chunk, download)))
        })
    }

    /// All bytes in memory, at most `limit`.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk), and [`Error::Transport`] if there are more than `limit`.
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, Error> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if bytes.len() + chunk.len() > limit {
                return Err(TransportError::too_large().into());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }

    /// Writes all bytes to `writer`, such as a file, and returns how many there were. After an error some may have
    /// been written.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk), and [`Error::Transport`] if writing fails.
    pub async fn write_to(
        mut self,
        writer: &mut (impl AsyncWrite + Unpin + ?Sized),
    ) -> Result<u64, Error> {
        let mut written = 0;
        while let Some(chunk) = self.chunk().await? {
            writer
                .write_all(&chunk)
                .await
                .map_err(TransportError::write)?;
            written += chunk.len() as u64;
        }
        writer.flush().await.map_err(TransportError::write)?;
        Ok(written)
    }
}

/// Without the address, which may let anyone in.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type())
            .field("content_length", &self.content_length())
            .finish_non_exhaustive()
    }
}
