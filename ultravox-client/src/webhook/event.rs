//! What a webhook says.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::{CallId, Error, calls::Call, webhooks::WebhookEventKind, wire::decode_received};

/// What errors call it.
const WHAT: &str = "a webhook";

/// What a webhook says. The call is as it was when the event happened.
///
/// See [Ultravox Docs/Available webhooks](https://docs.ultravox.ai/webhooks/available-webhooks).
#[derive(Clone)]
#[non_exhaustive]
pub enum WebhookEvent {
    /// A call was created.
    CallStarted(Box<Call>),
    /// Somebody joined.
    CallJoined(Box<Call>),
    /// A call ended, also one that nobody joined. What it costs may not be known yet.
    CallEnded(Box<Call>),
    /// What a call costs is final.
    CallBilled(Box<Call>),
    /// An event this version does not know.
    Other(Value),
}

/// What makes an event the same as one that was sent before.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct DedupeKey {
    /// What happened.
    pub kind: WebhookEventKind,
    /// To which call.
    pub call: CallId,
}

impl WebhookEvent {
    /// Reads the body of a webhook. Check its signature first.
    ///
    /// # Errors
    ///
    /// [`Error::Received`] if the body is not JSON with an event, or if the call of a known event cannot be read.
    pub fn from_slice(body: &[u8]) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Tag {
            event: WebhookEventKind,
        }

        #[derive(Deserialize)]
        struct Content {
            call: Box<Call>,
        }

        // The tag first, so that a bad call is not taken for an unknown event.
        let variant = match decode_received::<Tag>(WHAT, body)?.event {
            WebhookEventKind::CallStarted => Self::CallStarted,
            WebhookEventKind::CallJoined => Self::CallJoined,
            WebhookEventKind::CallEnded => Self::CallEnded,
            WebhookEventKind::CallBilled => Self::CallBilled,
            WebhookEventKind::Other(_) => return decode_received(WHAT, body).map(Self::Other),
        };
        decode_received::<Content>(WHAT, body).map(|content| variant(content.call))
    }

    /// What happened. `None` only if an unknown event was put together by hand and does not say.
    #[must_use]
    pub fn kind(&self) -> Option<WebhookEventKind> {
        Some(match self {
            Self::CallStarted(_) => WebhookEventKind::CallStarted,
            Self::CallJoined(_) => WebhookEventKind::CallJoined,
            Self::CallEnded(_) => WebhookEventKind::CallEnded,
            Self::CallBilled(_) => WebhookEventKind::CallBilled,
            Self::Other(value) => WebhookEventKind::Other(value.get("event")?.as_str()?.to_owned()),
        })
    }

    /// The call. `None` for an unknown event.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        match self {
            Self::CallStarted(call)
            | Self::CallJoined(call)
            | Self::CallEnded(call)
            | Self::CallBilled(call) => Some(call),
            Self::Other(_) => None,
        }
    }

    /// What makes this event the same as one that was sent before. `None` for an unknown event that is not about a
    /// call.
    #[must_use]
    pub fn dedupe_key(&self) -> Option<DedupeKey> {
        let call = match self {
            Self::Other(value) => value["call"]["callId"].as_str()?.parse().ok()?,
            _ => self.call()?.call_id,
        };
        let kind = self.kind()?;
        Some(DedupeKey { kind, call })
    }
}

impl fmt::Debug for WebhookEvent {
    /// Shows calls without their secrets. Which of its values an unknown event wants to be kept to itself nobody knows, so
    /// of that only the name and the call are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, call) = match self {
            Self::CallStarted(call) => ("CallStarted", call),
            Self::CallJoined(call) => ("CallJoined", call),
            Self::CallEnded(call) => ("CallEnded", call),
            Self::CallBilled(call) => ("CallBilled", call),
            Self::Other(_) => {
                let key = self.dedupe_key();
                return f
                    .debug_struct("Other")
                    .field("event", &self.kind())
                    .field("call", &key.map(|key| key.call))
                    .finish_non_exhaustive();
            }
        };
        f.debug_tuple(name).field(call).finish()
    }
}

impl fmt::Display for DedupeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.kind {
            WebhookEventKind::CallStarted => "call.started",
            WebhookEventKind::CallJoined => "call.joined",
            WebhookEventKind::CallEnded => "call.ended",
            WebhookEventKind::CallBilled => "call.billed",
            WebhookEventKind::Other(kind) => kind,
        };
        write!(f, "{kind}/{}", self.call)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CALL: &str = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

    fn event(name: &str) -> Result<WebhookEvent, Error> {
        let call = format!(r#"{{"callId": "{CALL}", "created": "2026-11-20T12:00:00Z"}}"#);
        let body = format!(r#"{{"event": "{name}", "call": {call}, "future": 1}}"#);
        WebhookEvent::from_slice(body.as_bytes())
    }

    #[test]
    fn known_events_have_the_call() {
        for name in ["call.started", "call.joined", "call.ended", "call.billed"] {
            let event = event(name).unwrap();
            assert_eq!(event.call().unwrap().call_id.to_string(), CALL);
            let key = event.dedupe_key().unwrap();
            assert_eq!(key.to_string(), format!("{name}/{CALL}"));
        }
        assert!(matches!(
            event("call.ended").unwrap(),
            WebhookEvent::CallEnded(_)
        ));
    }

    #[test]
    fn an_unknown_event_is_kept() {
        let event = event("call.sung").unwrap();
        let WebhookEvent::Other(value) = &event else {
            panic!("{event:?}")
        };
        assert_eq!(value["future"], 1);
        let key = event.dedupe_key().unwrap();
        assert_eq!(key.to_string(), format!("call.sung/{CALL}"));
        let event = WebhookEvent::from_slice(br#"{"event": "account.sung"}"#).unwrap();
        assert!(event.call().is_none() && event.dedupe_key().is_none());
    }

    #[test]
    fn debug_shows_where_to_join_for_no_event() {
        for name in ["call.joined", "call.sung"] {
            let url = "wss://voice.example/secret-place";
            let body = format!(
                r#"{{"event": "{name}", "call": {{"callId": "{CALL}", "created": "2026-11-20T12:00:00Z",
                "joinUrl": "{url}"}}}}"#
            );
            let shown = format!("{:?}", WebhookEvent::from_slice(body.as_bytes()).unwrap());
            assert!(shown.contains(CALL), "{shown}");
            assert!(!shown.contains("secret-place"), "{shown}");
        }
    }

    #[test]
    fn a_known_event_with_a_bad_call_says_where() {
        let body = br#"{"event": "call.ended", "call": {"callId": "+15550001111"}}"#;
        let error = WebhookEvent::from_slice(body).unwrap_err();
        assert_eq!(
            error.to_string(),
            "unexpected content of a webhook at `call.callId`"
        );
        assert!(!format!("{error:?}").contains("5550001111"));
        for body in [
            &b""[..],
            b"[]",
            b"{}",
            br#"{"event": "call.ended"}"#,
            b"{} {}",
        ] {
            assert!(WebhookEvent::from_slice(body).is_err());
        }
    }

    #[test]
    fn an_error_keeps_the_keys_of_metadata_to_itself() {
        let body = br#"{"event": "call.ended", "call": {"metadata": {"+15550001111": {}}}}"#;
        let error = WebhookEvent::from_slice(body).unwrap_err();
        let expected = "unexpected content of a webhook at `call.metadata`";
        assert_eq!(error.to_string(), expected);
        assert!(!format!("{error:?}").contains("5550001111"));
    }

    const FULL: &str = r#"{"event": "call.billed", "call": {"callId": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "created": "2026-11-20T12:00:00Z", "ended": null, "endReason": "hangup", "billedDuration": "6.5s",
        "metadata": {"a": "b"}, "sipDetails": {"billedDuration": "0s"}, "medium": {"twilio": {}}}}"#;

    proptest! {
        #[test]
        fn no_body_panics(body: Vec<u8>) {
            drop(WebhookEvent::from_slice(&body));
        }

        #[test]
        fn nearly_an_event_does_not_panic(at in 0..FULL.len(), byte: u8, end in 0..FULL.len()) {
            let mut body = FULL.as_bytes().to_vec();
            body[at] = byte;
            drop(WebhookEvent::from_slice(&body));
            prop_assert!(WebhookEvent::from_slice(&FULL.as_bytes()[..end]).is_err());
        }
    }
}
