//! What a websocket gives.

use std::time::Instant;

use bytes::Bytes;

use super::{Core, Due, Item, Phase};
use crate::session::{
    CloseCode, CloseReason, Event, SessionError,
    audio::Halves,
    event::{Latency, PlaybackCleared},
    message::{ClientMessage, ServerMessage, ToolInvocation, ToolResult},
};

impl Core {
    /// Takes the content of a text frame.
    pub fn handle_text(&mut self, text: &[u8], now: Instant) {
        if !self.accepts(text.len(), now) {
            return;
        }
        self.stats.messages_received += 1;
        match ServerMessage::from_slice(text) {
            Ok(message) => self.handle_message(message, text.len(), now),
            Err(error) => {
                self.stats.messages_malformed += 1;
                if self.options.strict {
                    self.fail(SessionError::Malformed(error), 1007);
                } else {
                    self.push(Event::Malformed(error), text.len());
                }
            }
        }
    }

    /// Takes the content of a binary frame.
    pub fn handle_binary(&mut self, bytes: Bytes, now: Instant) {
        if !self.accepts(bytes.len(), now) {
            return;
        }
        let pcm = self.halves_in.join(bytes);
        if pcm.is_empty() {
            return;
        }
        self.stats.audio_received += pcm.len() as u64;
        self.stats.audio_dropped += self.incoming.push_audio(pcm) as u64;
    }

    /// Takes a ping, and answers it.
    pub fn handle_ping(&mut self, payload: Bytes, now: Instant) {
        self.pulse.heard(now);
        if self.phase != Phase::Over {
            self.outgoing.pong(payload);
        }
    }

    /// Takes a pong, or any other sign of life.
    pub fn handle_pong(&mut self, now: Instant) {
        self.pulse.heard(now);
    }

    /// Takes a close frame. `code` is `None` if it has none.
    pub fn handle_close(&mut self, code: Option<CloseCode>, reason: &str) {
        let code = code.unwrap_or(CloseCode::NONE);
        let ours = matches!(self.phase, Phase::Closing { .. });
        self.end(if ours || code.is_ordinary() {
            Ok(())
        } else {
            let reason = CloseReason::from(reason);
            Err(SessionError::Closed { code, reason })
        });
    }

    /// The websocket is gone without a close frame.
    pub fn handle_lost(&mut self) {
        // Some servers only drop the connection when we have closed.
        let closed = matches!(self.phase, Phase::Closing { .. }) && self.outgoing.is_closed();
        self.end(if closed {
            Ok(())
        } else {
            Err(SessionError::Lost)
        });
    }

    /// The websocket found something that ends the session.
    pub fn handle_error(&mut self, error: SessionError) {
        self.end(Err(error));
    }

    /// Does what is due `now`.
    pub fn handle_timeout(&mut self, now: Instant) {
        match self.phase {
            Phase::Over => {}
            Phase::Closing { until } => {
                if until.is_some_and(|until| now >= until) {
                    let after = self.options.close_timeout;
                    self.end(Err(SessionError::Silent { after }));
                }
            }
            Phase::Open => {
                self.pace(now);
                self.look(now);
            }
        }
    }

    fn look(&mut self, now: Instant) {
        if self.incoming.is_full() {
            // What is not read cannot be a sign of life.
            return self.pulse.heard(now);
        }
        match self.pulse.look(now) {
            Due::Nothing => {}
            Due::Ask => self.outgoing.ping(),
            Due::Dead { after } => self.end(Err(SessionError::Silent { after })),
        }
    }

    /// Sends the audio whose time has come.
    fn pace(&mut self, now: Instant) {
        let Some(pacer) = &mut self.pacer else { return };
        while let Some(frame) = pacer.poll(now) {
            self.stats.outgoing_dropped += self.outgoing.push_audio(frame) as u64;
        }
    }

    fn accepts(&mut self, length: usize, now: Instant) -> bool {
        self.pulse.heard(now);
        if self.phase == Phase::Over {
            return false;
        }
        let limit = self.options.max_message_size;
        if length > limit {
            self.fail(SessionError::TooLarge { limit }, 1009);
            return false;
        }
        true
    }

    fn handle_message(&mut self, message: ServerMessage, bytes: usize, now: Instant) {
        let event = match message {
            ServerMessage::Transcript(update) => {
                return self.incoming.push(Item::Transcript(update), bytes);
            }
            ServerMessage::PlaybackClearBuffer => {
                let discarded = self.incoming.clear_audio();
                self.stats.audio_cleared += discarded as u64;
                // What comes next is another utterance: the other half was dropped there.
                self.halves_in = Halves::default();
                Event::PlaybackCleared(PlaybackCleared { discarded })
            }
            ServerMessage::State(state) => {
                self.state = state.clone();
                Event::State(state)
            }
            ServerMessage::CallStarted(started) => {
                self.call_id = Some(started.call_id);
                Event::CallStarted(started)
            }
            ServerMessage::Pong(pong) => match self.pings.finish(pong.timestamp, now) {
                Some(round_trip) => {
                    self.stats.round_trip = Some(round_trip);
                    Event::Latency(Latency { round_trip })
                }
                None => Event::Message(ServerMessage::Pong(pong)),
            },
            ServerMessage::ClientToolInvocation(invocation) => {
                if self.options.tools.is_some() {
                    return self.run_tool(invocation);
                }
                Event::ToolInvocation(invocation)
            }
            other => Event::Message(other),
        };
        self.push(event, bytes);
    }

    fn run_tool(&mut self, invocation: ToolInvocation) {
        if self.phase != Phase::Open {
            return;
        }
        if self.running < Self::MOST_TOOLS {
            self.running += 1;
            self.invocations.push_back(invocation);
            return;
        }
        self.stats.tools_answered += 1;
        let result = ToolResult::failed(invocation.invocation_id, "too many tools are running");
        let message = ClientMessage::ClientToolResult(result);
        self.outgoing.push_message(message.to_json());
    }

    /// Ends the session and tells the other side why.
    fn fail(&mut self, error: SessionError, code: u16) {
        self.end(Err(error));
        self.outgoing.close(code);
    }
}
