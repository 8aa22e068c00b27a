//! Agents' templates and the context that fills them.

use serde_json::{Map, Value};

/// Fills the parts of a template that may have variables.
pub(super) fn fill_all(settings: &mut Map<String, Value>, context: &Map<String, Value>) {
    for name in ["systemPrompt", "languageHint", "timeExceededMessage"] {
        if let Some(value) = settings.get_mut(name) {
            fill_value(value, context);
        }
    }
    for message in list(settings.get_mut("inactivityMessages")) {
        fill_at(message, "message", context);
    }
    for tool in list(settings.get_mut("selectedTools")) {
        for name in ["descriptionOverride", "authTokens", "parameterOverrides"] {
            fill_at(tool, name, context);
        }
        if let Some(definition) = tool.get_mut("temporaryTool") {
            fill_at(definition, "description", context);
            for parameter in list(definition.get_mut("staticParameters")) {
                fill_at(parameter, "value", context);
            }
        }
    }
}

fn list(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_array_mut).into_iter().flatten()
}

fn fill_at(object: &mut Value, name: &str, context: &Map<String, Value>) {
    if let Some(value) = object.get_mut(name) {
        fill_value(value, context);
    }
}

/// Fills every text of a value.
fn fill_value(value: &mut Value, context: &Map<String, Value>) {
    match value {
        Value::String(text) => *text = fill(text, context),
        Value::Array(items) => items.iter_mut().for_each(|item| fill_value(item, context)),
        Value::Object(map) => map.values_mut().for_each(|item| fill_value(item, context)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces `{{name}}` by the value of the context; unknown names become empty.
fn fill(template: &str, context: &Map<String, Value>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        match context.get(name.trim()) {
            Some(Value::String(text)) => out.push_str(text),
            Some(value) => out.push_str(&value.to_string()),
            None => {}
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What of the context violates the agent's schema: missing names and wrong types.
pub(super) fn violation(schema: &Value, context: &Map<String, Value>) -> Option<String> {
    let required = schema["required"].as_array().into_iter().flatten();
    for name in required.filter_map(Value::as_str) {
        if !context.contains_key(name) {
            return Some(format!("{name} is required."));
        }
    }
    let properties = schema["properties"].as_object().into_iter().flatten();
    for (name, property) in properties {
        let fits = |value: &Value| match property["type"].as_str() {
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64() || value.is_u64(),
            Some("number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            _ => true,
        };
        if context.get(name).is_some_and(|value| !fits(value)) {
            return Some(format!("{name} has the wrong type."));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_documented_place_is_filled() {
        let mut settings = json!({
            "systemPrompt": "Hi {{ name }}, {{missing}}!", "voice": "{{name}}",
            "timeExceededMessage": "Bye {{name}}",
            "inactivityMessages": [{"duration": "1s", "message": "{{name}}?"}],
            "selectedTools": [{
                "toolName": "look", "authTokens": {"key": "k-{{id}}"},
                "parameterOverrides": {"customer": ["{{id}}"]},
            }, {
                "temporaryTool": {
                    "modelToolName": "{{name}}", "description": "For {{name}}",
                    "staticParameters": [{"name": "{{id}}", "value": {"id": "{{id}}"}}],
                },
            }],
        });
        let context = json!({"name": "Ann", "id": 7});
        let settings = settings.as_object_mut().unwrap();
        fill_all(settings, context.as_object().unwrap());
        let expected = json!({
            "systemPrompt": "Hi Ann, !", "voice": "{{name}}", "timeExceededMessage": "Bye Ann",
            "inactivityMessages": [{"duration": "1s", "message": "Ann?"}],
            "selectedTools": [{
                "toolName": "look", "authTokens": {"key": "k-7"},
                "parameterOverrides": {"customer": ["7"]},
            }, {
                "temporaryTool": {
                    "modelToolName": "{{name}}", "description": "For Ann",
                    "staticParameters": [{"name": "{{id}}", "value": {"id": "7"}}],
                },
            }],
        });
        assert_eq!(json!(settings), expected);
    }

    #[test]
    fn a_context_must_fit_the_schema() {
        let schema = json!({"required": ["name"], "properties": {"age": {"type": "integer"}}});
        let wrong = |context: Value| violation(&schema, context.as_object().unwrap());
        assert_eq!(wrong(json!({"name": "Ann", "age": 7, "other": true})), None);
        assert!(wrong(json!({"age": 7})).unwrap().contains("name"));
        assert!(
            wrong(json!({"name": "Ann", "age": "7"}))
                .unwrap()
                .contains("age")
        );
    }
}
