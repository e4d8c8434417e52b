//! The steps of one filing: what the layers say of each, laid over one another.

use crate::draft::Slot;
use crate::evaluate::{Truth, View};
use crate::facts::{Element, Facts};
use crate::fields::OrderField;
use crate::ruleset::{Actor, Phase, Ruleset, SUBJECTS, Step, Takes, TimeUnit, has_bit};
use crate::text::Text;

/// A step of a filing after all layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Course<'r> {
    /// Its id.
    pub id: &'r str,
    /// What it is called.
    pub name: &'r Text,
    /// Who does it.
    pub who: Actor,
    /// The part of the filing that it belongs to.
    pub phase: Phase,
    /// The steps that it comes after, those that are left out replaced by what they come after.
    pub after: Vec<&'r str>,
    /// How long it takes; absent: it is done at once.
    pub takes: Option<Takes>,
    /// Whether nobody says how long it takes.
    pub is_open: bool,
    /// The rule that must have nothing to say before it ends.
    pub until_passes: Option<&'r str>,
    /// Whose mobiles get a code (a bit each of the roles).
    pub codes_to: u64,
    /// What is done.
    pub text: &'r Text,
    /// The evidence it rests on.
    pub facts: Vec<&'r str>,
    /// Whether it depends on something unknown that there is such a step.
    pub is_perhaps: bool,
}

/// How an entry of a ruleset could be otherwise, so that what it does can be told.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The entry, by its index in the ruleset.
    pub entry: usize,
    /// How long it would take; absent: the entry would not be there.
    pub takes: Option<Takes>,
}

/// The steps of a filing, in the order in which they are declared, phase by phase; `variant`: with
/// one entry otherwise.
pub fn courses<'r>(
    ruleset: &'r Ruleset,
    facts: &Facts<'_>,
    variant: Option<Variant>,
) -> Vec<Course<'r>> {
    let steps = ruleset.steps.iter().map(|step| -> &Step { step });
    let mut entries: Vec<(usize, &Step)> = steps.enumerate().collect();
    // Within a layer what has a condition goes over what has none.
    entries.sort_by_key(|(index, step)| (step.layer, !step.selection.when.is_always(), *index));
    let mut found: Vec<Draft<'r>> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    for step in &ruleset.steps {
        if !ids.contains(&step.id.as_str()) {
            ids.push(&step.id);
            found.push(Draft::default());
        }
    }
    for (index, step) in entries {
        let own = variant.filter(|variant| variant.entry == index);
        if own.is_some_and(|own| own.takes.is_none()) {
            continue;
        }
        let holds = holds(step, facts);
        let slot = ids.iter().position(|id| *id == step.id);
        if holds != Truth::False
            && let Some(draft) = slot.and_then(|slot| found.get_mut(slot))
        {
            draft.lay(
                step,
                own.and_then(|own| own.takes).or(step.takes),
                holds == Truth::True,
            );
        }
    }
    let mut all: Vec<(&str, Draft<'r>)> = ids.into_iter().zip(found).collect();
    // What is not there is no longer waited for, but what it waits for is.
    let there = |id: &str| {
        let mut drafts = all.iter();
        drafts.any(|(own, draft)| *own == id && draft.is_whole())
    };
    let afters: Vec<Vec<&str>> = all
        .iter()
        .map(|(_, draft)| resolved(ruleset, &draft.after, &there))
        .collect();
    for ((_, draft), after) in all.iter_mut().zip(afters) {
        draft.after = after;
    }
    let mut courses: Vec<Course<'r>> = all
        .into_iter()
        .filter_map(|(id, draft)| draft.course(id))
        .collect();
    courses.sort_by_key(|course| course.phase);
    courses
}

/// What a filing's entries say of a step so far.
#[derive(Default)]
struct Draft<'r> {
    name: Option<&'r Text>,
    who: Option<Actor>,
    phase: Option<Phase>,
    after: Vec<&'r str>,
    takes: Option<Takes>,
    is_open: bool,
    until_passes: Option<&'r str>,
    codes_to: u64,
    text: Option<&'r Text>,
    facts: Vec<&'r str>,
    off: bool,
    is_perhaps: bool,
}

impl<'r> Draft<'r> {
    fn lay(&mut self, step: &'r Step, takes: Option<Takes>, is_sure: bool) {
        let is_first = self.name.is_none();
        self.is_perhaps |= is_first && !is_sure;
        // What may or may not hold takes no step away.
        if step.off {
            self.off |= is_sure;
            self.is_perhaps |= !is_sure;
            return;
        }
        self.off = false;
        self.name = step.name.as_ref().or(self.name);
        self.who = step.who.or(self.who);
        self.phase = step.phase.or(self.phase);
        self.text = step.text.as_ref().or(self.text);
        self.codes_to = step.codes_to.unwrap_or(self.codes_to);
        if let Some(after) = &step.after {
            self.after = after.iter().map(String::as_str).collect();
        }
        if let Some(rule) = &step.until_passes {
            self.until_passes = Some(rule);
        }
        if step.is_open || takes.is_some() {
            self.is_open = step.is_open;
            self.takes = match (self.takes, takes) {
                (Some(one), Some(other)) if !is_sure => Some(either(one, other)),
                (_, takes) => takes,
            };
        }
        for fact in &step.facts {
            if !self.facts.contains(&fact.as_str()) {
                self.facts.push(fact);
            }
        }
    }

    fn is_whole(&self) -> bool {
        !self.off && self.name.is_some() && self.who.is_some() && self.phase.is_some()
    }

    fn course(self, id: &'r str) -> Option<Course<'r>> {
        if !self.is_whole() {
            return None;
        }
        Some(Course {
            id,
            name: self.name?,
            who: self.who?,
            phase: self.phase?,
            after: self.after,
            takes: self.takes,
            is_open: self.is_open,
            until_passes: self.until_passes,
            codes_to: self.codes_to,
            text: self.text?,
            facts: self.facts,
            is_perhaps: self.is_perhaps,
        })
    }
}

/// A span that is as long as either may be; of different units the longer in days.
fn either(one: Takes, other: Takes) -> Takes {
    if one.unit == other.unit {
        return Takes {
            least: one.least.min(other.least),
            most: one.most.max(other.most),
            ..other
        };
    }
    let days = |takes: Takes| match takes.unit {
        TimeUnit::Hours => takes.most.div_ceil(24),
        TimeUnit::Days | TimeUnit::WorkingDays => takes.most,
    };
    if days(one) > days(other) { one } else { other }
}

/// The steps of a list that are there, in place of the others those that they come after.
fn resolved<'r>(
    ruleset: &'r Ruleset,
    wanted: &[&'r str],
    there: &dyn Fn(&str) -> bool,
) -> Vec<&'r str> {
    let mut found: Vec<&'r str> = Vec::new();
    let mut open: Vec<&'r str> = wanted.to_vec();
    let mut seen: Vec<&'r str> = Vec::new();
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        if there(id) {
            found.push(id);
        } else {
            let own = ruleset.steps.iter().filter(|step| step.id == id);
            open.extend(own.flat_map(|step| step.after.iter().flatten().map(String::as_str)));
        }
    }
    found
}

/// Whether an entry holds for a draft.
fn holds(step: &Step, facts: &Facts<'_>) -> Truth {
    let selection = &step.selection;
    let order = &facts.draft().order;
    let Slot::Code(filing) = order.slot(OrderField::FilingKind as usize) else {
        return Truth::False;
    };
    if !has_bit(selection.filings, usize::from(*filing))
        || !selection.period.contains(facts.as_of())
    {
        return Truth::False;
    }
    let subject = match order.slot(OrderField::SubjectKind as usize) {
        Slot::Code(subject) => match has_bit(selection.subjects, usize::from(*subject)) {
            true => Truth::True,
            false => Truth::False,
        },
        _ if selection.subjects & SUBJECTS == SUBJECTS => Truth::True,
        _ => Truth::Unknown,
    };
    subject.and(View::new(facts, Element::Order, &[]).holds(&selection.when))
}
