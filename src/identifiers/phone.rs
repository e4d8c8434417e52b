//! Telephone numbers of the mainland.
//!
//! A mobile number has 11 digits, `1[3-9]` and nine more; its segment tells what it is for
//! (MIIT, 我国公众移动通信网网号及 H0 分配情况, as of 2023-03-31). Segments opened later are in no
//! list here, so an unknown one is doubtful, not wrong.
//!
//! A landline number is `0`, an area code and a local number of 7 or 8 digits beginning with
//! 2–8, with an optional extension of 1–6 digits behind a hyphen. Cities still move to 8 digits,
//! so 8 where 7 are expected is doubtful.
//!
//! `+86` and `0086` in front, blanks and hyphens are passed over; full-width forms are read but
//! doubtful.

use super::{Check, Detail, Problem};
use digits::Number;
use plan::LocalLength;

mod digits;
mod plan;
mod problems;

/// What a telephone number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phone {
    /// A number of the mobile networks.
    Mobile(MobileKind),
    /// A number with an area code.
    Landline,
}

/// What the segment of a mobile number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MobileKind {
    /// Subscribers of a network operator.
    Ordinary,
    /// Subscribers of a virtual operator (转售): good, though some reviewers dislike them.
    Virtual,
    /// Data cards, which often cannot be called.
    DataCard,
    /// Machines (物联网).
    Iot,
    /// Satellite telephones.
    Satellite,
    /// Not assigned when the list was made.
    Unassigned,
}

impl MobileKind {
    /// What is to be said of such a number; nothing of an ordinary one.
    pub const fn remark(self) -> Option<Problem> {
        match self {
            Self::Ordinary => None,
            Self::Virtual => Some(problems::VIRTUAL),
            Self::DataCard => Some(problems::DATA_CARD),
            Self::Iot => Some(problems::IOT),
            Self::Satellite => Some(problems::SATELLITE),
            Self::Unassigned => Some(problems::UNASSIGNED),
        }
    }

    const fn is_doubtful(self) -> bool {
        matches!(self, Self::Iot | Self::Satellite | Self::Unassigned)
    }
}

/// Checks a number that may be of either sort.
pub fn check_phone(value: &str) -> Check<Phone> {
    plain_mobile(value).unwrap_or_else(|| {
        read(value, |number| {
            if number.is_landline() {
                landline(number)
            } else if number.digits().starts_with(b"1") || number.lacks_plus() {
                mobile(number)
            } else {
                without_area(number)
            }
        })
    })
}

/// Checks a mobile number: 11 digits, `1[3-9]` first; satellite, machine and unassigned segments
/// are doubtful. For virtual operators and data cards see [`MobileKind::remark`].
pub fn check_mobile(value: &str) -> Check<Phone> {
    plain_mobile(value).unwrap_or_else(|| read(value, mobile))
}

/// Checks a landline number: area code, local number, optional extension. Behind `+86` the area
/// code may lack its 0.
pub fn check_landline(value: &str) -> Check<Phone> {
    read(value, |number| {
        if number.is_landline() {
            landline(number)
        } else {
            without_area(number)
        }
    })
}

fn read(value: &str, check: impl FnOnce(&Number) -> Check<Phone>) -> Check<Phone> {
    let number = match Number::read(value) {
        Ok(number) => number,
        Err(problem) => return Check::Malformed(problem),
    };
    match check(&number) {
        Check::Ok(phone) if number.full_width => Check::Doubtful(phone, problems::FULL_WIDTH),
        answer => answer,
    }
}

fn mobile(number: &Number) -> Check<Phone> {
    let digits = number.digits();
    match &*digits {
        [b'1', b'4', ..] | [b'1', b'0', b'6', b'4', b'8', ..] if digits.len() == 13 => {
            Check::Malformed(problems::MOBILE_IOT_LENGTH)
        }
        [b'1', b'3'..=b'9', ..] if digits.len() == 11 => of_segment(&digits),
        [b'1', b'3'..=b'9', ..] => {
            let count = u32::try_from(digits.len()).unwrap_or(u32::MAX);
            Check::Malformed(problems::MOBILE_LENGTH.with(Detail::Number(count)))
        }
        _ if number.lacks_plus() => Check::Malformed(problems::COUNTRY_WITHOUT_PLUS),
        _ => Check::Malformed(problems::MOBILE_START),
    }
}

fn of_segment(digits: &[u8]) -> Check<Phone> {
    let kind = plan::segment(digits);
    match kind.remark() {
        Some(remark) if kind.is_doubtful() => Check::Doubtful(Phone::Mobile(kind), remark),
        _ => Check::Ok(Phone::Mobile(kind)),
    }
}

/// A mobile number that is written as its eleven digits, as nearly all are.
fn plain_mobile(value: &str) -> Option<Check<Phone>> {
    let bytes = value.as_bytes();
    let is_plain = matches!(bytes, [b'1', b'3'..=b'9', ..])
        && bytes.len() == 11
        && bytes.iter().all(u8::is_ascii_digit);
    is_plain.then(|| of_segment(bytes))
}

fn landline(number: &Number) -> Check<Phone> {
    let (digits, extension) = number.landline();
    let (area, local) = digits
        .split_at_checked(Number::area_length(&digits))
        .unwrap_or_default();
    let Some(length) = plan::local_length(area) else {
        return Check::Malformed(problems::AREA);
    };
    let expected = match (length, local.len()) {
        (LocalLength::Eight | LocalLength::SevenOrEight, 8) => None,
        (LocalLength::Seven | LocalLength::SevenOrEight, 7) => None,
        (LocalLength::Seven, 8) => None,
        (LocalLength::Eight, _) => Some("8"),
        (LocalLength::Seven, _) => Some("7"),
        (LocalLength::SevenOrEight, _) => Some("7/8"),
    };
    if let Some(expected) = expected {
        return Check::Malformed(problems::LOCAL_LENGTH.with(Detail::Word(expected)));
    }
    if let [first @ (b'0' | b'1' | b'9'), ..] = local {
        let first = char::from(*first);
        return Check::Malformed(problems::LOCAL_START.with(Detail::Char(first)));
    }
    if extension.is_some_and(|extension| !(1..=6).contains(&extension.len())) {
        return Check::Malformed(problems::EXTENSION);
    }
    if length == LocalLength::Seven && local.len() == 8 {
        return Check::Doubtful(Phone::Landline, problems::EIGHT_FOR_SEVEN);
    }
    Check::Ok(Phone::Landline)
}

fn without_area(number: &Number) -> Check<Phone> {
    let digits = number.digits();
    let service = ["400", "800", "95"]
        .into_iter()
        .find(|prefix| digits.starts_with(prefix.as_bytes()));
    Check::Malformed(match service {
        Some(prefix) => problems::SERVICE_NUMBER.with(Detail::Word(prefix)),
        None => problems::NO_AREA,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use MobileKind::{DataCard, Iot, Ordinary, Satellite, Unassigned, Virtual};
    use proptest::prelude::*;

    fn code<T>(answer: &Check<T>) -> &'static str {
        answer.problem().map_or("", |problem| problem.code())
    }

    #[test]
    fn mobiles_are_ok_or_doubtful_by_their_segment() {
        for (value, kind, expected) in [
            ("13000000000", Ordinary, ""),
            ("19200000000", Ordinary, ""),
            ("19600000000", Ordinary, ""),
            ("17200000000", Ordinary, ""),
            ("17000000000", Virtual, ""),
            ("16500000000", Virtual, ""),
            ("14900000000", DataCard, ""),
            ("14800000000", Iot, "phone-iot"),
            ("13490000000", Satellite, "phone-satellite"),
            ("15400000000", Unassigned, "phone-unassigned"),
            ("19400000000", Unassigned, "phone-unassigned"),
            ("14000000000", Unassigned, "phone-unassigned"),
            ("+86 130 0000 0000", Ordinary, ""),
            ("+86-130-0000-0000", Ordinary, ""),
            ("008613000000000", Ordinary, ""),
            ("  13000000000 ", Ordinary, ""),
            ("１３０００００００００", Ordinary, "phone-full-width"),
        ] {
            for answer in [check_mobile(value), check_phone(value)] {
                assert_eq!(answer.value(), Some(&Phone::Mobile(kind)), "{value}");
                assert_eq!(code(&answer), expected, "{value}");
            }
        }
    }

    #[test]
    fn malformed_mobiles_say_why() {
        for (value, expected) in [
            ("", "phone-empty"),
            ("+86", "phone-empty"),
            ("12000000000", "mobile-start"),
            ("1300000000", "mobile-length"),
            ("130000000000", "mobile-length"),
            ("8613000000000", "mobile-country-code"),
            ("86 130 0000 0000", "mobile-country-code"),
            ("8612000000000", "mobile-start"),
            ("1440000000000", "mobile-iot-length"),
            ("1064800000000", "mobile-iot-length"),
            ("+1 13000000000", "phone-foreign"),
            ("00113000000000", "phone-foreign"),
            ("1300000000a", "phone-character"),
            ("130000+00000", "phone-character"),
            ("13000000000-", "phone-character"),
            ("0108234567", "mobile-start"),
            ("1300000000000000000000000000000000000", "phone-too-long"),
        ] {
            let answer = check_mobile(value);
            assert!(answer.is_malformed(), "{value}");
            assert_eq!(code(&answer), expected, "{value}");
        }
    }

    #[test]
    fn landlines_follow_their_area() {
        for (value, expected) in [
            ("010-82345678", ""),
            ("0431-81234567", ""),
            ("021-52345678", ""),
            ("0912-2345678", ""),
            ("01082345678", ""),
            ("010 8234 5678", ""),
            ("010-8234-5678", ""),
            ("010-82345678-1", ""),
            ("0912-2345678-123456", ""),
            ("+86 10 82345678", ""),
            ("+86-010-82345678", ""),
            ("0086 912 2345678", ""),
            ("0433-2345678", ""),
            ("0433-22345678", ""),
            ("0912-82345678", "landline-eight-digits"),
            ("０１０－８２３４５６７８", "phone-full-width"),
        ] {
            for answer in [check_landline(value), check_phone(value)] {
                assert_eq!(answer.value(), Some(&Phone::Landline), "{value}");
                assert_eq!(code(&answer), expected, "{value}");
            }
        }
    }

    #[test]
    fn malformed_landlines_say_why() {
        for (value, expected) in [
            ("0898-6123456", "landline-length"),
            ("010-1234567", "landline-length"),
            ("0912-234567", "landline-length"),
            ("010", "landline-length"),
            ("015-82345678", "landline-area"),
            ("026-82345678", "landline-area"),
            ("0", "landline-area"),
            ("03", "landline-area"),
            ("010-12345678", "landline-start"),
            ("0912-9234567", "landline-start"),
            ("010-82345678-1234567", "landline-extension"),
            ("82345678", "landline-no-area"),
            ("400-000-0000", "phone-service-number"),
            ("+86 400 000 0000", "phone-service-number"),
            ("8000000000", "phone-service-number"),
            ("95000", "phone-service-number"),
        ] {
            for answer in [check_landline(value), check_phone(value)] {
                assert!(answer.is_malformed(), "{value}");
                assert_eq!(code(&answer), expected, "{value}");
            }
        }
    }

    proptest! {
        #[test]
        fn plain_mobile_numbers_are_as_others(number in "1[3-9][0-9]{9}") {
            let spaced = format!(" {number}");
            prop_assert_eq!(check_mobile(&number), check_mobile(&spaced));
            prop_assert_eq!(check_phone(&number), check_phone(&spaced));
        }

        #[test]
        fn nothing_panics(value in "\\PC*|[-+0-9 ]{0,24}") {
            let _ = check_phone(&value);
            let _ = check_mobile(&value).problem().map(|problem| problem.text());
            let _ = check_landline(&value);
        }
    }
}
