//! What is undecided, as questions.

use crate::support::{PERSONAL, by};

const RULES: &str = r#"
[[rule]]
id = "permit"
title = { zh = "居住证", en = "Permit" }
each = "person"
filings = { all = "error" }
at = "person.residence_permit"
error_unless.all = [
  { person.has_residence_permit = true },
  { person.residence_permit.province = "上海" },
]
message.zh = "居住证"
message.en = "permit"
facts = ["x"]

[[rule]]
id = "both"
title = { zh = "二", en = "Two" }
filings = { all = "error" }
at = "access.months"
warning_unless = { access.months.at_least = 3, access.product = "ecs" }
message.zh = "二"
message.en = "two"
facts = ["x"]

[[rule]]
id = "months"
title = { zh = "月", en = "Months" }
filings = { all = "error" }
at = "access.months"
error_unless.access.months.at_least = 3
message.zh = "月"
message.en = "months"
facts = ["x"]
"#;

#[test]
fn a_question_is_asked_once_and_tables_before_their_fields() {
    let draft = PERSONAL
        .replace("[principal.residence_permit]", "[x]")
        .replace("valid_until = 2028-01-31", "");
    let report = by(RULES, &draft);
    let asked: Vec<(&str, Vec<&str>)> = report
        .questions
        .iter()
        .map(|q| {
            (
                q.path.as_str(),
                q.rules.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    assert_eq!(
        asked,
        [
            ("access.months", vec!["both", "months"]),
            ("access.product", vec!["both"]),
            ("principal.residence_permit", vec!["permit"]),
        ]
    );
    assert_eq!(report.questions[2].ask, "有居住证吗？");
}
