//! JSON objects written field by field to bytes. What a field holds is written by serde, so that
//! it is escaped as everywhere.

use serde::Serialize;

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
        Self::fields(out)
    }

    /// Fields of an object that is opened and closed elsewhere.
    pub fn fields(out: &'o mut Vec<u8>) -> Self {
        Self { out, begun: false }
    }

    /// A key, whose value is to be written by the caller.
    #[inline]
    pub fn key(&mut self, key: &str) -> &mut Vec<u8> {
        self.comma();
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    /// A field.
    #[inline]
    pub fn value<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        json(self.key(key), value);
    }

    /// A field that is left out where there is nothing.
    pub fn some<T: Serialize>(&mut self, key: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.value(key, value);
        }
    }

    /// A field that is left out where it is empty.
    pub fn filled<T: Serialize>(&mut self, key: &str, values: &[T]) {
        if !values.is_empty() {
            self.value(key, values);
        }
    }

    /// A field of a text that has nothing to escape: an id of the vocabulary, a path.
    #[inline]
    pub fn plain(&mut self, key: &str, text: &str) {
        plain(self.key(key), text);
    }

    /// The same of a text that may be absent.
    pub fn plain_or_null(&mut self, key: &str, text: Option<&str>) {
        match text {
            Some(text) => self.plain(key, text),
            None => self.key(key).extend_from_slice(b"null"),
        }
    }

    /// Fields that are written already.
    pub fn written(&mut self, fields: &[u8]) {
        if !fields.is_empty() {
            self.comma();
            self.out.extend_from_slice(fields);
        }
    }

    /// Closes the object.
    pub fn close(self) {
        self.out.push(b'}');
    }

    #[inline]
    fn comma(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            self.out.push(b',');
        }
    }
}

/// A value.
#[inline]
pub(super) fn json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    // Nothing in a report can fail to be written, and bytes take everything.
    let _ = serde_json::to_writer(out, value);
}

/// A text that has nothing to escape.
#[inline]
pub(super) fn plain(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
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
