use super::{DialNoun, declare::element, element::Element};
use crate::HttpMethod;

element! {
    /// The first call in a queue.
    ///
    /// See [Twilio Docs/TwiML: Queue](https://www.twilio.com/docs/voice/twiml/queue).
    Queue, "Queue", in [DialNoun],
    attributes {
        /// The URL of a document for the call from the queue, before the sides are connected. It may not dial.
        url: text = "url";
        /// How [`url`](Self::url) is requested. Default: POST.
        method: word(HttpMethod) = "method";
        /// The identifier of a reservation of TaskRouter, `WR…`. Default: none.
        reservation_sid: text = "reservationSid";
        /// The identifier of the activity of TaskRouter, `WA…`, into which the worker goes afterwards. Default: none.
        post_work_activity_sid: text = "postWorkActivitySid";
    }
}

impl Queue {
    /// The queue called `name`.
    pub fn new(name: impl AsRef<str>) -> Self {
        let mut element = Element::new("Queue");
        element.text(name.as_ref());
        Self(element)
    }
}
