//! The fast reader's leaves: values of fields, and lists.

use super::json_scan::Scanner;
use super::model::{Record, Slot};
use super::private::Private;
use super::shape::Child;
use super::value::{self, MOST_ELEMENTS};
use crate::fields::{Field, Kind};

/// Reads the value of a field into a record.
pub(super) fn field_into<'t>(
    scanner: &mut Scanner<'t>,
    child: &Child,
    field: &Field,
    (row, at): (&mut Record<'t>, usize),
) -> Option<()> {
    let value = match scanner.peek()? {
        // Nearly all fields are text; it is written where it belongs at once.
        b'"' => match scanner.plain() {
            Some(text) if value::is_kept(field, text) => {
                row.put(at, Slot::Text(Private::new(text)));
                return Some(());
            }
            Some(text) => {
                row.put(at, value::from_word(field, child, text).ok()?.slot());
                return Some(());
            }
            None => value::from_text(field, child, scanner.escaped()?).ok()?,
        },
        b't' | b'f' => value::from_bool(field, scanner.boolean()?).ok()?,
        b'[' => list_slot(scanner, child, field)?,
        _ => value::from_int(field, scanner.integer()?).ok()?,
    };
    row.put(at, value);
    Some(())
}

fn list_slot<'t>(scanner: &mut Scanner<'t>, child: &Child, field: &Field) -> Option<Slot<'t>> {
    match field.kind {
        Kind::Set(_) => {
            let mut set = 0;
            elements(scanner, |scanner| {
                let member = value::choice(child, &scanner.string()?).ok()?;
                set = value::with_member(set, member);
                Some(())
            })?;
            Some(Slot::Codes(set))
        }
        Kind::Texts(_) => texts(scanner).map(Slot::Texts),
        _ => None,
    }
}

/// `format`.
pub(super) fn format(scanner: &mut Scanner<'_>) -> Option<()> {
    scanner.peek()?;
    (scanner.integer()? == 1).then_some(())
}

/// A list of texts.
fn texts<'t>(scanner: &mut Scanner<'t>) -> Option<Box<[Private<'t>]>> {
    // Most lists have one.
    let mut texts = Vec::with_capacity(1);
    elements(scanner, |scanner| {
        let text = scanner.string().map(Private::new)?;
        texts.push(text);
        Some(())
    })?;
    Some(texts.into())
}

/// Adds to a list, most of which have one element or two.
pub(super) fn push<T>(list: &mut Vec<T>, element: T) {
    if list.is_empty() {
        list.reserve_exact(2);
    }
    list.push(element);
}

/// Reads each element of a list.
#[inline]
fn elements<'t>(
    scanner: &mut Scanner<'t>,
    mut read: impl FnMut(&mut Scanner<'t>) -> Option<()>,
) -> Option<()> {
    scanner.mark(b'[')?;
    let mut left = MOST_ELEMENTS;
    let mut is_first = true;
    while scanner.more(&mut is_first, b']')? {
        left = left.checked_sub(1)?;
        read(scanner)?;
    }
    Some(())
}
