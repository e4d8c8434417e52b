//! JUnit's XML by the schema of Ant, whose text a package carries. That copy is older than
//! `skipped`, which is taken out before it is asked and held to account here.

use std::collections::BTreeMap;

use beian::render::junit;
use beian::report::FailOn;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use uppsala::XsdValidator;

use crate::package::file_of;
use crate::run::{check, example};
use crate::support::{ENTERPRISE, PERSONAL, QUOTING, report};

/// An element: its name, its attributes, its children.
#[derive(Debug, Default, Clone)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    pub fn named(&self, name: &str) -> Vec<&Element> {
        self.children
            .iter()
            .filter(|own| own.name == name)
            .collect()
    }

    fn of(start: &BytesStart<'_>) -> Element {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap();
            (attribute.key.as_ref().to_owned(), value.into_owned())
        });
        Element {
            name: start.name().as_ref().to_owned(),
            attributes: attributes.collect(),
            ..Element::default()
        }
    }
}

/// The root of a document.
pub fn root(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(Element::of(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(Element::of(&start)),
            Event::End(_) => {
                let own = open.pop().unwrap();
                open.last_mut().unwrap().children.push(own);
            }
            Event::Text(text) => open
                .last_mut()
                .unwrap()
                .text
                .push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let text = quick_xml::escape::resolve_predefined_entity(&name);
                open.last_mut().unwrap().text.push_str(text.unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "an element has no end");
    open.remove(0).children.remove(0)
}

/// What the schema says, in our words: attributes, and children in their order.
fn assert_shape(root: &Element) {
    let has = |element: &Element, required: &[&str], optional: &[&str]| {
        for name in required {
            assert!(
                element.attributes.contains_key(*name),
                "{} lacks {name}",
                element.name
            );
        }
        for name in element.attributes.keys() {
            let known = required.iter().chain(optional).any(|own| own == name);
            assert!(known, "{} has {name}", element.name);
        }
    };
    assert_eq!(root.name, "testsuites");
    has(root, &[], &[]);
    for (id, suite) in root.children.iter().enumerate() {
        assert_eq!(suite.name, "testsuite");
        let required = [
            "package",
            "id",
            "name",
            "timestamp",
            "hostname",
            "tests",
            "failures",
            "errors",
            "time",
        ];
        has(suite, &required, &["skipped"]);
        assert_eq!(suite.attributes["id"], id.to_string());
        let stamp = chrono::NaiveDateTime::parse_from_str(
            &suite.attributes["timestamp"],
            "%Y-%m-%dT%H:%M:%S",
        );
        assert!(stamp.is_ok());
        let mut names: Vec<&str> = suite.children.iter().map(|own| own.name.as_str()).collect();
        names.dedup();
        let bare = ["properties", "system-out", "system-err"];
        let full = ["properties", "testcase", "system-out", "system-err"];
        assert!(names == bare || names == full, "{names:?}");
        for property in &suite.children[0].children {
            has(property, &["name", "value"], &[]);
        }
        let cases = suite.named("testcase");
        let with = |name: &str| {
            let own = cases.iter().filter(|case| !case.named(name).is_empty());
            own.count().to_string()
        };
        assert_eq!(suite.attributes["tests"], cases.len().to_string());
        assert_eq!(suite.attributes["failures"], with("failure"));
        assert_eq!(suite.attributes["errors"], with("error"));
        assert_eq!(suite.attributes["skipped"], with("skipped"));
        for case in cases {
            has(case, &["name", "classname", "time"], &[]);
            assert!(case.children.len() <= 1);
            for outcome in &case.children {
                match outcome.name.as_str() {
                    "skipped" => has(outcome, &["message"], &[]),
                    "failure" | "error" => has(outcome, &["message", "type"], &[]),
                    other => panic!("{other} in a case"),
                }
            }
        }
    }
}

/// The document without what the older schema does not know.
fn without_skipped(element: &Element) -> String {
    let mut out = format!("<{}", element.name);
    for (name, value) in &element.attributes {
        if name != "skipped" {
            let value = quick_xml::escape::escape(value.as_str());
            out.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    out.push('>');
    out.push_str(&quick_xml::escape::escape(element.text.trim()));
    for child in element.children.iter().filter(|own| own.name != "skipped") {
        out.push_str(&without_skipped(child));
    }
    out.push_str(&format!("</{}>", element.name));
    out
}

pub fn assert_valid(text: &str) {
    let root = root(text);
    assert_shape(&root);
    let schema = file_of("junit-report", "tests/JUnit-alternative.xsd");
    let schema = uppsala::parse(&schema).unwrap();
    let validator = XsdValidator::from_schema(&schema).unwrap();
    let problems = |text: &str| {
        let document = uppsala::parse(text).unwrap();
        let errors = validator.validate(&document);
        errors
            .iter()
            .map(|error| format!("{error:?}"))
            .collect::<Vec<_>>()
    };
    let document = without_skipped(&root);
    assert_eq!(problems(&document), [] as [String; 0]);
    let wrong = document.replacen("hostname=", "host=", 1);
    assert!(wrong == document || !problems(&wrong).is_empty());
}

#[test]
fn the_schema_accepts_it() {
    let broken = ENTERPRISE.replace("format = 1", "frmat = 1");
    for draft in [ENTERPRISE, PERSONAL, &broken, "x = ["] {
        for fail_on in [FailOn::Error, FailOn::Documents] {
            assert_valid(&junit(&report("草稿.toml", draft, QUOTING), fail_on));
        }
    }
}

#[test]
fn a_suite_a_draft_and_a_case_a_rule() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["enterprise-blocked.toml", "personal-incomplete.toml"] {
        std::fs::write(dir.path().join(name), example(name)).unwrap();
    }
    std::fs::write(dir.path().join("坏.toml"), "format = 1\n[filing\n").unwrap();
    let drafts = [
        "enterprise-blocked.toml",
        "personal-incomplete.toml",
        "坏.toml",
    ];
    let args = [&drafts[..], &["--format", "junit"]].concat();
    let run = check(dir.path(), &args);
    assert_eq!(run.status, 2);
    assert_valid(&run.stdout);
    let root = root(&run.stdout);
    let outcome = |suite: usize, rule: &str| {
        let cases = root.children[suite].named("testcase");
        let own: Vec<_> = cases
            .into_iter()
            .filter(|own| own.attributes["name"] == rule)
            .collect();
        assert_eq!(own.len(), 1, "{rule} in suite {suite}");
        own[0].children.first().map(|own| own.name.clone())
    };
    let names: Vec<&str> = root
        .children
        .iter()
        .map(|suite| suite.attributes["name"].as_str())
        .collect();
    assert_eq!(names, drafts);
    assert_eq!(outcome(0, "domain-validity").as_deref(), Some("failure"));
    assert_eq!(outcome(0, "email-format"), None);
    assert_eq!(outcome(1, "domain-registrar").as_deref(), Some("skipped"));
    assert_eq!(outcome(1, "id-number"), None);
    assert_eq!(outcome(2, "unreadable-draft").as_deref(), Some("error"));
}
