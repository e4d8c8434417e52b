//! 港澳台居民居住证, the residence permits of people from Hong Kong, Macao and Taiwan.
//!
//! Numbers of eighteen characters like a citizen's (GB 11643-1999) whose first six digits are
//! 810000 for Hong Kong, 820000 for Macao and 830000 for Taiwan, and nothing else.

use chrono::NaiveDate;

use super::check::{Check, Detail, Problem};
use super::eighteen::Eighteen;

const NOT_HK_MACAO: Problem = Problem::new(&[
    "region",
    "前六位是 {}，港澳居民居住证应为 810000 或 820000",
    "begins with {}, 810000 or 820000 was expected on a Hong Kong or Macao residence permit",
]);
const NOT_TAIWAN: Problem = Problem::new(&[
    "region",
    "前六位是 {}，台湾居民居住证应为 830000",
    "begins with {}, 830000 was expected on a Taiwan residence permit",
]);

/// What the number of a residence permit tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResidencePermit {
    /// 810000 Hong Kong, 820000 Macao or 830000 Taiwan.
    pub region: u32,
    /// The date of birth.
    pub birth: NaiveDate,
    /// Whether the sequence number is odd.
    pub male: bool,
}

/// Checks the number of a 港澳居民居住证.
///
/// Malformed with the code `character`, `length`, `old-form`, `region`, `birth-date`,
/// `birth-in-future` or `check-digit`.
pub fn check_hk_macao_residence(value: &str, today: NaiveDate) -> Check<ResidencePermit> {
    check(value, today, &[810_000, 820_000], NOT_HK_MACAO)
}

/// Checks the number of a 台湾居民居住证; the codes are those of [`check_hk_macao_residence`].
pub fn check_taiwan_residence(value: &str, today: NaiveDate) -> Check<ResidencePermit> {
    check(value, today, &[830_000], NOT_TAIWAN)
}

fn check(
    value: &str,
    today: NaiveDate,
    regions: &[u32],
    other_region: Problem,
) -> Check<ResidencePermit> {
    let read = || {
        let number = Eighteen::written(value)?;
        let region = number.region();
        if !regions.contains(&region) {
            return Err(other_region.with(Detail::Number(region)));
        }
        let birth = number.birth(today)?;
        number.verify()?;
        Ok(ResidencePermit {
            region,
            birth,
            male: number.male(),
        })
    };
    match read() {
        Ok(permit) => Check::Ok(permit),
        Err(problem) => Check::Malformed(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn hk_macao(value: &str) -> Check<ResidencePermit> {
        check_hk_macao_residence(value, day(2026, 11, 21))
    }

    fn taiwan(value: &str) -> Check<ResidencePermit> {
        check_taiwan_residence(value, day(2026, 11, 21))
    }

    #[test]
    fn well_formed() {
        let permit = |region, male| {
            Check::Ok(ResidencePermit {
                region,
                birth: day(1990, 1, 1),
                male,
            })
        };
        assert_eq!(hk_macao("810000199001010019"), permit(810_000, true));
        assert_eq!(hk_macao("820000199001010029"), permit(820_000, false));
        assert_eq!(taiwan("830000199001010039"), permit(830_000, true));
        assert_eq!(taiwan("83000019900101008X"), permit(830_000, false));
        assert_eq!(taiwan("83000019900101008x"), permit(830_000, false));
    }

    #[test]
    fn ill_formed() {
        for (check, code) in [
            (hk_macao("810000199001010018"), "check-digit"),
            (hk_macao("810001199001010015"), "region"),
            (hk_macao("830000199001010039"), "region"),
            (hk_macao("110000199001010013"), "region"),
            (hk_macao("H12345678"), "character"),
            (hk_macao("81000019900101001"), "length"),
            (hk_macao("810000199002300019"), "birth-date"),
            (taiwan("810000199001010019"), "region"),
            (taiwan("710000199001010015"), "region"),
            (taiwan("830000299901010039"), "birth-in-future"),
        ] {
            assert!(check.is_malformed());
            assert_eq!(check.problem().unwrap().code(), code);
        }
    }

    proptest! {
        #[test]
        fn never_panics(any in any::<String>(), near in "8[123]0000[0-9]{11}[0-9X]") {
            for value in [any, near] {
                hk_macao(&value);
                taiwan(&value);
            }
        }
    }
}
