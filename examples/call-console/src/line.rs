//! The line that shows a live call.

use std::time::Duration;

use jiff::Timestamp;
use twilio_voice::calls::CallStatus;
use ultravox_client::calls::{Call, CallState};

use crate::{args::Settings, money, out::Tone};

/// What is known of the call at this moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Look {
    pub(crate) joined: Option<Timestamp>,
    pub(crate) ended: Option<Timestamp>,
    /// The phone leg: its state and when it was answered.
    pub(crate) phone: Option<(CallStatus, Option<Timestamp>)>,
}

impl Look {
    pub(crate) fn see(&mut self, call: &Call) {
        self.joined = call.joined;
        self.ended = call.ended;
    }

    fn agent(&self) -> CallState {
        match (self.joined, self.ended) {
            (_, Some(_)) => CallState::Ended,
            (Some(_), None) => CallState::Joined,
            (None, None) => CallState::Unjoined,
        }
    }

    /// A few words for where the call is.
    pub(crate) fn state(&self) -> String {
        let phone = match &self.phone {
            Some((status, _)) => format!(", phone {status}"),
            None => String::new(),
        };
        format!("{}{phone}", state_word(self.agent()))
    }

    pub(crate) fn tone(&self) -> Tone {
        match self.agent() {
            CallState::Unjoined => Tone::Waiting,
            CallState::Joined => Tone::Good,
            CallState::Ended => Tone::Strong,
        }
    }

    /// How long somebody has been connected.
    pub(crate) fn duration(&self) -> Duration {
        between(self.joined, self.ended)
    }

    pub(crate) fn cost(&self, settings: &Settings) -> f64 {
        let phone = match &self.phone {
            Some((status, answered))
                if !matches!(status, CallStatus::Queued | CallStatus::Ringing) =>
            {
                money::twilio(between(*answered, self.ended), settings.twilio_rate)
            }
            _ => 0.0,
        };
        money::ultravox(self.duration(), settings.ultravox_rate) + phone
    }
}

pub(crate) fn state_word(state: CallState) -> &'static str {
    match state {
        CallState::Unjoined => "waiting for somebody to join",
        CallState::Joined => "in call",
        CallState::Ended => "over",
    }
}

fn between(from: Option<Timestamp>, to: Option<Timestamp>) -> Duration {
    let Some(from) = from else {
        return Duration::ZERO;
    };
    let to = to.unwrap_or_else(Timestamp::now);
    // A clock that is a little off must not show a negative time.
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}
