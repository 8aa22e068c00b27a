//! The stages of a call: prompt, voice and tools, and what was said with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::call::Call;
use super::duration;
use super::tools::{self, Tool};
use crate::config::StateUpdate;
use crate::shared::World;
use crate::time::Time;

/// What a new stage may change.
const CHANGEABLE: [&str; 6] = [
    "systemPrompt",
    "temperature",
    "voice",
    "languageHint",
    "initialMessages",
    "selectedTools",
];

/// A call has at most so many stages.
const MOST_STAGES: usize = 100;

/// Later messages of a call are not kept.
const MOST_MESSAGES: usize = 10_000;

/// Nor are messages of a call that has said so much; in bytes.
const MOST_SAID: usize = 32 * 1024 * 1024;

/// Later events of a call are not kept.
const MOST_EVENTS: usize = 10_000;

/// One stage of a call.
pub(crate) struct Stage {
    pub(super) id: String,
    created: Time,
    /// Its effective settings.
    pub(super) settings: Map<String, Value>,
    pub(super) tools: BTreeMap<String, Arc<Tool>>,
    /// What the conversation begins with.
    initial: Vec<Value>,
    /// What was said, oldest first.
    pub(super) messages: Vec<Value>,
    initial_state: Map<String, Value>,
    errors: u32,
}

/// A stage that is not entered yet.
pub(super) struct NextStage {
    settings: Map<String, Value>,
    tools: BTreeMap<String, Arc<Tool>>,
    keeps_history: bool,
    /// What the tool that asked for it is told.
    pub(super) text: String,
    /// Properties that a stage cannot change.
    pub(super) ignored: Vec<String>,
}

impl Stage {
    /// The stage a call begins with.
    pub(super) fn first(
        settings: &Map<String, Value>,
        tools: BTreeMap<String, Arc<Tool>>,
        now: Time,
    ) -> Self {
        let list = settings.get("initialMessages").and_then(Value::as_array);
        let state = settings.get("initialState").and_then(Value::as_object);
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            created: now,
            settings: settings.clone(),
            tools,
            initial: list.cloned().unwrap_or_default(),
            messages: Vec::new(),
            initial_state: state.cloned().unwrap_or_default(),
            errors: 0,
        }
    }

    /// Everything the model has before it.
    pub(super) fn all(&self) -> impl Iterator<Item = &Value> {
        self.initial.iter().chain(&self.messages)
    }

    pub(super) fn json(&self, call: &str) -> Value {
        let setting = |name: &str| self.settings.get(name).cloned().unwrap_or_default();
        let mut stage = json!({
            "callId": call,
            "callStageId": self.id,
            "created": self.created.rfc3339(),
            "inactivityMessages": setting("inactivityMessages").as_array().cloned().unwrap_or_default(),
            "initialTokenCount": null,
            "languageHint": setting("languageHint"),
            "latestTokenCount": null,
            "model": setting("model").as_str().unwrap_or("ultravox-v0.7"),
            "systemPrompt": setting("systemPrompt"),
            "temperature": setting("temperature").as_f64().unwrap_or(0.0),
            "timeExceededMessage": setting("timeExceededMessage"),
            "voice": setting("voice"),
            "errorCount": self.errors,
            "experimentalSettings": setting("experimentalSettings"),
            "initialState": self.initial_state,
        });
        for name in ["externalVoice", "voiceOverrides"] {
            if let Some(voice) = self.settings.get(name).filter(|it| it.is_object()) {
                stage[name] = voice.clone();
            }
        }
        stage
    }

    /// The tools as the API lists them.
    pub(super) fn tool_list(&self) -> Vec<Value> {
        self.tools.values().map(|tool| tool.json()).collect()
    }
}

impl Call {
    /// The stage it is in.
    pub(super) fn stage(&self) -> &Stage {
        // A call begins with one, and none is ever taken away.
        &self.stages[self.stages.len() - 1]
    }

    fn stage_mut(&mut self) -> &mut Stage {
        let last = self.stages.len() - 1;
        &mut self.stages[last]
    }

    /// What was said in all stages, oldest first.
    pub(super) fn messages(&self) -> impl Iterator<Item = &Value> {
        self.stages.iter().flat_map(|stage| &stage.messages)
    }

    /// Notes what was said, and when.
    pub(super) fn say(&mut self, role: &str, text: &str, medium: &str, now: Time) {
        self.say_since(role, text, medium, now, now);
    }

    /// Notes what was said from `since` to `now`.
    pub(super) fn say_since(
        &mut self,
        role: &str,
        text: &str,
        medium: &str,
        since: Time,
        now: Time,
    ) {
        let message = json!({"role": role, "text": text, "medium": medium});
        self.note_since(message, since, now);
    }

    /// Notes a message, and when it came.
    pub(super) fn note(&mut self, message: Value, now: Time) {
        self.note_since(message, now, now);
    }

    fn note_since(&mut self, mut message: Value, since: Time, now: Time) {
        let size = message["text"].as_str().map_or(0, str::len);
        let count: usize = self.stages.iter().map(|stage| stage.messages.len()).sum();
        if count >= MOST_MESSAGES || self.said + size > MOST_SAID {
            let text = "the call has too many messages: one is not kept";
            self.event("warning", "message.dropped", text, now);
            return;
        }
        self.said += size;
        let joined = self.joined.unwrap_or(now);
        let after = |time: Time| duration::print(time.since(joined));
        let span = json!({"start": after(since), "end": after(now)});
        let stage = self.stage_mut();
        message["callStageMessageIndex"] = json!(stage.messages.len());
        message["callStageId"] = json!(stage.id);
        message["timespan"] = span.clone();
        message["wallClockTimespan"] = span;
        stage.errors += u32::from(message.get("errorDetails").is_some());
        stage.messages.push(message);
    }

    /// Notes an event, and returns it.
    pub(super) fn event(&mut self, severity: &str, kind: &str, text: &str, now: Time) -> Value {
        let after = duration::print(now.since(self.joined.unwrap_or(now)));
        let event = json!({
            "callId": self.id,
            "callStageId": self.stage().id,
            "callTimestamp": after,
            "severity": severity,
            "type": kind,
            "text": text,
            "extras": null,
            "wallClockTimestamp": after,
        });
        if self.events.len() < MOST_EVENTS {
            self.events.push(event.clone());
        }
        event
    }

    /// Applies what a tool says about the state of the call.
    pub(super) fn update_state(&mut self, change: Map<String, Value>, how: StateUpdate) -> Value {
        match how {
            StateUpdate::Replace => self.state = change,
            StateUpdate::Merge => {
                for (name, value) in change {
                    if value.is_null() {
                        self.state.remove(&name);
                    } else {
                        self.state.insert(name, value);
                    }
                }
            }
        }
        Value::Object(self.state.clone())
    }

    /// The conversation goes on with other instructions.
    pub(super) fn enter(&mut self, next: NextStage, now: Time) {
        let given = next
            .settings
            .get("initialMessages")
            .and_then(Value::as_array);
        let initial = if next.keeps_history {
            self.history().as_array().cloned()
        } else {
            given.cloned()
        };
        let initial = initial.unwrap_or_default();
        // What is carried over takes its place again.
        let texts = initial.iter().filter_map(|it| it["text"].as_str());
        self.said += texts.map(str::len).sum::<usize>();
        self.stages.push(Stage {
            id: uuid::Uuid::new_v4().to_string(),
            created: now,
            settings: next.settings,
            tools: next.tools,
            initial,
            messages: Vec::new(),
            initial_state: self.state.clone(),
            errors: 0,
        });
    }
}

impl World<'_> {
    /// Reads what a tool answered to change the stage, or says what is wrong with it.
    pub(super) fn ultravox_next_stage(
        &self,
        number: u64,
        body: Map<String, Value>,
    ) -> Result<NextStage, String> {
        let call = self.state.ultravox.calls.get(&number);
        let call = call.ok_or_else(|| "the call is gone".to_owned())?;
        if call.stages.len() >= MOST_STAGES || call.said > MOST_SAID {
            return Err("the call has too many stages".to_owned());
        }
        let stage = call.stage();
        let mut settings = stage.settings.clone();
        let mut ignored = Vec::new();
        let mut text = "OK".to_owned();
        let (mut keeps_history, mut keeps_tools) = (true, true);
        for (name, value) in body {
            if name == "toolResultText" {
                text = value.as_str().unwrap_or(&text).to_owned();
            } else if CHANGEABLE.contains(&name.as_str()) {
                keeps_history &= name != "initialMessages" || value.is_null();
                keeps_tools &= name != "selectedTools" || value.is_null();
                if value.is_null() {
                    continue;
                }
                if name == "voice" {
                    // It takes the place of a voice from elsewhere.
                    settings.remove("externalVoice");
                    settings.remove("voiceOverrides");
                }
                settings.insert(name, value);
            } else {
                ignored.push(name);
            }
        }
        let tools = if keeps_tools {
            stage.tools.clone()
        } else {
            // They were for the tools before.
            settings.remove("toolOverrides");
            let find = |wanted: &str| self.state.ultravox.durable_tool(&call.account, wanted);
            tools::select_all(&settings, find)?
        };
        Ok(NextStage {
            settings,
            tools,
            keeps_history,
            text,
            ignored,
        })
    }
}
