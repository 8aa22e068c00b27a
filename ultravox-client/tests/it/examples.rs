//! The examples are all declared, and say truly how they are run.

use std::{collections::BTreeSet, fs, path::Path};

/// Name and features of each example in the manifest.
fn declared() -> Vec<(String, BTreeSet<String>)> {
    let manifest = include_str!("../../Cargo.toml");
    let text = |line: &str| line.trim_matches(['"', ' ', ',']).to_owned();
    let examples = manifest.split("[[example]]").skip(1).map(|part| {
        let part = part.split("\n[").next().unwrap();
        let value = |key: &str| {
            let line = part.lines().find_map(|line| line.strip_prefix(key));
            line.and_then(|line| line.trim().strip_prefix('='))
                .unwrap()
                .trim()
        };
        let features = value("required-features").trim_matches(['[', ']']);
        (text(value("name")), features.split(',').map(text).collect())
    });
    examples.collect()
}

#[test]
fn every_example_is_declared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let names: BTreeSet<String> = declared().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, files);
}

#[test]
fn every_example_says_how_it_is_run() {
    for (name, mut features) in declared() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/{name}.rs"));
        let source = fs::read_to_string(path).unwrap();
        let command = format!("//! cargo run -p ultravox-client --example {name} --features ");
        let line = source.lines().find_map(|line| line.strip_prefix(&command));
        let said: BTreeSet<String> = line.unwrap().split(',').map(str::to_owned).collect();
        // On by default.
        features.remove("ring");
        assert_eq!(said, features, "{name}");
        assert!(
            source.contains("Ultravox"),
            "{name} does not say whom it talks to"
        );
    }
}
