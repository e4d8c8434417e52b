//! Check characters and the small steps that several identifiers share.

use super::check::{Detail, Problem};

/// What [`values`] gives for a byte that is not in the alphabet; greater than any place.
pub(super) const NO_VALUE: u8 = u8::MAX;

/// The value of every byte: its place in an alphabet, [`NO_VALUE`] where it has none.
pub(super) const fn values(alphabet: &[u8]) -> [u8; 256] {
    let mut values = [NO_VALUE; 256];
    let mut rest: &mut [u8] = &mut values;
    let mut byte = 0u8;
    while let [value, others @ ..] = rest {
        *value = place(alphabet, byte);
        byte = byte.wrapping_add(1);
        rest = others;
    }
    values
}

const fn place(mut alphabet: &[u8], byte: u8) -> u8 {
    let mut place = 0u8;
    while let [own, others @ ..] = alphabet {
        if *own == byte {
            return place;
        }
        place = place.wrapping_add(1);
        alphabet = others;
    }
    NO_VALUE
}

/// The value of a byte, from a table of [`values`].
#[inline]
pub(super) fn value(values: &[u8; 256], byte: u8) -> u8 {
    values.get(usize::from(byte)).copied().unwrap_or(NO_VALUE)
}

/// The values of some bytes.
#[inline]
pub(super) fn values_of<const N: usize>(values: &[u8; 256], bytes: &[u8; N]) -> [u8; N] {
    let mut found = [0; N];
    for (own, byte) in found.iter_mut().zip(bytes) {
        *own = value(values, *byte);
    }
    found
}

/// The sum of values, each taken as often as its weight says.
#[inline]
pub(super) fn weighted<const N: usize>(values: &[u8; N], weights: &[u16; N]) -> u16 {
    let products = values.iter().zip(weights);
    products.fold(0, |sum, (value, weight)| {
        sum.wrapping_add(u16::from(*value).wrapping_mul(*weight))
    })
}

/// The check character of ISO 7064 MOD 11-2 over the values of seventeen digits (GB 11643).
pub(super) fn mod_11_2(digits: &[u8; 17]) -> u8 {
    // The powers of 2 modulo 11, the last digit's first.
    const WEIGHTS: [u16; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    // The sum and the check are 1 modulo 11.
    match 12u16.wrapping_sub(weighted(digits, &WEIGHTS) % 11) % 11 {
        10 => b'X',
        check => decimal(check),
    }
}

/// The check digit of ISO 7064 MOD 11,10 over decimal digits.
pub(super) fn mod_11_10(digits: &[u8]) -> char {
    let p = digits.iter().fold(10u32, |p, &b| {
        let s = match p.wrapping_add(digit(b)) % 10 {
            0 => 10,
            s => s,
        };
        s.wrapping_mul(2) % 11
    });
    char::from_digit(11u32.wrapping_sub(p) % 10, 10).unwrap_or('0')
}

/// The value of a decimal digit; 0 for anything else.
pub(super) fn digit(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte & 15),
        _ => 0,
    }
}

/// The number that at most nine decimal digits spell.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |n: u32, &b| n.wrapping_mul(10).wrapping_add(digit(b)))
}

/// The digit of a value below 10.
pub(super) fn decimal(value: u16) -> u8 {
    u8::try_from(value).map_or(b'0', |value| value | b'0')
}

/// The length of a value in characters, as a detail.
pub(super) fn length(value: &str) -> Detail {
    Detail::Number(u32::try_from(value.chars().count()).unwrap_or(u32::MAX))
}

/// A check digit that is not the expected one.
pub(super) fn wrong_check_digit(expected: char) -> Problem {
    Problem::new(&[
        "check-digit",
        "校验位不对，应为 {}",
        "wrong check digit, {} was expected",
    ])
    .with(Detail::Char(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> [u8; 17] {
        let digits: Vec<u8> = text.bytes().map(|byte| byte & 15).collect();
        digits.try_into().unwrap()
    }

    #[test]
    fn check_characters() {
        assert_eq!(mod_11_2(&digits("11000019900101001")), b'3');
        assert_eq!(mod_11_2(&digits("11000019900101003")), b'X');
        assert_eq!(mod_11_10(b"11000000000001"), '7');
        assert_eq!(number(b"110105"), 110_105);
    }

    /// The standard's recursion gives the same as the table of weights.
    #[test]
    fn weights_equal_recursion() {
        for seed in 0..500u64 {
            let text = format!("{:017}", seed * 7_654_321_987_653 % 100_000_000_000_000_000);
            let recursive = text.bytes().fold(0, |p, byte| (p + digit(byte)) * 2 % 11);
            let expected = b"10X98765432".get(recursive as usize).copied();
            assert_eq!(Some(mod_11_2(&digits(&text))), expected, "{text}");
        }
    }

    #[test]
    fn values_are_places() {
        let alphabet = b"0123ABC";
        let known = values(alphabet);
        for byte in 0..=u8::MAX {
            let place = alphabet.iter().position(|own| *own == byte);
            let expected = place.map_or(NO_VALUE, |place| place as u8);
            assert_eq!(value(&known, byte), expected);
        }
    }
}
