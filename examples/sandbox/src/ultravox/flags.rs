//! Which data messages a peer gets.

use serde_json::{Value, json};

/// Messages that can be switched, and whether a server socket gets them unasked.
const SWITCHED: [(&str, bool); 13] = [
    ("pong", true),
    ("state", true),
    ("transcript", true),
    ("clientToolInvocation", true),
    ("dataConnectionToolInvocation", false),
    ("playbackClearBuffer", true),
    ("callStarted", true),
    ("debug", false),
    ("callEvent", false),
    ("toolUsed", false),
    ("userStartedSpeaking", false),
    ("userStoppedSpeaking", false),
    ("invokingTool", false),
];

/// Who is at the other end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Peer {
    /// A server socket.
    Socket,
    /// The control socket of a media room.
    Room,
    /// A data connection.
    Link,
}

/// `EnabledDataMessages` of one peer.
#[derive(Clone, Debug)]
pub(super) struct Flags {
    set: Value,
    peer: Peer,
}

impl Flags {
    pub(super) fn new(set: Value, peer: Peer) -> Self {
        let set = if set.is_object() { set } else { json!({}) };
        Self { set, peer }
    }

    /// Switches on what older clients ask for in the query: a list of types, or flags.
    pub(super) fn add(&mut self, list: &str) {
        for name in list
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            self.set[camel(name)] = json!(true);
        }
    }

    /// Whether the peer gets this message. What has no switch is always sent.
    pub(super) fn wants(&self, message: &Value) -> bool {
        let flag = camel(message["type"].as_str().unwrap_or_default());
        let Some((_, unasked)) = SWITCHED.iter().find(|(name, _)| *name == flag) else {
            return true;
        };
        let default = match (flag.as_str(), self.peer) {
            ("playbackClearBuffer", Peer::Room | Peer::Link) => false,
            ("dataConnectionToolInvocation", Peer::Link) => true,
            _ => *unasked,
        };
        self.set[&flag].as_bool().unwrap_or(default)
    }
}

/// `call_started` becomes `callStarted`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(set: Value, peer: Peer, kind: &str) -> bool {
        Flags::new(set, peer).wants(&json!({"type": kind}))
    }

    #[test]
    fn defaults_are_those_of_the_peer() {
        for (kind, socket, room, link) in [
            ("state", true, true, true),
            ("playback_clear_buffer", true, false, false),
            ("client_tool_invocation", true, true, true),
            ("data_connection_tool_invocation", false, false, true),
            ("tool_used", false, false, false),
            ("thread_spawned", true, true, true),
        ] {
            assert_eq!(wants(Value::Null, Peer::Socket, kind), socket, "{kind}");
            assert_eq!(wants(Value::Null, Peer::Room, kind), room, "{kind}");
            assert_eq!(wants(Value::Null, Peer::Link, kind), link, "{kind}");
        }
    }

    #[test]
    fn switches_and_queries_change_them() {
        let set = json!({"state": false, "toolUsed": true});
        assert!(!wants(set.clone(), Peer::Socket, "state"));
        assert!(wants(set, Peer::Socket, "tool_used"));
        let mut flags = Flags::new(Value::Null, Peer::Room);
        flags.add("debug, call_event");
        assert!(flags.wants(&json!({"type": "call_event"})));
    }
}
