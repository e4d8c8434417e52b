//! Check characters and the small steps that several identifiers share.

use super::check::{Detail, Problem};

/// The check character of ISO 7064 MOD 11-2 over decimal digits (GB 11643, 17 of them).
pub(super) fn mod_11_2(digits: &[u8]) -> char {
    // Of 17 digits the sum, doubled at each, still fits; only the end is taken modulo 11.
    let p = digits.iter().fold(0u64, |p, &b| {
        p.wrapping_add(digit(b).into()).wrapping_mul(2)
    });
    let p = u32::try_from(p % 11).unwrap_or(0);
    // p is below 11, and p plus the check is 1 modulo 11.
    match 12u32.wrapping_sub(p) % 11 {
        10 => 'X',
        n => decimal(n),
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
    decimal(11u32.wrapping_sub(p) % 10)
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

fn decimal(n: u32) -> char {
    char::from_digit(n, 10).unwrap_or('0')
}

/// The length of a value in characters, as a detail.
pub(super) fn length(value: &str) -> Detail {
    Detail::Number(u32::try_from(value.chars().count()).unwrap_or(u32::MAX))
}

/// A check digit that is not the expected one.
pub(super) fn wrong_check_digit(expected: char) -> Problem {
    Problem::new(
        "check-digit",
        "校验位不对，应为 {}",
        "wrong check digit, {} was expected",
    )
    .with(Detail::Char(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters() {
        assert_eq!(mod_11_2(b"11000019900101001"), '3');
        assert_eq!(mod_11_2(b"11000019900101003"), 'X');
        assert_eq!(mod_11_10(b"11000000000001"), '7');
        assert_eq!(number(b"110105"), 110_105);
    }

    /// The standard's table of weights gives the same as the recursion.
    #[test]
    fn recursion_equals_weights() {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        for seed in 0..500u64 {
            let text = format!("{:017}", seed * 7_654_321_987_653 % 100_000_000_000_000_000);
            let sum: u32 = text.bytes().zip(weights).map(|(b, w)| digit(b) * w).sum();
            let expected = "10X98765432".chars().nth((sum % 11) as usize);
            assert_eq!(Some(mod_11_2(text.as_bytes())), expected);
        }
    }
}
