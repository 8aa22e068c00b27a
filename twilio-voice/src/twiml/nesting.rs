//! What the compiler refuses: for each parent, something that may not stand in it. The first is good, so that the others
//! fail for what they say.
//!
//! ```
//! use twilio_voice::twiml::*;
//!
//! let stream = Stream::new("wss://example.com").push(Parameter::new("a", "b"));
//! let pay = Pay::new().push(Prompt::new(PromptFor::SecurityCode).push(Say::new("a")));
//! let verbs = Response::new().push(Say::new("a")).push(Pause::new()).push(Hangup::new()).push(pay);
//! drop(verbs.push(Connect::new(stream)));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Response, Stream};
//! drop(Response::new().push(Stream::new("wss://example.com")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Parameter, Response};
//! drop(Response::new().push(Parameter::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::Response;
//! drop(Response::new().push(Response::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Number, Response};
//! drop(Response::new().push(Number::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Prompt, PromptFor, Response};
//! drop(Response::new().push(Prompt::new(PromptFor::SecurityCode)));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Hangup, Say};
//! drop(Say::new("a").push(Hangup::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::Say;
//! drop(Say::new("a").push(Say::new("b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::Paragraph;
//! drop(Paragraph::new("a").push(Paragraph::new("b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Paragraph, Sentence};
//! drop(Sentence::new("a").push(Paragraph::new("b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::Sentence;
//! drop(Sentence::new("a").push(Sentence::new("b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Emphasis, Sentence};
//! drop(Emphasis::new("a").push(Sentence::new("b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Lang, Pause};
//! drop(Lang::new("en-GB", "a").push(Pause::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Pause, Prosody};
//! drop(Prosody::new("a").push(Pause::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Lang, Word};
//! drop(Word::new("a").push(Lang::new("en-GB", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::Word;
//! drop(Word::new("a").push(Word::new("b")));
//! ```
//!
//! ```compile_fail,E0599
//! # use twilio_voice::twiml::{Break, Sub};
//! drop(Sub::new("a", "b").push(Break::new()));
//! ```
//!
//! ```compile_fail,E0599
//! # use twilio_voice::twiml::{Break, InterpretAs, SayAs};
//! drop(SayAs::new("a", InterpretAs::Date).push(Break::new()));
//! ```
//!
//! ```compile_fail,E0599
//! # use twilio_voice::twiml::{Break, Phoneme};
//! drop(Phoneme::new("a", "b").push(Break::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Gather, Hangup};
//! drop(Gather::new().push(Hangup::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::Gather;
//! drop(Gather::new().push(Gather::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Dial, Say};
//! drop(Dial::new(Say::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Dial, ReferSip};
//! drop(Dial::new(ReferSip::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Dial, Stream};
//! drop(Dial::number("a").push(Stream::new("wss://example.com")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Client, Header, Identity};
//! drop(Client::with(Identity::new("a")).push(Header::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Parameter, Sip, Uri};
//! drop(Sip::with(Uri::new("a")).push(Parameter::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Headers, Parameter};
//! drop(Headers::new().push(Parameter::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Application, Identity};
//! drop(Application::new("a").push(Identity::new("a")));
//! ```
//!
//! ```compile_fail,E0599
//! # use twilio_voice::twiml::{Conference, Parameter};
//! drop(Conference::new("a").push(Parameter::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0599
//! # use twilio_voice::twiml::{Parameter, Queue};
//! drop(Queue::new("a").push(Parameter::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Enqueue, Parameter};
//! drop(Enqueue::new("a").push(Parameter::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Refer, Sip};
//! drop(Refer::new(Sip::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Pay, Say};
//! drop(Pay::new().push(Say::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Hangup, Prompt, PromptFor};
//! drop(Prompt::new(PromptFor::SecurityCode).push(Hangup::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Hangup, Say};
//! drop(Hangup::new().push(Say::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Reject, Say};
//! drop(Reject::new().push(Say::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Connect, Say};
//! drop(Connect::new(Say::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Connect, Recording};
//! drop(Connect::new(Recording::new()));
//! ```
//!
//! ```compile_fail,E0061
//! # use twilio_voice::twiml::Connect;
//! drop(Connect::new());
//! ```
//!
//! ```compile_fail,E0599
//! # use twilio_voice::twiml::{Connect, Room};
//! drop(Connect::new(Room::new("a")).push(Room::new("b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{ConversationRelay, Start};
//! drop(Start::new(ConversationRelay::new("wss://example.com")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Recording, Stop};
//! drop(Stop::new(Recording::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Pause, Stream};
//! drop(Stream::new("wss://example.com").push(Pause::new()));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Config, Siprec};
//! drop(Siprec::new().push(Config::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Language, Transcription};
//! drop(Transcription::new().push(Language::new("a")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Config, ConversationRelay};
//! drop(ConversationRelay::new("wss://example.com").push(Config::new("a", "b")));
//! ```
//!
//! ```compile_fail,E0277
//! # use twilio_voice::twiml::{Language, VirtualAgent};
//! drop(VirtualAgent::new("a").push(Language::new("a")));
//! ```
//!
//! ```compile_fail,E0599
//! # use twilio_voice::twiml::Pause;
//! drop(Pause::new().push(Pause::new()));
//! ```
//!
//! The traits of the parents are ours alone.
//!
//! ```compile_fail,E0277
//! use twilio_voice::twiml::ResponseVerb;
//! struct Mine;
//! impl ResponseVerb for Mine {}
//! ```
#![cfg(doctest)]
