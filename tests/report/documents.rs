//! The documents: at hand or not, whose, and which alternative.

use beian::report::{AnyOf, DocumentStatus};

use crate::support::{ENTERPRISE, by};

const RULES: &str = r#"
[[document]]
id = "licence"
aliases = ["license"]
name = { zh = "执照", en = "Licence" }
of = "subject"
stage = "upload"
form = { original = true }
facts = ["x"]

[[document]]
id = "id-card"
name = { zh = "身份证", en = "ID card" }
of = "person"
stage = "upload"
form = { sides = 2 }
facts = ["x"]

[[document]]
id = "face"
name = { zh = "人脸", en = "Face" }
of = "principal"
stage = "on-site"
facts = ["x"]

[[document]]
id = "letter"
name = { zh = "授权书", en = "Letter" }
of = "principal"
stage = "upload"
facts = ["x"]

[[require]]
document = "licence"
filings = ["all"]
facts = ["x"]

[[require]]
document = "id-card"
each = "person"
filings = ["all"]
facts = ["x"]

[[require]]
document = "face"
filings = ["all"]
facts = ["x"]

[[require]]
document = "letter"
filings = ["all"]
when.principal.student = true
facts = ["x"]

[[require]]
any_of = [["licence", "letter"], ["letter"]]
filings = ["all"]
facts = ["x"]
"#;

fn seen(attachments: &str) -> (Vec<(String, String, DocumentStatus, Option<AnyOf>)>, usize) {
    let (head, _) = ENTERPRISE.split_once("[[attachments]]").unwrap();
    let report = by(RULES, &format!("{head}{attachments}"));
    let documents = report
        .documents
        .into_iter()
        .map(|d| (d.id, d.of, d.status, d.any_of))
        .collect();
    (documents, report.documents_missing)
}

fn attachment(fields: &str) -> String {
    format!("[[attachments]]\n{}\n", fields.replace(", ", "\n"))
}

#[test]
fn nothing_is_at_hand() {
    let (documents, missing) = seen("");
    let plain: Vec<_> = documents.iter().filter(|d| d.3.is_none()).collect();
    let told: Vec<(&str, &str, DocumentStatus)> = plain
        .iter()
        .map(|d| (d.0.as_str(), d.1.as_str(), d.2))
        .collect();
    assert_eq!(
        told,
        [
            ("licence", "subject", DocumentStatus::Missing),
            ("id-card", "principal", DocumentStatus::Missing),
            ("face", "principal", DocumentStatus::Missing),
            ("letter", "principal", DocumentStatus::Undetermined),
        ]
    );
    let choice: Vec<(&str, usize)> = documents
        .iter()
        .filter_map(|d| Some((d.0.as_str(), d.3?.bundle)))
        .collect();
    assert_eq!(choice, [("licence", 0), ("letter", 0), ("letter", 1)]);
    // Licence and card, and of the choice the letter alone.
    assert_eq!(missing, 3);
}

#[test]
fn an_alternative_at_hand_ends_the_choice() {
    let (documents, missing) = seen(&attachment("document = \"letter\", file = \"a.jpg\""));
    assert!(documents.iter().all(|d| d.3.is_none()));
    assert_eq!(missing, 2);
}

#[test]
fn one_side_is_half_a_paper() {
    let front = attachment("document = \"id-card\", held = true, side = \"front\"");
    let back = front.replace("front", "back");
    let status = |attachments: &str| {
        let (documents, _) = seen(attachments);
        documents.iter().find(|d| d.0 == "id-card").unwrap().2
    };
    assert_eq!(status(&front), DocumentStatus::Missing);
    assert_eq!(status(&format!("{front}{back}")), DocumentStatus::Provided);
    let other = front.replace("held", "of = \"subject\"\nheld");
    assert_eq!(status(&format!("{other}{back}")), DocumentStatus::Missing);
    let not_held = attachment("document = \"id-card\", held = false");
    assert_eq!(status(&not_held), DocumentStatus::Missing);
}

#[test]
fn another_spelling_of_a_document_is_the_document() {
    let (documents, _) = seen(&attachment(
        "document = \"license\", of = \"subject\", held = true",
    ));
    assert_eq!(documents[0].2, DocumentStatus::Provided);
}
