//! From drafts back to their files.

use beian::draft::{ListName, Node, Path, Place, locate, personal_spans, shape};
use beian::fields::{DomainField, OrderField, PersonField, PreApprovalField, Privacy};
use proptest::prelude::*;

use super::example::ENTERPRISE;
use super::generate::{Irregular, table};
use super::{json_tree, read_toml, toml_tree};

fn shown(text: &str, path: Path) -> String {
    let tree = toml_tree(text);
    let span = locate(&tree.root, tree.root_span, &path);
    text[span.range()].to_owned()
}

#[test]
fn a_value_is_found_and_what_is_absent_points_at_its_table() {
    let text = ENTERPRISE;
    let order = Place::now(Node::Order);
    let principal = Place::now(Node::Principal);
    let domain = Place::now(Node::Domain(0, 0));
    for (path, expected) in [
        (
            order.field(OrderField::SubjectName as usize),
            "\"太原示例网络科技有限公司\"",
        ),
        (order.field(OrderField::BusinessScope as usize), "[subject]"),
        (
            order.field(OrderField::SubjectAddressCity as usize),
            "[subject]",
        ),
        (
            order.field(OrderField::SubjectCertificateAddress as usize),
            "[subject.certificate]",
        ),
        (
            order.field(OrderField::OnRecordDomains as usize),
            "\"none\"",
        ),
        (
            principal.field(PersonField::CertificateUntil as usize),
            "2035-06-30",
        ),
        (principal.field(PersonField::Email as usize), "[principal]"),
        (principal.whole(), "[principal]"),
        (Place::now(Node::Service(0)).whole(), "[[services]]"),
        (
            Place::now(Node::Service(0)).list(ListName::Platforms),
            "[[services]]",
        ),
        (
            Place::now(Node::ServicePrincipal(0)).field(PersonField::Name as usize),
            "[[services]]",
        ),
        (
            domain.field(DomainField::Expires as usize),
            "\"2028-03-01\"",
        ),
        (
            domain.field(DomainField::Registered as usize),
            "[[services.domains]]",
        ),
        (
            domain.field(DomainField::RegistrantRole as usize),
            "[services.domains.registrant]",
        ),
        (
            Place::now(Node::PreApproval(0, 0)).field(PreApprovalField::Kind as usize),
            "\"news\"",
        ),
        (
            Place::now(Node::PreApproval(0, 1)).field(PreApprovalField::Kind as usize),
            "\"games\"",
        ),
    ] {
        assert_eq!(shown(text, path), expected, "{path}");
    }
}

#[test]
fn what_is_nowhere_points_at_the_file() {
    let tree = toml_tree(ENTERPRISE);
    let path = Place::previous(Node::Principal).field(PersonField::Name as usize);
    assert_eq!(locate(&tree.root, tree.root_span, &path), tree.root_span);
}

/// The values of a text that have a privacy.
fn values(text: &str, privacy: Privacy) -> Vec<String> {
    let tree = toml_tree(text);
    let draft = read_toml(text).draft;
    personal_spans(&tree.root, &draft)
        .into_iter()
        .filter(|(_, found)| *found == privacy)
        .map(|(span, _)| text[span.range()].to_owned())
        .collect()
}

#[test]
fn a_unit_is_public_and_its_people_are_not() {
    let text = format!("{ENTERPRISE}[previous.principal]\nmobile = \"13800000009\"\n");
    assert_eq!(
        values(&text, Privacy::PersonNumber),
        ["\"140105199003070012\""]
    );
    assert_eq!(
        values(&text, Privacy::Phone),
        ["\"13800000001\"", "\"none\"", "\"13800000009\""]
    );
    assert!(values(&text, Privacy::Open).contains(&"\"91140100MA0EXAMP12\"".to_owned()));
    for privacy in [Privacy::SubjectNumber, Privacy::SubjectAddress] {
        assert_eq!(values(&text, privacy), [""; 0]);
    }
}

#[test]
fn a_registrants_number_is_public_if_it_is_the_units() {
    let text = "[subject]\nkind = \"enterprise\"\ncertificate.number = \"91140100ma0examp12\"\n\
        [[services]]\ndomains = [{ registrant.certificate_number = \"９１140100MA0EXAMP12\" }, \
        { registrant.certificate_number = \"140105199003070012\" }]\n";
    assert_eq!(
        values(text, Privacy::PersonNumber),
        ["\"140105199003070012\""]
    );
}

#[test]
fn a_person_or_an_unknown_subject_is_not_public() {
    let rest = "certificate = { number = \"140105199003070012\", address = \"示例路1号\" }\n";
    for kind in ["kind = \"personal\"\n", "kind = \"perso\"\n", ""] {
        let text = format!("[subject]\n{kind}{rest}");
        assert_eq!(
            values(&text, Privacy::PersonNumber),
            ["\"140105199003070012\""]
        );
        assert_eq!(values(&text, Privacy::PersonAddress), ["\"示例路1号\""]);
        let previous = format!("subject.kind = \"enterprise\"\n[previous.subject]\n{kind}{rest}");
        assert_eq!(
            values(&previous, Privacy::PersonNumber),
            ["\"140105199003070012\""]
        );
    }
}

#[test]
fn what_is_misplaced_or_misspelt_is_hidden_as_well() {
    let text = "[subject]\nkind = \"140105199003070012\"\naddress = \"示例路1号\"\n\
        [principle]\nmobil = 13800000001\nbirth_date = 1990-03-07\nemial = \"a@example.cn\"\n\
        certificate = \"E00000000\"\n[other]\nx = [{ y = \"张示例\" }]\n[meta]\nid = 5\n";
    assert_eq!(values(text, Privacy::Phone), ["13800000001"]);
    assert_eq!(values(text, Privacy::Birth), ["1990-03-07"]);
    assert_eq!(values(text, Privacy::Email), ["\"a@example.cn\""]);
    assert_eq!(values(text, Privacy::PersonNumber), ["\"E00000000\""]);
    assert_eq!(values(text, Privacy::PersonAddress), ["\"示例路1号\""]);
    let free = ["\"140105199003070012\"", "\"张示例\"", "5"];
    assert_eq!(values(text, Privacy::FreeText), free);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_string_is_classified(draft in table(shape(), Irregular(20))) {
        let text = draft.to_string();
        let tree = json_tree(&text);
        let reading = beian::draft::read_parsed(&tree, &beian::draft::Overrides::default());
        let spans = personal_spans(&tree.root, &reading.draft);
        let mut left = vec![&draft];
        let mut strings = 0;
        while let Some(value) = left.pop() {
            match value {
                serde_json::Value::String(text) => strings += usize::from(text != "none"),
                serde_json::Value::Array(items) => left.extend(items),
                serde_json::Value::Object(table) => left.extend(table.values()),
                _ => {}
            }
        }
        let quoted = |span: &beian::source::Span| text[span.range()].to_owned();
        let found = spans.iter().map(|(span, _)| quoted(span));
        prop_assert_eq!(found.filter(|t| t.starts_with('"') && t != "\"none\"").count(), strings);
    }
}
