//! The elements of a draft, listed once.

use crate::facts::{Element, Facts};
use crate::fields::Scope;

/// Few drafts have more elements.
const MANY: usize = 16;

/// All elements of a draft, scope after scope.
#[derive(Debug)]
pub(super) struct Elements {
    all: Vec<Element>,
    /// Where those of each scope end.
    ends: [usize; Scope::COUNT],
}

impl Elements {
    /// The elements of a draft.
    pub fn of(facts: &Facts<'_>) -> Self {
        let mut all = Vec::with_capacity(MANY);
        let mut ends = [0; Scope::COUNT];
        for (scope, end) in Scope::all().zip(&mut ends) {
            facts.for_each_element(scope, Element::Order, &mut |element| {
                all.push(element);
                true
            });
            *end = all.len();
        }
        Self { all, ends }
    }

    /// Those of a scope, each with its number among all.
    pub fn in_scope(
        &self,
        scope: Scope,
    ) -> impl ExactSizeIterator<Item = (usize, Element)> + Clone {
        let at = scope as usize;
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        let own = self.all.get(start..end).unwrap_or_default();
        (start..end).zip(own.iter().copied())
    }
}
