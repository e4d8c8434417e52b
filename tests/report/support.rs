//! Checks a draft like the program does.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use beian::casebook::choice_of;
use beian::draft::{Overrides, read_parsed};
use beian::evaluate::{Key, Plan, evaluate};
use beian::facts::Facts;
use beian::report::{
    Checked, DraftReport, Evidence, EvidenceFact, EvidenceSource, Manner, Origin, Report,
    RulesetInfo,
};
use beian::ruleset::{Choice, LayerFile, Library, Ruleset, build};
use beian::source::{Format, SourceFile, parse, parse_toml};
use beian::text::Lang;
use chrono::NaiveDate;

pub const ENTERPRISE: &str = include_str!("enterprise.toml");
pub const PERSONAL: &str = include_str!("personal.toml");

/// How most tests want their report.
pub const QUOTING: Manner = Manner {
    lang: Lang::Zh,
    unmask: false,
    quote: true,
};

/// Evidence in which every fact was read at two places, the newest named by the fact's id.
struct Sources;

impl Evidence for Sources {
    fn fact(&self, id: &str) -> Option<Arc<EvidenceFact>> {
        let source = |who: &str, as_of: &str| EvidenceSource {
            who: who.to_owned(),
            title: "备案域名".to_owned(),
            as_of: as_of.to_owned(),
        };
        let newest = if id.starts_with("old") {
            "2021"
        } else {
            "2026-07"
        };
        Some(Arc::new(EvidenceFact {
            confidence: if id.ends_with("weak") {
                "low"
            } else {
                "medium"
            }
            .to_owned(),
            sources: vec![
                source("tencentcloud", "≤2020"),
                source("huaweicloud", newest),
            ],
            statement: id.to_owned(),
        }))
    }
}

/// The report of a draft by the embedded rules.
pub fn report(name: &str, text: &str, manner: Manner) -> Report {
    by_rules(name, text, manner, None)
}

/// The report of one draft by rules of the test's own, in Chinese.
pub fn by(rules: &str, text: &str) -> DraftReport {
    let source = SourceFile::new("rules.toml", rules);
    let parsed = parse_toml(&source);
    let (mut ruleset, faults) = build(vec![LayerFile {
        source,
        parsed,
        layer: 0,
    }]);
    assert_eq!(faults, [], "the rules of a test are faulty");
    ruleset.as_of = "2026-07".to_owned();
    let mut report = by_rules("草稿.toml", text, QUOTING, Some(&ruleset));
    report.drafts.remove(0)
}

/// The embedded rules for a province and a provider; a test that makes many reports reads them once.
fn embedded(choice: Choice) -> &'static Ruleset {
    thread_local! {
        static KNOWN: RefCell<HashMap<Choice, &'static Ruleset>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        *known
            .entry(choice)
            .or_insert_with(|| Box::leak(Box::new(Library::embedded().ruleset(choice).0)))
    })
}

fn by_rules(name: &str, text: &str, manner: Manner, own: Option<&Ruleset>) -> Report {
    let file = SourceFile::new(name, text);
    let format = Format::of_path(name.as_ref()).unwrap_or(Format::Toml);
    let parsed = parse(&file, format);
    let reading = read_parsed(&parsed, &Overrides::default());
    let ruleset = own.unwrap_or_else(|| embedded(choice_of(&reading.draft)));
    let as_of = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let facts = Facts::new(&reading.draft, as_of, &ruleset.calendar);
    let plan = Key::of(&facts).map(|key| Plan::new(ruleset, key));
    let evaluation = plan.as_ref().map(|plan| evaluate(plan, &facts));
    let draft = DraftReport::new(
        &Checked {
            source: name,
            origin: Some(Origin {
                file: &file,
                root: &parsed.root,
                root_span: parsed.root_span,
            }),
            problems: &parsed.problems,
            faults: &reading.faults,
            facts: &facts,
            outcome: plan.as_ref().zip(evaluation.as_ref()),
            evidence: &Sources,
        },
        manner,
    );
    let info = RulesetInfo {
        version: "2026.11".to_owned(),
        digest: "sha256:0".to_owned(),
        as_of: "2026-07".to_owned(),
    };
    Report::new(info, as_of.to_string(), vec![draft])
}
