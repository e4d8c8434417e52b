//! The real rulesets, one for each province and provider, and a plan for each kind of filing.

use std::collections::HashMap;

use beian::casebook::choice_of;
use beian::draft::Draft;
use beian::evaluate::{Key, Plan, Shared};
use beian::facts::Facts;
use beian::ruleset::{Choice, Library, Ruleset};
use chrono::NaiveDate;

/// Rulesets and plans, made once each.
pub struct Plans {
    as_of: NaiveDate,
    library: &'static Library,
    rulesets: HashMap<Choice, &'static Ruleset>,
    shared: Shared<'static>,
    plans: HashMap<(Choice, Key), &'static Plan<'static>>,
}

impl Plans {
    /// Nothing loaded yet.
    pub fn new(as_of: NaiveDate) -> Self {
        Self::of(Library::embedded(), as_of)
    }

    /// The same with other rules.
    pub fn of(library: Library, as_of: NaiveDate) -> Self {
        beian::identifiers::declare_divisions(library.declared_divisions());
        Self {
            as_of,
            library: Box::leak(Box::new(library)),
            rulesets: HashMap::new(),
            shared: Shared::default(),
            plans: HashMap::new(),
        }
    }

    /// The library.
    pub fn library(&self) -> &'static Library {
        self.library
    }

    /// How many plans there are.
    pub fn count(&self) -> usize {
        self.plans.len()
    }

    /// A ruleset, sharing what no layer changes with the others.
    fn ruleset(&mut self, choice: Choice) -> &'static Ruleset {
        if let Some(known) = self.rulesets.get(&choice) {
            return known;
        }
        let province = choice.provider.map(|_| {
            self.ruleset(Choice {
                provider: None,
                ..choice
            })
        });
        let (ruleset, _) = self.library.shared_ruleset(choice, province);
        let ruleset = Box::leak(Box::new(ruleset));
        self.rulesets.insert(choice, ruleset);
        ruleset
    }

    /// The facts of a draft and the plan that it is evaluated by.
    pub fn facts<'d>(
        &mut self,
        draft: &'d Draft<'d>,
    ) -> (Facts<'d>, Option<&'static Plan<'static>>) {
        let choice = choice_of(draft);
        let ruleset = self.ruleset(choice);
        let facts = Facts::new(draft, self.as_of, &ruleset.calendar);
        let plan = Key::of(&facts).map(|key| {
            *self.plans.entry((choice, key)).or_insert_with(|| {
                Box::leak(Box::new(Plan::sharing(ruleset, key, &mut self.shared)))
            })
        });
        (facts, plan)
    }
}
