//! The fast reader's tables: keys to the slots of a record.

use super::json_order::KeyOrder;
use super::json_scan::Scanner;
use super::json_value::{field_into, push};
use super::model::{Record, Slot};
use super::shape::{Level, Part};
use super::value::{self, MOST_ELEMENTS, NONE};
use crate::fields::Need;

/// A draft that is being read.
pub(super) struct Walk<'t, 'o> {
    pub(super) scanner: Scanner<'t>,
    pub(super) order: &'o mut KeyOrder,
}

/// Whether a record has all that it must.
pub(super) fn is_complete(level: &Level, row: &Record<'_>) -> bool {
    let is_there = |slot: &usize| *row.slot(*slot) != Slot::Unknown;
    level.required.iter().all(is_there)
}

/// The parts of a table that are no fields of its record.
pub(super) trait Parts<'t> {
    /// Reads the value that the text stands at.
    fn read(&mut self, part: &'static Part, walk: &mut Walk<'t, '_>) -> Option<()>;
}

/// No such parts.
pub(super) struct NoParts;

impl<'t> Parts<'t> for NoParts {
    fn read(&mut self, _: &'static Part, _: &mut Walk<'t, '_>) -> Option<()> {
        None
    }
}

/// A table whose keys go into a record.
pub(super) fn table<'t>(
    walk: &mut Walk<'t, '_>,
    level: &'static Level,
    row: &mut Record<'t>,
    parts: &mut dyn Parts<'t>,
) -> Option<()> {
    walk.scanner.mark(b'{')?;
    let mut seen = 0_u64;
    let mut is_first = true;
    let mut last = level.start;
    while walk.scanner.more(&mut is_first, b'}')? {
        walk.scanner.peek()?;
        let (position, child) = walk.order.key(&mut walk.scanner, level, last)?;
        last = level.number(position);
        let now = value::with_member(seen, position);
        if now == seen {
            return None;
        }
        seen = now;
        match &child.part {
            Part::Field(field, at) => field_into(&mut walk.scanner, child, field, (row, *at))?,
            Part::Table { slot, need, level } => {
                let state = inner(walk, level, row, *need)?;
                if let Some(slot) = slot {
                    row.put(*slot, state);
                }
            }
            other => parts.read(other, walk)?,
        }
    }
    Some(())
}

/// A table within a record. Answers what is known of its being there.
fn inner<'t>(
    walk: &mut Walk<'t, '_>,
    level: &'static Level,
    row: &mut Record<'t>,
    need: Need,
) -> Option<Slot<'t>> {
    if walk.scanner.peek()? != b'"' {
        table(walk, level, row, &mut NoParts)?;
        return Some(Slot::Present);
    }
    if need != Need::Loose || walk.scanner.string()? != NONE {
        return None;
    }
    for slot in &level.slots {
        row.put(*slot, Slot::None);
    }
    Some(Slot::None)
}

/// A record without records in it.
pub(super) fn row<'t>(walk: &mut Walk<'t, '_>, level: &'static Level) -> Option<Record<'t>> {
    if walk.scanner.peek()? == b'"' {
        let (child, field, slot) = level.bare()?;
        let value = value::from_text(field, child, walk.scanner.string()?).ok()?;
        let mut row = Record::empty(level.record);
        row.put(slot, value);
        return Some(row);
    }
    let mut row = Record::empty(level.record);
    row.begins(walk.scanner.passed());
    table(walk, level, &mut row, &mut NoParts)?;
    is_complete(level, &row).then_some(row)
}

/// The same, or `"none"`.
pub(super) fn row_or_none<'t>(
    walk: &mut Walk<'t, '_>,
    level: &'static Level,
) -> Option<Record<'t>> {
    if walk.scanner.peek()? == b'"' {
        return (walk.scanner.string()? == NONE).then(|| Record::filled(level.record, &Slot::None));
    }
    row(walk, level)
}

/// A list of what a function reads.
pub(super) fn rows<'t, 'o, T>(
    walk: &mut Walk<'t, 'o>,
    mut read: impl FnMut(&mut Walk<'t, 'o>) -> Option<T>,
) -> Option<Vec<T>> {
    walk.scanner.mark(b'[')?;
    let mut rows = Vec::new();
    let mut is_first = true;
    while walk.scanner.more(&mut is_first, b']')? {
        if rows.len() == MOST_ELEMENTS {
            return None;
        }
        push(&mut rows, read(walk)?);
    }
    Some(rows)
}
