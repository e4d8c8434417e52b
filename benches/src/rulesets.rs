//! The real rulesets (or others), one for each province and provider, and a plan for each kind of filing, as a
//! batch has them.

use std::sync::Arc;

use beian::batch::{Plans as BatchPlans, Rulebook};
use beian::casebook::choice_of;
use beian::draft::Draft;
use beian::evaluate::{Key, Plan};
use beian::facts::Facts;
use beian::ruleset::Library;
use chrono::NaiveDate;

/// Rulesets and plans, made once each.
pub struct Plans {
    as_of: NaiveDate,
    library: &'static Library,
    plans: BatchPlans<'static>,
}

impl Plans {
    /// Nothing loaded yet.
    pub fn new(as_of: NaiveDate) -> Self {
        Self::of(Library::embedded(), as_of)
    }

    /// The same with other rules.
    pub fn of(library: Library, as_of: NaiveDate) -> Self {
        beian::identifiers::declare_divisions(library.declared_divisions());
        let library: &'static Library = Box::leak(Box::new(library));
        Self {
            as_of,
            library,
            plans: BatchPlans::new(Box::leak(Box::new(Rulebook::new(library)))),
        }
    }

    /// The library.
    pub fn library(&self) -> &'static Library {
        self.library
    }

    /// How many plans there are.
    pub fn count(&self) -> usize {
        self.plans.count()
    }

    /// The facts of a draft and the plan that it is evaluated by.
    ///
    /// # Panics
    ///
    /// The rules have a fault.
    pub fn facts<'d>(&self, draft: &'d Draft<'d>) -> (Facts<'d>, Option<Arc<Plan<'static>>>) {
        let rulebook = self.plans.rulebook();
        let sheet = rulebook.sheet(choice_of(draft));
        let sheet = sheet.expect("the rules have no fault");
        let facts = Facts::new(draft, self.as_of, &sheet.ruleset.calendar);
        let plan = Key::of(&facts).map(|key| self.plans.plan(sheet, key));
        (facts, plan)
    }
}
