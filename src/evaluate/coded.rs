//! What a fact is, as one bit of sixty-four, and comparisons with constants as the bits of facts that
//! they fail or leave undecided: most tests of a draft are made so, without looking at what they are.

use super::literal::Op;
use super::truth::Truth;
use crate::draft::bits::{self, MEMBERS};
use crate::facts::Fact;
use crate::fields::Kind;

/// Facts, a bit each.
pub(super) type Facets = u64;

const OTHER: Facets = bit(bits::OTHER);
const NONE: Facets = bit(bits::NONE);
const UNKNOWN: Facets = bit(bits::UNKNOWN);
const WITHHELD: Facets = bit(bits::WITHHELD);

/// The bit of a number.
#[inline]
pub(super) const fn bit(number: u8) -> Facets {
    1u64.wrapping_shl(number as u32)
}

/// The bit of a fact: of a slot's the one that the draft has for the slot.
#[inline]
pub(super) fn facet(fact: Fact<'_>) -> Facets {
    match fact {
        Fact::Code(code) if code < MEMBERS => bit(code),
        Fact::Bool(flag) => bit(flag.into()),
        Fact::None => NONE,
        Fact::Unknown => UNKNOWN,
        Fact::Withheld => WITHHELD,
        _ => OTHER,
    }
}

/// A comparison with a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coded {
    /// The facts of which it is false.
    pub fails: Facets,
    /// Those that leave it undecided.
    pub opens: Facets,
}

impl Coded {
    /// A comparison of facts of a kind; `none` is what *none* gives. Numbers and sets have no bits.
    pub fn new(op: Op, none: Truth, kind: Kind) -> Option<Self> {
        let is_long = match kind {
            Kind::Enum(choices) => choices.len() > usize::from(MEMBERS),
            _ => false,
        };
        let value: fn(u8) -> Fact<'static> = match op {
            Op::Bool(_) => |place| Fact::Bool(place == 1),
            Op::Mask(..) if !is_long => Fact::Code,
            Op::Known(_) | Op::IsNone(_) => Fact::Code,
            _ => return None,
        };
        let mut coded = Self { fails: 0, opens: 0 };
        let members = (0..MEMBERS).map(|place| (bit(place), value(place)));
        let others = [
            // Something that is neither a member nor yes or no.
            (OTHER, Fact::Endless),
            (NONE, Fact::None),
            (UNKNOWN, Fact::Unknown),
            (WITHHELD, Fact::Withheld),
        ];
        for (bit, fact) in members.chain(others) {
            match op.decide(none, fact) {
                Truth::True => {}
                Truth::False => coded.fails |= bit,
                Truth::Unknown | Truth::Withheld => coded.opens |= bit,
            }
        }
        Some(coded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::choices::{FILING_KINDS, STATES};

    #[test]
    fn bits_say_what_comparisons_do() {
        let kinds = [Kind::Enum(FILING_KINDS), Kind::Enum(STATES)];
        let members: Vec<Fact<'_>> = (0..20).map(Fact::Code).collect();
        let flags = vec![Fact::Bool(false), Fact::Bool(true)];
        let mut ops = Vec::new();
        for wanted in [false, true] {
            ops.push((Op::Bool(wanted), &flags));
            for mask in [0, 1, 0b1_0110, u64::MAX, 1 << 12] {
                ops.push((Op::Mask(mask, wanted), &members));
            }
            for facts in [&flags, &members] {
                ops.push((Op::Known(wanted), facts));
                ops.push((Op::IsNone(wanted), facts));
            }
        }
        let open = [Fact::None, Fact::Unknown, Fact::Withheld];
        for (op, facts) in ops {
            for (none, kind) in [Truth::True, Truth::False].into_iter().zip(kinds) {
                let coded = Coded::new(op, none, kind).unwrap();
                for fact in facts.iter().chain(&open) {
                    let told = op.decide(none, *fact);
                    let bit = facet(*fact);
                    assert_eq!(coded.fails & bit != 0, told == Truth::False, "{op:?}");
                    let is_open = matches!(told, Truth::Unknown | Truth::Withheld);
                    assert_eq!(coded.opens & bit != 0, is_open, "{op:?}");
                }
            }
        }
        for wanted in [false, true] {
            let known = Coded::new(Op::Known(wanted), Truth::False, Kind::Day).unwrap();
            assert_eq!(known.fails & facet(Fact::Text("a")) != 0, !wanted);
        }
    }
}
