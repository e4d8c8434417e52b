//! Recognisable private values in every field, right or wrong, in comments and free text: none may
//! reach any output.

use std::fmt::Write;

use beian::fields::{Kind, Privacy, RecordKind, TextRole};
use beian::render::{
    Base, Detail, Style, annotations, checklist_csv, checklist_html, checklist_markdown,
    checklist_text, code_quality, json, json_lines, junit, markdown, report_html, sarif, text,
};
use beian::report::{FailOn, Manner};
use beian::text::Lang;

use crate::support::{QUOTING, report};

/// Values that are different in every place, and what of each must never be seen.
#[derive(Default)]
struct Planter {
    count: usize,
    secrets: Vec<String>,
}

impl Planter {
    fn secret(&mut self, text: String) -> String {
        self.secrets.push(text.clone());
        text
    }

    fn phone(&mut self) -> String {
        self.count += 1;
        self.secret(format!("1387{:07}", 1_000_000 + self.count * 7919))
    }

    fn number(&mut self) -> String {
        self.count += 1;
        self.secret(format!(
            "14010519{:04}03{:04}",
            1950 + self.count % 50,
            1000 + self.count
        ))
    }

    fn email(&mut self) -> String {
        self.count += 1;
        let local = self.secret(format!("kanarie{}", self.count));
        format!("{local}@example.cn")
    }

    fn day(&mut self) -> String {
        self.count += 1;
        let day = format!("{}-{:02}-17", 1961 + self.count % 30, 1 + self.count % 12);
        self.secret(day)
    }

    fn address(&mut self) -> String {
        self.count += 1;
        self.secret(format!("金丝雀路{}号", self.count))
    }

    /// All of them in one sentence that no field accepts.
    fn sentence(&mut self) -> String {
        format!(
            "电话{} 证号{} {}",
            self.phone(),
            self.number(),
            self.email()
        )
    }

    /// A value for a field; `wrong`: one that belongs elsewhere.
    fn value(&mut self, kind: Kind, privacy: Privacy, wrong: usize) -> Option<String> {
        let quoted = |text: String| Some(format!("\"{text}\""));
        match (privacy, wrong) {
            (Privacy::Phone, 0) => quoted(self.phone()),
            (Privacy::Email, 0) => quoted(self.email()),
            (Privacy::Birth, 0) => Some(self.day()),
            (Privacy::PersonNumber | Privacy::SubjectNumber, 0) => quoted(self.number()),
            (Privacy::PersonAddress | Privacy::SubjectAddress, 0) => quoted(self.address()),
            (Privacy::Open, _) => match kind {
                // Codes and ids are given as they are.
                Kind::Text(TextRole::Id) | Kind::Texts(_) | Kind::Table => None,
                _ if wrong == 0 => None,
                _ => quoted(self.sentence()),
            },
            (_, 0 | 1) => quoted(self.sentence()),
            (_, 2) => Some(self.phone()),
            (Privacy::FreeText, _) => None,
            _ => quoted(self.address()),
        }
    }

    fn record(&mut self, out: &mut String, prefix: &str, kind: RecordKind, wrong: usize) {
        for field in kind.fields() {
            if matches!(
                field.key,
                "subject.kind" | "filing.kind" | "filing.province"
            ) {
                continue;
            }
            let key = field.key;
            if let Some(value) = self.value(field.kind, field.privacy, wrong) {
                let comment = if wrong == 0 {
                    self.sentence()
                } else {
                    String::new()
                };
                writeln!(out, "{prefix}{key} = {value} # {comment}").unwrap();
            }
        }
    }

    fn draft(&mut self, wrong: usize) -> String {
        let mut out = String::from(
            "format = 1\nfiling.kind = \"first\"\nfiling.province = \"上海\"\nsubject.kind = \"personal\"\n",
        );
        self.record(&mut out, "", RecordKind::Order, wrong);
        self.record(&mut out, "principal.", RecordKind::Person, wrong);
        self.record(&mut out, "legal_representative.", RecordKind::Person, wrong);
        out.push_str("[[services]]\n");
        self.record(&mut out, "", RecordKind::Service, wrong);
        self.record(&mut out, "principal.", RecordKind::Person, wrong);
        out.push_str("[[services.domains]]\n");
        self.record(&mut out, "", RecordKind::Domain, wrong);
        writeln!(out, "unknown = \"{}\"", self.sentence()).unwrap();
        writeln!(out, "\"{}\" = 1", self.sentence()).unwrap();
        // Reasons are free text, and so is what is no rule and no path.
        for (rule, path) in [
            ("email-format".to_owned(), "principal.email".to_owned()),
            ("email-format".to_owned(), self.sentence()),
            (self.sentence(), "principal.email".to_owned()),
        ] {
            let reason = self.sentence();
            writeln!(
                out,
                "[[allow]]\nrule = \"{rule}\"\npath = \"{path}\"\nreason = \"{reason}\""
            )
            .unwrap();
        }
        out
    }
}

fn outputs(name: &str, draft: &str) -> Vec<String> {
    let mut outputs = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        let report = report(name, draft, Manner { lang, ..QUOTING });
        outputs.push(json(&report));
        outputs.push(json_lines(&report));
        outputs.push(markdown(&report));
        outputs.push(report_html(&report));
        let base = Base::new("/".as_ref(), "/".as_ref());
        for fail_on in FailOn::ALL {
            outputs.push(sarif(&report, fail_on, &base));
            outputs.push(junit(&report, fail_on));
            outputs.push(annotations(&report, fail_on, &base));
            outputs.push(code_quality(&report, fail_on, &base));
        }
        for draft in &report.drafts {
            outputs.push(checklist_text(draft, &report.ruleset, Style::default()));
            outputs.push(checklist_markdown(draft, &report.ruleset));
            outputs.push(checklist_html(draft, &report.ruleset));
            outputs.push(String::from_utf8(checklist_csv(draft).unwrap()).unwrap());
        }
        for detail in [Detail::Quiet, Detail::Normal, Detail::Verbose] {
            for color in [false, true] {
                let width = if color { 40 } else { 200 };
                outputs.push(text(
                    &report,
                    Style {
                        color,
                        width,
                        detail,
                    },
                ));
            }
        }
    }
    outputs
}

fn assert_hidden(planter: &Planter, name: &str, draft: &str) {
    for secret in &planter.secrets {
        assert!(draft.contains(secret), "the draft has no {secret}");
    }
    for output in outputs(name, draft) {
        for secret in &planter.secrets {
            if let Some((before, after)) = output.split_once(secret) {
                let (start, end) = (before.lines().last(), after.lines().next());
                panic!("{secret} is shown:\n{start:?} {end:?}");
            }
        }
    }
}

#[test]
fn no_private_value_is_shown_wherever_it_stands() {
    for wrong in 0..4 {
        let mut planter = Planter::default();
        let draft = planter.draft(wrong);
        assert_hidden(&planter, "草稿.toml", &draft);
    }
}

#[test]
fn no_private_value_is_shown_of_a_broken_file() {
    for broken in ["\"", "[", "}", " = "] {
        let mut planter = Planter::default();
        let draft = planter.draft(0);
        // Something breaks after every few lines.
        let mut text = String::new();
        for (index, line) in draft.lines().enumerate() {
            text.push_str(line);
            if index % 5 == 4 {
                writeln!(text, "\n{broken}").unwrap();
            }
            text.push('\n');
        }
        assert_hidden(&planter, "草稿.toml", &text);
    }
}

#[test]
fn no_private_value_is_shown_of_json() {
    let mut planter = Planter::default();
    let mut person = String::new();
    let fields = RecordKind::Person.fields().iter();
    for field in fields.filter(|field| !field.key.contains('.') && field.kind != Kind::Table) {
        for wrong in [0, 2] {
            if let Some(value) = planter.value(field.kind, field.privacy, wrong) {
                let value = if field.kind == Kind::Day && wrong == 0 {
                    format!("\"{value}\"")
                } else {
                    value
                };
                write!(person, "\"{}\": {value}, ", field.key).unwrap();
            }
        }
    }
    let remark = planter.sentence();
    let draft = format!(
        "{{\"format\": 1, \"filing\": {{\"kind\": \"first\", \"province\": \"x{remark}\"}}, \"principal\": {{{person}\"student\": 1}}}}"
    );
    assert_hidden(&planter, "草稿.json", &draft);
}

#[test]
fn everything_is_shown_when_asked() {
    let mut planter = Planter::default();
    let draft = planter.draft(2);
    let report = report(
        "草稿.toml",
        &draft,
        Manner {
            unmask: true,
            ..QUOTING
        },
    );
    let output = text(&report, Style::default());
    assert!(planter.secrets.iter().any(|secret| output.contains(secret)));
}

#[test]
fn what_steers_a_terminal_is_made_visible() {
    let draft = "format = 1\nfiling = { kind = \"first\", province = \"上海\\u001b[31m\" }\n\"k\\u001b[2J\u{202e}\" = 1\n";
    for lang in [Lang::Zh, Lang::En] {
        let report = report("a\u{1b}[31m.toml", draft, Manner { lang, ..QUOTING });
        let output = text(&report, Style::default());
        assert!(!output.contains(['\u{1b}', '\u{202e}']), "{output:?}");
    }
}
