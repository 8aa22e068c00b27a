use std::time::Duration;

use super::{CallFields, declare::callback};
use crate::{CallSid, QueueSid, wire::open_enum};

callback! {
    /// The call has left the queue: what is sent to the `action` of `<Enqueue>`. Answer with TwiML.
    ///
    /// See [Twilio Docs/Enqueue](https://www.twilio.com/docs/voice/twiml/enqueue#action).
    EnqueueAction {
        + /// The call.
        call: CallFields,
        /// Why it left.
        queue_result: Option<QueueResult> = parsed("QueueResult"),
        /// Identifies the queue.
        queue_sid: Option<QueueSid> = parsed("QueueSid"),
        /// How long the call waited, in whole seconds.
        queue_time: Option<Duration> = seconds("QueueTime"),
    }
}

callback! {
    /// The call waits: what is sent to the `waitUrl` of `<Enqueue>`. Answer with TwiML.
    ///
    /// See [Twilio Docs/Enqueue](https://www.twilio.com/docs/voice/twiml/enqueue#waiturl).
    QueueWait {
        + /// The call.
        call: CallFields,
        /// The place in the queue; the first is 1.
        queue_position: Option<u64> = parsed("QueuePosition"),
        /// Identifies the queue.
        queue_sid: Option<QueueSid> = parsed("QueueSid"),
        /// How long the call waits already, in whole seconds.
        queue_time: Option<Duration> = seconds("QueueTime"),
        /// How long those who wait now do so on average, in whole seconds.
        avg_queue_time: Option<Duration> = seconds("AvgQueueTime"),
        /// How many wait.
        current_queue_size: Option<u64> = parsed("CurrentQueueSize"),
        /// How many may wait.
        max_queue_size: Option<u64> = parsed("MaxQueueSize"),
    }
}

callback! {
    /// The call is about to be connected: what is sent to the `url` of `<Queue>`. Answer with TwiML for who waited.
    ///
    /// See [Twilio Docs/Queue](https://www.twilio.com/docs/voice/twiml/queue).
    QueueMember {
        + /// The call that waited.
        call: CallFields,
        /// Identifies the queue.
        queue_sid: Option<QueueSid> = parsed("QueueSid"),
        /// How long the call waited, in whole seconds.
        queue_time: Option<Duration> = seconds("QueueTime"),
        /// The call that takes it out of the queue.
        dequeueing_call_sid: Option<CallSid> = parsed("DequeueingCallSid"),
    }
}

open_enum! {
    /// Why a call left a queue.
    QueueResult {
        /// It was connected.
        Bridged = "bridged",
        /// It is being connected.
        BridgingInProcess = "bridging-in-process",
        /// The TwiML of the queue was wrong.
        Error = "error",
        /// The caller hung up.
        Hangup = "hangup",
        /// `<Leave>`.
        Leave = "leave",
        /// It was redirected while it waited.
        Redirected = "redirected",
        /// It was redirected while it was connected.
        RedirectedFromBridged = "redirected-from-bridged",
        /// There was no place.
        QueueFull = "queue-full",
        /// Twilio failed.
        SystemError = "system-error",
    }
}
