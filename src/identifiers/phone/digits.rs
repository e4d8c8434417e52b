//! Reading a telephone number as people write it.

use std::ops::Deref;

use super::problems;
use crate::identifiers::{Detail, Problem};

/// A few ASCII digits and hyphens, kept without allocating.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Digits {
    bytes: [u8; 32],
    length: usize,
}

impl Digits {
    /// Appends a character; false where there is no room.
    #[inline]
    fn push(&mut self, byte: u8) -> bool {
        let Some(place) = self.bytes.get_mut(self.length) else {
            return false;
        };
        *place = byte;
        self.length = self.length.saturating_add(1);
        true
    }

    /// The digits of a text alone.
    fn of(text: &[u8]) -> Self {
        let mut digits = Self::default();
        for byte in text.iter().filter(|byte| byte.is_ascii_digit()) {
            digits.push(*byte);
        }
        digits
    }
}

impl Deref for Digits {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// A number without its blanks; hyphens are kept, as one may begin an extension.
#[derive(Debug)]
pub(super) struct Number {
    compact: Digits,
    /// Where the number begins behind its country code.
    national: usize,
    country: bool,
    /// Whether full-width characters were folded.
    pub(super) full_width: bool,
}

impl Number {
    /// Reads digits, `+`, hyphens and blanks; takes `+86` or `0086` off.
    pub(super) fn read(value: &str) -> Result<Self, Problem> {
        let mut compact = Digits::default();
        let mut plus = false;
        let mut full_width = false;
        for character in value.chars() {
            let folded = fold(character);
            full_width |= folded != character;
            match folded {
                '0'..='9' | '-' => {
                    let byte = u8::try_from(folded).unwrap_or(b'-');
                    if !compact.push(byte) {
                        return Err(problems::TOO_LONG);
                    }
                }
                '+' if compact.is_empty() && !plus => plus = true,
                _ if folded.is_whitespace() => {}
                _ => return Err(problems::CHARACTER.with(Detail::Char(character))),
            }
        }
        let international = match &*compact {
            all if plus => Some(all),
            [b'0', b'0', rest @ ..] => Some(rest),
            _ => None,
        };
        let national = match international {
            None => &*compact,
            Some([b'8', b'6', b'-', number @ ..] | [b'8', b'6', number @ ..]) => number,
            Some(_) => return Err(problems::FOREIGN),
        };
        if national.starts_with(b"-") || national.ends_with(b"-") {
            return Err(problems::CHARACTER.with(Detail::Char('-')));
        }
        if national.is_empty() {
            return Err(problems::EMPTY);
        }
        Ok(Self {
            national: compact.len().saturating_sub(national.len()),
            country: international.is_some(),
            compact,
            full_width,
        })
    }

    /// The number without its country code.
    fn national(&self) -> &[u8] {
        self.compact.get(self.national..).unwrap_or_default()
    }

    /// All digits.
    pub(super) fn digits(&self) -> Digits {
        Digits::of(self.national())
    }

    /// Whether it is a mobile number behind a country code without its `+`.
    pub(super) fn lacks_plus(&self) -> bool {
        let digits = self.digits();
        !self.country
            && digits.len() == 13
            && matches!(&*digits, [b'8', b'6', b'1', b'3'..=b'9', ..])
    }

    /// Whether it begins with an area code: with a 0, which may be left out behind a country code.
    pub(super) fn is_landline(&self) -> bool {
        match &*self.digits() {
            [b'0', ..] => true,
            [b'1', b'3'..=b'9', ..] | [b'4' | b'8', b'0', b'0', ..] => false,
            _ => self.country,
        }
    }

    /// Area code, with its 0, and local number; then the extension. A hyphen begins an extension
    /// if enough digits for a number stand before it.
    pub(super) fn landline(&self) -> (Digits, Option<Digits>) {
        let mut digits = Digits::default();
        let national = self.national();
        if !national.starts_with(b"0") {
            digits.push(b'0');
        }
        for (index, byte) in national.iter().enumerate() {
            let complete = Self::area_length(&digits).saturating_add(7);
            if *byte != b'-' {
                digits.push(*byte);
            } else if digits.len() >= complete {
                let rest = national.get(index..).unwrap_or_default();
                return (digits, Some(Digits::of(rest)));
            }
        }
        (digits, None)
    }

    /// How many digits the area code at the beginning has, its 0 included.
    pub(super) fn area_length(digits: &[u8]) -> usize {
        let expected = match digits {
            [b'0', b'0'..=b'2', ..] => 3,
            _ => 4,
        };
        expected.min(digits.len())
    }
}

/// The half-width form of a full-width digit or sign.
fn fold(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => u32::from(character)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(character),
        _ => character,
    }
}
