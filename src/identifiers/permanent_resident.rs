//! 外国人永久居留身份证, the identity cards of foreign permanent residents.
//!
//! Two forms are valid side by side. Since December 2023: eighteen characters that begin with 9, as
//! a rule 9, two digits of a province, three of the country (ISO 3166 numeric), the date of birth,
//! three in sequence, and the check character of GB 11643. Before: three letters of the country
//! (ISO 3166 alpha-3) and twelve digits, whose own check digit has no published rule.

use chrono::NaiveDate;

use super::check::{Check, Detail, Problem};
use super::checksum::length;
use super::eighteen::Eighteen;
use super::normalise::fold_identifier;

const FIRST_DIGIT: Problem = Problem::new(&[
    "first-digit",
    "首位不对，18 位的新版号码应以 9 开头",
    "wrong first digit, the new form of 18 characters begins with 9",
]);
const CHARACTER: Problem = Problem::new(&[
    "character",
    "出现“{}”，旧版号码应为 3 个字母加 12 位数字",
    "“{}” is not allowed, the old form has 3 letters and 12 digits",
]);
const LENGTH: Problem = Problem::new(&[
    "length",
    "有 {} 位，应为 18 位（新版）或 3 个字母加 12 位数字（旧版）",
    "{} characters, 18 (new form) or 3 letters and 12 digits (old form) were expected",
]);
const COUNTRY: Problem = Problem::new(&[
    "country",
    "前三个字母不是国家代码，应为 ISO 3166 的三字母代码",
    "the first three letters are no country, an ISO 3166 code of three letters was expected",
]);

/// The officially assigned codes of ISO 3166-1 alpha-3.
const COUNTRIES: &str = "\
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA \
    BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN \
    CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU \
    EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB \
    GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL \
    ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO \
    LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR \
    MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER \
    PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM \
    SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK \
    TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM \
    VUT WLF WSM YEM ZAF ZMB ZWE";

/// What a permanent resident's number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermanentResident {
    /// Whether it is the form issued since December 2023.
    pub new_form: bool,
    /// The date of birth, where the new form has a plausible one in its place.
    pub birth: Option<NaiveDate>,
}

/// Checks a permanent resident's number in either form.
///
/// Malformed with the code `first-digit`, `character`, `length` or `check-digit`; doubtful with
/// `country`.
pub fn check_permanent_resident(value: &str, today: NaiveDate) -> Check<PermanentResident> {
    let value = fold_identifier(value);
    if value.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return check_old_form(&value);
    }
    let read = || {
        let number = Eighteen::read(&value)?;
        if !value.starts_with('9') {
            return Err(FIRST_DIGIT);
        }
        number.verify()?;
        Ok(number.birth(today).ok())
    };
    match read() {
        Ok(birth) => Check::Ok(PermanentResident {
            new_form: true,
            birth,
        }),
        // Fifteen digits are no old form here.
        Err(problem) if matches!(problem.code(), "length" | "old-form") => {
            Check::Malformed(LENGTH.with(length(&value)))
        }
        Err(problem) => Check::Malformed(problem),
    }
}

fn check_old_form(value: &str) -> Check<PermanentResident> {
    let offending = value.char_indices().find(|(place, c)| match place {
        0..=2 => !c.is_ascii_alphabetic(),
        _ => !c.is_ascii_digit(),
    });
    if let Some((_, c)) = offending {
        return Check::Malformed(CHARACTER.with(Detail::Char(c)));
    }
    if value.len() != 15 {
        return Check::Malformed(LENGTH.with(length(value)));
    }
    let resident = PermanentResident {
        new_form: false,
        birth: None,
    };
    let mut countries = COUNTRIES.split_ascii_whitespace();
    if countries.any(|country| value.starts_with(country)) {
        Check::Ok(resident)
    } else {
        Check::Doubtful(resident, COUNTRY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn check(value: &str) -> Check<PermanentResident> {
        check_permanent_resident(value, day(2026, 11, 21))
    }

    #[test]
    fn new_form() {
        let resident = |birth| {
            Check::Ok(PermanentResident {
                new_form: true,
                birth,
            })
        };
        let birth = Some(day(1990, 1, 1));
        assert_eq!(check("911840199001010018"), resident(birth));
        assert_eq!(check("９11840199001010018"), resident(birth));
        // The places of the inner parts are not certain: an odd date is no error.
        assert_eq!(check("911840199013010015"), resident(None));
        let before = check_permanent_resident("911840199001010018", day(1989, 12, 31));
        assert_eq!(before, resident(None));
    }

    #[test]
    fn old_form() {
        let old = PermanentResident {
            new_form: false,
            birth: None,
        };
        assert_eq!(check("usa110090010100"), Check::Ok(old));
        assert_eq!(check("XXX110090010100"), Check::Doubtful(old, COUNTRY));
        assert_eq!(COUNTRIES.split_ascii_whitespace().count(), 249);
    }

    #[test]
    fn ill_formed() {
        for (value, code) in [
            ("911840199001010017", "check-digit"),
            ("110000199001010013", "first-digit"),
            ("91184019900101001", "length"),
            ("911840199001010", "length"),
            ("", "length"),
            ("USA11009001010", "length"),
            ("USAA10090010100", "character"),
            ("US1110090010100", "character"),
            ("9118401990-1010018", "character"),
        ] {
            let check = check(value);
            assert!(check.is_malformed(), "{value}");
            assert_eq!(check.problem().unwrap().code(), code, "{value}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(
            any in any::<String>(), new in "9[0-9X]{15,18}", old in "[A-Z]{2,4}[0-9]{11,13}",
        ) {
            for value in [any, new, old] {
                check(&value);
            }
        }
    }
}
