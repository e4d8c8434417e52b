//! A generated ruleset loaded by both sides, and what the engine says of a draft.

use std::collections::BTreeSet;

use beian::calendar::Calendar;
use beian::draft::{Draft, Path, Place};
use beian::evaluate::{Evaluation, Key, Need, Plan, evaluate};
use beian::facts::{Element, Facts};
use beian::ruleset::{At, LayerFile, Ruleset, build};
use beian::source::{SourceFile, parse_toml};
use toml::Table;

use crate::interpret::{Failures, Open, Outcome, Reference};
use crate::rules::Layers;
use crate::sketch::as_of;

/// The fields that were read, with the element of the rule.
pub type Reads = Vec<(Element, Path)>;

/// A ruleset as the loader has it, and as the `toml` crate reads it.
pub struct World {
    pub ruleset: Ruleset,
    pub tables: Vec<Table>,
    pub calendar: Calendar,
}

/// Faults that random rules may have without being wrong.
const HARMLESS: &[&str] = &["is not used", "can never hold", "always holds"];

impl World {
    /// Loads a ruleset; `None` where two sets are refused as ambiguous.
    pub fn load(layers: &Layers) -> Option<World> {
        let texts = [&layers.first, &layers.second];
        let files = texts
            .iter()
            .enumerate()
            .map(|(layer, text)| {
                let source = SourceFile::new(format!("{layer}.toml"), text.as_str());
                let parsed = parse_toml(&source);
                LayerFile {
                    source,
                    parsed,
                    layer,
                }
            })
            .collect();
        let (ruleset, faults) = build(files);
        for fault in faults {
            let message = fault.problem.message.en.to_string();
            if message.contains("neither is more specific") {
                return None;
            }
            assert!(
                HARMLESS.iter().any(|known| message.contains(known)),
                "{message}: {}",
                texts[fault.file]
                    .get(fault.problem.span.range())
                    .unwrap_or_default()
            );
        }
        Some(World {
            ruleset,
            tables: texts
                .iter()
                .map(|text| toml::from_str(text).unwrap())
                .collect(),
            calendar: Calendar::default(),
        })
    }

    pub fn facts<'d>(&'d self, draft: &'d Draft<'d>) -> Facts<'d> {
        Facts::new(draft, as_of(), &self.calendar)
    }

    /// What the engine says.
    pub fn evaluate(&self, draft: &Draft<'_>) -> Evaluation {
        let facts = self.facts(draft);
        let plan = Plan::new(&self.ruleset, Key::of(&facts).unwrap());
        evaluate(&plan, &facts)
    }

    /// What the engine says of a rule fails, by element and where it is reported.
    pub fn failures(&self, evaluation: &Evaluation, rule: usize) -> Failures {
        let own = evaluation
            .failures
            .iter()
            .filter(|failure| failure.rule == rule);
        own.map(|failure| {
            let at = match self.ruleset.rules[rule].branches[failure.branch].at {
                At::Fact(fact) => fact.path(),
                other => panic!("not generated: {other:?}"),
            };
            ((format!("{:?}", failure.element), at), failure.severity)
        })
        .collect()
    }

    /// The documents that the engine lists, with whose they are and how surely.
    pub fn papers(&self, evaluation: &Evaluation) -> Vec<(String, Place, Need)> {
        let papers = evaluation.papers.iter();
        papers
            .map(|paper| {
                let id = self.ruleset.documents[paper.document].id.clone();
                (id, paper.of, paper.need)
            })
            .collect()
    }

    /// The tables of the rules, in the order of the ruleset's rules.
    pub fn rules(&self) -> Vec<&Table> {
        self.tables
            .iter()
            .filter_map(|table| table.get("rule")?.as_array())
            .flatten()
            .filter_map(toml::Value::as_table)
            .collect()
    }

    /// What the reference says of a rule, and what it read.
    pub fn reference(&self, draft: &Draft<'_>, rule: usize) -> (Result<Outcome, Open>, Reads) {
        let facts = self.facts(draft);
        let reference = Reference::new(&self.tables, &facts);
        let outcome = reference.rule(self.rules()[rule]);
        (outcome, reference.reads.into_inner())
    }

    /// The fields that requirements outside rules read.
    pub fn required_reads(&self, draft: &Draft<'_>) -> BTreeSet<Path> {
        let facts = self.facts(draft);
        let reference = Reference::new(&self.tables, &facts);
        let _ = reference.required();
        let reads = reference.reads.into_inner();
        reads.into_iter().map(|(_, path)| path).collect()
    }

    /// All documents that the reference says are needed; `None` where a rule is open.
    pub fn needed(&self, draft: &Draft<'_>) -> Option<Vec<(String, Place)>> {
        let facts = self.facts(draft);
        let reference = Reference::new(&self.tables, &facts);
        let mut papers = reference.required().ok()?;
        for rule in self.rules() {
            papers.extend(reference.rule(rule).ok()?.papers);
        }
        Some(papers)
    }
}
