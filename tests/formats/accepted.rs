//! What somebody accepts, and acceptances that accept nothing, in each format: neither is lost, and
//! nothing accepted counts.

use std::collections::BTreeSet;

use beian::render::{
    Style, annotations, code_quality, json_lines, junit, markdown, report_html, sarif, text,
};
use beian::report::{FailOn, Manner, Report};
use beian::text::Lang;
use serde_json::Value;

use crate::commands;
use crate::junit::root;
use crate::page::Page;
use crate::said::base;
use crate::sarif::{assert_valid, validator};
use crate::support::{ENTERPRISE, QUOTING, report};

/// A draft with two errors, one of them allowed, the other as `baseline` says.
fn report_of(lang: Lang, baseline: &[(&str, &str)]) -> Report {
    let faulty = ENTERPRISE
        .replace("expires = 2028-03-01", "expires = 2026-12-31")
        .replace("13900000002", "+86 138-0000-0001");
    assert_ne!(faulty, ENTERPRISE);
    let draft = format!(
        r#"{faulty}
[[allow]]
rule = "domain-validity"
path = "services[0].domains[0].expires"
reason = "已续费，等注册商更新"
until = 2026-12-31

[[allow]]
rule = "domain-validty"
path = "services[0].domains[0].expires"
reason = "规则名写错了"
"#
    );
    let mut report = report("草稿.toml", &draft, Manner { lang, ..QUOTING });
    let keys: BTreeSet<(String, String)> = baseline
        .iter()
        .map(|(rule, path)| ((*rule).to_owned(), (*path).to_owned()))
        .collect();
    for draft in &mut report.drafts {
        draft.set_aside_known(&keys);
    }
    report
}

const PHONE: (&str, &str) = ("phone-differs-from-emergency", "principal.emergency_phone");
const GONE: (&str, &str) = ("email-format", "principal.email");

#[test]
fn sarif_keeps_it_as_suppressed() {
    let report = report_of(Lang::Zh, &[PHONE, GONE]);
    let log: Value = serde_json::from_str(&sarif(&report, FailOn::Error, &base())).unwrap();
    assert_valid(&validator(), &log);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let own = |rule: &str| {
        let mut own = results.iter().filter(|own| own["ruleId"] == rule);
        let result = own.next().unwrap();
        assert!(own.next().is_none(), "{rule} stands twice");
        result
    };
    let allowed = own("domain-validity");
    assert_eq!(allowed["level"], "error");
    assert_eq!(allowed["suppressions"].as_array().unwrap().len(), 1);
    let suppression = &allowed["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["status"], "accepted");
    assert_eq!(suppression["justification"], "已续费，等注册商更新");
    assert_eq!(suppression["properties"]["until"], "2026-12-31");
    assert_eq!(own(PHONE.0)["suppressions"][0]["kind"], "external");
    // All results of a run have the list or none has.
    assert!(results.iter().all(|own| own["suppressions"].is_array()));
    let rest = results
        .iter()
        .filter(|own| own["suppressions"].as_array().unwrap().is_empty());
    assert_eq!(rest.count(), report.drafts[0].findings.len());
    // A fingerprint does not change by being accepted.
    let before = report_of(Lang::Zh, &[]);
    let before: Value = serde_json::from_str(&sarif(&before, FailOn::Error, &base())).unwrap();
    let marks = |log: &Value| -> BTreeSet<String> {
        let results = log["runs"][0]["results"].as_array().unwrap();
        let marks = results
            .iter()
            .map(|own| own["partialFingerprints"].to_string());
        marks.collect()
    };
    assert_eq!(marks(&before), marks(&log));
    let notifications = run["invocations"][0]["toolExecutionNotifications"]
        .as_array()
        .unwrap();
    let stale: Vec<&Value> = notifications
        .iter()
        .filter(|own| own["descriptor"]["id"] == "stale-acceptance")
        .collect();
    assert_eq!(stale.len(), 2);
    assert!(stale.iter().all(|own| own["level"] == "note"));
    assert!(stale[0]["locations"][0]["physicalLocation"]["region"]["startLine"].is_u64());
    assert_eq!(run["invocations"][0]["exitCode"], 0);
}

#[test]
fn junit_skips_its_case_and_says_why() {
    let report = report_of(Lang::Zh, &[PHONE, GONE]);
    let document = junit(&report, FailOn::Error);
    crate::junit::assert_valid(&document);
    let root = root(&document);
    let suite = &root.children[0];
    assert_eq!(suite.attributes["failures"], "0");
    let skipped = |rule: &str| {
        let cases = suite.named("testcase");
        let own = cases.iter().find(|own| own.attributes["name"] == rule);
        let outcome = &own.unwrap().children[0];
        assert_eq!(outcome.name, "skipped");
        outcome.attributes["message"].clone()
    };
    let allowed = skipped("domain-validity");
    for part in ["[[allow]]", "2026-12-31", "已续费，等注册商更新", "40 天"] {
        assert!(allowed.contains(part), "{allowed}");
    }
    assert!(skipped(PHONE.0).contains("基线"));
    let rest = &suite.named("system-out")[0].text;
    assert!(rest.contains("是不是 domain-validity？"), "{rest}");
    assert!(rest.contains("基线失效"), "{rest}");
    // What fails elsewhere fails.
    let still = junit(&report_of(Lang::Zh, &[]), FailOn::Error);
    assert!(still.contains("<failure"));
}

#[test]
fn annotations_leave_it_out_and_tell_what_is_stale() {
    let report = report_of(Lang::Zh, &[PHONE, GONE]);
    let log = annotations(&report, FailOn::Error, &base());
    let issues = code_quality(&report, FailOn::Error, &base());
    for output in [&log, &issues] {
        assert!(!output.contains("（domain-validity）"));
        assert!(!output.contains("\"domain-validity\""));
        assert!(!output.contains(PHONE.0));
    }
    let stale: Vec<_> = log
        .lines()
        .map(|line| commands::read(line).unwrap())
        .filter(|command| command.properties["title"].contains("stale-acceptance"))
        .collect();
    assert_eq!(stale.len(), 2);
    assert!(stale.iter().all(|command| command.name == "notice"));
    assert!(stale[0].properties.contains_key("line"));
    let issues: Value = serde_json::from_str(&issues).unwrap();
    let stale: Vec<&Value> = issues
        .as_array()
        .unwrap()
        .iter()
        .filter(|own| own["check_name"] == "stale-acceptance")
        .collect();
    assert_eq!(stale.len(), 2);
    assert!(stale.iter().all(|own| own["severity"] == "info"));
    assert_ne!(stale[0]["fingerprint"], stale[1]["fingerprint"]);
}

#[test]
fn people_find_it_folded() {
    for (lang, accepted, stale) in [
        (Lang::Zh, "已认可 2 处问题", "认可已失效"),
        (Lang::En, "2 accepted", "An acceptance is stale"),
    ] {
        let report = report_of(lang, &[PHONE, GONE]);
        let comment = markdown(&report);
        let (before, rest) = comment
            .split_once(&format!("<details><summary>{accepted}"))
            .unwrap();
        let (folded, after) = rest.split_once("</details>").unwrap();
        assert!(folded.contains("domain-validity") && folded.contains(PHONE.0));
        assert!(folded.contains("已续费，等注册商更新"));
        assert!(before.contains(stale));
        for open in [before, after] {
            assert!(!open.contains(PHONE.0), "{open}");
        }
        let page = report_html(&report);
        let parsed = Page::parse(&page);
        assert_eq!(parsed.errors, [] as [&str; 0]);
        let folded = parsed.texts_of("details");
        assert_eq!(folded.len(), 1);
        assert!(folded[0].starts_with(accepted), "{}", folded[0]);
        assert!(folded[0].contains("已续费，等注册商更新") && folded[0].contains(PHONE.0));
        assert_eq!(page.matches(PHONE.0).count(), 1);
        assert!(parsed.texts_of("h2").contains(&stale));
        let told = text(&report, Style::default());
        assert!(told.contains(accepted), "{told}");
    }
}

#[test]
fn lines_hold_what_the_report_holds() {
    let report = report_of(Lang::Zh, &[PHONE, GONE]);
    let line: Value = serde_json::from_str(&json_lines(&report)).unwrap();
    assert_eq!(line["suppressed"].as_array().unwrap().len(), 2);
    assert_eq!(line["suppressed"][1]["suppression"]["by"], "baseline");
    assert_eq!(line["stale"].as_array().unwrap().len(), 2);
    assert_eq!(line["verdict"], "blocked");
}

#[test]
fn of_a_draft_that_cannot_be_read_what_is_stale_is_told_all_the_same() {
    let draft = format!(
        "{}\nunknown = 1\n[[allow]]\nrule = \"x\"\npath = \"y\"\nreason = \"z\"\n",
        ENTERPRISE.trim_end()
    );
    let report = report("草稿.toml", &draft, QUOTING);
    assert_eq!(report.summary.unreadable, 1);
    let fail_on = FailOn::Error;
    for output in [
        text(&report, Style::default()),
        annotations(&report, fail_on, &base()),
        code_quality(&report, fail_on, &base()),
        sarif(&report, fail_on, &base()),
        junit(&report, fail_on),
        markdown(&report),
        report_html(&report),
        json_lines(&report),
    ] {
        assert!(output.contains("没有叫 x 的规则"), "{output}");
    }
}
