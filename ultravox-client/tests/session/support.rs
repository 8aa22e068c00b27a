//! What every test uses.

use std::{sync::Arc, time::Duration};

use sandbox::{Config, Sandbox};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{WebSocketStream, accept_async};
use ultravox_client::{
    CallId, Client,
    calls::{Call, CreateCall, JoinUrl, ServerWebSocketMedium},
    session::{Event, Session, SessionError, SessionOptions, SessionReceiver, Transcript},
};

/// Samples per second of all calls.
pub(crate) const RATE: u32 = 8_000;

const KEY: &str = concat!("abcd1234", ".", "00000000000000000000000000000000");

/// No test waits longer than this for anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
}

/// A sandbox whose agent says `greeting`, quickly.
pub(crate) async fn rig(greeting: &str) -> Rig {
    let mut config = Config::instant();
    config.ultravox.agent.greeting = greeting.to_owned();
    config.ultravox.agent.thinking = Duration::from_millis(20);
    config.ultravox.agent.turn_delay = Duration::from_millis(200);
    config.ultravox.farewell_delay = Duration::from_millis(400);
    config.ultravox.agent.per_character = Duration::from_millis(4);
    rig_with(config).await
}

pub(crate) async fn rig_with(config: Config) -> Rig {
    // The sandbox turns on rustls in reqwest, which then wants a provider even if this crate asks for no TLS.
    drop(rustls::crypto::ring::default_provider().install_default());
    let sandbox = Sandbox::start(config).await.unwrap();
    let client = Client::builder(KEY).base_url(sandbox.url());
    Rig {
        client: client.build().unwrap(),
        sandbox,
    }
}

/// A call whose audio is plain PCM.
pub(crate) fn call() -> CreateCall {
    let medium = ServerWebSocketMedium::new(RATE).client_buffer_size_ms(30_000);
    CreateCall::new("You sell pizza.").medium(medium)
}

pub(crate) fn options() -> SessionOptions {
    SessionOptions::new().rates(&ServerWebSocketMedium::new(RATE))
}

impl Rig {
    pub(crate) async fn create(&self, call: &CreateCall) -> (CallId, JoinUrl) {
        let call = self.client.calls().create(call).await.unwrap();
        (call.call_id, call.join_url.unwrap())
    }

    pub(crate) async fn join(
        &self,
        call: &CreateCall,
        options: &SessionOptions,
    ) -> (CallId, Session) {
        let (id, url) = self.create(call).await;
        (id, Session::connect_with(&url, options).await.unwrap())
    }

    /// The call, once it is over.
    pub(crate) async fn ended(&self, id: &CallId) -> Call {
        let waiting = async {
            loop {
                let call = self.client.calls().get(id).await.unwrap();
                if call.ended.is_some() {
                    return call;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, waiting).await.expect("the call ends")
    }
}

/// Events until one is what is looked for.
pub(crate) async fn until<T>(
    receiver: &mut SessionReceiver,
    mut find: impl FnMut(Event) -> Option<T>,
) -> T {
    let looking = async {
        while let Some(event) = receiver.next().await {
            if let Some(found) = find(event.unwrap()) {
                return found;
            }
        }
        panic!("the session has ended")
    };
    timeout(PATIENCE, looking)
        .await
        .expect("it happens in time")
}

/// The next utterance that is complete.
pub(crate) async fn said(receiver: &mut SessionReceiver) -> Transcript {
    until(receiver, |event| match event {
        Event::Transcript(said) if said.is_final => Some(said),
        _ => None,
    })
    .await
}

/// What the agent says next, and nothing of the user.
pub(crate) async fn agent_said(receiver: &mut SessionReceiver) -> String {
    loop {
        let said = said(receiver).await;
        if said.role.as_str() == "agent" {
            return said.text;
        }
    }
}

/// How a session ends.
pub(crate) async fn end(receiver: &mut SessionReceiver) -> Result<(), SessionError> {
    let ending = async {
        while let Some(event) = receiver.next().await {
            event?;
        }
        Ok(())
    };
    timeout(PATIENCE, ending).await.expect("it ends in time")
}

/// The other side of a session, as far as a test wants it.
pub(crate) type Peer = WebSocketStream<TcpStream>;

/// A session with a peer that does nothing by itself.
pub(crate) async fn pair(options: &SessionOptions) -> (Session, Peer) {
    let (listener, url) = listen().await;
    let accept = async {
        accept_async(listener.accept().await.unwrap().0)
            .await
            .unwrap()
    };
    let (session, peer) = tokio::join!(Session::connect_with(&url, options), accept);
    (session.unwrap(), peer)
}

pub(crate) async fn listen() -> (Arc<TcpListener>, JoinUrl) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let url = format!("ws://127.0.0.1:{port}/calls/top-secret?token=hidden");
    (Arc::new(listener), url.into())
}
