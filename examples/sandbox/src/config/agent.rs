//! What the simulated agent says and does.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::duration;

/// What the simulated agent says, and when.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct AgentScript {
    /// Spoken first, unless the user speaks first. Empty: nothing.
    pub greeting: String,
    /// Answers in turn; the last one repeats.
    pub replies: Vec<String>,
    /// What the agent does in its first, second, … turn instead of giving the next reply.
    pub turns: Vec<Vec<AgentStep>>,
    /// What the first, second, … spoken sentence of the user is understood as. Later ones, or an
    /// empty text, are `(speech)`.
    pub hears: Vec<String>,
    /// Text of the user such as `call tool NAME {…}` is obeyed, see [`AgentStep`]. Default true.
    pub commands: bool,
    /// Spoken after a tool has answered, unless it wants otherwise; `{name}` and `{result}` are
    /// filled in, the result up to 200 characters.
    pub tool_reply: String,
    /// Spoken after a tool has failed; `{name}` is filled in.
    pub tool_failure_reply: String,
    /// Time to speak one character. Default 40 ms.
    #[serde(with = "duration")]
    pub per_character: Duration,
    /// Silence after which the user's turn is over, unless the call has
    /// `vadSettings.turnEndpointDelay`. Default 384 ms.
    #[serde(with = "duration")]
    pub turn_delay: Duration,
    /// Between the end of the user's turn and the answer. Default 300 ms.
    #[serde(with = "duration")]
    pub thinking: Duration,
    /// The agent hangs up after so many answers. Default `None`: never.
    pub hang_up_after: Option<u32>,
}

impl Default for AgentScript {
    fn default() -> Self {
        Self {
            greeting: "Hello, how can I help you?".to_owned(),
            replies: vec![
                "I see. Please go on.".to_owned(),
                "Thank you, I have noted that.".to_owned(),
            ],
            turns: Vec::new(),
            hears: Vec::new(),
            commands: true,
            tool_reply: "The tool {name} says: {result}".to_owned(),
            tool_failure_reply: "The tool {name} failed.".to_owned(),
            per_character: Duration::from_millis(40),
            turn_delay: Duration::from_millis(384),
            thinking: Duration::from_millis(300),
            hang_up_after: None,
        }
    }
}

/// One thing the simulated agent does in its turn.
///
/// The same as a line of text from the user: `say TEXT`, `call tool NAME {…}`, `wait 2s`,
/// `hang up`, `stay silent`. Several lines are several steps; tools called one after the other
/// run at the same time. As JSON: `{"say": "TEXT"}`,
/// `{"call": {"name": "NAME", "arguments": {}}}`, `{"wait": "2s"}`, `"hangUp"`, `"staySilent"`.
///
/// ```
/// use sandbox::AgentStep;
///
/// let step: AgentStep = serde_json::from_str(r#"{"call": {"name": "book"}}"#)?;
/// assert_eq!(step, AgentStep::call("book", serde_json::Map::new()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub enum AgentStep {
    /// Says exactly this.
    Say(String),
    /// Calls a tool.
    #[non_exhaustive]
    Call {
        /// As the model knows it.
        name: String,
        /// What the model would fill in.
        #[serde(default)]
        arguments: Map<String, Value>,
    },
    /// Thinks for so long.
    #[serde(with = "duration")]
    Wait(Duration),
    /// Ends the call.
    HangUp,
    /// Does not answer.
    StaySilent,
    /// Only by [`Control::agent`](crate::Control::agent): the user says this.
    Hear(String),
}

impl AgentStep {
    /// Calls the tool `name` with `arguments`.
    pub fn call(name: impl Into<String>, arguments: Map<String, Value>) -> Self {
        Self::Call {
            name: name.into(),
            arguments,
        }
    }

    /// The steps a text of the user asks for; `None` if it is just a text.
    pub(crate) fn read(text: &str) -> Option<Vec<Self>> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let steps: Option<Vec<_>> = lines.map(Self::read_line).collect();
        steps.filter(|steps| !steps.is_empty())
    }

    fn read_line(line: &str) -> Option<Self> {
        match line.to_ascii_lowercase().as_str() {
            "hang up" => return Some(Self::HangUp),
            "stay silent" => return Some(Self::StaySilent),
            _ => {}
        }
        if let Some(text) = after(line, "say ") {
            return Some(Self::Say(text.to_owned()));
        }
        if let Some(time) = after(line, "wait ") {
            return duration::parse(time).ok().map(Self::Wait);
        }
        let call = after(line, "call tool ")?;
        let (name, arguments) = call.split_once(char::is_whitespace).unwrap_or((call, "{}"));
        Some(match serde_json::from_str(arguments) {
            Ok(arguments) => Self::call(name, arguments),
            Err(_) => Self::Say(format!("I cannot read what {name} is to be given.")),
        })
    }
}

/// What follows `word`, whatever its case.
fn after<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = line.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_command_is_a_step() {
        let text = "Call tool book {\"day\": 3}\n  say Done.\nwait 2s\nHang up\n";
        let mut arguments = Map::new();
        arguments.insert("day".to_owned(), Value::from(3));
        let expected = [
            AgentStep::call("book", arguments),
            AgentStep::Say("Done.".to_owned()),
            AgentStep::Wait(Duration::from_secs(2)),
            AgentStep::HangUp,
        ];
        assert_eq!(AgentStep::read(text).as_deref(), Some(&expected[..]));
    }

    #[test]
    fn other_texts_are_not_commands() {
        for text in [
            "",
            "Hello",
            "say",
            "please hang up",
            "call tool",
            "hang up\nnow",
        ] {
            assert_eq!(AgentStep::read(text), None, "{text}");
        }
    }

    #[test]
    fn unreadable_arguments_are_said() {
        let steps = AgentStep::read("call tool book {day").unwrap();
        assert!(matches!(&steps[..], [AgentStep::Say(text)] if text.contains("book")));
    }

    #[test]
    fn steps_are_readable_from_json() {
        let text = r#"{"turns": [[{"say": "A"}, {"wait": "1s"}, "hangUp"], ["staySilent"]]}"#;
        let script: AgentScript = serde_json::from_str(text).unwrap();
        assert_eq!(script.turns[1], [AgentStep::StaySilent]);
        assert_eq!(script.turns[0].len(), 3);
    }
}
