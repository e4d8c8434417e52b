//! The sieves of a run, and which of them serve a plan.

use std::sync::Arc;

use super::clause::Form;
use super::fold::Clauses;
use super::layout::{Layout, MOST_CLAUSES, split};
use super::mix::Mixed;
use super::screen::{Given, Screen};
use super::search::Lexicons;
use super::sieve::{Mask, Placed, Sieve};

/// A sieve serves a plan of which it holds this part of its clauses: a third.
const GOOD_PART: usize = 3;

/// The sieves of a run. What the plans of many provinces have in common lies in sieves that they
/// share, so that little has to come from memory where drafts of all provinces take turns.
#[derive(Debug, Default)]
pub(super) struct Sieves<'r> {
    all: Vec<Arc<Sieve<'r>>>,
    lexicons: Lexicons,
    /// The sieves that conditions lie in, by their number.
    places: Mixed<u32, Vec<usize>>,
    /// The sieves of conditions that are too many clauses for one.
    wide: Mixed<u32, Vec<Arc<Sieve<'r>>>>,
    /// What was placed, each once: thousands of plans share a thousand of these.
    placed: Mixed<(usize, Mask), Arc<Placed<'r>>>,
    /// The screens, each once: ten thousand plans, of ten screens each, share six thousand of these.
    known: Mixed<Box<[Given]>, Arc<Screen<'r>>>,
}

impl<'r> Sieves<'r> {
    /// What may be said of the elements of a scope.
    pub fn screen(&mut self, all: &[Given], forms: &[Clauses<'r>]) -> Arc<Screen<'r>> {
        if let Some(known) = self.known.get(all) {
            return Arc::clone(known);
        }
        let conditions = all.iter().filter_map(|given| {
            let at = usize::try_from(given.form).ok()?;
            forms.get(at).map(|form| &**form)
        });
        let placed = self.placed(&conditions.collect::<Vec<_>>()).into_iter();
        let sieves = placed.map(|own| {
            let known = self.placed.entry(own.key());
            Arc::clone(known.or_insert_with(|| Arc::new(own)))
        });
        let screen = Arc::new(Screen::new(all, sieves.collect()));
        self.known.insert(all.into(), Arc::clone(&screen));
        screen
    }

    fn placed(&mut self, all: &[&Form<'r>]) -> Vec<Placed<'r>> {
        let mut placed = Vec::new();
        let mut left: Vec<&Form<'r>> = Vec::new();
        for form in all {
            if form.len() <= MOST_CLAUSES {
                left.push(form);
                continue;
            }
            let own = self.wide.entry(form.number);
            let own =
                own.or_insert_with(|| split(form, &mut self.lexicons).map(Arc::new).collect());
            let whole = |sieve| Placed::new(Arc::clone(sieve), |_| true);
            placed.extend(own.iter().map(whole));
        }
        while let Some(next) = self.fullest(&left) {
            placed.push(self.place(next, &mut left));
        }
        while !left.is_empty() {
            let next = self.lay_out(&left);
            placed.push(self.place(next, &mut left));
        }
        placed
    }

    /// The sieve that holds most of what is left, if that is a good part of it.
    fn fullest(&self, left: &[&Form<'r>]) -> Option<usize> {
        let mut held: Mixed<usize, usize> = Mixed::default();
        for form in left {
            for sieve in self.places.get(&form.number).into_iter().flatten() {
                let sum = held.entry(*sieve).or_default();
                *sum = sum.saturating_add(form.len());
            }
        }
        let is_worth = |(sieve, held): &(usize, usize)| {
            let size = self
                .all
                .get(*sieve)
                .map_or(usize::MAX, |own| own.owners.len());
            held.saturating_mul(GOOD_PART) >= size
        };
        let most = held.into_iter().filter(is_worth);
        // Of as full ones the oldest, so that runs are alike.
        let most = most.max_by_key(|(sieve, held)| (*held, std::cmp::Reverse(*sieve)));
        most.map(|(sieve, _)| sieve)
    }

    /// Takes what a sieve holds from what is left.
    fn place(&self, sieve: usize, left: &mut Vec<&Form<'r>>) -> Placed<'r> {
        let mut members = Vec::new();
        left.retain(|form| {
            let places = self.places.get(&form.number);
            let is_held = places.is_some_and(|own| own.contains(&sieve));
            if is_held {
                members.push(form.number);
            }
            !is_held
        });
        let sieve = self.all.get(sieve).map(Arc::clone).unwrap_or_default();
        Placed::new(sieve, |form| members.contains(&form))
    }

    /// Lays out in a new sieve as much of what is left as it takes; tells its number.
    fn lay_out(&mut self, left: &[&Form<'r>]) -> usize {
        let number = self.all.len();
        let mut layout = Layout::default();
        let mut held: Vec<u32> = Vec::new();
        for form in left {
            if held.contains(&form.number) {
                continue;
            }
            if !layout.has_room_for(form) {
                break;
            }
            held.push(form.number);
            layout.add_all(form);
            self.places.entry(form.number).or_default().push(number);
        }
        self.all.push(Arc::new(layout.finish(&mut self.lexicons)));
        number
    }
}
