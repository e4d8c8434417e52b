//! The laying out of clauses in sieves, as many in each as it takes.

use std::sync::Arc;

use super::arrange::{Tested, arranged};
use super::clause::{Clause, Form};
use super::search::Lexicons;
use super::sieve::{Mask, Sieve};

/// So many clauses are tested together.
pub(super) const MOST_CLAUSES: usize = 64;

/// The sieves of a condition that is too many clauses for one.
pub(super) fn split<'l, 'r>(
    form: &'l Form<'r>,
    lexicons: &'l mut Lexicons,
) -> impl Iterator<Item = Sieve<'r>> + use<'l, 'r> {
    let mut clauses = form.clauses.iter().peekable();
    std::iter::from_fn(move || {
        clauses.peek()?;
        let mut layout = Layout::default();
        while let Some(clause) = clauses.peek() {
            let mut needed = form.parts_of(clause);
            let mut more = layout.size_of(form, &needed).saturating_add(1);
            if more > MOST_CLAUSES {
                // Without its parts a clause is ruled out less often, never wrongly.
                needed.clear();
                more = 1;
            }
            if layout.owners.len().saturating_add(more) > MOST_CLAUSES {
                break;
            }
            layout.add(form, clause, &needed);
            clauses.next();
        }
        Some(layout.finish(lexicons))
    })
}

/// A sieve that is being laid out.
#[derive(Default)]
pub(super) struct Layout<'r> {
    tested: Vec<Tested<'r>>,
    parts: Vec<(Mask, Mask)>,
    /// The parts of the condition at hand that are laid out: their positions there and here.
    known: Vec<(usize, usize)>,
    all: Mask,
    unsure: Mask,
    owners: Vec<u32>,
}

impl<'r> Layout<'r> {
    /// Whether a whole condition still fits.
    pub fn has_room_for(&self, form: &Form<'r>) -> bool {
        self.owners.len().saturating_add(form.len()) <= MOST_CLAUSES
    }

    /// Adds a whole condition.
    pub fn add_all(&mut self, form: &Form<'r>) {
        self.known.clear();
        for clause in &form.clauses {
            self.add(form, clause, &form.parts_of(clause));
        }
    }

    /// How many more clauses parts are than are laid out.
    fn size_of(&self, form: &Form<'r>, needed: &[usize]) -> usize {
        let new = needed.iter().filter(|part| self.part(**part).is_none());
        let sizes = new.map(|part| form.parts.get(*part).map_or(0, Vec::len));
        sizes.fold(0, usize::saturating_add)
    }

    fn part(&self, part: usize) -> Option<usize> {
        let known = self.known.iter().find(|(own, _)| *own == part);
        known.map(|(_, position)| *position)
    }

    /// Adds a clause with the parts that it stands on.
    fn add(&mut self, form: &Form<'r>, clause: &Clause<'r>, needed: &[usize]) {
        for part in needed {
            if self.part(*part).is_some() {
                continue;
            }
            let mut own = 0;
            for clause in form.parts.get(*part).into_iter().flatten() {
                own |= self.clause(form.number, clause);
            }
            self.known.push((*part, self.parts.len()));
            self.parts.push((own, 0));
        }
        self.all |= self.clause(form.number, clause);
    }

    /// Adds a clause; tells its bit.
    fn clause(&mut self, owner: u32, clause: &Clause<'r>) -> Mask {
        let position = u32::try_from(self.owners.len()).unwrap_or(Mask::BITS);
        let bit = Mask::from(1u8).checked_shl(position).unwrap_or(0);
        self.owners.push(owner);
        for (literal, negate) in &clause.literals {
            let is_same =
                |own: &&mut Tested<'r>| own.negate == *negate && Arc::ptr_eq(&own.literal, literal);
            match self.tested.iter_mut().find(is_same) {
                Some(known) => known.members |= bit,
                None => self.tested.push(Tested {
                    literal: Arc::clone(literal),
                    negate: *negate,
                    members: bit,
                }),
            }
        }
        for part in &clause.parts {
            let position = self.part(*part);
            match position.and_then(|at| self.parts.get_mut(at)) {
                Some((_, members)) => *members |= bit,
                None => self.unsure |= bit,
            }
        }
        bit
    }

    /// The sieve.
    pub fn finish(self, lexicons: &mut Lexicons) -> Sieve<'r> {
        let (outer, inner) = arranged(self.tested, lexicons);
        Sieve {
            outer,
            inner,
            parts: self.parts.into(),
            all: self.all,
            unsure: self.unsure,
            owners: self.owners.into(),
        }
    }
}
