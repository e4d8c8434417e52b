//! Checks a draft like the program does.

use beian::casebook::choice_of;
use beian::draft::{Overrides, read_parsed};
use beian::evaluate::{Key, Plan, evaluate};
use beian::facts::Facts;
use beian::report::{
    Checked, DraftReport, Evidence, EvidenceFact, EvidenceSource, Manner, Origin, Report,
    RulesetInfo,
};
use beian::ruleset::Library;
use beian::source::{Format, SourceFile, parse};
use chrono::NaiveDate;

pub const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

/// Every fact was read at two places.
pub struct Sources;

impl Evidence for Sources {
    fn fact(&self, id: &str) -> Option<EvidenceFact> {
        let source = |who: &str, as_of: &str| EvidenceSource {
            who: who.to_owned(),
            title: "备案域名".to_owned(),
            as_of: as_of.to_owned(),
        };
        Some(EvidenceFact {
            confidence: "medium".to_owned(),
            sources: vec![
                source("tencentcloud", "≤2023"),
                source("huaweicloud", "2026-07"),
            ],
            statement: id.to_owned(),
        })
    }
}

pub fn ruleset_info() -> RulesetInfo {
    RulesetInfo {
        version: "2026.11".to_owned(),
        digest: "sha256:0".to_owned(),
        as_of: "2026-07".to_owned(),
    }
}

/// The report of a draft, quoting its lines.
pub fn report(name: &str, text: &str, manner: Manner) -> Report {
    let file = SourceFile::new(name, text);
    let format = if name.ends_with(".json") {
        Format::Json
    } else {
        Format::Toml
    };
    let parsed = parse(&file, format);
    let reading = read_parsed(&parsed, &Overrides::default());
    let (ruleset, _) = Library::embedded().ruleset(choice_of(&reading.draft));
    let facts = Facts::new(&reading.draft, DAY, &ruleset.calendar);
    let plan = Key::of(&facts).map(|key| Plan::new(&ruleset, key));
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
    Report::new(ruleset_info(), DAY.to_string(), vec![draft])
}
