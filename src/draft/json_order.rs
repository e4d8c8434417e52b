//! The order in which keys come. A program writes the keys of all its drafts in one order, so the
//! fast reader first looks for the key that came next the last time, and compares a few words; only
//! where another one stands it reads the key and looks for it among all.

use std::cell::Cell;

use super::json_scan::Scanner;
use super::shape::{Child, Level, shape};

/// Which key came after which, as far as it was seen. It bears on the time of reading only.
#[derive(Debug, Default)]
pub(super) struct KeyOrder {
    /// By the number of a key, the position of the next one among the keys of its table; by the
    /// number of a table, that of its first one. [`UNSEEN`] where there was none.
    next: Vec<u8>,
}

const UNSEEN: u8 = u8::MAX;

/// How many keys are tried one after another. Those that a draft may lack stand in the order as
/// well, and stepping over a few of them is cheaper than looking among all.
const TRIES: usize = 5;

thread_local! {
    static ORDER: Cell<KeyOrder> = const { Cell::new(KeyOrder { next: Vec::new() }) };
}

impl KeyOrder {
    /// Does something with the order that this thread has seen.
    pub(super) fn with<T>(read: impl FnOnce(&mut Self) -> T) -> T {
        ORDER.with(|kept| {
            let mut order = kept.take();
            order.next.resize(shape().numbers, UNSEEN);
            let out = read(&mut order);
            kept.set(order);
            out
        })
    }

    /// Reads the key behind the one of a number, or the first one behind the number of the table;
    /// answers its position too.
    #[inline]
    pub(super) fn key<'l>(
        &mut self,
        scanner: &mut Scanner<'_>,
        level: &'l Level,
        before: usize,
    ) -> Option<(u8, &'l Child)> {
        let mut last = before;
        for _ in 0..TRIES {
            let position = *self.next.get(last)?;
            let Some(child) = level.children.get(usize::from(position)) else {
                break;
            };
            if scanner.is_key(&child.text) {
                return Some((position, child));
            }
            last = level.number(position);
        }
        self.other(scanner, level, before)
    }

    /// Reads any key, and remembers that it came here.
    #[cold]
    #[inline(never)]
    fn other<'l>(
        &mut self,
        scanner: &mut Scanner<'_>,
        level: &'l Level,
        before: usize,
    ) -> Option<(u8, &'l Child)> {
        let position = level.position(&scanner.key()?)?;
        let child = level.children.get(position)?;
        let position = u8::try_from(position).ok()?;
        *self.next.get_mut(before)? = position;
        Some((position, child))
    }
}
