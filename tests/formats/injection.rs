//! Whatever a draft holds, each format says what the report says and nothing else.

use std::sync::LazyLock;

use beian::report::{Manner, Report};
use beian::text::Lang;
use proptest::prelude::*;

use crate::said::{assert_said, base};
use crate::sarif::{assert_valid, validator};
use crate::support::{ENTERPRISE, QUOTING, report};

/// What has been used to break out of reports.
const EVIL: &[&str] = &[
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
];

fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A draft with a text in each of its fields that takes one, and in a key that is unknown.
fn draft_of(text: &str) -> String {
    let mut out = String::new();
    for line in ENTERPRISE.lines() {
        match line.split_once(" = \"") {
            Some((key, _)) if !["kind", "province", "provider", "filing.kind"].contains(&key) => {
                out.push_str(&format!("{key} = {}\n", toml_string(text)));
            }
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// The report of a draft whose file is called something too, and of a second one with the text in
/// every sentence of it.
fn reports(text: &str, lang: Lang) -> Vec<Report> {
    let name = format!("{}.toml", text.replace(['/', '\0'], "_"));
    let manner = Manner { lang, ..QUOTING };
    let mut readable = report(&name, &draft_of(text), manner);
    let broken = report(
        &name,
        &format!("{} = 1\n{}", toml_string(text), draft_of(text)),
        manner,
    );
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
    for text in EVIL {
        for lang in [Lang::Zh, Lang::En] {
            for report in reports(text, lang) {
                assert_said(&report);
                let log = beian::render::sarif(&report, beian::report::FailOn::Error, &base());
                assert_valid(&validator, &serde_json::from_str(&log).unwrap());
            }
        }
    }
}

#[test]
fn what_steers_a_terminal_is_in_no_format() {
    for text in EVIL {
        for report in reports(text, Lang::Zh) {
            let fail_on = beian::report::FailOn::Error;
            for output in [
                beian::render::annotations(&report, fail_on, &base()),
                beian::render::junit(&report, fail_on),
                beian::render::markdown(&report),
                beian::render::report_html(&report),
            ] {
                let steers =
                    |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2066}".contains(c);
                assert!(!output.contains(steers), "{text:?} in {output}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn each_format_says_what_the_report_says(
        text in prop_oneof![
            "\\PC{0,40}",
            any::<String>(),
            r"([\[\]()<>&%:,;#!|`*_~\\\n\r\t '\x22a-c一@=-]|::|%0A|\]\(|<!--){0,30}",
        ],
    ) {
        for report in reports(&text, Lang::Zh) {
            assert_said(&report);
        }
    }
}
