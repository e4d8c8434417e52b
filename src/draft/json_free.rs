//! `meta` for the fast reader: anything may stand there, but a key that is given twice is a mistake
//! there as elsewhere, and nesting has the same bound as in the spanned tree.

use std::borrow::Cow;

use serde_json::Number;

use super::json_scan::Scanner;
use crate::source::MAX_DEPTH;

/// `meta`; answers its `id`.
pub(super) fn meta(scanner: &mut Scanner<'_>) -> Option<Option<String>> {
    let mut id = None;
    // The draft and `meta` are open around these values.
    keys(scanner, |scanner, key| {
        let scalar = free(scanner, 2)?;
        if key == "id" {
            id = scalar;
        }
        Some(())
    })?;
    Some(id)
}

/// Reads the value of each key of a table.
fn keys<'t>(
    scanner: &mut Scanner<'t>,
    mut read: impl FnMut(&mut Scanner<'t>, &str) -> Option<()>,
) -> Option<()> {
    scanner.mark(b'{')?;
    let mut is_first = true;
    if !scanner.more(&mut is_first, b'}')? {
        return Some(());
    }
    let first = scanner.key()?;
    read(scanner, &first)?;
    // Most tables have one key, which needs no list.
    let mut others: Vec<Cow<'_, str>> = Vec::new();
    while scanner.more(&mut is_first, b'}')? {
        let key = scanner.key()?;
        read(scanner, &key)?;
        others.push(key);
    }
    if others.is_empty() {
        return Some(());
    }
    others.push(first);
    others.sort_unstable();
    others.is_sorted_by(|one, next| one < next).then_some(())
}

/// Any value within so many open brackets; answers what it is as an id, if it can be one.
fn free(scanner: &mut Scanner<'_>, depth: usize) -> Option<Option<String>> {
    match scanner.peek()? {
        b'"' => return scanner.string().map(|text| Some(text.into_owned())),
        b'{' => {
            let depth = deeper(depth)?;
            keys(scanner, |scanner, _| free(scanner, depth).map(|_| ()))?;
        }
        b'[' => {
            let depth = deeper(depth)?;
            scanner.mark(b'[')?;
            let mut is_first = true;
            while scanner.more(&mut is_first, b']')? {
                free(scanner, depth)?;
            }
        }
        b't' | b'f' => {
            scanner.boolean()?;
        }
        b'n' => scanner.word("null")?,
        _ => return as_id(&scanner.number()?),
    }
    Some(None)
}

fn deeper(depth: usize) -> Option<usize> {
    Some(depth.saturating_add(1)).filter(|depth| *depth <= MAX_DEPTH)
}

/// A number as an id, if it is a whole one.
fn as_id(number: &Number) -> Option<Option<String>> {
    if let Some(whole) = number.as_i64() {
        return Some(Some(whole.to_string()));
    }
    // A whole number of more than 64 bits arrives as one of these and is not allowed; what cannot be
    // told from it here, the tolerant reader decides.
    const BOUND: f64 = 9.0e18;
    (number.as_f64()?.abs() < BOUND).then_some(None)
}
