//! The examples are all declared, say truly how they are run, and leave no resource out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Name and source of each example.
fn examples() -> BTreeMap<String, String> {
    let files = fs::read_dir(folder("examples")).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let sources = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let named = sources.map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(&path).unwrap())
    });
    named.collect()
}

/// Name and features of each example in the manifest.
fn declared() -> BTreeMap<String, BTreeSet<String>> {
    let manifest = include_str!("../../Cargo.toml");
    let text = |part: &str| part.trim_matches(['"', ' ', ',']).to_owned();
    let examples = manifest.split("[[example]]").skip(1).map(|part| {
        let part = part.split("\n[").next().unwrap();
        let value = |key: &str| {
            let line = part.lines().find_map(|line| line.strip_prefix(key));
            line.and_then(|line| line.trim().strip_prefix('='))
        };
        let features = value("required-features").map_or("", str::trim);
        let features = features.trim_matches(['[', ']']).split(',').map(text);
        let features = features.filter(|feature| !feature.is_empty());
        (text(value("name").unwrap()), features.collect())
    });
    examples.collect()
}

#[test]
fn every_example_is_declared() {
    let names: Vec<String> = declared().into_keys().collect();
    let files: Vec<String> = examples().into_keys().collect();
    assert_eq!(names, files);
}

#[test]
fn every_example_says_how_it_is_run_and_whom_it_talks_to() {
    let declared = declared();
    for (name, source) in examples() {
        let command = format!("//! cargo run -p twilio-voice --example {name}");
        let rest = source.lines().find_map(|line| line.strip_prefix(&command));
        let said = rest.unwrap().strip_prefix(" --features ").unwrap_or("");
        let said: BTreeSet<String> = said
            .split(',')
            .filter(|feature| !feature.is_empty())
            .map(str::to_owned)
            .collect();
        let mut features = declared[&name].clone();
        // On by default.
        features.retain(|feature| !["models", "rest", "ring"].contains(&feature.as_str()));
        assert_eq!(said, features, "{name}");
        let head = source.split("```").nth(2).unwrap();
        let head = head
            .lines()
            .skip(1)
            .take_while(|line| line.starts_with("//!"));
        let head = head.collect::<Vec<_>>().join("\n");
        assert!(
            head.contains("Talks to") || head.contains("talks to"),
            "{name}"
        );
        assert!(head.contains("Twilio"), "{name}");
    }
}

#[test]
fn every_resource_of_the_client_is_shown() {
    let sources: String = examples().into_values().collect();
    let sources: String = sources.split_whitespace().collect();
    let mut resources = BTreeSet::new();
    handles(&folder("src"), &mut resources);
    assert!(resources.len() > 15, "{resources:?}");
    let missing: Vec<&String> = resources
        .iter()
        .filter(|name| !sources.contains(&format!("client.{name}()")))
        .collect();
    assert!(missing.is_empty(), "no example shows {missing:?}");
}

/// The methods that give the handle of a resource.
fn handles(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            handles(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        for block in source.split("impl Client {").skip(1) {
            let block = block.lines().map(str::trim);
            let method = block.filter_map(|line| line.strip_prefix("pub fn "));
            let handle = method.filter(|line| line.ends_with("<'_> {"));
            found.extend(
                handle
                    .take(1)
                    .map(|line| line.split('(').next().unwrap().to_owned()),
            );
        }
    }
}
