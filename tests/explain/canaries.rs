//! Nothing private of a draft is shown by any explanation, unless asked for.

use beian::casebook::choice_of;
use beian::draft::{Overrides, read_parsed};
use beian::evaluate::{Key, Plan, evaluate};
use beian::explain::Explained;
use beian::facts::Facts;
use beian::report::{Checked, DraftReport, Manner, Origin};
use beian::ruleset::Library;
use beian::source::{Format, SourceFile, parse};
use beian::text::Lang;

use crate::{beian, file};

/// Private values, and parts by which one could be told.
const CANARIES: &[&str] = &[
    "13912345678",
    "12345678",
    "13698765432",
    "13711112222",
    "13511113333",
    "7654321",
    "X98765432",
    "9876543",
    "zhangshili",
    "14010519900307",
    "19900307",
    "1990-03-07",
    "1990-01-01",
    "秘密路",
    "88号",
];

const DRAFTS: &[&str] = &["drafts/unit.toml", "drafts/person.toml"];

/// Everything that explanations say of a draft, rule by rule and document by document.
fn chains(name: &str, lang: Lang, unmask: bool) -> String {
    let path = file(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let source = SourceFile::new(path.display().to_string(), text);
    let parsed = parse(&source, Format::Toml);
    let reading = read_parsed(&parsed, &Overrides::default());
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    let library = Library::embedded();
    let choice = choice_of(&reading.draft);
    let (ruleset, _) = library.ruleset(choice);
    let mut out = String::new();
    for day in ["2026-11-21", "2036-01-01"] {
        let as_of = day.parse().unwrap();
        let facts = Facts::new(&reading.draft, as_of, &ruleset.calendar);
        let plan = Plan::new(&ruleset, Key::of(&facts).unwrap());
        let evaluation = evaluate(&plan, &facts);
        let manner = Manner {
            lang,
            unmask,
            quote: false,
        };
        let report = DraftReport::new(
            &Checked {
                source: &source.name,
                origin: Some(Origin {
                    file: &source,
                    root: &parsed.root,
                    root_span: parsed.root_span,
                }),
                problems: &parsed.problems,
                faults: &reading.faults,
                facts: &facts,
                outcome: Some((&plan, &evaluation)),
                evidence: &library,
            },
            manner,
        );
        let explained = Explained {
            report: &report,
            facts: &facts,
            ruleset: &ruleset,
            outcome: Some((&plan, &evaluation)),
            unmask,
        };
        for rule in &ruleset.rules {
            let chain = explained.rule(&rule.id).unwrap();
            out.push_str(&serde_json::to_string(&chain).unwrap());
        }
        for document in &ruleset.documents {
            let chain = explained.document(&document.id).unwrap();
            out.push_str(&serde_json::to_string(&chain).unwrap());
        }
    }
    out
}

#[test]
fn no_explanation_shows_what_is_private() {
    for name in DRAFTS {
        for lang in [Lang::Zh, Lang::En] {
            let text = chains(name, lang, false);
            for canary in CANARIES {
                let around = text.split_once(canary).map(|(before, after)| {
                    let before: Vec<char> = before.chars().rev().take(200).collect();
                    let before: String = before.into_iter().rev().collect();
                    let after: String = after.chars().take(100).collect();
                    format!("{before}{canary}{after}")
                });
                assert_eq!(around, None, "{name}: {canary}");
            }
        }
    }
}

#[test]
fn the_values_are_read_at_all() {
    let text = chains("drafts/unit.toml", Lang::Zh, true);
    for value in ["13912345678", "zhangshili", "140105199003070012"] {
        assert!(text.contains(value), "{value}");
    }
}

#[test]
fn the_program_masks_and_unmasks() {
    let draft = file("drafts/unit.toml").display().to_string();
    let args = [
        "explain",
        "phone-differs-from-emergency",
        "--province",
        "山西",
        "--draft",
        &draft,
    ];
    for format in ["text", "json"] {
        for lang in ["zh", "en"] {
            let run = beian(&[&args[..], &["--format", format, "--lang", lang]].concat());
            assert_eq!(run.status, 0, "{}", run.err);
            assert!(run.out.contains("139****5678"), "{}", run.out);
            for canary in CANARIES {
                assert!(
                    !run.out.contains(canary) && !run.err.contains(canary),
                    "{canary}"
                );
            }
        }
    }
    let run = beian(&[&args[..], &["--unmask"]].concat());
    assert!(run.out.contains("13912345678"), "{}", run.out);
}

#[test]
fn a_draft_with_faults_is_explained_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.toml");
    let text = std::fs::read_to_string(file("drafts/unit.toml")).unwrap();
    let text = text.replace("expires = 2026-12-31", "expires = \"bald 13912345678\"");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    let run = beian(&[
        "explain",
        "domain-validity",
        "--draft",
        &path,
        "--province",
        "山西",
    ]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.out.contains("草稿有 1 处读不出"), "{}", run.out);
    assert!(
        !run.out.contains("13912345678") && !run.err.contains("13912345678"),
        "{}",
        run.err
    );
}
