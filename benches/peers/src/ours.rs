//! `beian` as a library, on a tree of rules of its own or on the embedded ones.

use std::path::Path;

use anyhow::{Result, anyhow, ensure};
use beian::draft::{JsonRecord, Overrides};
use beian::evaluate::{Extent, evaluate_for};
use beian::ruleset::{Choice, Library};
use beian_benches::rulesets::Plans;
use beian_drafts::PROVINCES;
use chrono::NaiveDate;

use super::bit;

/// `beian` with its plans, which are made when a draft first needs them.
pub struct Ours {
    plans: Plans,
    given: Overrides,
}

impl Ours {
    /// With the rules of a tree, and those of a directory laid over them.
    pub fn of(tree: &Path, more: Option<&Path>, as_of: NaiveDate) -> Result<Self> {
        let told = |error| anyhow!("{error:?}");
        let mut library = Library::of_tree(tree).map_err(told)?;
        if let Some(more) = more {
            library.add_directory(more).map_err(told)?;
        }
        for province in PROVINCES {
            let choice = Choice {
                province: Some(province.code),
                provider: None,
            };
            let (_, faults) = library.checked_ruleset(choice);
            ensure!(faults.is_empty(), "{faults:?}");
        }
        Ok(Self {
            plans: Plans::of(library, as_of),
            given: Overrides::default(),
        })
    }

    /// With the embedded rules.
    pub fn embedded(as_of: NaiveDate) -> Self {
        Self {
            plans: Plans::new(as_of),
            given: Overrides::default(),
        }
    }

    /// The rules that fail.
    pub fn fails(&mut self, line: &str) -> u16 {
        let record = JsonRecord::read("-", line, &self.given);
        let (facts, plan) = self.plans.facts(record.draft());
        let Some(plan) = plan else { return 0 };
        let evaluation = evaluate_for(&plan, &facts, Extent::Findings);
        evaluation.failures.iter().fold(0, |set, failure| {
            set | bit(&plan.ruleset.rules[failure.rule].id)
        })
    }
}
