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
    all: Vec<Sieve<'r>>,
    lexicons: Lexicons,
    /// The sieves that conditions lie in, by the number of the condition.
    places: Vec<Vec<u32>>,
    /// The sieves of conditions that are too many clauses for one.
    wide: Mixed<u32, Vec<Sieve<'r>>>,
    /// What was placed, each once: thousands of plans share a thousand of these.
    placed: Mixed<(usize, Mask), Arc<Placed<'r>>>,
    /// The screens, each once: ten thousand plans, of ten screens each, share six thousand of these.
    known: Mixed<Box<[Given]>, Arc<Screen<'r>>>,
    held: Held,
}

/// How many clauses of what is left to be placed each sieve holds. It is kept for its memory alone: a
/// screen leaves it empty.
#[derive(Debug, Default)]
struct Held {
    /// By the number of the sieve.
    clauses: Vec<usize>,
    /// The sieves that were counted.
    counted: Vec<u32>,
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
        let placed = self.placed(conditions).into_iter();
        let sieves = placed.map(|own| {
            let known = self.placed.entry(own.key());
            Arc::clone(known.or_insert_with(|| Arc::new(own)))
        });
        let screen = Arc::new(Screen::new(all, sieves.collect()));
        self.known.insert(all.into(), Arc::clone(&screen));
        screen
    }

    fn placed<'f>(&mut self, all: impl Iterator<Item = &'f Form<'r>>) -> Vec<Placed<'r>>
    where
        'r: 'f,
    {
        let mut placed = Vec::new();
        let mut left: Vec<&Form<'r>> = Vec::new();
        for form in all {
            if form.len() <= MOST_CLAUSES {
                left.push(form);
                continue;
            }
            let own = self.wide.entry(form.number);
            let own = own.or_insert_with(|| split(form, &mut self.lexicons).collect());
            let whole = |sieve: &Sieve<'r>| Placed::new(sieve.clone(), |_| true);
            placed.extend(own.iter().map(whole));
        }
        self.held.clauses.resize(self.all.len(), 0);
        for form in &left {
            self.held.add(places(&self.places, form), form.len());
        }
        while let Some(next) = self.fullest() {
            placed.push(self.place(next, &mut left));
        }
        self.held.clear();
        while !left.is_empty() {
            let next = self.lay_out(&left);
            placed.push(self.place(next, &mut left));
        }
        placed
    }

    /// The sieve that holds most of what is left, if that is a good part of it.
    fn fullest(&self) -> Option<u32> {
        let held = self.held.counted.iter().map(|sieve| {
            let at = index(*sieve);
            (*sieve, self.held.clauses.get(at).copied().unwrap_or(0))
        });
        let is_worth = |(sieve, held): &(u32, usize)| {
            let size = self
                .all
                .get(index(*sieve))
                .map_or(usize::MAX, |own| own.owners.len());
            held.saturating_mul(GOOD_PART) >= size
        };
        let most = held.filter(is_worth);
        // Of as full ones the oldest, so that runs are alike.
        let most = most.max_by_key(|(sieve, held)| (*held, std::cmp::Reverse(*sieve)));
        most.map(|(sieve, _)| sieve)
    }

    /// Takes what a sieve holds from what is left.
    fn place(&mut self, sieve: u32, left: &mut Vec<&Form<'r>>) -> Placed<'r> {
        let mut members = Vec::new();
        left.retain(|form| {
            let places = places(&self.places, form);
            let is_held = places.contains(&sieve);
            if is_held {
                members.push(form.number);
                self.held.take(places, form.len());
            }
            !is_held
        });
        let sieve = self.all.get(index(sieve)).cloned();
        Placed::new(sieve.unwrap_or_default(), |form| members.contains(&form))
    }

    /// Lays out in a new sieve as much of what is left as it takes; tells its number.
    fn lay_out(&mut self, left: &[&Form<'r>]) -> u32 {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
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
            let at = index(form.number);
            if self.places.len() <= at {
                self.places.resize_with(at.saturating_add(1), Vec::new);
            }
            if let Some(places) = self.places.get_mut(at) {
                places.push(number);
            }
        }
        self.all.push(layout.finish(&mut self.lexicons));
        number
    }
}

impl Held {
    /// Counts clauses for some sieves.
    fn add(&mut self, sieves: &[u32], clauses: usize) {
        for sieve in sieves {
            if let Some(own) = self.clauses.get_mut(index(*sieve)) {
                if *own == 0 {
                    self.counted.push(*sieve);
                }
                *own = own.saturating_add(clauses);
            }
        }
    }

    /// Counts them no longer.
    fn take(&mut self, sieves: &[u32], clauses: usize) {
        for sieve in sieves {
            if let Some(own) = self.clauses.get_mut(index(*sieve)) {
                *own = own.saturating_sub(clauses);
            }
        }
    }

    /// Forgets all counts.
    fn clear(&mut self) {
        for sieve in self.counted.drain(..) {
            if let Some(own) = self.clauses.get_mut(index(sieve)) {
                *own = 0;
            }
        }
    }
}

/// The sieves that a condition lies in.
fn places<'p>(all: &'p [Vec<u32>], form: &Form<'_>) -> &'p [u32] {
    all.get(index(form.number)).map_or(&[], Vec::as_slice)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
