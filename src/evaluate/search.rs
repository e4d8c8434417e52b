//! The lists of words and texts that are looked for in one fact, as one test: what each of them that
//! occurs rules out, and what each that does not.

use std::sync::Arc;

use super::desk::Desk;
use super::lexicon::{Lexicon, MOST_LISTS};
use super::mix::Mixed;
use super::sieve::{Marks, Mask};
use super::truth::Truth;
use super::words::Words;
use crate::facts::Fact;

/// A search of a fact.
#[derive(Debug)]
pub(super) struct Search {
    lexicon: Arc<Lexicon>,
    /// By list, the clauses in which it has to occur, and those in which it must not.
    lists: Box<[(Mask, Mask)]>,
    /// Those that are ruled out where no list occurs.
    missing: Mask,
    /// Those that are ruled out where the fact is none.
    none: Mask,
    /// All clauses that it stands in.
    pub members: Mask,
}

/// A list that is looked for.
#[derive(Debug)]
pub(super) struct Sought {
    pub words: Arc<Words>,
    /// Whether it has to occur, or must not.
    pub wanted: bool,
    /// What *none* gives.
    pub none: Truth,
    /// The clauses that it stands in.
    pub members: Mask,
}

/// The lexicons of a run, by the addresses of their lists, which they keep.
pub(super) type Lexicons = Mixed<Vec<usize>, Arc<Lexicon>>;

impl Search {
    /// The searches for all that is sought in a fact.
    pub fn all(sought: &[Sought], lexicons: &mut Lexicons) -> Vec<Self> {
        let mut lists: Vec<&Arc<Words>> = Vec::new();
        for own in sought {
            if !lists.iter().any(|words| Arc::ptr_eq(words, &own.words)) {
                lists.push(&own.words);
            }
        }
        // Where lists are the same, so is their lexicon.
        lists.sort_by_key(|words| Arc::as_ptr(words).addr());
        let together = lists.chunks(MOST_LISTS);
        together
            .map(|lists| Self::of(lists, sought, lexicons))
            .collect()
    }

    fn of(lists: &[&Arc<Words>], sought: &[Sought], lexicons: &mut Lexicons) -> Self {
        let key = lists.iter().map(|words| Arc::as_ptr(words).addr());
        let lexicon = lexicons.entry(key.collect()).or_insert_with(|| {
            let lists = lists.iter().map(|words| Arc::clone(words));
            Arc::new(Lexicon::new(lists.collect()))
        });
        let mut search = Self {
            lexicon: Arc::clone(lexicon),
            lists: vec![(0, 0); lists.len()].into(),
            missing: 0,
            none: 0,
            members: 0,
        };
        for (list, (wanted, unwanted)) in lists.iter().zip(&mut search.lists) {
            for own in sought.iter().filter(|own| Arc::ptr_eq(&own.words, list)) {
                *(if own.wanted {
                    &mut *wanted
                } else {
                    &mut *unwanted
                }) |= own.members;
                if own.none == Truth::False {
                    search.none |= own.members;
                }
                search.members |= own.members;
            }
            search.missing |= *wanted;
        }
        search
    }

    /// What it tells of the clauses that it stands in.
    pub fn test<'d>(&self, fact: Fact<'d>, desk: &mut Desk<'d>) -> Marks {
        let (out, open) = match fact {
            Fact::Text(text) => {
                let looked = desk.text(text);
                let found = looked.map_or(0, |looked| self.lexicon.lists_in(looked));
                (self.ruled_out(found), 0)
            }
            Fact::None => (self.none, 0),
            _ => (0, self.members),
        };
        Marks { out, open }
    }

    /// The clauses that the occurring lists, a bit each, rule out.
    fn ruled_out(&self, mut found: u64) -> Mask {
        if found == 0 {
            return self.missing;
        }
        let mut out = 0;
        for (wanted, unwanted) in &self.lists {
            out |= if found & 1 == 1 { unwanted } else { wanted };
            found >>= 1;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::evaluate::desk::Looked;
    use crate::evaluate::words::How;

    proptest! {
        #[test]
        fn lists_rule_out_together_what_each_does(
            words in prop::collection::vec("[甲乙丙]{1,3}", 1..80),
            sought in prop::collection::vec(
                (any::<prop::sample::Index>(), any::<[bool; 2]>(), any::<Mask>()),
                0..90,
            ),
            text in "[甲乙丙]{0,6}",
        ) {
            let lists = words.chunks(1).map(|own| Arc::new(Words::new(How::Contains, own)));
            let lists: Vec<Arc<Words>> = lists.collect();
            let sought = sought.into_iter().map(|(list, [wanted, none], members)| Sought {
                words: Arc::clone(list.get(&lists)),
                wanted,
                none: Truth::from(none),
                members,
            });
            let sought: Vec<Sought> = sought.collect();
            let searches = Search::all(&sought, &mut Lexicons::default());
            for fact in [Fact::Text(&text), Fact::None, Fact::Unknown, Fact::Withheld] {
                let mut desk = Desk::of_draft();
                let (mut told, mut expected) = ((0, 0), (0, 0));
                for search in &searches {
                    let marks = search.test(fact, &mut desk);
                    told.0 |= marks.out;
                    told.1 |= marks.open;
                }
                for own in &sought {
                    let truth = match fact {
                        Fact::Text(text) => {
                            let occurs = own.words.occur_in(&mut Looked::new(text));
                            Truth::from(occurs == own.wanted)
                        }
                        Fact::None => own.none,
                        _ => Truth::Unknown,
                    };
                    match truth {
                        Truth::True => {}
                        Truth::False => expected.0 |= own.members,
                        _ => expected.1 |= own.members,
                    }
                }
                prop_assert_eq!(told, expected);
            }
        }
    }
}
