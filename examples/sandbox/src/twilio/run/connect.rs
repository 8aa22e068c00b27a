//! Sockets of the application that a call is connected to.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::{Leave, Runner, interrupted};
use crate::twilio::call::Target;
use crate::twilio::callbacks::base;
use crate::twilio::twiml::{Link, Relay, Stream};
use crate::twilio::{fetch, relay, stream};

impl Runner {
    /// A stream both ways: the call stays here until it ends.
    pub(super) async fn connect(&mut self, wanted: &Stream) -> Result<(), Leave> {
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        let wanted = self.absolute(wanted);
        let inputs = std::mem::take(&mut self.inputs);
        let run = stream::run(shared, self.number, wanted, true, inputs, stopped);
        tokio::pin!(run);
        tokio::select! {
            () = &mut run => Ok(()),
            leave = interrupted(&mut self.commands) => {
                drop(stop);
                let _ = tokio::time::timeout(Duration::from_secs(2), run).await;
                Err(leave)
            }
        }
    }

    /// A stream of what is heard; the call goes on.
    pub(super) fn start_stream(&mut self, wanted: Stream) {
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        let wanted = self.absolute(&wanted);
        self.streams.push((wanted.name.clone(), stop));
        let run = stream::run(shared, self.number, wanted, false, VecDeque::new(), stopped);
        self.background.spawn(run);
    }

    fn absolute(&self, wanted: &Stream) -> Stream {
        let mut wanted = wanted.clone();
        wanted.url = self.resolve(&wanted.url);
        if let Some(callback) = &mut wanted.status_callback {
            callback.url = self.resolve(&callback.url);
        }
        wanted
    }

    /// A conversation in text: the call stays here until it ends. What the action is told.
    pub(super) async fn relay(
        &mut self,
        mut wanted: Relay,
        action: Option<&Link>,
    ) -> Result<Vec<(String, String)>, Leave> {
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        wanted.url = self.resolve(&wanted.url);
        let inputs = std::mem::take(&mut self.inputs);
        let run = relay::run(shared, self.number, wanted, inputs, stopped);
        tokio::pin!(run);
        tokio::select! {
            results = &mut run => Ok(results),
            leave = interrupted(&mut self.commands) => {
                drop(stop);
                let limit = Duration::from_secs(2);
                let results = tokio::time::timeout(limit, run).await.unwrap_or_default();
                if let (Leave::Over, Some(action)) = (&leave, action) {
                    self.report(action, results).await;
                }
                Err(leave)
            }
        }
    }

    /// Asks an action although the call is over; what it answers does not matter.
    pub(super) async fn report(&self, action: &Link, results: Vec<(String, String)>) {
        let (token, mut params) = {
            let world = self.shared.lock();
            let Some(call) = world.state.twilio.calls.get(&self.number) else {
                return;
            };
            (
                world.twilio_token(&self.account),
                base(call, call.status.name()),
            )
        };
        params.extend(results);
        let target = Target {
            url: self.resolve(&action.url),
            post: action.post,
        };
        if let Err(failure) = fetch::request(&self.shared, &token, &target, &params).await {
            self.warn(&format!("{} the action could not be asked", failure.code));
        }
    }
}
