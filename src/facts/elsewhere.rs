//! Facts about other drafts of the same run: whether what stands here stood in an earlier one.

use super::fact::Fact;
use super::view::Facts;
use crate::draft::{Item, Path, Place};
use crate::fields::DerivedId;

/// A look at the drafts that came before in the same run. The facts themselves know no other draft.
pub trait Elsewhere: std::fmt::Debug {
    /// Where a value stood before in a way that is at odds with its standing here, as the user calls
    /// that draft.
    fn earlier(&self, path: Path) -> Option<&str>;
}

/// Where the value that a fact is about stood before; none where it did not, where it is not known,
/// or where nobody looks at other drafts.
pub(super) fn earlier<'d>(facts: &Facts<'d>, id: DerivedId, place: Place) -> Fact<'d> {
    let Some(elsewhere) = facts.elsewhere else {
        return Fact::None;
    };
    let path = facts.about(id, place);
    // The field is one that the outcome was decided by.
    if let Item::Field(slot) = path.item {
        facts.field(path.place, slot.into());
    }
    elsewhere.earlier(path).map_or(Fact::None, Fact::Text)
}
