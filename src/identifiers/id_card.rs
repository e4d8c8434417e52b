//! 居民身份证号码, the citizen's identity number of GB 11643-1999.
//!
//! Eighteen characters: the division of first registration (GB/T 2260 of that day, so counties that
//! no longer exist are as good as others), the date of birth, a sequence number whose last digit is
//! odd for men, and a check character of ISO 7064 MOD 11-2. The form of fifteen digits ended for use
//! in 2013. Numbers with 81, 82 and 83 stand on residence permits, those with 9 on permanent
//! residents' cards; none begins with 71 in practice. A temporary card bears the same number.

use chrono::NaiveDate;

use super::check::{Check, Detail, Problem};
use super::eighteen::Eighteen;

const UNKNOWN_PROVINCE: Problem = Problem::new(&[
    "region",
    "前两位 {} 不是省级代码，应为 11 至 65",
    "the first two digits {} are no province, 11 to 65 was expected",
]);
const HK_MACAO: Problem = Problem::new(&[
    "residence-permit",
    "前两位 {} 是港澳居民居住证的号段，应为居民身份证号码",
    "{} begins numbers of residence permits for Hong Kong and Macao, not of identity cards",
]);
const TAIWAN: Problem = Problem::new(&[
    "residence-permit",
    "前两位 {} 是台湾居民居住证的号段，应为居民身份证号码",
    "{} begins numbers of residence permits for Taiwan, not of identity cards",
]);
const FOREIGNER: Problem = Problem::new(&[
    "permanent-resident",
    "前两位 {} 可能是外国人永久居留身份证的号段，应为居民身份证号码",
    "{} may begin a foreign permanent resident's number, an identity card's was expected",
]);
const SEVENTY_ONE: Problem = Problem::new(&[
    "region",
    "居民身份证号码一般不以 {} 开头，请核对证件类型",
    "identity cards do not begin with {} in practice, check the type of the certificate",
]);

/// What an identity number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdCard {
    /// The six-digit division where the number was given, not where the person lives now.
    pub region: u32,
    /// The date of birth.
    pub birth: NaiveDate,
    /// Whether the sequence number is odd.
    pub male: bool,
}

/// Checks a citizen's identity number.
///
/// Malformed with the code `character`, `length`, `old-form`, `region`, `residence-permit`,
/// `permanent-resident`, `birth-date`, `birth-in-future` or `check-digit`; doubtful with `region`.
pub fn check_id_card(value: &str, today: NaiveDate) -> Check<IdCard> {
    match read(value, today) {
        Ok(card) if card.region / 10_000 == 71 => {
            Check::Doubtful(card, SEVENTY_ONE.with(Detail::Number(71)))
        }
        Ok(card) => Check::Ok(card),
        Err(problem) => Check::Malformed(problem),
    }
}

fn read(value: &str, today: NaiveDate) -> Result<IdCard, Problem> {
    let number = Eighteen::written(value)?;
    check_province(number.region() / 10_000)?;
    let birth = number.birth(today)?;
    number.verify()?;
    Ok(IdCard {
        region: number.region(),
        birth,
        male: number.male(),
    })
}

fn check_province(province: u32) -> Result<(), Problem> {
    let problem = match province {
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 => return Ok(()),
        81 | 82 => HK_MACAO,
        83 => TAIWAN,
        91..=96 => FOREIGNER,
        _ => UNKNOWN_PROVINCE,
    };
    Err(problem.with(Detail::Number(province)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(value: &str) -> Check<IdCard> {
        check_id_card(value, NaiveDate::from_ymd_opt(2026, 11, 21).unwrap())
    }

    fn malformed(value: &str) -> &'static str {
        match check(value) {
            Check::Malformed(problem) => problem.code(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn well_formed() {
        for (value, region, (y, m, d), male) in [
            ("110000199001010013", 110_000, (1990, 1, 1), true),
            ("11000019900101003X", 110_000, (1990, 1, 1), true),
            ("11000019900101003x", 110_000, (1990, 1, 1), true),
            ("11010020000229002X", 110_100, (2000, 2, 29), false),
            ("110105199001010010", 110_105, (1990, 1, 1), true),
            ("110105199001010029", 110_105, (1990, 1, 1), false),
            ("440300200001010011", 440_300, (2000, 1, 1), true),
            ("140100198005060030", 140_100, (1980, 5, 6), true),
            (
                "１１００００１９９００１０１００１３",
                110_000,
                (1990, 1, 1),
                true,
            ),
            (" 110000199001010013\n", 110_000, (1990, 1, 1), true),
        ] {
            let birth = NaiveDate::from_ymd_opt(y, m, d).unwrap();
            let card = IdCard {
                region,
                birth,
                male,
            };
            assert_eq!(check(value), Check::Ok(card), "{value}");
        }
    }

    #[test]
    fn ill_formed() {
        for (value, code) in [
            ("110000199001010012", "check-digit"),
            ("11010519900230001X", "birth-date"),
            ("110105190002290017", "birth-date"),
            ("110105199013010018", "birth-date"),
            ("110105299901010014", "birth-in-future"),
            ("990105199001010014", "region"),
            ("110105900101001", "old-form"),
            ("1101051990010100", "length"),
            ("", "length"),
            ("1100001990 01010013", "character"),
            ("X10000199001010013", "character"),
            ("11000O199001010013", "character"),
            ("810000199001010019", "residence-permit"),
            ("830000199001010039", "residence-permit"),
            ("911840199001010018", "permanent-resident"),
        ] {
            assert_eq!(malformed(value), code, "{value}");
        }
        assert_eq!(
            &*check("110000199001010012").problem().unwrap().text().zh,
            "校验位不对，应为 3"
        );
    }

    #[test]
    fn doubtful() {
        let check = check("710000199001010015");
        assert!(check.value().is_some());
        assert_eq!(check.problem().unwrap().code(), "region");
    }

    #[test]
    fn born_today() {
        let value = "110000199001010013";
        let today = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap();
        assert!(!check_id_card(value, today).is_malformed());
        assert!(check_id_card(value, today.pred_opt().unwrap()).is_malformed());
    }

    proptest! {
        #[test]
        fn never_panics(any in any::<String>(), near in "[0-9X]{14,19}") {
            check(&any);
            check(&near);
        }
    }
}
