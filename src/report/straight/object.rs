//! JSON objects written field by field to bytes. What may have to be escaped and is no plain text is
//! written by serde, so that it is escaped as everywhere.

use std::fmt::{self, Write};

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::draft::Path;
use crate::report::finding::write_path;

/// A key as it stands behind another field: `,"key":`. [`key!`] makes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key(pub &'static str);

/// The key of a name.
macro_rules! key {
    ($name:literal) => {
        $crate::report::straight::object::Key(concat!(",\"", $name, "\":"))
    };
}
pub(super) use key;

/// An object being written.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    /// Whether a field stands before the next one.
    begun: bool,
}

impl<'o> Object<'o> {
    /// Opens an object.
    pub fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, begun: false }
    }

    /// Fields behind others, of an object that is opened and closed elsewhere.
    pub fn more(out: &'o mut Vec<u8>) -> Self {
        Self { out, begun: true }
    }

    /// What it is written to.
    pub fn out(&mut self) -> &mut Vec<u8> {
        self.out
    }

    /// A key, whose value is to be written by the caller.
    #[inline]
    pub fn key(&mut self, key: Key) -> &mut Vec<u8> {
        let comma = usize::from(!std::mem::replace(&mut self.begun, true));
        let text = key.0.as_bytes().get(comma..).unwrap_or_default();
        self.out.extend_from_slice(text);
        self.out
    }

    /// A field.
    pub fn value<T: Serialize + ?Sized>(&mut self, key: Key, value: &T) {
        json(self.key(key), value);
    }

    /// A field that is left out where there is nothing.
    pub fn some<T: Serialize>(&mut self, key: Key, value: Option<&T>) {
        if let Some(value) = value {
            self.value(key, value);
        }
    }

    /// A field that is left out where it is empty.
    pub fn filled<T: Serialize>(&mut self, key: Key, values: &[T]) {
        if !values.is_empty() {
            self.value(key, values);
        }
    }

    /// A field of any text.
    #[inline]
    pub fn text(&mut self, key: Key, value: &str) {
        text(self.key(key), value);
    }

    /// The same of a text that may be absent.
    #[inline]
    pub fn text_or_null(&mut self, key: Key, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.null(key),
        }
    }

    /// A field of a text that has nothing to escape: an id of the vocabulary.
    #[inline]
    pub fn plain(&mut self, key: Key, text: &str) {
        plain(self.key(key), text);
    }

    /// The same of a text that may be absent.
    #[inline]
    pub fn plain_or_null(&mut self, key: Key, text: Option<&str>) {
        match text {
            Some(text) => self.plain(key, text),
            None => self.null(key),
        }
    }

    /// A field of a path.
    #[inline]
    pub fn path(&mut self, key: Key, value: &Path) {
        path(self.key(key), value);
    }

    /// A field of a number, or null.
    #[inline]
    pub fn number(&mut self, key: Key, value: Option<usize>) {
        match value {
            Some(value) => number(self.key(key), value),
            None => self.null(key),
        }
    }

    /// A field of a day.
    pub fn day(&mut self, key: Key, value: NaiveDate) {
        day(self.key(key), value);
    }

    fn null(&mut self, key: Key) {
        self.key(key).extend_from_slice(b"null");
    }

    /// Closes the object.
    pub fn close(self) {
        self.out.push(b'}');
    }
}

/// A value.
pub(super) fn json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    // Nothing in a report can fail to be written, and bytes take everything.
    let _ = serde_json::to_writer(out, value);
}

/// Any text.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    if is_plain(text.as_bytes()) {
        plain(out, text);
    } else {
        json(out, text);
    }
}

/// Whether nothing of a text is to be escaped. A block of bytes is looked at at once, the last one
/// also where it overlaps the one before.
fn is_plain(text: &[u8]) -> bool {
    const BLOCK: usize = 16;
    let special =
        |byte: u8| u8::from(byte < b' ') | u8::from(byte == b'"') | u8::from(byte == b'\\');
    let any = |block: &[u8]| block.iter().fold(0, |any, byte| any | special(*byte));
    match text.last_chunk::<BLOCK>() {
        None => any(text) == 0,
        Some(last) => {
            let (blocks, _) = text.as_chunks::<BLOCK>();
            let before = blocks.iter().fold(0, |sum, block| sum | any(block));
            before | any(last) == 0
        }
    }
}

/// A text that has nothing to escape.
#[inline]
pub(super) fn plain(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// A path, which has nothing to escape.
pub(super) fn path(out: &mut Vec<u8>, path: &Path) {
    out.push(b'"');
    // Bytes take everything.
    let _ = write_path(path, &mut Bytes(out));
    out.push(b'"');
}

/// A number.
pub(super) fn number(out: &mut Vec<u8>, number: usize) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// A day.
fn day(out: &mut Vec<u8>, day: NaiveDate) {
    match u32::try_from(day.year()) {
        Ok(year @ 1000..=9999) => {
            out.push(b'"');
            number(out, usize::try_from(year).unwrap_or(0));
            for part in [day.month(), day.day()] {
                let (ten, one) = (part / 10, part % 10);
                let digit = |digit: u32| u8::try_from(digit).unwrap_or(0) | b'0';
                out.extend_from_slice(&[b'-', digit(ten), digit(one)]);
            }
            out.push(b'"');
        }
        _ => json(out, &day),
    }
}

/// Bytes as text is written to them.
pub(super) struct Bytes<'o>(pub &'o mut Vec<u8>);

impl Write for Bytes<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// A list, each of whose elements is written by `each`.
pub(super) fn list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut each: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    let mut begun = false;
    for item in items {
        if std::mem::replace(&mut begun, true) {
            out.push(b',');
        }
        each(out, item);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use serde::Serialize;

    use super::{day, number, text};

    fn written<T: ?Sized>(write: impl Fn(&mut Vec<u8>, &T), value: &T) -> String {
        let mut out = Vec::new();
        write(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    fn of_serde(value: &(impl Serialize + ?Sized)) -> String {
        serde_json::to_string(value).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_serde_writes(
            own in ".{0,40}",
            tail in prop::sample::select(vec!["", "\"", "\\", "\u{1f}", "\u{7f}", " ", "\n", "示例"]),
            count in any::<usize>(),
            at in -800_000i32..4_000_000,
        ) {
            let own = own + tail;
            prop_assert_eq!(written(text, own.as_str()), of_serde(&own));
            prop_assert_eq!(written(|out, own| number(out, *own), &count), of_serde(&count));
            let date = NaiveDate::from_num_days_from_ce_opt(at).unwrap();
            prop_assert_eq!(written(|out, own| day(out, *own), &date), of_serde(&date));
        }
    }
}
