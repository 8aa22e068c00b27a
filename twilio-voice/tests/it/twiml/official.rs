//! The documents, against what Twilio's own libraries write, and a proof that they cover everything.
//!
//! The fixtures are made by `tests/fixtures/twiml/regenerate.sh`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use roxmltree::{Document, Node};
use serde_json::Value;

use super::documents::documents;

const DOCUMENTS: &str = include_str!("../../fixtures/twiml/documents.json");
const ELEMENTS: &str = include_str!("../../fixtures/twiml/elements.json");
const NODE: &str = include_str!("../../fixtures/twiml/node.json");
const PYTHON: &str = include_str!("../../fixtures/twiml/python.json");

/// What Twilio documents and its libraries do not know: element and attribute.
const BEYOND_THE_LIBRARIES: [(&str, &str); 1] = [("Client", "clientNotificationUrl")];

/// What the libraries let stand in a document, and Twilio does not: parent and child.
const LEGACY: [(&str, &str); 2] = [("Response", "Prompt"), ("Response", "Queue")];

type Pairs = BTreeSet<(String, String)>;

fn written_by(library: &str) -> BTreeMap<String, String> {
    let fixture: Value = serde_json::from_str(library).unwrap();
    serde_json::from_value(fixture["documents"].clone()).unwrap()
}

/// Equality: byte for byte, attributes in the order in which they are set.
#[test]
fn documents_are_those_of_the_library_for_node() {
    let mut expected = written_by(NODE);
    for (name, document) in documents() {
        assert_eq!(document.check(), Ok(()), "{name}");
        assert_eq!(expected.remove(name), Some(document.to_xml()), "{name}");
    }
    assert_eq!(expected, BTreeMap::new());
}

/// Equality: that library sorts attributes, writes `<Hangup />`, and escapes `>` in attributes and line ends in its own
/// way; so both texts are read, and written again with sorted attributes and without escapes.
#[test]
fn documents_mean_what_those_of_the_library_for_python_mean() {
    let mut expected = written_by(PYTHON);
    for (name, document) in documents() {
        let expected = expected.remove(name).unwrap();
        assert_eq!(
            canonical(&expected),
            canonical(&document.to_xml()),
            "{name}"
        );
    }
    assert_eq!(expected, BTreeMap::new());
}

fn canonical(xml: &str) -> String {
    let mut text = String::new();
    write_canonical(&mut text, Document::parse(xml).unwrap().root_element());
    text
}

fn write_canonical(out: &mut String, node: Node<'_, '_>) {
    if let Some(text) = node.text().filter(|_| node.is_text()) {
        write!(out, "{text:?}").unwrap();
        return;
    }
    let attributes: BTreeMap<_, _> = node
        .attributes()
        .map(|attribute| (attribute.name(), attribute.value()))
        .collect();
    write!(out, "<{} {attributes:?}>", node.tag_name().name()).unwrap();
    for child in node.children() {
        write_canonical(out, child);
    }
    out.push_str("</>");
}

#[test]
fn every_element_and_attribute_of_ours_stands_in_a_document() {
    let (elements, attributes) = declared();
    let used = used();
    let missing: Vec<_> = elements.difference(&used.elements).collect();
    assert!(missing.is_empty(), "no document has {missing:?}");
    let missing: Vec<_> = attributes.difference(&used.attributes).collect();
    assert!(missing.is_empty(), "no document has {missing:?}");
}

#[test]
fn our_elements_and_attributes_are_those_of_the_official_library() {
    let (elements, attributes) = declared();
    let official: Value = serde_json::from_str(ELEMENTS).unwrap();
    let official = official["elements"].as_object().unwrap();
    let official_elements: BTreeSet<String> = official.keys().cloned().collect();
    let different: Vec<_> = elements.symmetric_difference(&official_elements).collect();
    assert!(different.is_empty(), "{different:?}");

    let mut official_attributes = pairs(official, "attributes");
    official_attributes.extend(owned(&BEYOND_THE_LIBRARIES));
    let different: Vec<_> = attributes
        .symmetric_difference(&official_attributes)
        .collect();
    assert!(different.is_empty(), "{different:?}");
}

#[test]
fn every_nesting_of_the_official_library_stands_in_a_document() {
    let official: Value = serde_json::from_str(ELEMENTS).unwrap();
    let mut nestings = pairs(official["elements"].as_object().unwrap(), "children");
    for legacy in owned(&LEGACY) {
        assert!(nestings.remove(&legacy), "{legacy:?}");
    }
    let used = used().nestings;
    let missing: Vec<_> = nestings.difference(&used).collect();
    assert!(missing.is_empty(), "no document has {missing:?}");
}

fn owned(pairs: &[(&str, &str)]) -> Pairs {
    let owned = |(one, other): &(&str, &str)| ((*one).to_owned(), (*other).to_owned());
    pairs.iter().map(owned).collect()
}

fn pairs(elements: &serde_json::Map<String, Value>, kind: &str) -> Pairs {
    let mut pairs = Pairs::new();
    for (name, element) in elements {
        for value in element[kind].as_array().unwrap() {
            pairs.insert((name.clone(), value.as_str().unwrap().to_owned()));
        }
    }
    pairs
}

#[derive(Default)]
struct Used {
    elements: BTreeSet<String>,
    attributes: Pairs,
    nestings: Pairs,
}

/// What stands in the documents from which the fixtures are made.
fn used() -> Used {
    let documents: BTreeMap<String, Value> = serde_json::from_str(DOCUMENTS).unwrap();
    let mut used = Used::default();
    for document in documents.values() {
        collect(document, &mut used);
    }
    used
}

fn collect(element: &Value, used: &mut Used) {
    let [name, content @ ..] = element.as_array().unwrap().as_slice() else {
        panic!("an element without a name");
    };
    let name = name.as_str().unwrap().to_owned();
    for part in content {
        if let Value::Object(attributes) = part {
            let named = |attribute: &String| (name.clone(), attribute.clone());
            used.attributes.extend(attributes.keys().map(named));
        }
        if let Value::Array(child) = part {
            let child = child[0].as_str().unwrap().to_owned();
            used.nestings.insert((name.clone(), child));
            collect(part, used);
        }
    }
    used.elements.insert(name);
}

/// The elements and attributes of our types. They are read from the source, for a program cannot list its methods.
fn declared() -> (BTreeSet<String>, Pairs) {
    let mut elements = BTreeSet::from(["Response".to_owned()]);
    let mut attributes = Pairs::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/twiml");
    for file in fs::read_dir(source).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        for declaration in source.split("\nelement! {").skip(1) {
            let code: String = declaration
                .lines()
                .filter(|line| !line.trim_start().starts_with("///"))
                .collect();
            let tag = between(&code, ", \"", "\", in [").next().unwrap();
            // A raw element has no name of its own.
            if tag.is_empty() {
                continue;
            }
            elements.insert(tag.to_owned());
            let block = between(&code, "attributes {", "}").next().unwrap_or("");
            let setters = between(block, " = \"", "\";");
            let constructors = between(&code, ".set(\"", "\"");
            attributes.extend(
                setters
                    .chain(constructors)
                    .map(|attribute| (tag.to_owned(), attribute.to_owned())),
            );
        }
    }
    (elements, attributes)
}

/// Each part of a text that stands between a begin and the next end.
fn between<'a>(text: &'a str, begin: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(begin)
        .skip(1)
        .filter_map(move |rest| rest.split_once(end))
        .map(|(part, _)| part)
}
