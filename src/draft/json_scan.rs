//! The fast reader's tokens: JSON text from left to right, byte by byte where it matters and eight
//! bytes at a time within strings. It builds nothing and explains nothing. What is not strict JSON
//! (RFC 8259) ends it; escapes and all numbers but short whole ones it leaves to `serde_json`.

use std::borrow::Cow;

use serde_json::Number;

/// Text that is being read.
pub(super) struct Scanner<'t> {
    text: &'t str,
    /// How many of its bytes were passed.
    passed: usize,
}

/// A key as text mostly has it: between quotation marks, with the colon right behind it.
#[derive(Debug)]
pub(super) struct KeyText {
    length: usize,
    bytes: [u8; KEY_TEXT],
    /// Which bytes count.
    mask: [u8; KEY_TEXT],
}

/// The longest such text. Longer keys are read like those with a space before the colon.
const KEY_TEXT: usize = 32;

/// Digits that a whole number may have and surely be one of 64 bits.
const SHORT: usize = 18;

impl<'t> Scanner<'t> {
    /// At the start of a text.
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, passed: 0 }
    }

    /// How many bytes were passed.
    #[inline]
    pub(super) const fn passed(&self) -> usize {
        self.passed
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.passed).copied()
    }

    /// What was not passed yet.
    #[inline]
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.passed..).unwrap_or_default()
    }

    #[inline]
    fn pass(&mut self, bytes: usize) {
        self.passed = self.passed.wrapping_add(bytes);
    }

    /// Passes so many bytes of text.
    #[inline]
    fn take(&mut self, bytes: usize) -> Option<&'t str> {
        let end = self.passed.checked_add(bytes)?;
        let text = self.text.get(self.passed..end)?;
        self.passed = end;
        Some(text)
    }

    /// The next byte that is no white space; it is not passed.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        let byte = self.byte()?;
        if byte > b' ' {
            return Some(byte);
        }
        let is_space = |byte: &&u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r');
        let spaces = self.rest().iter().take_while(is_space);
        self.pass(spaces.count());
        self.byte()
    }

    /// Passes a mark that has to come next.
    #[inline]
    pub(super) fn mark(&mut self, mark: u8) -> Option<()> {
        if self.peek()? != mark {
            return None;
        }
        self.pass(1);
        Some(())
    }

    /// Whether another element follows, whose comma is passed, or the end, which is passed as well.
    /// Behind a comma there must be an element: no element begins with a closing bracket.
    #[inline]
    pub(super) fn more(&mut self, is_first: &mut bool, close: u8) -> Option<bool> {
        let byte = self.peek()?;
        if byte == close {
            self.pass(1);
            return Some(false);
        }
        if !std::mem::replace(is_first, false) {
            if byte != b',' {
                return None;
            }
            self.pass(1);
        }
        Some(true)
    }

    /// Whether nothing but white space follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Passes a key that is expected, if that comes next.
    #[inline]
    pub(super) fn is_key(&mut self, key: &KeyText) -> bool {
        let next = self.rest().first_chunk();
        let is_it = next.is_some_and(|next| key.is_start_of(next));
        if is_it {
            self.pass(key.length);
        }
        is_it
    }

    /// A key with the colon behind it.
    pub(super) fn key(&mut self) -> Option<Cow<'t, str>> {
        let key = self.string()?;
        self.mark(b':')?;
        Some(key)
    }

    /// A string, borrowed where it has no escape.
    #[inline]
    pub(super) fn string(&mut self) -> Option<Cow<'t, str>> {
        match self.plain() {
            Some(text) => Some(Cow::Borrowed(text)),
            None => self.escaped().map(Cow::Owned),
        }
    }

    /// A string without escapes. Where none comes next, nothing but white space is passed.
    #[inline(always)]
    pub(super) fn plain(&mut self) -> Option<&'t str> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.passed.wrapping_add(1);
        let length = plain(self.text.as_bytes().get(start..)?);
        let end = start.wrapping_add(length);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        let string = self.text.get(start..end)?;
        self.passed = end.wrapping_add(1);
        Some(string)
    }

    /// A string with escapes.
    #[cold]
    #[inline(never)]
    pub(super) fn escaped(&mut self) -> Option<String> {
        if self.peek()? != b'"' {
            return None;
        }
        let rest = self.text.get(self.passed..)?;
        let mut strings = serde_json::Deserializer::from_str(rest).into_iter();
        let string = strings.next()?.ok()?;
        self.pass(strings.byte_offset());
        Some(string)
    }

    /// A whole number.
    pub(super) fn integer(&mut self) -> Option<i64> {
        self.number()?.as_i64()
    }

    /// Any number.
    pub(super) fn number(&mut self) -> Option<Number> {
        self.peek()?;
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = self.rest().iter().take_while(|byte| is_part(byte)).count();
        let number = self.take(length)?;
        short(number.as_bytes())
            .map(Number::from)
            .or_else(|| serde_json::from_str(number).ok())
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self) -> Option<bool> {
        let is_true = self.rest().starts_with(b"true");
        self.word(if is_true { "true" } else { "false" })?;
        Some(is_true)
    }

    /// Passes a word.
    pub(super) fn word(&mut self, word: &str) -> Option<()> {
        if !self.rest().starts_with(word.as_bytes()) {
            return None;
        }
        self.pass(word.len());
        Some(())
    }
}

impl KeyText {
    /// The text of a key that needs no escape.
    pub(super) fn new(key: &str) -> Self {
        let quoted = format!("\"{key}\":");
        let mut bytes = [0; KEY_TEXT];
        let mut mask = [0; KEY_TEXT];
        let places = bytes.iter_mut().zip(&mut mask);
        for ((place, mask), byte) in places.zip(quoted.bytes()) {
            *place = byte;
            *mask = u8::MAX;
        }
        if quoted.len() > KEY_TEXT {
            // No text begins so.
            bytes = [u8::MAX; KEY_TEXT];
        }
        Self {
            length: quoted.len(),
            bytes,
            mask,
        }
    }

    #[inline]
    fn is_start_of(&self, text: &[u8; KEY_TEXT]) -> bool {
        let known = self.bytes.iter().zip(&self.mask);
        let differs = |sum, (byte, (known, mask)): (&u8, (&u8, &u8))| sum | ((byte ^ known) & mask);
        text.iter().zip(known).fold(0, differs) == 0
    }
}

/// A whole number of few digits, not below zero.
fn short(digits: &[u8]) -> Option<i64> {
    if digits.len() > SHORT || digits.is_empty() || (digits.len() > 1 && digits.starts_with(b"0")) {
        return None;
    }
    digits.iter().try_fold(0_i64, |sum, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| sum.wrapping_mul(10).wrapping_add(digit.into()))
    })
}

/// How many bytes are looked at together: what most processors do in one instruction.
const BLOCK: usize = 16;

/// How many bytes come before the first that ends plain text of a string: a quotation mark, a
/// backslash or a control character.
#[inline]
pub(super) fn plain(bytes: &[u8]) -> usize {
    let (blocks, tail) = bytes.as_chunks::<BLOCK>();
    let mut passed = 0_usize;
    for block in blocks {
        let ends = block.map(|byte| if is_end(byte) { u8::MAX } else { 0 });
        let ends = u128::from_le_bytes(ends);
        if ends != 0 {
            let bits = usize::try_from(ends.trailing_zeros()).unwrap_or(0);
            return passed.wrapping_add(bits >> 3);
        }
        passed = passed.wrapping_add(BLOCK);
    }
    let end = tail.iter().position(|byte| is_end(*byte));
    passed.wrapping_add(end.unwrap_or(tail.len()))
}

#[inline]
const fn is_end(byte: u8) -> bool {
    // Without jumps, so that a block of them is done at once.
    (byte == b'"') | (byte == b'\\') | (byte < 0x20)
}

#[cfg(test)]
#[path = "json_scan_tests.rs"]
mod tests;
