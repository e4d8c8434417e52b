//! Failures as findings: said once, in order, with values and places.

use beian::ruleset::Severity;

use crate::support::{ENTERPRISE, QUOTING, by, report};

const RULES: &str = r#"
[[rule]]
id = "phones"
title = { zh = "电话", en = "Phones" }
each = "person"
filings = { all = "error" }
at = "person.mobile"
params.most = { type = "count", default = 3, zh = "至多", en = "at most" }
error_if.person.mobile.known = true
message.zh = "{person.name}的电话 {person.mobile}，{filing.province}，{subject.kind}，{order.as_of}，{most}"
message.en = "{person.mobile}"
help.zh = "到 {order.as_of + domain_days} 为止"
help.en = "until {order.as_of + domain_days}"
params.domain_days = { type = "days", default = 90, zh = "天数", en = "days" }
facts = ["old-one"]

[[rule]]
id = "a-notice"
title = { zh = "提示", en = "Notice" }
filings = { all = "error" }
at = "access.months"
notice_if.access.product.known = true
message.zh = "提示"
message.en = "notice"
facts = ["young", "young-weak"]

[[rule]]
id = "one-principal"
title = { zh = "负责人", en = "Principal" }
each = "service"
filings = { all = "error" }
at = "service.principal.email"
warning_if.service.principal.email.known = true
message.zh = "邮箱 {service.principal.email}"
message.en = "e-mail"
facts = ["young"]
"#;

fn draft() -> String {
    let person = r#"
[legal_representative]
name = "张示例"
mobile = "13800000001"
certificate = { type = "id-card", number = "14010519900307001２" }

[[services]]
name = "二"
"#;
    format!("{ENTERPRISE}{person}")
}

#[test]
fn one_cause_is_one_finding_gravest_first() {
    let report = by(RULES, &draft().replace("months = 12\n", ""));
    let found: Vec<(&str, Severity, &str, Option<usize>, Option<usize>)> = report
        .findings
        .iter()
        .map(|f| {
            (
                f.rule.as_str(),
                f.severity,
                f.path.as_str(),
                f.line,
                f.column,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                "phones",
                Severity::Error,
                "principal.mobile",
                Some(33),
                Some(10)
            ),
            (
                "one-principal",
                Severity::Warning,
                "principal.email",
                Some(35),
                Some(9)
            ),
            // The field is absent: its table's header.
            (
                "a-notice",
                Severity::Notice,
                "access.months",
                Some(43),
                Some(1)
            ),
        ]
    );
}

#[test]
fn messages_are_filled_by_kind() {
    let report = by(RULES, &draft().replace("months = 12", ""));
    let finding = &report.findings[0];
    assert_eq!(
        finding.message,
        "张示例的电话 138****0001，山西，企业，2026-11-21，3"
    );
    assert_eq!(finding.help.as_deref(), Some("到 2027-02-19 为止"));
    assert_eq!(finding.title, "电话");
    assert_eq!(report.findings[1].message, "邮箱 z****@example.cn");
}

#[test]
fn sources_are_newest_first_and_old_ones_are_counted() {
    let report = by(RULES, &draft());
    assert_eq!(
        report.findings[0].sources,
        ["华为云《备案域名》2021", "腾讯云《备案域名》≤2020"]
    );
    assert_eq!(report.findings[0].confidence, Some("medium"));
    assert_eq!(report.findings[2].facts, ["young", "young-weak"]);
    let old = report.old_sources.unwrap();
    assert_eq!((old.before, old.facts), (2024, vec!["old-one".to_owned()]));
}

#[test]
fn the_province_asks_and_the_value_is_at_hand() {
    let draft = ENTERPRISE.replace("expires = 2028-03-01", "expires = 2026-12-31");
    let report = report("草稿.toml", &draft, QUOTING).drafts.remove(0);
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.rule == "domain-validity")
        .unwrap();
    assert_eq!(finding.path, "services[0].domains[0].expires");
    assert_eq!(
        (finding.line, finding.column, finding.end_column),
        (Some(63), Some(11), Some(21))
    );
    assert!(finding.message.contains("40") && finding.message.contains("山西"));
}
