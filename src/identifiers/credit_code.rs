//! 统一社会信用代码, the unified social credit code of GB 32100-2015.
//!
//! Eighteen digits and letters without I, O, S, V and Z: the department that registered the unit,
//! the category of the unit, six digits for the region of that organ (100000 is the national one),
//! the organisation code of GB 11714 with its own check character, and a check character modulo 31.
//! Some early codes break the inner check. A right check does not tell the kind of number: a few
//! residence permits pass it as well.

use super::check::{Check, Detail, Problem};
use super::checksum::{self, length, number, values_of, weighted, wrong_check_digit};
use super::normalise::fold_identifier;
use super::organization_code;

const CHARACTER: Problem = Problem::new(&[
    "character",
    "出现“{}”，应为数字或除 I、O、S、V、Z 以外的字母",
    "“{}” is not allowed, digits and letters but I, O, S, V, Z were expected",
]);
const LENGTH: Problem = Problem::new(&[
    "length",
    "有 {} 位，应为 18 位",
    "{} characters, 18 were expected",
]);
const REGION: Problem = Problem::new(&[
    "region",
    "第 3 至 8 位出现“{}”，应为 6 位数字的行政区划代码",
    "“{}” in characters 3 to 8, the six digits of a region were expected",
]);
const INNER: Problem = Problem::new(&[
    "inner-check-digit",
    "其中组织机构代码（第 9 至 17 位）的校验位不对，应为 {}",
    "wrong check digit of the organisation code in characters 9 to 17, {} was expected",
]);
/// The powers of 3 modulo 31, by place.
const WEIGHTS: [u16; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
static VALUES: [u8; 256] = checksum::values(ALPHABET);

/// What a unified social credit code tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditCode {
    /// The department that registered the unit, such as 9 for market supervision.
    pub department: char,
    /// The category of the unit within that department.
    pub category: char,
    /// The six digits of the region of the organ that registered the unit.
    pub region: u32,
}

impl CreditCode {
    /// The `subject.kind` of such a unit, where sources agree on the numbering.
    ///
    /// They do for the departments 1 (establishment of organs), 5 (civil affairs) and 9 (market
    /// supervision). The others are `None`, the lawyers' 3 included, and so are mass organisations
    /// (13) and the category 9 of each department. A farmers' cooperative (93) is filed as an
    /// enterprise.
    pub fn subject_kind(&self) -> Option<&'static str> {
        Some(match (self.department, self.category) {
            ('1', '1') => "government",
            ('1', '2') => "institution",
            ('5', '1') => "social-organization",
            ('5', '2') => "private-non-enterprise",
            ('5', '3') => "foundation",
            ('9', '1' | '3') => "enterprise",
            ('9', '2') => "individual-business",
            _ => return None,
        })
    }
}

/// Checks a unified social credit code.
///
/// Malformed with the code `character`, `length`, `region` or `check-digit`; doubtful with
/// `inner-check-digit`.
pub fn check_credit_code(value: &str) -> Check<CreditCode> {
    plain(value).unwrap_or_else(|| written(value))
}

/// Checks a code as it is typed: folded, and with what is wrong where it is none.
fn written(value: &str) -> Check<CreditCode> {
    let value = fold_identifier(value);
    if let Some(check) = plain(&value) {
        return check;
    }
    let is_allowed = |c: char| u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte));
    Check::Malformed(match value.chars().find(|&c| !is_allowed(c)) {
        Some(c) => CHARACTER.with(Detail::Char(c)),
        None => LENGTH.with(length(&value)),
    })
}

/// Checks eighteen characters of the alphabet; `None` for anything else.
fn plain(value: &str) -> Option<Check<CreditCode>> {
    let code = <[u8; 18]>::try_from(value.as_bytes()).ok()?;
    let values = values_of(&VALUES, &code);
    // What is not in the alphabet has more bits than any value.
    let all = values.iter().fold(0, |all, value| all | value);
    (all < 32).then(|| of_alphabet(code, values))
}

fn of_alphabet(code: [u8; 18], values: [u8; 18]) -> Check<CreditCode> {
    let [department, category, inner @ .., check] = code;
    let [
        r1,
        r2,
        r3,
        r4,
        r5,
        r6,
        o1,
        o2,
        o3,
        o4,
        o5,
        o6,
        o7,
        o8,
        inner,
    ] = inner;
    let region = [r1, r2, r3, r4, r5, r6];
    if let Some(&byte) = region.iter().find(|byte| !byte.is_ascii_digit()) {
        return Check::Malformed(REGION.with(Detail::Char(char::from(byte))));
    }
    let [values @ .., _] = values;
    let expected = check_character(&values);
    if expected != check {
        return Check::Malformed(wrong_check_digit(char::from(expected)));
    }
    let code = CreditCode {
        department: char::from(department),
        category: char::from(category),
        region: number(&region),
    };
    match organization_code::check_character(&[o1, o2, o3, o4, o5, o6, o7, o8]) {
        expected if expected == inner => Check::Ok(code),
        expected => Check::Doubtful(code, INNER.with(Detail::Char(char::from(expected)))),
    }
}

/// The last character: 31 less the sum weighted with the powers of 3, modulo 31.
fn check_character(values: &[u8; 17]) -> u8 {
    let place = 31u16.wrapping_sub(weighted(values, &WEIGHTS) % 31) % 31;
    ALPHABET.get(usize::from(place)).copied().unwrap_or(b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn well_formed() {
        for (value, kind) in [
            ("91110000000000019B", Some("enterprise")),
            ("921100000000000198", Some("individual-business")),
            ("93410000MA00TE5T2B", Some("enterprise")),
            ("11110000000000019K", Some("government")),
            ("12110000000000019G", Some("institution")),
            ("13110000000000019D", None),
            ("51110000000000019F", Some("social-organization")),
            ("52110000000000019C", Some("private-non-enterprise")),
            ("531100000000000199", Some("foundation")),
            ("31110000000000019H", None),
            ("32110000000000019E", None),
            ("341100000000000198", None),
            ("351100000000000195", None),
            ("41110000000000019G", None),
            ("71110000000000019D", None),
            ("81110000000000019C", None),
            ("A1110000000000019A", None),
            ("N2110000000000019T", None),
            ("Y1110000000000019M", None),
            ("911100000000000351", Some("enterprise")),
            ("9111000000000014X2", Some("enterprise")),
            ("91110000000000211X", Some("enterprise")),
            ("91110000000000334Y", Some("enterprise")),
            (" ９1110000000000019b", Some("enterprise")),
        ] {
            match check_credit_code(value) {
                Check::Ok(code) => assert_eq!(code.subject_kind(), kind, "{value}"),
                other => panic!("{value} {other:?}"),
            }
        }
        assert_eq!(
            check_credit_code("93410000MA00TE5T2B"),
            Check::Ok(CreditCode {
                department: '9',
                category: '3',
                region: 410_000
            })
        );
    }

    #[test]
    fn inner_code_wrong() {
        // The second is the number of a residence permit.
        for value in ["91110000000000012M", "810000199001010019"] {
            let check = check_credit_code(value);
            assert!(check.value().is_some());
            assert_eq!(check.problem().unwrap().code(), "inner-check-digit");
        }
        let problem = check_credit_code("91110000000000012M").problem().unwrap();
        assert!(problem.text().zh.ends_with("应为 9"));
    }

    #[test]
    fn ill_formed() {
        for (value, code) in [
            ("911100000000000191", "check-digit"),
            ("9111000000000001OB", "character"),
            ("9111000000000001 9", "character"),
            ("9111A000000000019B", "region"),
            ("91110000000000019", "length"),
            ("110000000000017", "length"),
            ("", "length"),
        ] {
            let check = check_credit_code(value);
            assert!(check.is_malformed(), "{value}");
            assert_eq!(check.problem().unwrap().code(), code, "{value}");
        }
        assert_eq!(
            &*check_credit_code("911100000000000191")
                .problem()
                .unwrap()
                .text()
                .zh,
            "校验位不对，应为 B"
        );
    }

    proptest! {
        #[test]
        fn one_check_character_fits(body in "[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{9}") {
            let place = |byte: u8| ALPHABET.iter().position(|own| *own == byte).unwrap();
            let sum = body.bytes().rev().fold(0usize, |sum, byte| {
                sum.wrapping_mul(3).wrapping_add(place(byte)) % 31
            });
            for (at, check) in ALPHABET.iter().enumerate() {
                let code = format!("{body}{}", char::from(*check));
                let fits = sum.wrapping_add(at) % 31 == 0;
                let told = check_credit_code(&code);
                prop_assert_eq!(told.value().is_some(), fits, "{}", code);
                prop_assert_eq!(check_credit_code(&format!(" {}", code.to_lowercase())), told);
            }
        }

        #[test]
        fn never_panics(any in any::<String>(), near in "[0-9A-Z]{2}[0-9]{6}[0-9A-Y]{9,11}") {
            check_credit_code(&any);
            check_credit_code(&near);
        }
    }
}
