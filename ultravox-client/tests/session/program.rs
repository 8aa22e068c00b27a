//! A whole program, as a user would write it.

use std::{io, path::Path, time::Duration};

use serde_json::{Value, json};
use tokio::{fs::File, io::AsyncReadExt as _};
use ultravox_client::{
    calls::{EndReason, JoinUrl, ServerWebSocketMedium},
    session::{Event, Pacing, Session, SessionOptions, SessionSender, Tools},
    tools::{SelectedTool, ToolDefinition},
};

use crate::support::{RATE, call, rig};

/// Plays a file of samples to the agent, prints what is said, answers a tool, and hangs up when it is told to.
async fn talk(
    url: &JoinUrl,
    file: &Path,
    ctrl_c: impl Future<Output = io::Result<()>>,
    mut print: impl FnMut(String),
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let tools = Tools::new().tool("opening_hours", |_: Value| async {
        Ok::<_, String>(json!({"from": 9, "to": 17}))
    });
    let options = SessionOptions::new()
        .rates(&ServerWebSocketMedium::new(RATE))
        .pacing(Pacing::new())
        .tools(tools);
    let session = Session::connect_with(url, &options).await?;
    let (sender, mut events) = session.split();
    let playing = tokio::spawn(play(sender.clone(), File::open(file).await?));
    let mut ctrl_c = std::pin::pin!(ctrl_c);
    let mut hung_up = false;
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(event) => if let Event::Transcript(said) = event? && said.is_final {
                    print(format!("{}: {}", said.role, said.text));
                },
                None => break,
            },
            _ = &mut ctrl_c, if !hung_up => {
                hung_up = true;
                sender.hang_up(Some("Goodbye.")).await?;
            }
        }
    }
    playing.await?
}

async fn play(
    sender: SessionSender,
    mut file: File,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut block = vec![0; 4_096];
    loop {
        let length = file.read(&mut block).await?;
        if length == 0 {
            return Ok(());
        }
        sender.send_bytes(block[..length].to_vec().into()).await?;
    }
}

#[tokio::test]
async fn a_short_program_holds_a_whole_conversation() {
    let rig = rig("Good day.").await;
    let tool = SelectedTool::temporary(ToolDefinition::client("opening_hours"));
    let (id, url) = rig.create(&call().selected_tools([tool])).await;
    // Half a second of noise, which the agent takes for speech.
    let file = tempfile::NamedTempFile::new().unwrap();
    let loud = 8_000_i16.to_le_bytes().repeat(RATE as usize / 2);
    std::fs::write(file.path(), loud).unwrap();
    let (told, ctrl_c) = tokio::sync::oneshot::channel();
    let mut told = Some(told);
    let mut lines = Vec::new();
    let talking = talk(
        &url,
        file.path(),
        async { ctrl_c.await.map_err(io::Error::other) },
        |line| {
            // The greeting, what was played, and the answer to it.
            if lines.len() == 2
                && let Some(told) = told.take()
            {
                told.send(()).unwrap();
            }
            lines.push(line);
        },
    );
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, talking).await.unwrap().unwrap();
    assert_eq!(lines[0], "agent: Good day.");
    assert!(lines[1].starts_with("user: "), "{lines:?}");
    assert!(lines[2].starts_with("agent: "), "{lines:?}");
    assert_eq!(lines.last().unwrap(), "agent: Goodbye.");
    assert_eq!(
        rig.ended(&id).await.end_reason,
        Some(EndReason::AgentHangup)
    );
}
