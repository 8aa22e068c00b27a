use super::{RawElement, ResponseVerb, declare::element, element::Element, sealed::Node};
use crate::HttpMethod;

/// What may stand in an [`Enqueue`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in an `<Enqueue>`")]
pub trait EnqueueNoun: Node {}

impl EnqueueNoun for RawElement {}

element! {
    /// Puts the call into a queue.
    ///
    /// See [Twilio Docs/TwiML: Enqueue](https://www.twilio.com/docs/voice/twiml/enqueue).
    Enqueue, "Enqueue", in [ResponseVerb],
    attributes {
        /// The URL that is told why the call left the queue and answers with further instructions. Default: the next verb
        /// is carried out.
        action: text = "action";
        /// How many calls may wait. Twilio has not documented the default.
        max_queue_size: count = "maxQueueSize";
        /// How [`action`](Self::action) is requested. Default: POST.
        method: word(HttpMethod) = "method";
        /// The URL of a document that the waiting call hears. Default: Twilio's music.
        wait_url: text = "waitUrl";
        /// How [`wait_url`](Self::wait_url) is requested. Default: POST.
        wait_url_method: word(HttpMethod) = "waitUrlMethod";
    }
}

impl Enqueue {
    /// The queue called `name`. It is made if there is none.
    pub fn new(name: impl AsRef<str>) -> Self {
        let mut element = Element::with_capacity("Enqueue", 128);
        element.text(name.as_ref());
        Self(element)
    }

    /// The workflow of TaskRouter with this identifier, `WW…`; [push](Self::push) the [`Task`].
    pub fn workflow(sid: impl AsRef<str>) -> Self {
        let mut element = Element::with_capacity("Enqueue", 256);
        element.set("workflowSid", sid.as_ref());
        Self(element)
    }

    /// Appends a child, such as a [`Task`].
    pub fn push(mut self, noun: impl EnqueueNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

element! {
    /// The task that TaskRouter makes of a call.
    ///
    /// See [Twilio Docs/TwiML: Enqueue, Task](https://www.twilio.com/docs/voice/twiml/enqueue#task).
    Task, "Task", in [EnqueueNoun],
    attributes {
        /// How urgent it is: the greatest number is first. Default: 0.
        priority: count = "priority";
        /// How long it may wait for a worker, in whole seconds. Default: 86,400 s.
        timeout: seconds = "timeout";
    }
}

impl Task {
    /// A task with these attributes, as JSON.
    pub fn new(attributes: impl AsRef<str>) -> Self {
        let mut element = Element::new("Task");
        element.text(attributes.as_ref());
        Self(element)
    }
}
