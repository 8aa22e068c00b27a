//! Client tools of the simulated agent.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use ultravox_client::{
    CallId,
    calls::{EndReason, Urgency},
    session::{
        Event, SessionReceiver, SessionSender, ToolAnswer, Tools,
        message::{AgentReaction, ToolErrorType, ToolResult},
    },
    tools::{DynamicParameter, ParameterLocation, SelectedTool, ToolDefinition},
};

use crate::support::{Rig, agent_said, call, end, options, rig, until};

/// Joins a call that has these tools, of which ours may be some.
async fn joined(
    names: &[&str],
    tools: Option<Tools>,
) -> (Rig, CallId, SessionSender, SessionReceiver) {
    let rig = rig("").await;
    let parameters = [("day", "string"), ("people", "integer")].map(|(name, kind)| {
        DynamicParameter::new(name, ParameterLocation::Body, json!({"type": kind}))
    });
    let selected = names.iter().map(|name| {
        let tool = ToolDefinition::client(*name).dynamic_parameters(parameters.clone());
        SelectedTool::temporary(tool)
    });
    let call = call().selected_tools(selected);
    let options = match tools {
        Some(tools) => options().tools(tools),
        None => options(),
    };
    let (id, session) = rig.join(&call, &options).await;
    let (sender, receiver) = session.split();
    (rig, id, sender, receiver)
}

async fn tell(sender: &SessionSender, text: &str) {
    sender.user_text(text, Urgency::Soon).await.unwrap();
}

#[derive(Deserialize)]
struct Booking {
    day: String,
    people: u32,
}

#[tokio::test]
async fn a_tool_gets_typed_parameters_and_the_agent_its_result() {
    let tools = Tools::new().tool("book", |booking: Booking| async move {
        match booking.people {
            0 => Err("nobody comes"),
            people => Ok(format!("{people} people on {}", booking.day)),
        }
    });
    let (_rig, _, sender, mut receiver) = joined(&["book"], Some(tools)).await;
    tell(&sender, r#"call tool book {"day": "Monday", "people": 4}"#).await;
    let answered = until(&mut receiver, |event| match event {
        Event::ToolAnswered(answered) => Some(answered),
        Event::ToolInvocation(_) => panic!("told and answered"),
        _ => None,
    })
    .await;
    assert_eq!(
        (answered.tool_name.as_str(), &answered.error_type),
        ("book", &None)
    );
    assert_eq!(
        agent_said(&mut receiver).await,
        "The tool book says: 4 people on Monday"
    );
    for bad in [r#"{"day": "Monday", "people": 0}"#, r#"{"day": "Monday"}"#] {
        tell(&sender, &format!("call tool book {bad}")).await;
        assert_eq!(agent_said(&mut receiver).await, "The tool book failed.");
    }
    assert_eq!(sender.stats().tools_answered, 3);
}

#[tokio::test]
async fn a_panic_a_missing_tool_and_a_slow_one_are_answered_in_time() {
    let tools = Tools::new()
        .tool("panics", |secret: Value| async move {
            assert!(secret.is_null());
            Ok::<_, String>("")
        })
        .tool_within("sleeps", Duration::from_millis(200), |_: Value| async {
            tokio::time::sleep(Duration::from_secs(60)).await;
            Ok::<_, String>("")
        });
    let (_rig, _, sender, mut receiver) =
        joined(&["panics", "missing", "sleeps"], Some(tools)).await;
    for (name, expected) in [
        ("panics", ToolErrorType::ImplementationError),
        ("missing", ToolErrorType::Undefined),
        ("sleeps", ToolErrorType::ImplementationError),
    ] {
        tell(&sender, &format!("call tool {name} {{}}")).await;
        let answered = until(&mut receiver, |event| match event {
            Event::ToolAnswered(answered) => Some(answered),
            _ => None,
        })
        .await;
        assert_eq!(
            (answered.tool_name.as_str(), &answered.error_type),
            (name, &Some(expected))
        );
        assert!(
            answered.elapsed < Duration::from_millis(2_000),
            "{answered:?}"
        );
        assert_eq!(
            agent_said(&mut receiver).await,
            format!("The tool {name} failed.")
        );
    }
}

#[tokio::test]
async fn tools_run_at_the_same_time() {
    let running = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let counters = Arc::clone(&running);
    let tools = Tools::new().tool("wait", move |_: Value| {
        let running = Arc::clone(&counters);
        async move {
            let now = running.0.fetch_add(1, Ordering::SeqCst) + 1;
            running.1.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(300)).await;
            running.0.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, String>("done")
        }
    });
    let (_rig, _, sender, mut receiver) = joined(&["wait"], Some(tools)).await;
    tell(
        &sender,
        "call tool wait {}\ncall tool wait {}\ncall tool wait {}",
    )
    .await;
    let mut answered = 0;
    until(&mut receiver, |event| {
        answered += usize::from(matches!(event, Event::ToolAnswered(_)));
        (answered == 3).then_some(())
    })
    .await;
    assert_eq!(running.1.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_tool_ends_the_call_with_a_farewell() {
    let tools = Tools::new().tool("finish", |_: Value| async {
        Ok::<_, String>(ToolAnswer::hang_up("Goodbye!"))
    });
    let (rig, id, sender, mut receiver) = joined(&["finish"], Some(tools)).await;
    tell(&sender, "call tool finish {}").await;
    assert_eq!(agent_said(&mut receiver).await, "Goodbye!");
    end(&mut receiver).await.unwrap();
    assert_eq!(
        rig.ended(&id).await.end_reason,
        Some(EndReason::AgentHangup)
    );
}

#[tokio::test]
async fn a_tool_begins_a_new_stage_and_changes_the_state() {
    let tools = Tools::new().tool("move_on", |_: Value| async {
        let stage = json!({"systemPrompt": "Now sum up.", "toolResultText": "Moved."});
        let state = Map::from_iter([("step".to_owned(), json!(2))]);
        ToolAnswer::new_stage(&stage).map(|answer| answer.update_call_state(state))
    });
    let (rig, id, sender, mut receiver) = joined(&["move_on"], Some(tools)).await;
    tell(&sender, "call tool move_on {}").await;
    assert_eq!(
        agent_said(&mut receiver).await,
        "The tool move_on says: Moved."
    );
    let stages = rig.client.calls().stages(&id).send().await.unwrap();
    let prompts: Vec<_> = stages
        .results
        .iter()
        .map(|stage| stage.system_prompt.as_deref())
        .collect();
    assert_eq!(prompts.len(), 2, "{prompts:?}");
    assert!(prompts.contains(&Some("Now sum up.")));
    // The session goes on in the new stage.
    tell(&sender, "say Still here.").await;
    assert_eq!(agent_said(&mut receiver).await, "Still here.");
}

#[tokio::test]
async fn without_tools_each_use_is_an_event_that_is_answered_by_hand() {
    let (_rig, _, sender, mut receiver) = joined(&["book"], None).await;
    tell(&sender, r#"call tool book {"day": "Monday"}"#).await;
    let invocation = until(&mut receiver, |event| match event {
        Event::ToolInvocation(invocation) => Some(invocation),
        _ => None,
    })
    .await;
    assert_eq!(invocation.parameters["day"], "Monday");
    let result = ToolResult::new(&*invocation.invocation_id, "Booked.")
        .agent_reaction(AgentReaction::Listens);
    sender.tool_result(result).await.unwrap();
    tell(&sender, "say I go on.").await;
    assert_eq!(agent_said(&mut receiver).await, "I go on.");
}

/// A tool that says when it has begun and when it is dropped, and what it has spawned when that is done.
fn endless(told: &tokio::sync::mpsc::UnboundedSender<&'static str>) -> Tools {
    struct Told(tokio::sync::mpsc::UnboundedSender<&'static str>);

    impl Drop for Told {
        fn drop(&mut self) {
            self.0.send("cut off").ok();
        }
    }

    let told = told.clone();
    let minute = Duration::from_secs(40);
    Tools::new().tool_within("endless", minute, move |_: Value| {
        let told = told.clone();
        async move {
            let guard = Told(told.clone());
            told.send("begun").unwrap();
            let work = tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(300)).await;
                told.send("done").unwrap();
            });
            work.await.map_err(|error| error.to_string())?;
            std::future::pending::<()>().await;
            drop(guard);
            Ok::<_, String>("")
        }
    })
}

#[tokio::test]
async fn the_end_of_the_session_cuts_tools_off_and_not_what_they_have_spawned() {
    for other_side in [false, true] {
        let (told, mut news) = tokio::sync::mpsc::unbounded_channel();
        let (rig, id, sender, mut receiver) = joined(&["endless"], Some(endless(&told))).await;
        tell(&sender, "call tool endless {}").await;
        assert_eq!(news.recv().await, Some("begun"));
        if other_side {
            let id = id.to_string();
            rig.sandbox.control().end_with(&id, "hangup").unwrap();
        } else {
            sender.close();
        }
        end(&mut receiver).await.unwrap();
        for expected in ["cut off", "done"] {
            let next = tokio::time::timeout(Duration::from_secs(10), news.recv());
            assert_eq!(next.await.unwrap(), Some(expected));
        }
        let stats = sender.stats();
        assert_eq!((stats.tools_answered, stats.tools_unanswered), (0, 1));
    }
}
