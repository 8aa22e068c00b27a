//! Nothing of a call stays behind when it is over.

use std::time::Duration;

use axum::Router;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::routing::any;
use sandbox::Config;
use serde_json::json;
use tokio::runtime::Handle;

use crate::support::{frame, join, message, start, until};
use futures_util::SinkExt;

const WAVES: usize = 10;
const CALLS: usize = 20;

/// Takes every socket and hears it to its end.
async fn listener() -> String {
    async fn hear(mut socket: WebSocket) {
        while let Some(Ok(_)) = socket.recv().await {}
    }
    let app = any(|upgrade: WebSocketUpgrade| async { upgrade.on_upgrade(hear) });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        axum::serve(listener, Router::new().fallback(app))
            .await
            .unwrap();
    });
    url
}

#[tokio::test]
async fn no_task_outlives_its_call() {
    let mut config = Config::instant();
    config.keep_ended = 10;
    let rig = start(config).await;
    let url = listener().await;
    let call = json!({
        "medium": {"serverWebSocket": {"inputSampleRate": 8000}},
        "dataConnection": {"websocketUrl": url, "audioConfig": {"sampleRate": 8000}},
    });
    let stream = format!(r#"<Response><Connect><Stream url="{url}"/></Connect></Response>"#);
    let alive = || Handle::current().metrics().num_alive_tasks();
    let mut before = None;
    for wave in 0..WAVES {
        let mut sockets = Vec::new();
        let mut sids = Vec::new();
        for n in 0..CALLS {
            let (_, mut socket) = join(&rig, call.clone()).await;
            socket.send(frame(6000)).await.unwrap();
            message(&mut socket, "state").await;
            sids.push(rig.place(&stream, &[]).await);
            // One half hangs up, the other half is gone.
            if n % 2 == 0 {
                socket.close(None).await.unwrap();
            }
            sockets.push(socket);
        }
        for sid in &sids {
            rig.until_state(sid, "in-progress").await;
            rig.control.hang_up(sid).unwrap();
        }
        drop(sockets);
        until("all calls end", || async { rig.control.live_count() == 0 }).await;
        let wanted = *before.get_or_insert(usize::MAX);
        until(&format!("the tasks of wave {wave} end"), || async {
            alive() <= wanted
        })
        .await;
        if wave == 0 {
            // Connections of the client stay open for a while.
            tokio::time::sleep(Duration::from_millis(1500)).await;
            before = Some(alive() + 4);
        }
    }
    assert!(rig.control.calls(&sandbox::CallFilter::default()).len() <= 20);
}
