//! Talking in a call: join it, send the user's voice, hear the agent, run its tools.
//!
//! # From zero to a talking session
//!
//! Create a call whose medium is a websocket, join it at its join URL, send audio all the time, and handle what comes:
//!
//! ```no_run
//! # #[cfg(all(feature = "rest", feature = "session"))]
//! # async fn run(microphone: fn() -> [i16; 320]) -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use ultravox_client::{
//!     Client,
//!     calls::{CreateCall, ServerWebSocketMedium},
//!     session::{Event, Playback, Rates, Session, SessionOptions},
//! };
//!
//! let client = Client::new(std::env::var("ULTRAVOX_API_KEY")?)?;
//! // A large buffer on our side plays smoothly; obeying `playback_clear_buffer` keeps it interruptible.
//! let medium = ServerWebSocketMedium::new(16_000).client_buffer_size_ms(30_000);
//! let rates = Rates::from(&medium);
//! let request = CreateCall::new("You take orders for a pizza shop.")
//!     .medium(medium)
//!     .max_duration(Duration::from_secs(600));
//! let call = client.calls().create(&request).await?;
//!
//! let url = call.join_url.ok_or("the call has no join URL")?;
//! let session = Session::connect_with(&url, &SessionOptions::new().rates(rates)).await?;
//! let (sender, mut events) = session.split();
//!
//! // The user: 20 ms at a time, silence too.
//! tokio::spawn(async move {
//!     let mut tick = tokio::time::interval(Duration::from_millis(20));
//!     loop {
//!         tick.tick().await;
//!         if sender.try_send_audio(&microphone()[..]).is_err() {
//!             return; // the call is over
//!         }
//!     }
//! });
//!
//! // The agent: `speaker` goes to the callback of the audio device, which fills its blocks from it.
//! let (mut playback, speaker) = Playback::new(rates.output).open();
//! # drop(speaker);
//! while let Some(event) = events.next().await {
//!     let event = event?; // anything but an ordinary end of the call
//!     playback.handle(&event);
//!     if let Event::Transcript(said) = event
//!         && said.is_final
//!     {
//!         println!("{}: {}", said.role, said.text);
//!     }
//! }
//! // The session does not know why the call ended; the call does.
//! println!("{:?}", client.calls().get(&call.call_id).await?.end_reason);
//! # Ok(())
//! # }
//! ```
//!
//! # What is here
//!
//! - `Session`: a call that was joined. `split` it into a sender, which is cloned freely, and a receiver, which is a
//!   `Stream` of [`Event`]s. One task of its own carries frames; needs feature `session` and tokio.
//! - [`SessionOptions`]: rates, bounds, time limits, tools.
//! - [`Tools`]: functions of yours that the agent uses, with typed parameters.
//! - [`Playback`]: a buffer between bursts of audio and a loudspeaker.
//! - [`Pacing`]: sends audio in real time, and silence in between.
//! - [`Transcripts`]: the conversation, put together.
//! - [`Core`]: all of it without socket, runtime or clock, for websockets of another library. Everything but `Session`
//!   and [`Playback`] needs only feature `realtime`.
//! - [`message`]: what is said on the wire, for data connections too.
//!
//! # Audio
//!
//! Signed 16-bit samples, one channel, at the rates that the call was created with: they may differ for the two
//! directions, and nothing is resampled. Half a sample at the end of a frame is kept for the next. Which rates Ultravox
//! accepts is not documented; 8,000, 16,000 and 48,000 Hz are in use.
//!
//! # Sending audio
//!
//! Ultravox wants the user's audio all the time and in real time, silence included: gaps distort recording and bill, and
//! end a call that has a `media_idle_timeout`; too much is dropped there.
//!
//! - A microphone or a phone line has that pace by itself. Give its blocks to `try_send_audio` as they come, also while
//!   the user is silent, and leave [`pacing`](SessionOptions::pacing) off: it would only add delay.
//! - Anything else has another pace: a file, speech that is synthesised, a source that says nothing while nobody speaks,
//!   push to talk, a user who writes. Turn [`pacing`](SessionOptions::pacing) on, and set the
//!   [`rates`](SessionOptions::rates), which it goes by: from the connection on the session
//!   sends a frame every 20 ms, of what was given or of silence, and never further ahead of real time than its
//!   [`lead`](Pacing::lead). `send_audio` then takes audio as quickly as it is heard, `flush` waits until it is,
//!   `clear_audio` interrupts it. [`SessionStats`] counts underruns.
//!
//! # Queues
//!
//! Everything that waits is bounded, and everything that is dropped is counted in [`SessionStats`]:
//!
//! | queue | bound, by default | when it is full |
//! |---|---|---|
//! | audio to be sent | 1 s | `send_audio` waits; `try_send_audio` drops the oldest |
//! | audio whose time has not come, with `pacing` | 1 s | `send_audio` waits; `try_send_audio` drops what does not fit |
//! | messages to be sent | 256 | `send` waits; `try_send` refuses |
//! | audio received | 60 s; a frame counts for 1 ms at least | the oldest is dropped |
//! | events received | 4096, or 4 times the largest message | nothing is read from the socket until some are taken out |
//! | tools at the same time | 32 | further uses are answered with an error |
//! | a message received | 1 MiB | the session ends |
//!
//! Events come out in the order in which they came in. When the agent is interrupted, audio that was not taken out yet
//! is dropped before the event that says so. An idle session takes some 15 kB, most of it the buffer it reads into.
//!
//! # How it ends
//!
//! The stream of events ends after an ordinary close (codes 1000 and 1005), whoever ended the call. Any other end is a
//! [`SessionError`], once: another code, such as 4404 for no such call or 4409 for one that was joined already; a
//! connection that broke; one that stands but does not answer a ping within ten seconds, which is sent after ten seconds
//! of silence. Codes do not say why the call ended: get the call.
//!
//! There is no way back into a call: a dropped connection ends it. A new call can go on with the conversation.
//!
//! **Dropping** the `Session`, or its receiver, closes the websocket: what is queued is sent, then a close frame, and
//! Ultravox ends the call. Dropping a sender does nothing. `close` waits for the end.
//!
//! **Tools that run** when the session is closed, by whichever side, are cut off: their futures are dropped where they
//! wait, as they are when their time is up. Nobody would read their answers; [`SessionStats::tools_unanswered`] counts
//! them. What must not be left half done belongs into a task of its own: see [`Tools`].
//!
//! What this does not do:
//!
//! - If the runtime is gone, nobody sends the close frame: the operating system closes the socket, and Ultravox notices a
//!   lost connection. If the process is killed or the machine is lost, it may take longer to notice. The limits of the
//!   call, `max_duration` and the medium's `media_idle_timeout`, are what ends it for certain.
//! - It does not confirm that the call has ended: only the call says so.
//! - A tool that never waits for anything cannot be cut off.
//!
//! # Logs
//!
//! That a session was connected and how it ended, with counters: no URL, no text, no parameters. The websocket library
//! below logs nothing.
//!
//! # What it does not do
//!
//! It does not resample, encode or touch the loudness, and talks to no audio device. It does not join WebRTC calls, whose
//! media are in a room of LiveKit, nor calls whose medium is a telephone company: those URLs are for the company. It does
//! not use proxies.
//!
//! See [Ultravox Docs/WebSockets](https://docs.ultravox.ai/apps/websockets).

mod audio;
#[cfg(feature = "session")]
mod connect;
pub(crate) mod core;
#[cfg(feature = "session")]
mod driver;
mod error;
mod event;
#[cfg(feature = "session")]
mod handle;
#[cfg(feature = "session")]
mod handshake;
pub mod message;
mod options;
mod pacing;
#[cfg(feature = "session")]
mod playback;
#[cfg(feature = "session")]
mod sender;
mod stats;
#[cfg(feature = "session")]
mod tls;
mod tools;
mod transcript;

#[cfg(feature = "session")]
pub use self::{
    handle::{Session, SessionReceiver},
    playback::{Playback, PlaybackReader, PlaybackStats, PlaybackWriter},
    sender::SessionSender,
};

pub use self::{
    audio::{Pcm, Rates, SampleRate},
    core::{Core, Transmit},
    error::{CloseCode, CloseReason, SessionError},
    event::{Event, Latency, PlaybackCleared, ToolAnswered},
    options::SessionOptions,
    pacing::{Pacer, PacerStats, Pacing},
    stats::SessionStats,
    tools::{ToolAnswer, Tools},
    transcript::{Transcript, Transcripts},
};
