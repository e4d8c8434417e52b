//! Whatever a draft holds, each format says what the report says and nothing else.

use std::sync::LazyLock;

use beian::report::{FailOn, Manner, Report, StaleReport, Suppression};
use beian::text::Lang;
use proptest::prelude::*;

use crate::clean::{assert_clean, assert_same_page};
use crate::fields::{each_alone, every_field, unknown_key};
use crate::said::{assert_said, base};
use crate::sarif::{assert_valid, validator};
use crate::support::{ENTERPRISE, QUOTING, report};

/// What has been used to break out of reports.
pub const EVIL: &[&str] = &[
    "一\n二",
    "\r\n::error file=a,line=1::x",
    "::set-env name=A::b",
    "##[add-mask]x",
    "%0A::warning::%25%0D",
    "a:b,c=d%3A%2C",
    "]]><![CDATA[x",
    "</failure><error/>&lt;&#10;",
    "\"><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "--><!-- ",
    "</summary></details><b>",
    "[点这里](https://example.com) ![](x)",
    "https://example.com www.example.com a@example.com @who #1 !1 ~a~",
    "| a | b |\n|---|---|\n",
    "# 题\n- [x] 好\n> 引\n```\n",
    "\\[\\](\\\\",
    "*粗* _斜_ `码` ~~删~~",
    "\u{1b}[31m红\u{1b}]0;t\u{7}",
    "\u{202e}反\u{2066}\u{200b}\u{feff}",
    "\u{0}\u{8}\u{7f}\u{85}\u{9b}",
    "\u{fffe}\u{ffff}\u{10ffff}",
    "{0} {{1}} {",
    "   空  格   ",
    "1. 一\n2. 二",
    "a\n===\nb\n---",
    "    缩进\n\t缩进",
    "&amp;&nbsp;&#x3c;",
    "=HYPERLINK(\"https://example.com\")",
    " @SUM(A1)",
    "+1-1",
    "＝1",
    "\t=1",
    "a,\"b\"\r\nc",
    "::stop-commands::x\n::x::",
    "\u{2028}::error::x\u{2029}\u{85}::error::x\u{b}::error::x\u{c}::error::x",
    "'onmouseover='alert(1)",
    "</style></title></textarea><svg/onload=alert(1)>",
    "<details open><summary>",
    "{{7*7}}${7*7}$(id)`id`",
];

/// The report of a draft whose file is called something too, and of a second one with the text in
/// every sentence of it.
fn reports(text: &str, lang: Lang) -> Vec<Report> {
    let name = format!("{}.toml", text.replace(['/', '\0'], "_"));
    let manner = Manner { lang, ..QUOTING };
    let mut readable = report(&name, &every_field(text), manner);
    assert_eq!(readable.drafts[0].errors, []);
    let broken = report(&name, &unknown_key(text), manner);
    let known = [(text, text), ("id-number", text), (text, "principal.email")]
        .map(|(rule, path)| (rule.to_owned(), path.to_owned()));
    for draft in &mut readable.drafts {
        assert!(!draft.suppressed.is_empty());
        draft.set_aside_known(&known.clone().into());
    }
    let [clean, mut everywhere] = plain(lang);
    for draft in &mut everywhere.drafts {
        draft.source.clone_from(&name);
        for finding in &mut draft.findings {
            text.clone_into(&mut finding.message);
            finding.help = Some(text.to_owned());
            text.clone_into(&mut finding.title);
            finding.sources = vec![text.to_owned()];
            for related in &mut finding.related {
                text.clone_into(&mut related.label);
            }
        }
        // Half of what fails is accepted.
        let half = draft.findings.len() / 2;
        draft.suppressed = draft.findings.split_off(half);
        for finding in &mut draft.suppressed {
            finding.suppression = Some(Suppression {
                by: "allow",
                reason: Some(text.to_owned()),
                until: Some(text.to_owned()),
            });
        }
        draft.stale = ["allow", "baseline"]
            .map(|by| StaleReport {
                by,
                rule: text.to_owned(),
                path: text.to_owned(),
                line: Some(1),
                column: Some(1),
                message: text.to_owned(),
            })
            .into();
        for document in &mut draft.documents {
            text.clone_into(&mut document.name);
            text.clone_into(&mut document.owner);
            text.clone_into(&mut document.concerns.label);
        }
        for question in &mut draft.questions {
            text.clone_into(&mut question.ask);
        }
    }
    readable.drafts.extend(clean.drafts);
    vec![readable, broken, everywhere]
}

/// Reports of a draft in which nothing is wrong, and of one whose domain expires.
fn plain(lang: Lang) -> [Report; 2] {
    static REPORTS: LazyLock<[[Report; 2]; 2]> = LazyLock::new(|| {
        [Lang::Zh, Lang::En].map(|lang| {
            let expiring = ENTERPRISE.replace("expires = 2028-03-01", "expires = 2026-12-31");
            [ENTERPRISE, &expiring].map(|draft| {
                let manner = Manner { lang, ..QUOTING };
                report("草稿.toml", draft, manner)
            })
        })
    });
    REPORTS[usize::from(lang == Lang::En)].clone()
}

#[test]
fn nothing_breaks_out() {
    let validator = validator();
    let langs = [Lang::Zh, Lang::En].into_iter().cycle();
    // All of them at once in both languages, each by itself in one.
    let all = EVIL.concat();
    let texts = [all.as_str(), all.as_str()].into_iter();
    for (text, lang) in texts.chain(EVIL.iter().copied()).zip(langs) {
        for report in reports(text, lang) {
            assert_said(&report);
            assert_clean(&report);
            // What the schema asks for depends on all of them or on none.
            if text == all {
                let log = beian::render::sarif(&report, FailOn::Error, &base());
                assert_valid(&validator, &serde_json::from_str(&log).unwrap());
            }
        }
    }
}

#[test]
fn nothing_breaks_out_of_a_place_of_its_own() {
    let all: String = EVIL.concat();
    for (path, draft) in each_alone(&all) {
        let report = report("草稿.toml", &draft, QUOTING);
        let said = std::panic::catch_unwind(|| {
            assert_said(&report);
            assert_clean(&report);
        });
        assert!(said.is_ok(), "{path}");
    }
}

#[test]
fn a_page_has_the_elements_of_its_template() {
    let [_, _, plain] = <[Report; 3]>::try_from(reports("x", Lang::Zh)).unwrap();
    for text in EVIL {
        let [_, _, evil] = <[Report; 3]>::try_from(reports(text, Lang::Zh)).unwrap();
        assert_same_page(&plain, &evil);
    }
}

#[test]
fn what_junit_holds_is_valid_whatever_it_holds() {
    for report in reports(&EVIL.concat(), Lang::Zh) {
        crate::junit::assert_valid(&beian::render::junit(&report, FailOn::Error));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn each_format_says_what_the_report_says(
        // A blank reason accepts nothing: such a draft is not read.
        text in prop_oneof![
            "\\PC{0,40}",
            any::<String>(),
            r"([\[\]()<>&%:,;#!|`*_~\\\n\r\t '\x22a-c一@=-]|::|%0A|\]\(|<!--){0,30}",
        ]
        .prop_filter("blank", |text| !text.trim().is_empty()),
    ) {
        for report in reports(&text, Lang::Zh) {
            assert_said(&report);
            assert_clean(&report);
        }
    }
}
