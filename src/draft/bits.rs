//! What a slot holds, as the number of one of sixty-four bits: most tests of a draft look at no more.

use super::model::Slot;
use crate::fields::RecordKind;

/// Members of closed lists have the numbers below this one, and *no* and *yes* the first two.
pub const MEMBERS: u8 = 58;
/// Whatever has no number of its own.
pub const OTHER: u8 = 60;
/// There is none.
pub const NONE: u8 = 61;
/// Nothing is known.
pub const UNKNOWN: u8 = 62;
/// Something stands there that is no value.
pub const WITHHELD: u8 = 63;

/// For every slot of a row, the number of what it holds.
pub type Bits = [u8; RecordKind::MOST_FIELDS];

/// A row of which nothing is known.
pub const ALL_UNKNOWN: Bits = [UNKNOWN; RecordKind::MOST_FIELDS];
/// A row of which there is nothing.
pub const ALL_NONE: Bits = [NONE; RecordKind::MOST_FIELDS];

/// The number of what a slot holds.
#[inline]
pub(super) fn of_slot(slot: &Slot<'_>) -> u8 {
    match slot {
        Slot::Code(code) if *code < MEMBERS => *code,
        Slot::Bool(flag) => u8::from(*flag),
        Slot::Present => 1,
        Slot::None => NONE,
        Slot::Unknown => UNKNOWN,
        Slot::Unreadable => WITHHELD,
        _ => OTHER,
    }
}
