//! What may be said of the elements of a scope, and the sieves that tell what of it need not be
//! looked at. Ten thousand plans have some six thousand of these in common.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::sieve::Placed;

/// What may have to be evaluated in full, by its position in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A rule.
    Rule(u16),
    /// A requirement of the ruleset.
    Require(u16),
    /// Documents that a rule asks for, or accepts instead of passing: the rule, and what of it does.
    Papers(u16, u16),
}

/// Something that may be said, by the number of the condition on which it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Given {
    pub form: u32,
    pub target: Target,
}

impl Hash for Given {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Hashed in one go: screens are looked up whenever a plan is made.
        let (position, part) = match self.target {
            Target::Rule(position) | Target::Require(position) => (position, 0),
            Target::Papers(position, part) => (position, part),
        };
        let place = u64::from(position).wrapping_shl(16) | u64::from(part);
        state.write_u64(u64::from(self.form).wrapping_shl(32) | place);
    }
}

/// What may be said of the elements of a scope.
#[derive(Debug)]
pub(super) struct Screen<'r> {
    /// What is tested.
    pub sieves: Box<[Arc<Placed<'r>>]>,
    /// What has the conditions of the sieves, condition after condition.
    aims: Box<[Aim]>,
    /// What has one condition, where that is not one thing.
    shared: Box<[Target]>,
}

/// What has a condition.
#[derive(Debug, Clone, Copy)]
enum Aim {
    One(Target),
    /// From here to there of what is shared.
    Shared(u16, u16),
}

impl<'r> Screen<'r> {
    /// What may be said, with the sieves that its conditions lie in.
    pub fn new(all: &[Given], sieves: Box<[Arc<Placed<'r>>]>) -> Self {
        let mut sorted = all.to_vec();
        sorted.sort_by_key(|given| given.form);
        let mut shared: Vec<Target> = Vec::new();
        let conditions = sieves.iter().flat_map(|own| &own.forms);
        let aims = conditions.map(|form| {
            let first = sorted.partition_point(|given| given.form < *form);
            let from = sorted.get(first..).unwrap_or_default().iter();
            let mut own = from.take_while(|given| given.form == *form);
            let start = short(shared.len());
            match (own.next(), own.next()) {
                (Some(only), None) => Aim::One(only.target),
                (first, second) => {
                    let own = first.into_iter().chain(second).chain(own);
                    shared.extend(own.map(|given| given.target));
                    Aim::Shared(start, short(shared.len()))
                }
            }
        });
        let aims = aims.collect();
        Self {
            sieves,
            aims,
            shared: shared.into(),
        }
    }

    /// What has a condition, by the place of the condition among those of all sieves.
    pub fn targets(&self, at: usize) -> &[Target] {
        match self.aims.get(at) {
            Some(Aim::One(target)) => std::slice::from_ref(target),
            Some(Aim::Shared(start, end)) => {
                let shared = self.shared.get(usize::from(*start)..usize::from(*end));
                shared.unwrap_or_default()
            }
            None => &[],
        }
    }
}

fn short(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}
